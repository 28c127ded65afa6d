use super::*;
use crate::geometry::orientation::{Orientation, Plane};

fn axial(instance_number: i64, z: f64) -> StackEntry {
    StackEntry {
        instance_number: Some(instance_number),
        frame_number: 1,
        image_position: Some([0.0, 0.0, z]),
        orientation: Orientation::new([1., 0., 0., 0., 1., 0.]),
        ..StackEntry::default()
    }
}

fn orders(frames: &[StackEntry]) -> Vec<Vec<usize>> {
    split_stacks(frames)
        .into_iter()
        .map(|stack| stack.frames)
        .collect()
}

fn called(frames: &[StackEntry]) -> Vec<Vec<StackDifference>> {
    split_stacks(frames)
        .into_iter()
        .map(|stack| stack.differences)
        .collect()
}

#[test]
fn frames_lie_in_order_of_their_position() {
    let frames = [axial(1, 0.0), axial(3, 5.0), axial(2, 10.0), axial(4, 15.0)];
    assert_eq!(sort_stack(&frames), [0, 1, 2, 3]);
}

#[test]
fn the_direction_is_that_of_the_instance_numbers() {
    let frames = [axial(3, 0.0), axial(2, 5.0), axial(1, 10.0)];
    assert_eq!(sort_stack(&frames), [2, 1, 0]);
}

#[test]
fn without_positions_the_numbers_decide() {
    let bare = |instance_number, frame_number| StackEntry {
        instance_number,
        frame_number,
        ..StackEntry::default()
    };
    let frames = [
        bare(Some(2), 1),
        bare(Some(1), 2),
        bare(Some(1), 1),
        bare(None, 1),
    ];
    assert_eq!(sort_stack(&frames), [3, 2, 1, 0]);
    // One frame without a position, and positions no longer order anything.
    let frames = [axial(2, 1.0), bare(Some(1), 1)];
    assert_eq!(sort_stack(&frames), [1, 0]);
}

#[test]
fn a_cine_in_one_place_is_one_stack_in_order_of_time() {
    let frames = [axial(3, 7.0), axial(1, 7.0), axial(2, 7.0)];
    assert_eq!(orders(&frames), [[1, 2, 0]]);
}

#[test]
fn planes_are_stacks_of_their_own() {
    let coronal = |number, y| StackEntry {
        image_position: Some([0.0, y, 0.0]),
        orientation: Orientation::new([1., 0., 0., 0., 0., -1.]),
        ..axial(number, 0.0)
    };
    let frames = [
        axial(1, 0.0),
        coronal(2, 0.0),
        axial(3, 9.0),
        coronal(4, 5.0),
    ];
    assert_eq!(orders(&frames), [[0, 2], [1, 3]]);
    assert_eq!(
        called(&frames),
        [Plane::Axial, Plane::Coronal].map(|plane| vec![StackDifference::Plane { plane }])
    );
}

#[test]
fn echoes_and_b_values_are_stacks_of_their_own() {
    let with = |number, z, echo: &str| StackEntry {
        echo: echo.to_owned(),
        ..axial(number, z)
    };
    let frames = [
        with(1, 0.0, "10"),
        with(2, 0.0, "90"),
        with(3, 5.0, "10"),
        with(4, 5.0, "90"),
    ];
    assert_eq!(orders(&frames), [[0, 2], [1, 3]]);
    assert_eq!(
        called(&frames),
        [10.0, 90.0].map(|echo_time| vec![StackDifference::EchoTime { echo_time }])
    );
}

#[test]
fn duplicates_are_told_apart_by_what_tells_them_apart_best() {
    let with = |number, z, acquisition, dimensions: [i64; 2]| StackEntry {
        acquisition_number: Some(acquisition),
        dimensions: ["A", "B"]
            .map(str::to_owned)
            .into_iter()
            .zip(dimensions)
            .collect(),
        ..axial(number, z)
    };
    // The acquisition number says nothing; the second dimension index is time.
    let frames = [
        with(1, 0.0, 1, [1, 1]),
        with(2, 5.0, 1, [2, 1]),
        with(3, 0.0, 1, [1, 2]),
        with(4, 5.0, 1, [2, 2]),
    ];
    assert_eq!(orders(&frames), [[0, 1], [2, 3]]);
    let called_b = |number| {
        vec![StackDifference::Dimension {
            label: "B".to_owned(),
            number,
            count: 2,
        }]
    };
    assert_eq!(called(&frames), [called_b(1), called_b(2)]);
}

#[test]
fn true_duplicates_stay_beside_each_other() {
    let frames = [axial(1, 0.0), axial(2, 0.0), axial(3, 5.0)];
    assert_eq!(orders(&frames), [[0, 1, 2]]);
}

#[test]
fn a_single_acquisition_with_differing_numbers_is_not_split() {
    let frames = [
        StackEntry {
            acquisition_number: Some(1),
            ..axial(1, 0.0)
        },
        StackEntry {
            acquisition_number: Some(2),
            ..axial(2, 5.0)
        },
    ];
    assert_eq!(orders(&frames), [[0, 1]]);
}

#[test]
fn a_b_value_with_several_directions_is_called_by_both() {
    let with = |number, z, b_value: &str, direction: &str| StackEntry {
        b_value: b_value.to_owned(),
        direction: direction.to_owned(),
        ..axial(number, z)
    };
    let frames = [
        with(1, 0.0, "0", ""),
        with(2, 5.0, "0", ""),
        with(3, 0.0, "1000", "1 0 0"),
        with(4, 5.0, "1000", "1 0 0"),
        with(5, 0.0, "1000", "0 1 0"),
        with(6, 5.0, "1000", "0 1 0"),
    ];
    let b = |b_value| StackDifference::BValue { b_value };
    let direction = |number| StackDifference::Direction { number, count: 2 };
    assert_eq!(
        called(&frames),
        [
            vec![b(0.0)],
            vec![b(1000.0), direction(1)],
            vec![b(1000.0), direction(2)]
        ]
    );
}

#[test]
fn times_are_numbered_from_the_earliest_whatever_they_are() {
    let with = |number, z, time: &str| StackEntry {
        trigger_time: time.to_owned(),
        ..axial(number, z)
    };
    let frames = [
        with(1, 0.0, "40"),
        with(2, 5.0, "40"),
        with(3, 0.0, "9.5"),
        with(4, 5.0, "9.5"),
    ];
    let time = |number| vec![StackDifference::Time { number, count: 2 }];
    assert_eq!(orders(&frames), [[0, 1], [2, 3]]);
    assert_eq!(called(&frames), [time(2), time(1)]);
}

#[test]
fn a_clock_that_differs_in_every_frame_tears_no_stack_to_pieces() {
    let frames: Vec<StackEntry> = (0..8)
        .map(|number| StackEntry {
            instance_index: (number / 4) as u32,
            time: format!("10{number:02}00"),
            ..axial(number, (number % 4) as f64)
        })
        .collect();
    assert_eq!(orders(&frames), [[0, 1, 2, 3], [4, 5, 6, 7]]);
}

#[test]
fn frames_that_would_each_be_alone_stay_together() {
    // Projections around the body: every one of another direction.
    let turned = |number: i64| {
        let (sin, cos) = (10.0 * number as f64).to_radians().sin_cos();
        StackEntry {
            orientation: Orientation::new([cos, sin, 0., 0., 0., -1.]),
            ..axial(number, 0.0)
        }
    };
    let frames: Vec<StackEntry> = [3, 1, 2].map(turned).to_vec();
    assert_eq!(orders(&frames), [[1, 2, 0]]);
    assert_eq!(called(&frames), [vec![]]);
}

#[test]
fn films_without_a_place_are_each_their_own_and_single_pictures_are_one_stack() {
    let bare = |instance_index, number, frame_number, columns| StackEntry {
        instance_index,
        instance_number: Some(number),
        frame_number,
        columns,
        ..StackEntry::default()
    };
    let frames = [
        bare(0, 1, 1, 640),
        bare(1, 2, 1, 640),
        bare(1, 2, 2, 640),
        bare(2, 3, 1, 800),
        bare(3, 4, 1, 640),
        bare(3, 4, 2, 640),
    ];
    assert_eq!(orders(&frames), [vec![0, 3], vec![1, 2], vec![4, 5]]);
}

#[test]
fn image_types_are_called_by_what_not_all_of_them_say() {
    let with = |number, z, image_type: &[&str]| StackEntry {
        image_type: image_type.iter().map(|&value| value.to_owned()).collect(),
        ..axial(number, z)
    };
    let magnitude = ["ORIGINAL", "PRIMARY", "M", "ND"];
    let phase = ["ORIGINAL", "PRIMARY", "P", "ND"];
    let frames = [
        with(1, 0.0, &magnitude),
        with(2, 5.0, &magnitude),
        with(3, 0.0, &phase),
        with(4, 5.0, &phase),
    ];
    let values = |value: &str| {
        vec![StackDifference::ImageType {
            values: vec![value.to_owned()],
        }]
    };
    assert_eq!(called(&frames), [values("M"), values("P")]);
}

#[test]
fn more_stacks_than_anyone_picks_from_are_scrolled_as_one() {
    let frames: Vec<StackEntry> = (0..4_004)
        .map(|number| StackEntry {
            echo: (number / 2).to_string(),
            ..axial(number, (number % 2) as f64)
        })
        .collect();
    let stacks = split_stacks(&frames);
    assert_eq!(stacks.len(), 1);
    assert_eq!(stacks[0].frames.len(), frames.len());
}
