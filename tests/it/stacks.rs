//! Series that hold several stacks, in one instance or in many.

use dicom_core::VR;
use dicom_dictionary_std::tags;
use scanfolio_core::geometry::StackDifference;
use scanfolio_core::write::{ItemWriter, Writer};
use scanfolio_library::{SeriesDetail, StudyDetail};

use crate::made::{Home, JANE, Made, look, shared_data};

const SLICES: i64 = 3;

/// An Enhanced MR of two b-values, its frames written in no order that helps:
/// b-value fastest, from the head down.
fn enhanced(number_of_frames: &str) -> Writer {
    let mut writer = Made {
        modality: "MR",
        description: "MR BRAIN",
        ..JANE
    }
    .image_writer();
    let mut per_frame = Vec::new();
    for place in (0..SLICES).rev() {
        for b_value in [0.0, 1000.0] {
            per_frame.push(frame(place, b_value));
        }
    }
    let mut orientation = ItemWriter::new();
    orientation.ds(
        tags::IMAGE_ORIENTATION_PATIENT,
        &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
    );
    let mut shared = ItemWriter::new();
    shared.sequence(tags::PLANE_ORIENTATION_SEQUENCE, vec![orientation]);
    let pixels: Vec<u16> = (0..2 * SLICES as u16)
        .flat_map(|value| [value; 256])
        .collect();
    writer
        .remove(tags::IMAGE_POSITION_PATIENT)
        .remove(tags::IMAGE_ORIENTATION_PATIENT)
        .text(tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.5.1.4.1.1.4.1")
        .text(tags::NUMBER_OF_FRAMES, VR::IS, number_of_frames)
        .sequence(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE, vec![shared])
        .sequence(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, per_frame)
        .ow(tags::PIXEL_DATA, &pixels);
    writer
}

fn frame(place: i64, b_value: f64) -> ItemWriter {
    let mut position = ItemWriter::new();
    position.ds(
        tags::IMAGE_POSITION_PATIENT,
        &[0.0, 0.0, 5.0 * place as f64],
    );
    let mut diffusion = ItemWriter::new();
    diffusion.fd(tags::DIFFUSION_B_VALUE, &[b_value]);
    let mut item = ItemWriter::new();
    item.sequence(tags::PLANE_POSITION_SEQUENCE, vec![position])
        .sequence(tags::MR_DIFFUSION_SEQUENCE, vec![diffusion]);
    item
}

fn only_series(study: StudyDetail) -> SeriesDetail {
    assert_eq!(study.series.len(), 1);
    study.series.into_iter().next().unwrap()
}

fn numbers(series: &SeriesDetail, stack_number: u32) -> Vec<u32> {
    let frames = series.frames_of(stack_number).unwrap();
    frames.iter().map(|frame| frame.frame_number).collect()
}

#[test]
fn an_enhanced_image_is_a_stack_for_each_b_value_in_order_of_place() {
    let home = Home::new();
    home.put("1", enhanced("6").to_part10());
    let (library, outcome) = home.import();
    let study = library.study(outcome.study_ids[0]).unwrap();
    let series = only_series(study);
    let called: Vec<&[StackDifference]> = series
        .stacks
        .iter()
        .map(|stack| stack.differences.as_slice())
        .collect();
    assert_eq!(
        called,
        [
            [StackDifference::BValue { b_value: 0.0 }],
            [StackDifference::BValue { b_value: 1000.0 }]
        ]
    );
    assert_eq!(numbers(&series, 1), [1, 3, 5]);
    assert_eq!(numbers(&series, 2), [2, 4, 6]);
    assert_eq!(series.stacks[1].plane, "axial");
    let places: Vec<Option<f64>> = series
        .frames_of(2)
        .unwrap()
        .iter()
        .map(|frame| frame.position_mm)
        .collect();
    assert_eq!(places, [Some(10.0), Some(5.0), Some(0.0)]);
    // Frame 4 is the second of the second stack, and each stack has its own small picture.
    assert_eq!(series.stack_of(4), Some((2, 1)));
    assert_eq!(series.stack_of(6), None);
    assert_eq!(series.frames_of(3), None);
    let pictures = [1, 2].map(|stack| library.thumbnail(series.id, stack).unwrap());
    assert!(pictures[0].starts_with(b"\x89PNG"));
    assert_eq!(
        library.thumbnail(series.id, 3).unwrap_err().code(),
        "no_picture"
    );
}

#[test]
fn a_file_that_claims_frames_without_end_is_listed_within_bounds() {
    let home = Home::new();
    home.put("1", enhanced("2147483647").to_part10());
    let (looked, outcome) = look(&home.medium());
    let series = only_series(looked.study(outcome.study_ids[0]).unwrap());
    assert_eq!(series.frames.len(), 200_000);
    let listed: u32 = series.stacks.iter().map(|stack| stack.frames).sum();
    assert_eq!(listed, 200_000);
}

#[test]
fn a_survey_of_three_planes_stays_one_row() {
    let home = Home::new();
    for instance in 1..=4 {
        let mut writer = Made { instance, ..JANE }.image_writer();
        writer.text(tags::IMAGE_TYPE, VR::CS, "ORIGINAL\\PRIMARY\\LOCALIZER");
        if instance > 2 {
            writer.ds(
                tags::IMAGE_ORIENTATION_PATIENT,
                &[1.0, 0.0, 0.0, 0.0, 0.0, -1.0],
            );
        }
        home.put(&instance.to_string(), writer.to_part10());
    }
    let (library, outcome) = home.import();
    let series = only_series(library.study(outcome.study_ids[0]).unwrap());
    assert_eq!(series.stacks.len(), 1);
    assert_eq!(series.stacks[0].frames, 4);
    assert!(series.stacks[0].differences.is_empty());
}

/// A real scanner's export: every volume of a series is an enhanced image of
/// its own, all in the same place, told apart by b-value, direction or time.
#[test]
fn real_enhanced_volumes_in_one_place_are_stacks_of_their_own() {
    let Some(data) = shared_data() else { return };
    let (looked, outcome) = look(&data.join("neurolabusc__dcm_qa_xa60/In/XA60"));
    let mut volumes = 0;
    for &id in &outcome.study_ids {
        for series in looked.study(id).unwrap().series {
            let mut instances: Vec<i64> = series
                .frames
                .iter()
                .map(|frame| frame.instance_id)
                .collect();
            instances.sort_unstable();
            instances.dedup();
            assert_eq!(
                series.stacks.len(),
                instances.len(),
                "{:?}: {:?}",
                series.series_number,
                series.stacks
            );
            for number in 1..=series.stacks.len() as u32 {
                let frames = series.frames_of(number).unwrap();
                assert_eq!(frames.len(), 10);
                let places: Vec<f64> = frames.iter().filter_map(|f| f.position_mm).collect();
                assert!(
                    places.is_sorted() || places.iter().rev().is_sorted(),
                    "{places:?}"
                );
            }
            let called: Vec<_> = series
                .stacks
                .iter()
                .map(|stack| &stack.differences)
                .collect();
            for (at, one) in called.iter().enumerate() {
                assert!(
                    called.len() == 1 || !one.is_empty(),
                    "{:?}: stack {at} has no name",
                    series.series_number
                );
                assert!(
                    !called[..at].contains(one),
                    "{:?}: two are called {one:?}",
                    series.series_number
                );
            }
            volumes += instances.len();
        }
    }
    assert_eq!(volumes, 46);
    // The disc's own list names one volume more, which was too large to be kept here.
    let incomplete: Vec<(bool, u32, u32)> = outcome
        .incomplete
        .iter()
        .map(|study| (study.only_images, study.listed, study.found))
        .collect();
    assert_eq!(incomplete, [(true, 47, 46)]);
}
