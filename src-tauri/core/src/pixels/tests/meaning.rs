//! What the values mean: modality, windows, inversion, and the header.

use super::super::{
    FrameHeader, ModalityTransform, ModalityValues, Voi, VoiLutFunction, Window, frame_packet,
};
use super::*;
use crate::geometry::{Plane, SpacingKind, frame_geometry};
use crate::warning::Warning;
use crate::write::ItemWriter;

fn gray() -> Writer {
    let mut writer = image(LITTLE, 1, 2);
    writer.ow(tags::PIXEL_DATA, &[0, 1000]);
    writer
}

fn item(fill: impl Fn(&mut ItemWriter)) -> ItemWriter {
    let mut item = ItemWriter::new();
    fill(&mut item);
    item
}

#[test]
fn rescale_makes_hounsfield_units_of_ct_values() {
    let mut writer = gray();
    writer
        .text(tags::MODALITY, VR::CS, "CT")
        .text(tags::RESCALE_SLOPE, VR::DS, "1 ")
        .text(tags::RESCALE_INTERCEPT, VR::DS, "-1024");
    let frame = frame(&writer, 1);
    assert_eq!(frame.modality.unit(), "HU");
    assert_eq!(
        frame.modality_values(),
        ModalityValues::I32(vec![-1024, -24])
    );
}

#[test]
fn a_slope_of_zero_or_nonsense_is_a_warning_and_no_rescale() {
    for slope in ["0", "abc", "0.0"] {
        let mut writer = gray();
        writer.text(tags::RESCALE_SLOPE, VR::DS, slope).text(
            tags::RESCALE_INTERCEPT,
            VR::DS,
            "-1024",
        );
        let (frame, warnings) = decode(&writer, 1);
        assert_eq!(
            frame.unwrap().modality,
            ModalityTransform::identity(),
            "{slope}"
        );
        assert!(warnings.contains(&Warning::RescaleSlopeInvalid), "{slope}");
    }
}

#[test]
fn each_frame_of_an_enhanced_object_has_its_own_rescale_and_window() {
    let frame_group = |intercept: &str, center: &str| {
        item(|group| {
            group
                .sequence(
                    tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE,
                    vec![item(|item| {
                        item.text(tags::RESCALE_SLOPE, VR::DS, "2").text(
                            tags::RESCALE_INTERCEPT,
                            VR::DS,
                            intercept,
                        );
                    })],
                )
                .sequence(
                    tags::FRAME_VOILUT_SEQUENCE,
                    vec![item(|item| {
                        item.text(tags::WINDOW_CENTER, VR::DS, center).text(
                            tags::WINDOW_WIDTH,
                            VR::DS,
                            "10",
                        );
                    })],
                );
        })
    };
    let mut writer = image(LITTLE, 1, 1);
    writer
        .text(tags::NUMBER_OF_FRAMES, VR::IS, "2")
        .ow(tags::PIXEL_DATA, &[5, 5])
        .sequence(
            tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
            vec![frame_group("1", "40"), frame_group("100", "50")],
        );
    for (number, value, center) in [(1, 11, 40.0), (2, 110, 50.0)] {
        let frame = frame(&writer, number);
        assert_eq!(frame.modality_values(), ModalityValues::I32(vec![value]));
        let window = Window::new(center, 10.0, VoiLutFunction::Linear).unwrap();
        assert_eq!(frame.default_voi(), Voi::window(window));
    }
}

#[test]
fn a_modality_lut_sequence_is_applied() {
    let mut writer = image(LITTLE, 1, 4);
    writer.ow(tags::PIXEL_DATA, &[9, 10, 11, 60]).sequence(
        tags::MODALITY_LUT_SEQUENCE,
        vec![item(|item| {
            item.us(tags::LUT_DESCRIPTOR, &[2, 10, 16])
                .text(tags::MODALITY_LUT_TYPE, VR::LO, "OD")
                .ow(tags::LUT_DATA, &[300, 7]);
        })],
    );
    let frame = frame(&writer, 1);
    assert_eq!(frame.modality.unit(), "OD");
    assert_eq!(
        frame.modality_values(),
        ModalityValues::I32(vec![300, 300, 7, 7])
    );
}

#[test]
fn windows_come_with_their_explanations_and_tables_after_them() {
    let mut writer = gray();
    writer
        .text(tags::WINDOW_CENTER, VR::DS, "40\\-600\\50")
        .text(tags::WINDOW_WIDTH, VR::DS, "400\\1500\\0")
        .text(
            tags::WINDOW_CENTER_WIDTH_EXPLANATION,
            VR::LO,
            "SOFT\\LUNG\\BAD",
        )
        .sequence(
            tags::VOILUT_SEQUENCE,
            vec![item(|item| {
                item.us(tags::LUT_DESCRIPTOR, &[2, 0, 12])
                    .text(tags::LUT_EXPLANATION, VR::LO, "curve")
                    .ow(tags::LUT_DATA, &[0, 4095]);
            })],
        );
    let (frame, warnings) = decode(&writer, 1);
    let frame = frame.unwrap();
    let names: Vec<&str> = frame
        .voi
        .iter()
        .map(|voi| match voi {
            Voi::Window { explanation, .. } | Voi::Lut { explanation, .. } => explanation.as_str(),
        })
        .collect();
    assert_eq!(names, ["SOFT", "LUNG", "curve"]);
    assert!(warnings.contains(&Warning::WindowInvalid));
    assert_eq!(frame.voi[2].to_gray(1.0), 255);
}

#[test]
fn a_voi_lut_of_65536_entries_on_an_8_bit_image_is_no_trouble() {
    let words: Vec<u16> = (0..=u16::MAX).collect();
    let mut writer = image(LITTLE, 1, 2);
    bits(&mut writer, 8, 8, 7);
    writer.ob(tags::PIXEL_DATA, &[0, 255]).sequence(
        tags::VOILUT_SEQUENCE,
        vec![item(|item| {
            item.us(tags::LUT_DESCRIPTOR, &[0, 0, 16])
                .ow(tags::LUT_DATA, &words);
        })],
    );
    let frame = frame(&writer, 1);
    let Voi::Lut { table, .. } = &frame.voi[0] else {
        panic!("a table was expected")
    };
    assert_eq!(table.entries().len(), 65_536);
    assert_eq!(frame.voi[0].to_gray(65_535.0), 255);
}

#[test]
fn the_first_value_a_voi_lut_maps_is_signed_where_values_can_be_negative() {
    for (intercept, expected) in [("-1024", -1000), ("0", 64_536)] {
        let mut writer = gray();
        writer
            .text(tags::RESCALE_SLOPE, VR::DS, "1")
            .text(tags::RESCALE_INTERCEPT, VR::DS, intercept)
            .sequence(
                tags::VOILUT_SEQUENCE,
                vec![item(|item| {
                    item.us(tags::LUT_DESCRIPTOR, &[2, (-1000i16) as u16, 8])
                        .ow(tags::LUT_DATA, &[0, 255]);
                })],
            );
        let frame = frame(&writer, 1);
        let Voi::Lut { table, .. } = &frame.voi[0] else {
            panic!("a table was expected")
        };
        assert_eq!(table.first_mapped(), expected);
    }
}

#[test]
fn monochrome1_and_an_inverse_presentation_lut_turn_the_grey_round() {
    for (interpretation, shape, inverted) in [
        ("MONOCHROME2", "", false),
        ("MONOCHROME1", "", true),
        ("MONOCHROME1", "INVERSE", true),
        ("MONOCHROME2", "INVERSE", true),
        ("MONOCHROME2", "IDENTITY", false),
    ] {
        let mut writer = gray();
        writer.text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, interpretation);
        if !shape.is_empty() {
            writer.text(tags::PRESENTATION_LUT_SHAPE, VR::CS, shape);
        }
        assert_eq!(
            frame(&writer, 1).inverted,
            inverted,
            "{interpretation} {shape}"
        );
    }
}

#[test]
fn padding_does_not_widen_the_first_window() {
    let mut writer = image(LITTLE, 1, 3);
    writer
        .us(tags::PIXEL_REPRESENTATION, &[1])
        .us(tags::PIXEL_PADDING_VALUE, &[(-2000i16) as u16])
        .ow(tags::PIXEL_DATA, &[(-2000i16) as u16, 10, 20]);
    let frame = frame(&writer, 1);
    assert_eq!(frame.stored_range(), (10.0, 20.0));
    assert_eq!(frame.default_voi().to_gray(10.0), 0);
}

#[test]
fn pet_and_nuclear_medicine_start_at_zero() {
    for (modality, low) in [("PT", 0.0), ("NM", 0.0), ("MR", 100.0)] {
        let mut writer = image(LITTLE, 1, 2);
        writer
            .text(tags::MODALITY, VR::CS, modality)
            .ow(tags::PIXEL_DATA, &[100, 200]);
        let expected = Voi::window(Window::spanning(low, 200.0));
        assert_eq!(frame(&writer, 1).default_voi(), expected, "{modality}");
    }
}

#[test]
fn the_header_tells_what_the_corners_of_the_screen_show() {
    let mut writer = gray();
    writer
        .text(tags::IMAGE_ORIENTATION_PATIENT, VR::DS, "1\\0\\0\\0\\0\\-1")
        .text(tags::IMAGE_POSITION_PATIENT, VR::DS, "-10\\20\\30")
        .text(tags::PIXEL_SPACING, VR::DS, "0.5\\0.25")
        .text(tags::SLICE_THICKNESS, VR::DS, "3")
        .text(tags::SLICE_LOCATION, VR::DS, "-20.5")
        .text(tags::INSTANCE_NUMBER, VR::IS, "12")
        .text(tags::IMAGE_LATERALITY, VR::CS, "L")
        .text(tags::LATERALITY, VR::CS, "R")
        .text(tags::LOSSY_IMAGE_COMPRESSION, VR::CS, "01")
        .text(tags::LOSSY_IMAGE_COMPRESSION_RATIO, VR::DS, "3\\11.5")
        .text(tags::LOSSY_IMAGE_COMPRESSION_METHOD, VR::CS, "ISO_10918_1")
        .text(tags::BURNED_IN_ANNOTATION, VR::CS, "YES");
    let bytes = writer.to_part10();
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&bytes, &mut warnings).unwrap();
    let frame = frame(&writer, 1);
    let header = FrameHeader::read(&data_set, &frame, 1, &warnings);
    let letters = header.letters.clone().unwrap();
    let edges = [letters.left, letters.right, letters.top, letters.bottom];
    assert_eq!(edges, ["R", "L", "H", "F"]);
    assert_eq!(header.laterality, "L");
    assert_eq!(header.aspect, 2.0);
    let spacing = header.spacing.unwrap();
    assert_eq!((spacing.row, spacing.kind), (0.5, SpacingKind::Patient));
    let lossy = header.lossy.clone().unwrap();
    assert_eq!(
        (lossy.method.as_str(), lossy.ratio),
        ("ISO_10918_1", Some(11.5))
    );
    assert_eq!(
        (header.slice_location, header.slice_thickness),
        (Some(-20.5), Some(3.0))
    );
    assert_eq!((header.instance_number, header.frame_number), (Some(12), 1));
    assert_eq!(header.burned_in_annotation, "YES");
    assert!(!frame_packet(&frame, header).is_empty());

    let geometry = frame_geometry(&data_set, 1);
    assert_eq!(geometry.plane, Some(Plane::Coronal));
    assert_eq!(geometry.position_along_normal, Some(20.0));
}

#[test]
fn without_an_orientation_the_stated_letters_stand() {
    let mut writer = gray();
    writer.text(tags::PATIENT_ORIENTATION, VR::CS, "L\\F").text(
        tags::PIXEL_ASPECT_RATIO,
        VR::IS,
        "2\\1",
    );
    let bytes = writer.to_part10();
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&bytes, &mut warnings).unwrap();
    let geometry = frame_geometry(&data_set, 1);
    assert_eq!(geometry.letters.unwrap().top, "H");
    assert_eq!((geometry.aspect, geometry.laterality.as_str()), (2.0, ""));
    assert_eq!(geometry.position_along_normal, None);
}
