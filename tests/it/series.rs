//! What a series is called, what it notes, and where it stands.

use dicom_core::VR;
use dicom_dictionary_std::tags;
use scanfolio_core::title::SeriesRole;
use scanfolio_core::write::ItemWriter;
use scanfolio_library::StudyDetail;

use crate::made::{Home, JANE, Made};

/// The study that the only import of `home` brought.
fn study(home: &Home) -> StudyDetail {
    let (library, outcome) = home.import();
    library.study(outcome.study_ids[0]).unwrap()
}

fn image(series: i64, instance: i64, texts: &[(dicom_core::Tag, VR, &str)]) -> Vec<u8> {
    let made = Made {
        series,
        instance,
        ..JANE
    };
    let mut writer = made.image_writer();
    for (tag, vr, value) in texts {
        writer.text(*tag, *vr, value);
    }
    writer.to_part10()
}

#[test]
fn contrast_is_noted_when_any_image_names_an_agent_and_never_otherwise() {
    let agent = |text| (tags::CONTRAST_BOLUS_AGENT, VR::LO, text);
    let home = Home::new();
    home.put("1", image(1, 1, &[]))
        .put("2", image(1, 2, &[agent("Omnipaque 350")]))
        .put("3", image(2, 3, &[agent("NONE")]))
        .put("4", image(3, 4, &[]));
    let mut coded = Made {
        series: 4,
        instance: 5,
        ..JANE
    }
    .image_writer();
    let mut item = ItemWriter::new();
    item.text(tags::CODE_VALUE, VR::SH, "C-B0300")
        .text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "SRT")
        .text(tags::CODE_MEANING, VR::LO, "Contrast agent");
    coded.sequence(tags::CONTRAST_BOLUS_AGENT_SEQUENCE, vec![item]);
    home.put("5", coded.to_part10());
    let study = study(&home);
    let noted: Vec<(Option<i64>, bool)> = study
        .series
        .iter()
        .map(|series| (series.series_number, series.contrast_noted))
        .collect();
    assert_eq!(
        noted,
        [
            (Some(1), true),
            (Some(2), false),
            (Some(3), false),
            (Some(4), true)
        ]
    );
    assert!(study.summary.contrast_noted);
}

#[test]
fn a_study_that_names_no_agent_notes_no_contrast() {
    let home = Home::new();
    home.put("1", image(1, 1, &[]));
    assert!(!study(&home).summary.contrast_noted);
}

#[test]
fn surveys_and_captured_screens_stand_after_the_images_and_are_not_opened_first() {
    let home = Home::new();
    let kind = |text| (tags::IMAGE_TYPE, VR::CS, text);
    home.put("1", image(1, 1, &[kind("ORIGINAL\\PRIMARY\\LOCALIZER")]))
        .put("2", image(1, 2, &[kind("ORIGINAL\\PRIMARY\\LOCALIZER")]))
        .put("3", image(2, 3, &[(tags::CONVERSION_TYPE, VR::CS, "WSD")]))
        .put("4", image(3, 4, &[]));
    let study = study(&home);
    let order: Vec<(Option<i64>, SeriesRole)> = study
        .series
        .iter()
        .map(|series| (series.series_number, series.role))
        .collect();
    assert_eq!(
        order,
        [
            (Some(3), SeriesRole::Image),
            (Some(1), SeriesRole::Localizer),
            (Some(2), SeriesRole::SecondaryCapture)
        ]
    );
    assert_eq!(study.summary.thumbnail_series_id, Some(study.series[0].id));
}

#[test]
fn a_series_has_a_title_of_its_own_beside_the_description() {
    let home = Home::new();
    let described = |text| (tags::SERIES_DESCRIPTION, VR::LO, text);
    home.put("1", image(1, 1, &[described("LIVER 3.0")]))
        .put("2", image(2, 2, &[described("AX 5.0")]));
    let study = study(&home);
    let titles: Vec<(&str, &str, &str)> = study
        .series
        .iter()
        .map(|series| {
            (
                series.title.modality.as_str(),
                series.title.body_part.as_str(),
                series.series_description.as_str(),
            )
        })
        .collect();
    assert_eq!(
        titles,
        [("CT", "liver", "LIVER 3.0"), ("CT", "chest", "AX 5.0")]
    );
}
