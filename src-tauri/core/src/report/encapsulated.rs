//! Documents inside DICOM objects (PS3.3 §A.45): PDF here; others are kept and
//! named, not read.

use super::{Report, ReportError, ReportSource, pdf};
use crate::dataset::DataSet;
use crate::study::Instance;
use crate::tags;
use crate::values::Date;
use crate::warning::Warnings;

/// The document's own bytes, without the padding of Encapsulated Document
/// (0042,0011) where Encapsulated Document Length (0042,0015) says how long it is.
#[must_use]
pub fn encapsulated_document(data_set: &DataSet) -> Option<&[u8]> {
    let bytes = data_set.bytes(tags::ENCAPSULATED_DOCUMENT)?;
    let length = data_set
        .integer(tags::ENCAPSULATED_DOCUMENT_LENGTH)
        .and_then(|length| usize::try_from(length).ok());
    // A length that is off by more than padding is wrong.
    let length = length.filter(|length| {
        bytes
            .len()
            .checked_sub(*length)
            .is_some_and(|padding| padding <= 1)
    });
    bytes.get(..length.unwrap_or(bytes.len()))
}

/// Reads an encapsulated PDF: text from the document, everything else from the header.
///
/// # Errors
/// [`ReportError::UnsupportedDocument`] for another kind of document, [`ReportError::NotAReport`] without one.
pub(super) fn read(data_set: &DataSet, mut warnings: Warnings) -> Result<Report, ReportError> {
    let instance = Instance::read(data_set, &mut warnings);
    let document = encapsulated_document(data_set).ok_or(ReportError::NotAReport)?;
    let mime_type = instance.instance.mime_type_of_encapsulated_document;
    if !pdf::looks_like(document) {
        return Err(ReportError::UnsupportedDocument { mime_type });
    }
    let from_text = pdf::read(document, ReportSource::EncapsulatedPdf, warnings)?;
    let or = |stated: String, read: String| if stated.is_empty() { read } else { stated };
    let mut study_instance_uids = vec![instance.study.study_instance_uid];
    study_instance_uids.retain(|uid| !uid.is_empty());
    Ok(Report {
        title: or(instance.instance.document_title, from_text.title),
        identity: instance.identity,
        study_date: or(instance.study.study_date, from_text.study_date),
        report_date: or(
            from_text.report_date,
            data_set
                .date(tags::CONTENT_DATE)
                .as_ref()
                .map(Date::to_string)
                .unwrap_or_default(),
        ),
        accession_number: or(instance.study.accession_number, from_text.accession_number),
        study_instance_uids,
        ..from_text
    })
}
