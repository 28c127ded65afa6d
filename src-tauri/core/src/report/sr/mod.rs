//! DICOM Structured Reports (PS3.3 §A.35, §C.17): the tree of content items,
//! written out as text.
//!
//! The rendering is fixed, so that the same object always gives the same text.
//! Every concept name and every value is in it; nothing is summed up and no
//! markup inside a value is interpreted. How an item is written is in `render`.

use super::language::language;
use super::{Report, ReportSource, ReportStatus};
use crate::dataset::{DataSet, Item};
use crate::study::Instance;
use crate::tags;
use crate::uids;
use crate::values::Date;
use crate::warning::{Warning, Warnings};

mod content;
mod render;

/// The root is a content item of its own (PS3.3 §C.17.3).
pub(super) fn is_structured_report(data_set: &DataSet) -> bool {
    data_set
        .text(tags::VALUE_TYPE)
        .is_some_and(|value_type| value_type == "CONTAINER")
        || data_set.has(tags::CONTENT_SEQUENCE) && data_set.has(tags::CONCEPT_NAME_CODE_SEQUENCE)
}

/// Reads a structured report; what is wrong with it becomes a warning.
pub(super) fn read(data_set: &DataSet, mut warnings: Warnings) -> Report {
    let instance = Instance::read(data_set, &mut warnings);
    let root = data_set.root();
    let rendered = render::render(root, &mut warnings);
    if !root.has(tags::CONTENT_SEQUENCE) {
        warnings.push(Warning::ReportWithoutText);
    }
    let language =
        content::language_of(root).unwrap_or_else(|| language(&rendered.text).to_owned());
    Report {
        source: ReportSource::StructuredReport,
        status: status(root, &instance.instance.sop_class_uid),
        language,
        title: content::code_meaning(root, tags::CONCEPT_NAME_CODE_SEQUENCE).unwrap_or_default(),
        identity: instance.identity,
        study_date: instance.study.study_date,
        report_date: report_date(root).unwrap_or(instance.instance.content_date),
        author: author(root),
        accession_number: accession_number(root, instance.study.accession_number),
        study_instance_uids: study_instance_uids(root, instance.study.study_instance_uid),
        // The object's own modality is SR: it says nothing of the exam.
        modality: String::new(),
        sections: rendered.sections,
        text: rendered.text,
        image_uids: rendered.image_uids,
        warnings,
    }
}

/// Preliminary Flag (0040,A496), else Completion Flag (0040,A491) and
/// Verification Flag (0040,A493).
///
/// Reports that machines make (dose, measurements of a device) are never
/// attested: there, UNVERIFIED says nothing.
fn status(root: Item<'_>, sop_class_uid: &str) -> ReportStatus {
    const NARRATIVE: &[&str] = &[
        uids::BASIC_TEXT_SR_STORAGE,
        uids::ENHANCED_SR_STORAGE,
        uids::COMPREHENSIVE_SR_STORAGE,
        uids::COMPREHENSIVE3_DSR_STORAGE,
        uids::EXTENSIBLE_SR_STORAGE,
    ];
    let flag = |tag| root.text(tag).unwrap_or_default();
    match (
        flag(tags::PRELIMINARY_FLAG).as_str(),
        flag(tags::COMPLETION_FLAG).as_str(),
        flag(tags::VERIFICATION_FLAG).as_str(),
    ) {
        ("PRELIMINARY", _, _) | ("", "PARTIAL", _) => ReportStatus::Preliminary,
        ("FINAL", _, _) | (_, "COMPLETE", "VERIFIED") => ReportStatus::Final,
        (_, "COMPLETE", "UNVERIFIED") if NARRATIVE.contains(&sop_class_uid) => {
            ReportStatus::Preliminary
        }
        _ => ReportStatus::Unknown,
    }
}

/// The day of the last verification.
fn report_date(root: Item<'_>) -> Option<String> {
    let verified = root.items(tags::VERIFYING_OBSERVER_SEQUENCE);
    let dates = verified
        .iter()
        .filter_map(|observer| observer.text(tags::VERIFICATION_DATE_TIME));
    dates
        .filter_map(|moment| Date::parse(moment.get(..8)?))
        .max()
        .map(|date| date.to_string())
}

/// Who verified it, else who wrote it, else who observed (DCM 121008).
fn author(root: Item<'_>) -> String {
    let named = |sequence, name| {
        root.items(sequence)
            .into_iter()
            .find_map(|item: Item<'_>| item.person_name(name))
    };
    named(
        tags::VERIFYING_OBSERVER_SEQUENCE,
        tags::VERIFYING_OBSERVER_NAME,
    )
    .or_else(|| named(tags::AUTHOR_OBSERVER_SEQUENCE, tags::PERSON_NAME))
    .or_else(|| content::observer_name(root))
    .map(|name| content::readable_name(&name))
    .unwrap_or_default()
}

fn accession_number(root: Item<'_>, own: String) -> String {
    if !own.is_empty() {
        return own;
    }
    let requests = root.items(tags::REFERENCED_REQUEST_SEQUENCE);
    requests
        .into_iter()
        .find_map(|request| request.text(tags::ACCESSION_NUMBER))
        .unwrap_or_default()
}

/// The study it is filed in and those whose evidence it reports on (0040,A375);
/// other evidence (0040,A385) is from elsewhere, often from before.
fn study_instance_uids(root: Item<'_>, own: String) -> Vec<String> {
    let evidence = root.items(tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE);
    let mut found: Vec<String> = vec![own];
    found.extend(
        evidence
            .iter()
            .filter_map(|study| study.uid(tags::STUDY_INSTANCE_UID)),
    );
    found.retain(|uid| !uid.is_empty());
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|uid| seen.insert(uid.clone()));
    found
}
