//! Which frames of a series form a stack, and in which order they lie.
//!
//! Not a gate for volumes: uneven and missing slices stay in a stack.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::DataSet;
use crate::pixels::FrameAttributes;
use crate::tags;

use super::frame_geometry::{image_position, orientation};
use super::orientation::Orientation;

/// What orders a frame among others of its series.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StackEntry {
    /// (0020,0013).
    pub instance_number: Option<i64>,
    /// From 1.
    pub frame_number: u32,
    /// (0020,0032), millimetres in LPS.
    pub image_position: Option<[f64; 3]>,
    /// (0020,0037).
    pub orientation: Option<Orientation>,
    /// (0028,0010).
    pub rows: u32,
    /// (0028,0011).
    pub columns: u32,
    /// (0008,0008) or Frame Type (0008,9007).
    pub image_type: Vec<String>,
    /// Effective Echo Time (0018,9082), else Echo Time (0018,0081), milliseconds; `''` when absent.
    pub echo: String,
    /// (0018,9087), s/mm²; `''` when absent.
    pub b_value: String,
    /// Stack ID (0020,9056), `''` when absent.
    pub stack_id: String,
    /// Temporal Position Index (0020,9128), else Identifier (0020,0100).
    pub temporal_position: Option<i64>,
    /// (0020,0012).
    pub acquisition_number: Option<i64>,
    /// Trigger Time (0018,1060), else Acquisition Time (0008,0032); `''` when absent.
    pub time: String,
    /// Dimension Index Values (0020,9157).
    pub dimension_index_values: Vec<i64>,
}

/// Reads what orders a frame, numbered from 1.
#[must_use]
pub fn stack_entry(data_set: &DataSet, frame_number: u32) -> StackEntry {
    let frame = FrameAttributes::of(data_set, frame_number);
    let root = frame.root();
    let content = frame.group(tags::FRAME_CONTENT_SEQUENCE);
    let size = |tag| {
        root.integer(tag)
            .and_then(|value| u32::try_from(value).ok())
            .unwrap_or_default()
    };
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let frame_type = [
        tags::MR_IMAGE_FRAME_TYPE_SEQUENCE,
        tags::CT_IMAGE_FRAME_TYPE_SEQUENCE,
        tags::PET_FRAME_TYPE_SEQUENCE,
    ]
    .into_iter()
    .find_map(|tag| frame.group(tag))
    .map(|item| item.texts(tags::FRAME_TYPE));
    let echo = frame
        .group(tags::MR_ECHO_SEQUENCE)
        .and_then(|item| item.decimal(tags::EFFECTIVE_ECHO_TIME))
        .or_else(|| root.decimal(tags::ECHO_TIME));
    let b_value = frame
        .group(tags::MR_DIFFUSION_SEQUENCE)
        .unwrap_or(root)
        .decimal(tags::DIFFUSION_B_VALUE);
    StackEntry {
        instance_number: root.integer(tags::INSTANCE_NUMBER),
        frame_number,
        image_position: image_position(frame),
        orientation: orientation(frame),
        rows: size(tags::ROWS),
        columns: size(tags::COLUMNS),
        image_type: frame_type.unwrap_or_else(|| root.texts(tags::IMAGE_TYPE)),
        echo: number(echo),
        b_value: number(b_value),
        stack_id: content
            .and_then(|item| item.text(tags::STACK_ID))
            .unwrap_or_default(),
        temporal_position: content
            .and_then(|item| item.integer(tags::TEMPORAL_POSITION_INDEX))
            .or_else(|| root.integer(tags::TEMPORAL_POSITION_IDENTIFIER)),
        acquisition_number: root.integer(tags::ACQUISITION_NUMBER),
        time: root
            .text(tags::TRIGGER_TIME)
            .or_else(|| root.text(tags::ACQUISITION_TIME))
            .unwrap_or_default(),
        dimension_index_values: content
            .map(|item| item.integers(tags::DIMENSION_INDEX_VALUES))
            .unwrap_or_default(),
    }
}

/// The order in which to scroll: indices into `frames`.
///
/// By position along the normal of the first oriented frame, in the direction
/// in which Instance Number (0020,0013) grows, so that "image 37" of a report
/// lies where a reader expects it. Frames without a position, and stacks with
/// any such frame, go by Instance Number, then frame number.
#[must_use]
pub fn sort_stack(frames: &[StackEntry]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..frames.len()).collect();
    let numbers = |index: usize| {
        let entry = frames.get(index);
        (
            entry.and_then(|entry| entry.instance_number),
            entry.map(|entry| entry.frame_number),
        )
    };
    let Some(positions) = positions(frames) else {
        order.sort_by_key(|&index| numbers(index));
        return order;
    };
    let place = |index: usize| positions.get(index).copied().unwrap_or_default();
    order.sort_by(|&left, &right| {
        same_place(place(left), place(right)).then_with(|| numbers(left).cmp(&numbers(right)))
    });
    if runs_backwards(&order, frames, &positions) {
        order.sort_by(|&left, &right| {
            same_place(place(right), place(left)).then_with(|| numbers(left).cmp(&numbers(right)))
        });
    }
    order
}

/// Divides the frames of a series into stacks, each in scrolling order.
///
/// Frames of another orientation, size, image type, echo, b-value or stack ID
/// never share a stack (PS3.3 §C.7.6.16.2.2.4). Frames that would still lie on
/// one another are then told apart by temporal position, acquisition, a
/// dimension index, or time: whichever leaves the fewest duplicates.
#[must_use]
pub fn split_stacks(frames: &[StackEntry]) -> Vec<Vec<usize>> {
    let mut orientations: Vec<Orientation> = Vec::new();
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, frame) in frames.iter().enumerate() {
        let orientation = frame.orientation.map(|orientation| {
            let known = orientations
                .iter()
                .position(|known| known.is_parallel_to(&orientation));
            known.unwrap_or_else(|| {
                orientations.push(orientation);
                orientations.len() - 1
            })
        });
        let key = (
            orientation,
            frame.rows,
            frame.columns,
            frame.image_type.as_slice(),
            frame.echo.as_str(),
            frame.b_value.as_str(),
            frame.stack_id.as_str(),
        );
        groups.entry(key).or_default().push(index);
    }
    let mut stacks: Vec<Vec<usize>> = groups
        .into_values()
        .flat_map(|group| separate(frames, group))
        .map(|group| sorted(frames, &group))
        .collect();
    // Stacks in the order of their first image, as the series was numbered.
    let first = |stack: &Vec<usize>| {
        stack
            .iter()
            .filter_map(|&index| frames.get(index))
            .map(|frame| (frame.instance_number, frame.frame_number))
            .min()
    };
    stacks.sort_by_key(first);
    stacks
}

/// Positions nearer than this, in millimetres, are one place.
const SAME_PLACE: f64 = 0.01;

fn same_place(left: f64, right: f64) -> Ordering {
    // Rounded, so that the order stays transitive.
    let step = |place: f64| (place / SAME_PLACE).round();
    step(left).total_cmp(&step(right))
}

/// Millimetres along the first frame's normal; `None` unless all are known.
fn positions(frames: &[StackEntry]) -> Option<Vec<f64>> {
    let orientation = frames.iter().find_map(|frame| frame.orientation)?;
    let positions: Option<Vec<f64>> = frames
        .iter()
        .map(|frame| Some(orientation.position_along_normal(frame.image_position?)))
        .collect();
    // All in one place (a cine, or a projection): numbers order them better.
    positions.filter(|positions| {
        positions.iter().any(|&place| {
            positions
                .first()
                .is_some_and(|&first| same_place(place, first).is_ne())
        })
    })
}

/// Instance Numbers (then frame numbers) fall more often than they rise.
fn runs_backwards(order: &[usize], frames: &[StackEntry], positions: &[f64]) -> bool {
    let mut balance = 0i64;
    for pair in order.windows(2) {
        let [Some(left), Some(right)] = [pair.first(), pair.last()].map(|index| {
            let index = *index?;
            let frame = frames.get(index)?;
            Some((
                positions.get(index).copied()?,
                (frame.instance_number, frame.frame_number),
            ))
        }) else {
            continue;
        };
        if same_place(left.0, right.0).is_ne() {
            balance += match left.1.cmp(&right.1) {
                Ordering::Less => 1,
                Ordering::Greater => -1,
                Ordering::Equal => 0,
            };
        }
    }
    balance < 0
}

fn sorted(frames: &[StackEntry], group: &[usize]) -> Vec<usize> {
    let entries: Vec<StackEntry> = group
        .iter()
        .filter_map(|&index| frames.get(index).cloned())
        .collect();
    sort_stack(&entries)
        .into_iter()
        .filter_map(|place| group.get(place).copied())
        .collect()
}

/// How many frames lie where another of the group already lies.
fn duplicates(frames: &[StackEntry], group: &[usize]) -> usize {
    let places: Option<Vec<[i64; 3]>> = group
        .iter()
        .map(|&index| {
            let position = frames.get(index)?.image_position?;
            Some(position.map(|part| (part / SAME_PLACE).round() as i64))
        })
        .collect();
    let Some(mut places) = places else {
        return 0;
    };
    places.sort_unstable();
    places.dedup();
    group.len() - places.len()
}

/// Splits a group whose frames lie on one another, as often as that helps.
fn separate(frames: &[StackEntry], group: Vec<usize>) -> Vec<Vec<usize>> {
    let before = duplicates(frames, &group);
    // Everything in one place is a cine: time is what is scrolled through.
    if before == 0 || before + 1 == group.len() {
        return vec![group];
    }
    let best = candidate_keys(frames, &group)
        .into_iter()
        .map(|keys| {
            let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (key, &index) in keys.iter().zip(&group) {
                parts.entry(key).or_default().push(index);
            }
            let left: usize = parts.values().map(|part| duplicates(frames, part)).sum();
            // Each part should be a stack, not a handful of strays: fewer parts win.
            (left, parts.len(), parts.into_values().collect::<Vec<_>>())
        })
        .filter(|(left, count, _)| *left < before && *count > 1)
        .min_by_key(|(left, count, _)| (*left, *count));
    match best {
        Some((_, _, parts)) => parts
            .into_iter()
            .flat_map(|part| separate(frames, part))
            .collect(),
        None => vec![group],
    }
}

/// Attributes that may tell duplicates apart, as one text per frame of the group.
fn candidate_keys(frames: &[StackEntry], group: &[usize]) -> Vec<Vec<String>> {
    let column = |key: &dyn Fn(&StackEntry) -> String| -> Vec<String> {
        group
            .iter()
            .map(|&index| frames.get(index).map(key).unwrap_or_default())
            .collect()
    };
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut keys = vec![
        column(&|frame| number(frame.temporal_position)),
        column(&|frame| number(frame.acquisition_number)),
    ];
    let dimensions = group
        .iter()
        .filter_map(|&index| frames.get(index))
        .map(|frame| frame.dimension_index_values.len())
        .max();
    for dimension in 0..dimensions.unwrap_or_default().min(16) {
        keys.push(column(&|frame| {
            number(frame.dimension_index_values.get(dimension).copied())
        }));
    }
    keys.push(column(&|frame| frame.time.clone()));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axial(instance_number: i64, z: f64) -> StackEntry {
        StackEntry {
            instance_number: Some(instance_number),
            frame_number: 1,
            image_position: Some([0.0, 0.0, z]),
            orientation: Orientation::new([1., 0., 0., 0., 1., 0.]),
            ..StackEntry::default()
        }
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
        assert_eq!(split_stacks(&frames), [[1, 2, 0]]);
    }

    #[test]
    fn localizers_are_split_by_orientation() {
        let mut coronal = axial(2, 0.0);
        coronal.orientation = Orientation::new([1., 0., 0., 0., 0., -1.]);
        let frames = [axial(1, 0.0), coronal, axial(3, 9.0)];
        assert_eq!(split_stacks(&frames), [vec![0, 2], vec![1]]);
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
        assert_eq!(split_stacks(&frames), [[0, 2], [1, 3]]);
    }

    #[test]
    fn duplicates_are_told_apart_by_what_tells_them_apart_best() {
        let with = |number, z, acquisition, dimensions: [i64; 2]| StackEntry {
            acquisition_number: Some(acquisition),
            dimension_index_values: dimensions.to_vec(),
            ..axial(number, z)
        };
        // The acquisition number says nothing; the second dimension index is time.
        let frames = [
            with(1, 0.0, 1, [1, 1]),
            with(2, 5.0, 1, [2, 1]),
            with(3, 0.0, 1, [1, 2]),
            with(4, 5.0, 1, [2, 2]),
        ];
        assert_eq!(split_stacks(&frames), [[0, 1], [2, 3]]);
    }

    #[test]
    fn true_duplicates_stay_beside_each_other() {
        let frames = [axial(1, 0.0), axial(2, 0.0), axial(3, 5.0)];
        assert_eq!(split_stacks(&frames), [[0, 1, 2]]);
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
        assert_eq!(split_stacks(&frames), [[0, 1]]);
    }
}
