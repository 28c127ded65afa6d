//! Reports as they cross, and where they belong. Ranges count UTF-16 code units.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use scanfolio_core::report::{
    PairingEvidence, PairingStrength, ReportSource, ReportStatus, SectionKind,
};
use scanfolio_core::values::PersonName;
use scanfolio_core::warning::Warning;

use super::Key;

/// What the user says of a report and a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PairingDecision {
    /// They belong together.
    Confirmed,
    /// They do not.
    Refused,
}

impl From<PairingDecision> for scanfolio_library::Decision {
    fn from(decision: PairingDecision) -> Self {
        match decision {
            PairingDecision::Confirmed => Self::Confirmed,
            PairingDecision::Refused => Self::Refused,
        }
    }
}

/// A report in one glance.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReportBadge {
    /// Its key.
    pub key: Key,
    /// Preliminary, final, amended…
    pub status: ReportStatus,
    /// How it came.
    pub source: ReportSource,
    /// Title the report gives itself, or the file name.
    pub title: String,
    /// `YYYYMMDD`, `''` when absent.
    pub report_date: String,
    /// Never opened yet.
    pub is_unread: bool,
    /// Why it is believed to belong to the study it is listed under, and how
    /// firmly; `None` without a study.
    pub pairing: Option<Pairing>,
}

/// The tie between a report and a study.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Pairing {
    /// The study.
    pub study: Key,
    /// Attached, suggested…
    pub strength: PairingStrength,
    /// By UID, by accession number…
    pub evidence: PairingEvidence,
    /// The user said so.
    pub is_confirmed: bool,
}

/// A report, opened.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReportDetail {
    /// In one glance.
    pub badge: ReportBadge,
    /// The study it is shown beside, if any.
    pub study: Option<Key>,
    /// BCP 47 tag, `''` when unknown.
    pub language: String,
    /// As the report states it.
    pub author: String,
    /// `YYYYMMDD`, `''` when absent.
    pub study_date: String,
    /// Verbatim.
    pub accession_number: String,
    /// The name the report itself states.
    pub patient_name: PersonName,
    /// The whole text, verbatim. All ranges below count UTF-16 code units in it.
    pub text: String,
    /// Under the report's own headings, in its own order.
    pub sections: Vec<Section>,
    /// Images it names.
    pub references: Vec<Reference>,
    /// Measurements it states.
    pub measurements: Vec<Mark>,
    /// Words the glossary explains.
    pub terms: Vec<Term>,
    /// The original is a PDF whose pages can be shown.
    pub has_document: bool,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// A part of the text.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Section {
    /// What kind of section, when its heading is a known one.
    pub kind: SectionKind,
    /// The heading as written, `''` for text before the first.
    pub heading: String,
    /// First code unit of the body.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A place in the text that names images.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Reference {
    /// First code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The text says series and image in words.
    pub is_sure: bool,
    /// Existing images it may mean; one is a link, several are a choice.
    pub targets: Vec<ReferenceTarget>,
    /// Why nothing is linked: `not_in_study`, `no_series`, `prior_exam`, `no_study`; `''` when linked.
    pub reason: String,
}

/// An image a report names.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReferenceTarget {
    /// The series.
    pub series: Key,
    /// Its Series Number.
    #[ts(type = "number | null")]
    pub series_number: Option<i64>,
    /// The stack of the series, from 1.
    pub stack: u32,
    /// Index into `SeriesDetail.frames`.
    pub frame_index: u32,
    /// The number the report says.
    #[ts(type = "number")]
    pub image_number: i64,
}

/// A highlighted stretch.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Mark {
    /// First code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A word the glossary explains.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Term {
    /// First code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The headword.
    pub headword: String,
    /// What the word means, never what it means for the reader.
    pub definition: String,
    /// Where to check it.
    pub source: String,
}
