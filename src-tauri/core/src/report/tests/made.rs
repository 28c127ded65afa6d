//! Reports made by the project's own writer.

use dicom_core::VR;

use crate::report::{Report, ReportSource, ReportStatus, SectionKind, read_report};
use crate::tags;
use crate::write::{EXPLICIT_VR_LITTLE_ENDIAN, ItemWriter, Writer};

pub(super) fn code(meaning: &str) -> Vec<ItemWriter> {
    let mut item = ItemWriter::new();
    item.text(tags::CODE_VALUE, VR::SH, "X1");
    item.text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "99TEST");
    item.text(tags::CODE_MEANING, VR::LO, meaning);
    vec![item]
}

pub(super) fn item(value_type: &str, name: &str) -> ItemWriter {
    let mut item = ItemWriter::new();
    item.text(tags::RELATIONSHIP_TYPE, VR::CS, "CONTAINS");
    item.text(tags::VALUE_TYPE, VR::CS, value_type);
    if !name.is_empty() {
        item.sequence(tags::CONCEPT_NAME_CODE_SEQUENCE, code(name));
    }
    item
}

fn text(name: &str, value: &str) -> ItemWriter {
    let mut item = item("TEXT", name);
    item.text(tags::TEXT_VALUE, VR::UT, value);
    item
}

fn image(uid: &str, frames: &[i64]) -> ItemWriter {
    let mut reference = ItemWriter::new();
    reference.text(
        tags::REFERENCED_SOP_CLASS_UID,
        VR::UI,
        "1.2.840.10008.5.1.4.1.1.2",
    );
    reference.text(tags::REFERENCED_SOP_INSTANCE_UID, VR::UI, uid);
    if !frames.is_empty() {
        reference.is(tags::REFERENCED_FRAME_NUMBER, frames);
    }
    let mut item = item("IMAGE", "");
    item.sequence(tags::REFERENCED_SOP_SEQUENCE, vec![reference]);
    item
}

fn number(name: &str, value: f64, unit: &str) -> ItemWriter {
    let mut measured = ItemWriter::new();
    measured.ds(tags::NUMERIC_VALUE, &[value]);
    measured.sequence(tags::MEASUREMENT_UNITS_CODE_SEQUENCE, code(unit));
    let mut item = item("NUM", name);
    item.sequence(tags::MEASURED_VALUE_SEQUENCE, vec![measured]);
    item
}

fn with(mut parent: ItemWriter, children: Vec<ItemWriter>) -> ItemWriter {
    parent.sequence(tags::CONTENT_SEQUENCE, children);
    parent
}

pub(super) fn document(children: Vec<ItemWriter>) -> Writer {
    let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
    writer.text(tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.5.1.4.1.1.88.11");
    writer.text(tags::SOP_INSTANCE_UID, VR::UI, "1.2.3.9");
    writer.text(tags::STUDY_INSTANCE_UID, VR::UI, "1.2.3");
    writer.text(tags::PATIENT_NAME, VR::PN, "Doe^Jane");
    writer.text(tags::VALUE_TYPE, VR::CS, "CONTAINER");
    writer.text(tags::COMPLETION_FLAG, VR::CS, "COMPLETE");
    writer.text(tags::VERIFICATION_FLAG, VR::CS, "VERIFIED");
    writer.sequence(tags::CONCEPT_NAME_CODE_SEQUENCE, code("Chest CT Report"));
    writer.sequence(tags::CONTENT_SEQUENCE, children);
    writer
}

pub(super) fn read(writer: &Writer) -> Report {
    read_report("report", &writer.to_part10()).unwrap()
}

#[test]
fn a_structured_report_is_written_out_whole_in_one_fixed_way() {
    let findings = with(
        item("CONTAINER", "Findings"),
        vec![
            with(
                text(
                    "Finding",
                    "A nodule <b>is</b> seen.\r\n\r\nSecond paragraph.",
                ),
                vec![image("1.2.3.4", &[]), image("1.2.3.5", &[1, 2])],
            ),
            with(
                number("Diameter", 6.5, "mm"),
                vec![text("Comment", "approximate")],
            ),
        ],
    );
    let report = read(&document(vec![
        text("Indication", "Cough"),
        findings,
        text("Impression", "Nodule."),
    ]));
    assert_eq!(
        report.text,
        "Chest CT Report\n\nIndication\nCough\n\nFindings\nFinding: A nodule <b>is</b> seen.\n\nSecond paragraph.\n  \
         IMAGE: 1.2.3.4\n  IMAGE: 1.2.3.5 [1, 2]\nDiameter: 6.5 mm\n  Comment: approximate\n\nImpression\nNodule.\n"
    );
    let sections: Vec<(&str, SectionKind, &str)> = report
        .sections
        .iter()
        .map(|s| (s.heading.as_str(), s.kind, &report.text[s.range.clone()]))
        .collect();
    assert_eq!(sections[0], ("", SectionKind::Other, "Chest CT Report"));
    assert_eq!(
        sections[1],
        ("Indication", SectionKind::Indication, "Cough")
    );
    assert_eq!(sections[2].0, "Findings");
    assert!(
        sections[2].2.starts_with("Finding: A nodule")
            && sections[2].2.ends_with("Comment: approximate")
    );
    assert_eq!(
        sections[3],
        ("Impression", SectionKind::Impression, "Nodule.")
    );
    let images: Vec<(&str, &[i64], &str)> = report
        .image_uids
        .iter()
        .map(|i| {
            (
                i.sop_instance_uid.as_str(),
                i.frame_numbers.as_slice(),
                &report.text[i.range.clone()],
            )
        })
        .collect();
    assert_eq!(
        images,
        [
            ("1.2.3.4", &[][..], "1.2.3.4"),
            ("1.2.3.5", &[1, 2][..], "1.2.3.5 [1, 2]")
        ]
    );
    assert_eq!(
        (report.status, report.source),
        (ReportStatus::Final, ReportSource::StructuredReport)
    );
    assert_eq!(report.study_instance_uids, ["1.2.3"]);
    assert_eq!(report.title, "Chest CT Report");
    assert_eq!(report.identity.patient_name.to_string(), "Doe^Jane");
}

#[test]
fn the_status_of_a_structured_report_is_its_flags() {
    for (completion, verification, preliminary, expected) in [
        ("COMPLETE", "VERIFIED", "", ReportStatus::Final),
        ("COMPLETE", "UNVERIFIED", "", ReportStatus::Preliminary),
        ("PARTIAL", "UNVERIFIED", "", ReportStatus::Preliminary),
        (
            "COMPLETE",
            "VERIFIED",
            "PRELIMINARY",
            ReportStatus::Preliminary,
        ),
        ("COMPLETE", "UNVERIFIED", "FINAL", ReportStatus::Final),
        ("", "", "", ReportStatus::Unknown),
    ] {
        let mut writer = document(Vec::new());
        writer.text(tags::COMPLETION_FLAG, VR::CS, completion);
        writer.text(tags::VERIFICATION_FLAG, VR::CS, verification);
        writer.text(tags::PRELIMINARY_FLAG, VR::CS, preliminary);
        assert_eq!(
            read(&writer).status,
            expected,
            "{completion} {verification} {preliminary}"
        );
    }
    let mut dose = document(Vec::new());
    dose.text(tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.5.1.4.1.1.88.67");
    dose.text(tags::VERIFICATION_FLAG, VR::CS, "UNVERIFIED");
    assert_eq!(read(&dose).status, ReportStatus::Unknown);
}

#[test]
fn an_encapsulated_pdf_takes_its_identity_from_the_header() {
    let pdf = super::hostile::pdf("BT /F1 12 Tf 72 700 Td (FINDINGS: lungs clear) Tj ET");
    let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
    writer.text(tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.5.1.4.1.1.104.1");
    writer.text(tags::STUDY_INSTANCE_UID, VR::UI, "1.2.3");
    writer.text(tags::PATIENT_NAME, VR::PN, "Doe^Jane");
    writer.text(tags::ACCESSION_NUMBER, VR::SH, "A7");
    writer.text(tags::DOCUMENT_TITLE, VR::ST, "CT report");
    writer.text(
        tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT,
        VR::LO,
        "application/pdf",
    );
    writer.ob(tags::ENCAPSULATED_DOCUMENT, &pdf);
    let report = read(&writer);
    assert_eq!(report.source, ReportSource::EncapsulatedPdf);
    assert_eq!(report.text, "FINDINGS: lungs clear");
    assert_eq!(
        (report.title.as_str(), report.accession_number.as_str()),
        ("CT report", "A7")
    );
    assert_eq!(report.study_instance_uids, ["1.2.3"]);

    writer.text(tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, VR::LO, "text/XML");
    writer.ob(tags::ENCAPSULATED_DOCUMENT, b"<ClinicalDocument/>");
    assert_eq!(
        read_report("x", &writer.to_part10()).unwrap_err().code(),
        "unsupported_document"
    );
}
