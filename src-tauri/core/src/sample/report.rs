//! The report of the sample study: a Basic Text SR (PS3.3 §A.35.1) after
//! TID 2000, and what it says, which is true of the invented body.

use dicom_core::VR;
use dicom_dictionary_std::tags;

use super::{
    SampleFile,
    body::{AORTA_DIAMETER, CYST, NODULE, SMALL_NODULE},
    objects::{CT_IMAGE_STORAGE, STUDY_DATE, SYNTHETIC_NOTICE, SeriesKind, common, study_uid, uid},
};
use crate::write::{EXPLICIT_VR_LITTLE_ENDIAN, ItemWriter, Writer};

const BASIC_TEXT_SR_STORAGE: &str = "1.2.840.10008.5.1.4.1.1.88.11";
const SERIES_NUMBER: u16 = 4;

struct Section {
    /// Code value, coding scheme and meaning of the heading, CID 7001.
    heading: (&'static str, &'static str, &'static str),
    /// The same of the paragraphs below, CID 7002.
    paragraph: (&'static str, &'static str, &'static str),
    paragraphs: Vec<Paragraph>,
}

struct Paragraph {
    text: String,
    /// The image it was seen on.
    image: Option<(SeriesKind, u16)>,
}

fn said(text: impl Into<String>) -> Paragraph {
    Paragraph {
        text: text.into(),
        image: None,
    }
}

fn seen(series: SeriesKind, image: u16, text: impl Into<String>) -> Paragraph {
    Paragraph {
        text: text.into(),
        image: Some((series, image)),
    }
}

fn sections() -> Vec<Section> {
    let nodule = NODULE.1;
    let small_nodule = SMALL_NODULE.1;
    let cyst = CYST.1;
    let aorta = AORTA_DIAMETER;
    vec![
        Section {
            heading: ("11329-0", "LN", "History"),
            paragraph: ("121060", "DCM", "History"),
            paragraphs: vec![said(
                "SYNTHETIC REPORT. The body on these images was drawn by a program and this report was written for it. No person was examined. It is here so that you can try the program.",
            )],
        },
        Section {
            heading: ("55111-4", "LN", "Technique"),
            paragraph: ("121065", "DCM", "Procedure Description"),
            paragraphs: vec![said(
                "CT of the chest and the upper abdomen, drawn as after intravenous contrast medium. Localizer (series 1), soft parts 10 mm (series 2), lungs 5 mm (series 3).",
            )],
        },
        Section {
            heading: ("18834-2", "LN", "Comparison"),
            paragraph: ("122073", "DCM", "Current Procedure Evidence"),
            paragraphs: vec![said(
                "CT of the chest of 14 March 2023 (an invented prior exam, which is not part of this sample).",
            )],
        },
        Section {
            heading: ("59776-5", "LN", "Findings"),
            paragraph: ("121071", "DCM", "Finding"),
            paragraphs: vec![
                seen(
                    SeriesKind::Lungs,
                    31,
                    format!(
                        "Lungs: A solid, round, smoothly outlined pulmonary nodule of {nodule} mm in the right lower lobe (series 3, image 31). In the prior exam of 14 March 2023 it measured 10 mm (series 4, image 40)."
                    ),
                ),
                seen(
                    SeriesKind::Lungs,
                    19,
                    format!(
                        "A calcified nodule of {small_nodule} mm in the left upper lobe, most likely a granuloma (series 3, image 19). No consolidation, no pleural effusion, no pneumothorax."
                    ),
                ),
                seen(
                    SeriesKind::SoftParts,
                    13,
                    format!(
                        "Heart and vessels: The ascending aorta measures {aorta} mm (series 2, image 13). The heart is of normal size. No pericardial effusion. No enlarged lymph nodes in the mediastinum."
                    ),
                ),
                seen(
                    SeriesKind::SoftParts,
                    28,
                    format!(
                        "Upper abdomen: A simple cyst of {cyst} mm in the right lobe of the liver (series 2, image 28). Gallbladder, spleen, pancreas and the parts of the kidneys that are shown are unremarkable."
                    ),
                ),
                said(
                    "Bones: No fracture and no destructive lesion. Degenerative changes cannot be excluded (series 2, image 140).",
                ),
            ],
        },
        Section {
            heading: ("19005-8", "LN", "Impression"),
            paragraph: ("121073", "DCM", "Impression"),
            paragraphs: vec![
                seen(
                    SeriesKind::Lungs,
                    31,
                    format!(
                        "1. Solid pulmonary nodule of {nodule} mm in the right lower lobe (series 3, image 31)."
                    ),
                ),
                said(format!(
                    "2. Calcified granuloma of {small_nodule} mm on the left (series 3, image 19) and simple liver cyst of {cyst} mm (series 2, image 28)."
                )),
                said("3. All of this is invented: a synthetic example, not a medical report."),
            ],
        },
    ]
}

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
