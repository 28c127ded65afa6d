//! The report of the sample study: a Basic Text SR (PS3.3 §A.35.1) after
//! TID 2000.

mod wording;

use dicom_core::VR;
use dicom_dictionary_std::tags;

use super::{
    SampleFile,
    objects::{CT_IMAGE_STORAGE, STUDY_DATE, SYNTHETIC_NOTICE, SeriesKind, common, study_uid, uid},
};
use wording::{Section, sections};

use crate::write::{EXPLICIT_VR_LITTLE_ENDIAN, ItemWriter, Writer};

const BASIC_TEXT_SR_STORAGE: &str = "1.2.840.10008.5.1.4.1.1.88.11";
const SERIES_NUMBER: u16 = 4;

/// The whole report file.
pub(super) fn file() -> SampleFile {
    let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
    common(
        &mut writer,
        "SR",
        SERIES_NUMBER,
        &uid(14),
        "SYNTHETIC Report",
    );
    writer
        .text(tags::SOP_CLASS_UID, VR::UI, BASIC_TEXT_SR_STORAGE)
        .text(tags::SOP_INSTANCE_UID, VR::UI, &uid(4001))
        .is(tags::INSTANCE_NUMBER, &[1])
        .text(tags::CONTENT_DATE, VR::DA, STUDY_DATE)
        .text(tags::CONTENT_TIME, VR::TM, "111500")
        .text(tags::COMPLETION_FLAG, VR::CS, "COMPLETE")
        .text(
            tags::COMPLETION_FLAG_DESCRIPTION,
            VR::LO,
            SYNTHETIC_NOTICE.get(..64).unwrap_or("SYNTHETIC"),
        )
        .text(tags::VERIFICATION_FLAG, VR::CS, "VERIFIED")
        .text(tags::PRELIMINARY_FLAG, VR::CS, "FINAL")
        .sequence(tags::VERIFYING_OBSERVER_SEQUENCE, vec![observer()])
        .sequence(
            tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE,
            Vec::new(),
        )
        .sequence(tags::PERFORMED_PROCEDURE_CODE_SEQUENCE, Vec::new())
        .sequence(
            tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE,
            vec![evidence()],
        );
    root(&mut writer);
    SampleFile {
        name: format!("series-{SERIES_NUMBER}/report.dcm"),
        bytes: writer.to_part10(),
    }
}

fn root(item: &mut ItemWriter) {
    let mut content = vec![language(), author()];
    content.extend(sections().iter().map(container));
    item.text(tags::VALUE_TYPE, VR::CS, "CONTAINER")
        .sequence(
            tags::CONCEPT_NAME_CODE_SEQUENCE,
            vec![code(("18748-4", "LN", "Diagnostic Imaging Report"))],
        )
        .text(tags::CONTINUITY_OF_CONTENT, VR::CS, "SEPARATE")
        .sequence(tags::CONTENT_TEMPLATE_SEQUENCE, vec![template()])
        .sequence(tags::CONTENT_SEQUENCE, content);
}

fn code((value, scheme, meaning): (&str, &str, &str)) -> ItemWriter {
    let mut item = ItemWriter::new();
    item.text(tags::CODE_VALUE, VR::SH, value)
        .text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme)
        .text(tags::CODE_MEANING, VR::LO, meaning);
    item
}

fn template() -> ItemWriter {
    let mut item = ItemWriter::new();
    item.text(tags::MAPPING_RESOURCE, VR::CS, "DCMR").text(
        tags::TEMPLATE_IDENTIFIER,
        VR::CS,
        "2000",
    );
    item
}

fn content(relationship: &str, value_type: &str, concept: (&str, &str, &str)) -> ItemWriter {
    let mut item = ItemWriter::new();
    item.text(tags::RELATIONSHIP_TYPE, VR::CS, relationship)
        .text(tags::VALUE_TYPE, VR::CS, value_type)
        .sequence(tags::CONCEPT_NAME_CODE_SEQUENCE, vec![code(concept)]);
    item
}

/// TID 1204.
fn language() -> ItemWriter {
    let concept = ("121049", "DCM", "Language of Content Item and Descendants");
    let mut item = content("HAS CONCEPT MOD", "CODE", concept);
    item.sequence(
        tags::CONCEPT_CODE_SEQUENCE,
        vec![code(("en", "RFC5646", "English"))],
    );
    item
}

/// TID 1003.
fn author() -> ItemWriter {
    let mut item = content(
        "HAS OBS CONTEXT",
        "PNAME",
        ("121008", "DCM", "Person Observer Name"),
    );
    item.text(tags::PERSON_NAME, VR::PN, "Nobody^Invented");
    item
}

fn container(section: &Section) -> ItemWriter {
    let mut item = content("CONTAINS", "CONTAINER", section.heading);
    let paragraphs = section
        .paragraphs
        .iter()
        .map(|paragraph| {
            let mut text = content("CONTAINS", "TEXT", section.paragraph);
            text.text(tags::TEXT_VALUE, VR::UT, &paragraph.text);
            if let Some((series, number)) = paragraph.image {
                text.sequence(tags::CONTENT_SEQUENCE, vec![image(series, number)]);
            }
            text
        })
        .collect();
    item.text(tags::CONTINUITY_OF_CONTENT, VR::CS, "SEPARATE")
        .sequence(tags::CONTENT_SEQUENCE, paragraphs);
    item
}

fn reference(series: SeriesKind, number: u16) -> ItemWriter {
    let mut item = ItemWriter::new();
    item.text(tags::REFERENCED_SOP_CLASS_UID, VR::UI, CT_IMAGE_STORAGE)
        .text(
            tags::REFERENCED_SOP_INSTANCE_UID,
            VR::UI,
            &series.image_uid(number),
        );
    item
}

fn image(series: SeriesKind, number: u16) -> ItemWriter {
    let mut item = content(
        "INFERRED FROM",
        "IMAGE",
        ("121080", "DCM", "Best illustration of finding"),
    );
    item.sequence(
        tags::REFERENCED_SOP_SEQUENCE,
        vec![reference(series, number)],
    );
    item
}

/// All images of the study, PS3.3 Table C.17-2.
fn evidence() -> ItemWriter {
    let kinds = [
        SeriesKind::Localizer,
        SeriesKind::SoftParts,
        SeriesKind::Lungs,
    ];
    let series = kinds
        .iter()
        .map(|kind| {
            let mut item = ItemWriter::new();
            let images = (1..=kind.images()).map(|number| reference(*kind, number));
            item.text(tags::SERIES_INSTANCE_UID, VR::UI, &kind.uid())
                .sequence(tags::REFERENCED_SOP_SEQUENCE, images.collect());
            item
        })
        .collect();
    let mut item = ItemWriter::new();
    item.text(tags::STUDY_INSTANCE_UID, VR::UI, &study_uid())
        .sequence(tags::REFERENCED_SERIES_SEQUENCE, series);
    item
}

fn observer() -> ItemWriter {
    let mut item = ItemWriter::new();
    item.text(
        tags::VERIFYING_ORGANIZATION,
        VR::LO,
        "Invented Hospital (synthetic)",
    )
    .text(tags::VERIFICATION_DATE_TIME, VR::DT, "20240612112000")
    .text(tags::VERIFYING_OBSERVER_NAME, VR::PN, "Nobody^Invented")
    .sequence(
        tags::VERIFYING_OBSERVER_IDENTIFICATION_CODE_SEQUENCE,
        Vec::new(),
    );
    item
}
