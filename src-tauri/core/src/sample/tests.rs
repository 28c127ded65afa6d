use std::sync::OnceLock;

use super::*;
use crate::{dataset::DataSet, tags, warning::Warnings};

/// Made once: it takes some seconds.
fn study() -> &'static [SampleFile] {
    static STUDY: OnceLock<Vec<SampleFile>> = OnceLock::new();
    STUDY.get_or_init(|| sample_study().unwrap())
}

fn read(file: &SampleFile) -> DataSet {
    let mut warnings = Warnings::default();
    let data_set = DataSet::read(&file.bytes, &mut warnings).unwrap();
    assert!(warnings.is_empty(), "{}: {warnings:?}", file.name);
    data_set
}

fn named(name: &str) -> &'static SampleFile {
    study().iter().find(|file| file.name == name).unwrap()
}

/// Every string of the report's content tree.
fn report_text() -> String {
    fn collect(item: crate::dataset::Item<'_>, text: &mut String) {
        if let Some(value) = item.long_text(tags::TEXT_VALUE) {
            text.push_str(&value);
            text.push('\n');
        }
        for inner in item.items(tags::CONTENT_SEQUENCE) {
            collect(inner, text);
        }
    }
    let data_set = read(named("series-4/report.dcm"));
    let mut text = String::new();
    collect(data_set.root(), &mut text);
    text
}

#[test]
fn the_study_is_whole_and_small() {
    let count = |prefix: &str| {
        study()
            .iter()
            .filter(|f| f.name.starts_with(prefix))
            .count()
    };
    assert_eq!(count("series-1/"), 1);
    assert_eq!(count("series-2/"), usize::from(SOFT_IMAGES));
    assert_eq!(count("series-3/"), usize::from(LUNG_IMAGES));
    assert_eq!(count("series-4/"), 1);
    const { assert!(LUNG_IMAGES >= 60) };
    let bytes: usize = study().iter().map(|file| file.bytes.len()).sum();
    assert!(bytes < 6_000_000, "{bytes}");
}

#[test]
fn every_file_says_that_it_is_synthetic() {
    let mut uids = std::collections::BTreeSet::new();
    for file in study() {
        let data_set = read(file);
        for tag in [
            tags::STUDY_DESCRIPTION,
            tags::SERIES_DESCRIPTION,
            tags::PATIENT_COMMENTS,
        ] {
            let text = data_set.text(tag).unwrap();
            assert!(text.contains("SYNTHETIC"), "{}: {text}", file.name);
        }
        assert_eq!(data_set.text(tags::SYNTHETIC_DATA).as_deref(), Some("YES"));
        assert_eq!(
            data_set.uid(tags::STUDY_INSTANCE_UID).unwrap(),
            objects::study_uid()
        );
        assert!(uids.insert(data_set.uid(tags::SOP_INSTANCE_UID).unwrap()));
    }
}

#[test]
fn images_lie_where_their_numbers_say() {
    for (name, z) in [
        ("series-2/image-001.dcm", 0.0),
        ("series-2/image-028.dcm", -270.0),
        ("series-3/image-031.dcm", -150.0),
        ("series-3/image-062.dcm", -305.0),
    ] {
        let data_set = read(named(name));
        let position = data_set.decimals(tags::IMAGE_POSITION_PATIENT);
        assert_eq!(position, [-191.625, -191.625, z], "{name}");
    }
}

/// The references that the report makes: all but the one to image 140 and the
/// one to the prior exam exist.
#[test]
fn the_report_cites_images_that_exist_and_two_that_do_not() {
    let text = report_text();
    let mut absent = Vec::new();
    let mut present = 0;
    for reference in text.split("(series ").skip(1) {
        let (series, rest) = reference
            .split_once(", image ")
            .map_or((reference, ""), |parts| parts);
        let Some((image, _)) = rest.split_once(')') else {
            continue;
        };
        let Ok(number) = image.parse::<u16>() else {
            continue;
        };
        let name = format!("series-{series}/image-{number:03}.dcm");
        if study().iter().any(|file| file.name == name) {
            present += 1;
        } else {
            absent.push(format!("{series}/{number}"));
        }
    }
    assert_eq!(absent, ["4/40", "2/140"]);
    assert_eq!(present, 7, "{text}");
}

/// Measured as a reader would: the widest run of bright pixels through the
/// middle of it, in mm.
#[test]
fn the_measurements_of_the_report_are_true_of_the_pixels() {
    let body = Body::grow();
    let text = report_text();
    let check =
        |z: f32, y: f32, x: f32, inside: fn(f32) -> bool, millimetres: f32, phrase: &str| {
            let slice = body.slice(GRID, z);
            let row = ((y / PIXEL_SPACING) + SIDE as f32 * 0.5) as usize;
            let column = ((x / PIXEL_SPACING) + SIDE as f32 * 0.5) as usize;
            let line = &slice.hu[row * SIDE..(row + 1) * SIDE];
            let right = line[column..].iter().take_while(|hu| inside(**hu)).count();
            let left = line[..column]
                .iter()
                .rev()
                .take_while(|hu| inside(**hu))
                .count();
            let measured = (left + right) as f32 * PIXEL_SPACING;
            assert!(
                (measured - millimetres).abs() <= 1.5,
                "{phrase}: {measured}"
            );
            assert!(text.contains(phrase), "{phrase}");
        };
    let (nodule, small, cyst) = (body::NODULE, body::SMALL_NODULE, body::CYST);
    check(
        150.0,
        nodule.0.y,
        nodule.0.x,
        |hu| hu > -410.0,
        11.0,
        "nodule of 11 mm in the right lower lobe (series 3, image 31)",
    );
    check(
        90.0,
        small.0.y,
        small.0.x,
        |hu| hu > -230.0,
        4.0,
        "nodule of 4 mm in the left upper lobe, most likely a granuloma (series 3, image 19)",
    );
    check(
        270.0,
        cyst.0.y,
        cyst.0.x,
        |hu| hu < 58.0,
        16.0,
        "cyst of 16 mm in the right lobe of the liver (series 2, image 28)",
    );
    check(
        120.0,
        -24.0,
        -12.0,
        |hu| hu > 110.0,
        31.0,
        "ascending aorta measures 31 mm (series 2, image 13)",
    );
}

/// The same numbers on every machine: a sum over one slice of each kind.
#[test]
fn the_same_body_is_drawn_everywhere() {
    let body = Body::grow();
    let slice = body.slice(GRID, 150.0);
    for (kernel, expected) in [(Kernel::Soft, SOFT_SUM), (Kernel::Sharp, SHARP_SUM)] {
        let values = image::reconstruct(&slice, kernel, 31);
        let sum = values
            .iter()
            .fold(0_u64, |sum, value| number::mix(sum ^ u64::from(*value)));
        assert_eq!(sum, expected, "{kernel:?}");
    }
}

const SOFT_SUM: u64 = 10_922_037_314_825_777_950;
const SHARP_SUM: u64 = 15_846_226_576_869_965_187;
