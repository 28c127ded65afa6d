//! Reports, from whatever form they came in, as one [`Report`].
//!
//! The text is verbatim; structure, references, measurements and definitions
//! are laid over it as ranges of UTF-8 bytes. Nothing is ranked or judged. Not
//! the place of the original's bytes, which the library keeps.
//!
//! One file a source: `sr`, `encapsulated`, `pdf`, `text`. A new one needs its
//! reader, a [`ReportSource`], and a line in [`read_report`].

use std::ops::Range;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::bytes::ReadAt;
use crate::dataset::{DataSet, DataSetError};
use crate::study::Identity;
use crate::tags;
use crate::warning::Warnings;

mod dates;
mod encapsulated;
mod fold;
mod glossary;
mod header;
mod language;
mod lexer;
mod looks;
mod measurements;
mod names;
mod pairing;
mod pdf;
mod references;
mod sections;
mod sentences;
mod sr;
mod status;
mod text;

#[cfg(test)]
mod tests;

pub use encapsulated::encapsulated_document;
pub(crate) use fold::{fold, fold_spelt_out};
pub use glossary::{Entry, Glossary, GlossaryError, Review, Term, TermKind, terms};
pub use language::language;
pub use looks::looks_like_report;
pub use measurements::{Measurement, measurements};
pub use names::{Agreement, compare_names};
pub use pairing::{
    PairingEvidence, PairingProposal, PairingStrength, ReportEvidence, StudyEvidence, pair,
};
pub use references::{Certainty, ImageReference, references};
pub use sections::{Section, SectionKind, sections};
pub use status::ReportStatus;

/// The form in which a report came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ReportSource {
    /// A DICOM SR document.
    StructuredReport,
    /// A PDF inside a DICOM object.
    EncapsulatedPdf,
    /// A PDF file.
    Pdf,
    /// A text file.
    PlainText,
}

/// A report, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The form it came in.
    pub source: ReportSource,
    /// As it states itself.
    pub status: ReportStatus,
    /// BCP 47 primary language, `''` when unsure.
    pub language: String,
    /// The title it gives itself, `''` when none.
    pub title: String,
    /// Whose it says it is; each part `''` when not stated.
    pub identity: Identity,
    /// `YYYYMMDD` of the exam, `''` when not stated or ambiguous.
    pub study_date: String,
    /// `YYYYMMDD` of the report, `''` when not stated or ambiguous.
    pub report_date: String,
    /// Who verified, signed or wrote it, as stated.
    pub author: String,
    /// As stated.
    pub accession_number: String,
    /// Studies it names by UID; for DICOM objects the study they are filed in comes first.
    pub study_instance_uids: Vec<String>,
    /// DICOM modality of the exam it is about, `''` when not stated.
    pub modality: String,
    /// Under its own headings, in its own order.
    pub sections: Vec<Section>,
    /// The whole text. Line ends are `\n`.
    pub text: String,
    /// DICOM objects it names by UID, in order of the text.
    pub image_uids: Vec<ReferencedInstance>,
    /// What could not be read.
    pub warnings: Warnings,
}

/// A DICOM object that a structured report names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferencedInstance {
    /// Where the text names it, in UTF-8 bytes.
    pub range: Range<usize>,
    /// (0008,1150), `''` when absent.
    pub sop_class_uid: String,
    /// (0008,1155).
    pub sop_instance_uid: String,
    /// (0008,1160), from 1; empty for all frames.
    pub frame_numbers: Vec<i64>,
}

impl ReferencedInstance {
    /// The UID, with the frames in brackets.
    fn written(&self) -> String {
        let frames: Vec<String> = self.frame_numbers.iter().map(i64::to_string).collect();
        match frames.is_empty() {
            true => self.sop_instance_uid.clone(),
            false => format!("{} [{}]", self.sop_instance_uid, frames.join(", ")),
        }
    }
}

impl Report {
    /// What it states that can be compared with studies; `medium` names what it came with.
    #[must_use]
    pub fn evidence(&self, medium: &str) -> ReportEvidence {
        ReportEvidence {
            identity: self.identity.clone(),
            study_instance_uids: self.study_instance_uids.clone(),
            accession_number: self.accession_number.clone(),
            study_date: self.study_date.clone(),
            modality: self.modality.clone(),
            medium: medium.to_owned(),
        }
    }

    /// The words the glossary explains; none unless the report is in English.
    #[must_use]
    pub fn terms<'a>(&self, glossary: &'a Glossary) -> Vec<Term<'a>> {
        match self.language == "en" {
            true => terms(&self.text, glossary),
            false => Vec::new(),
        }
    }
}

/// Why no report could be read.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// It is no report, whatever its name.
    #[error("reading a report: this is none")]
    NotAReport,
    /// A document inside a DICOM object that is not read yet.
    #[error("reading an encapsulated document: {mime_type:?} is not read")]
    UnsupportedDocument {
        /// (0042,0012) as written.
        mime_type: String,
    },
    /// Larger than any report.
    #[error("reading a report: it is too large")]
    TooLarge,
    /// It looks like DICOM but cannot be read.
    #[error("reading a report as DICOM")]
    DataSet(#[from] DataSetError),
    /// Its bytes cannot be had.
    #[error("reading a report's bytes")]
    Bytes(#[from] std::io::Error),
}

impl ReportError {
    /// Stable, for the window and the command line.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAReport => "not_a_report",
            Self::UnsupportedDocument { .. } => "unsupported_document",
            Self::TooLarge => "report_too_large",
            Self::DataSet(error) => error.code(),
            Self::Bytes(_) => "unreadable",
        }
    }
}

/// Largest file that is taken for a report.
const FILE_MAX: u64 = 256 << 20;

/// Reads a report by its content; the name decides nothing.
///
/// # Errors
/// [`ReportError`]: not a report, too large, or bytes that cannot be had.
/// Whatever else is wrong with it becomes a warning.
pub fn read_report(_name: &str, bytes: &dyn ReadAt) -> Result<Report, ReportError> {
    let head = bytes.read_range(0, bytes.len().min(64 << 10))?;
    let mut warnings = Warnings::new();
    // A small DICOM object may hold a PDF within its first kilobyte.
    let is_part10 = head.get(128..132) == Some(b"DICM".as_slice());
    let is_pdf = !is_part10 && pdf::looks_like(&head);
    if !is_pdf && DataSet::looks_like_dicom(&head) {
        let data_set = DataSet::read(bytes, &mut warnings)?;
        return report_from_data_set(&data_set, warnings);
    }
    if looks::is_other_format(&head) && !is_pdf {
        return Err(ReportError::NotAReport);
    }
    if is_pdf {
        if bytes.len() > FILE_MAX {
            return Err(ReportError::TooLarge);
        }
        let whole = bytes.read_range(0, bytes.len())?;
        return pdf::read(&whole, ReportSource::Pdf, warnings);
    }
    // One byte more than is read, so that the cut is noticed.
    let whole = bytes.read_range(0, bytes.len().min(text::TEXT_MAX as u64 + 1))?;
    text::read(&whole, warnings)
}

/// Reads the report in a DICOM object: an SR document or an encapsulated PDF.
///
/// # Errors
/// [`ReportError::NotAReport`] or [`ReportError::UnsupportedDocument`].
pub fn report_from_data_set(data_set: &DataSet, warnings: Warnings) -> Result<Report, ReportError> {
    if data_set.has(tags::ENCAPSULATED_DOCUMENT) {
        encapsulated::read(data_set, warnings)
    } else if sr::is_structured_report(data_set) {
        Ok(sr::read(data_set, warnings))
    } else {
        Err(ReportError::NotAReport)
    }
}
