//! SUV, Real World Value Maps, and images that are not for viewing.

use super::super::{FrameHeader, RealWorldValue, Suv, SuvObstacle};
use super::*;
use crate::tags::Tag;
use crate::write::ItemWriter;

fn header(writer: &Writer) -> FrameHeader {
    let bytes = writer.to_part10();
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&bytes, &mut warnings).unwrap();
    FrameHeader::read(&data_set, &frame(writer, 1), 1, &warnings)
}

fn agent(fill: impl Fn(&mut ItemWriter)) -> ItemWriter {
    let mut item = ItemWriter::new();
    item.text(tags::RADIONUCLIDE_TOTAL_DOSE, VR::DS, "400000000")
        .text(tags::RADIONUCLIDE_HALF_LIFE, VR::DS, "6586.2")
        .text(tags::RADIOPHARMACEUTICAL_START_TIME, VR::TM, "100000");
    fill(&mut item);
    item
}

/// 70 kg and 400 MBq of fluorine-18, one half life (109.77 min) before the scan.
fn pet() -> Writer {
    let mut writer = image(LITTLE, 1, 1);
    writer
        .ow(tags::PIXEL_DATA, &[1])
        .text(tags::MODALITY, VR::CS, "PT")
        .text(tags::UNITS, VR::CS, "BQML")
        .text(tags::CORRECTED_IMAGE, VR::CS, "DECY\\ATTN\\SCAT")
        .text(tags::DECAY_CORRECTION, VR::CS, "START")
        .text(tags::PATIENT_WEIGHT, VR::DS, "70")
        .text(tags::SERIES_DATE, VR::DA, "20240229")
        .text(tags::SERIES_TIME, VR::TM, "114946.2")
        .text(tags::ACQUISITION_DATE, VR::DA, "20240229")
        .text(tags::ACQUISITION_TIME, VR::TM, "115500")
        .sequence(
            tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE,
            vec![agent(|_| {})],
        );
    writer
}

fn factor(writer: &Writer) -> f64 {
    match header(writer).suv {
        Some(Suv::BodyWeight { factor }) => factor,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_dose_counts_as_it_was_when_the_decay_is_corrected_to() {
    let near = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-9;
    // After one half life there are 200 MBq left.
    assert!(near(factor(&pet()), 70_000.0 / 200e6));
    let mut at_injection = pet();
    at_injection.text(tags::DECAY_CORRECTION, VR::CS, "ADMIN");
    assert!(near(factor(&at_injection), 70_000.0 / 400e6));
    // Given before midnight, which only its date can tell.
    let mut at_night = pet();
    at_night
        .text(tags::SERIES_TIME, VR::TM, "004946.2")
        .sequence(
            tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE,
            vec![agent(|item| {
                item.text(
                    tags::RADIOPHARMACEUTICAL_START_DATE_TIME,
                    VR::DT,
                    "20240228230000",
                );
            })],
        );
    assert!(near(factor(&at_night), 70_000.0 / 200e6));
}

#[test]
fn without_one_of_its_conditions_there_is_no_suv_and_the_reason_is_named() {
    type Change = fn(&mut Writer);
    let with = |tag: Tag, vr: VR, value: &'static str| {
        let mut writer = pet();
        writer.sequence(
            tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE,
            vec![agent(|item| _ = item.text(tag, vr, value))],
        );
        header(&writer).suv
    };
    let changes: [(Change, SuvObstacle); 9] = [
        (
            |w| _ = w.text(tags::UNITS, VR::CS, "CNTS"),
            SuvObstacle::Units,
        ),
        (
            |w| _ = w.text(tags::CORRECTED_IMAGE, VR::CS, "ATTN"),
            SuvObstacle::Correction,
        ),
        (
            |w| _ = w.text(tags::DECAY_CORRECTION, VR::CS, "NONE"),
            SuvObstacle::DecayReference,
        ),
        (
            |w| _ = w.text(tags::PATIENT_WEIGHT, VR::DS, "0"),
            SuvObstacle::Weight,
        ),
        (|w| _ = w.remove(tags::PATIENT_WEIGHT), SuvObstacle::Weight),
        (
            |w| _ = w.remove(tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE),
            SuvObstacle::Dose,
        ),
        // The series was made anew, long after the scan.
        (
            |w| _ = w.text(tags::SERIES_TIME, VR::TM, "180000"),
            SuvObstacle::ScanTime,
        ),
        (
            |w| _ = w.remove(tags::ACQUISITION_TIME),
            SuvObstacle::ScanTime,
        ),
        (
            |w| _ = w.text(tags::SERIES_TIME, VR::TM, "090000"),
            SuvObstacle::InjectionTime,
        ),
    ];
    for (change, obstacle) in changes {
        let mut writer = pet();
        change(&mut writer);
        assert_eq!(header(&writer).suv, Some(Suv::Unknown { obstacle }));
    }
    for (tag, vr, value, obstacle) in [
        // Megabecquerels.
        (
            tags::RADIONUCLIDE_TOTAL_DOSE,
            VR::DS,
            "400",
            SuvObstacle::Dose,
        ),
        (
            tags::RADIONUCLIDE_HALF_LIFE,
            VR::DS,
            "0",
            SuvObstacle::HalfLife,
        ),
        (
            tags::RADIOPHARMACEUTICAL_START_TIME,
            VR::TM,
            "",
            SuvObstacle::InjectionTime,
        ),
    ] {
        assert_eq!(
            with(tag, vr, value),
            Some(Suv::Unknown { obstacle }),
            "{tag}"
        );
    }
    let mut mr = pet();
    mr.text(tags::MODALITY, VR::CS, "MR");
    assert_eq!(header(&mr).suv, None);
}

fn map(label: &str, slope: f64) -> ItemWriter {
    let mut unit = ItemWriter::new();
    unit.text(tags::CODE_VALUE, VR::SH, "mm2/s");
    let mut item = ItemWriter::new();
    item.text(tags::LUT_LABEL, VR::SH, label)
        .sequence(tags::MEASUREMENT_UNITS_CODE_SEQUENCE, vec![unit])
        .us(tags::REAL_WORLD_VALUE_FIRST_VALUE_MAPPED, &[0])
        .us(tags::REAL_WORLD_VALUE_LAST_VALUE_MAPPED, &[4095])
        .raw(tags::REAL_WORLD_VALUE_SLOPE, VR::FD, slope.to_le_bytes())
        .raw(
            tags::REAL_WORLD_VALUE_INTERCEPT,
            VR::FD,
            0.5f64.to_le_bytes(),
        );
    item
}

fn labels(maps: &[RealWorldValue]) -> Vec<&str> {
    maps.iter().map(|map| map.label.as_str()).collect()
}

#[test]
fn the_frames_own_real_world_value_maps_come_before_the_shared_and_the_images() {
    let sequence = tags::REAL_WORLD_VALUE_MAPPING_SEQUENCE;
    let group = |maps: Vec<ItemWriter>| {
        let mut groups = ItemWriter::new();
        groups.sequence(sequence, maps);
        vec![groups]
    };
    let mut writer = image(LITTLE, 1, 1);
    writer
        .ow(tags::PIXEL_DATA, &[1])
        .sequence(sequence, vec![map("IMAGE", 1.0)]);
    assert_eq!(labels(&header(&writer).real_world), ["IMAGE"]);
    writer.sequence(
        tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE,
        group(vec![map("SHARED", 1.0)]),
    );
    assert_eq!(labels(&header(&writer).real_world), ["SHARED"]);
    writer.sequence(
        tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
        group(vec![map("ADC", 1e-6), map("BAD", f64::NAN), map("B", 2.0)]),
    );
    let maps = header(&writer).real_world;
    assert_eq!(labels(&maps), ["ADC", "B"]);
    let adc = RealWorldValue {
        label: "ADC".to_owned(),
        unit: "mm2/s".to_owned(),
        slope: 1e-6,
        intercept: 0.5,
        first: 0.0,
        last: 4095.0,
    };
    assert_eq!(maps[0], adc);
}

#[test]
fn an_image_for_processing_is_known() {
    for (intent, expected) in [
        ("FOR PROCESSING", true),
        ("FOR PRESENTATION", false),
        ("", false),
    ] {
        let mut writer = image(LITTLE, 1, 1);
        writer
            .ow(tags::PIXEL_DATA, &[1])
            .text(tags::PRESENTATION_INTENT_TYPE, VR::CS, intent);
        assert_eq!(header(&writer).is_for_processing, expected, "{intent}");
    }
}
