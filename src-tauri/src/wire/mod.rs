//! What crosses to the window: plain structs, codes and typed parameters.
//!
//! No sentence is made here: the window and the command line each make their
//! own from these. Not for bytes: pixels, thumbnails and documents pass the
//! byte door (`frames.rs`).

mod convert;
mod terms;

pub use terms::explained;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use scanfolio_core::report::{
    PairingEvidence, PairingStrength, ReportSource, ReportStatus, SectionKind,
};
use scanfolio_core::title::ExamTitle;
use scanfolio_core::values::PersonName;
use scanfolio_core::warning::Warning;

/// Where a thing is held: in the library, or in a source that is only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Holding {
    /// Kept in the library folder.
    Kept,
    /// Read in place, forgotten when closed.
    Looked,
}

/// A thing of the index: where it is held, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Key {
    /// Which index.
    pub holding: Holding,
    /// Row number in that index.
    #[ts(type = "number")]
    pub id: i64,
}

/// All the window needs at its start.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AppState {
    /// The library folder as the person knows it.
    pub library_folder: String,
    /// `Some(code)` when the folder is synced or on a network (`synced_onedrive`, `synced_icloud`, `synced_dropbox`, `network`).
    pub library_folder_caution: Option<String>,
    /// Set when the library could not be opened; the window says why and goes on with looking.
    pub library_problem: Option<Problem>,
    /// Nothing was ever kept and the first-start words were not yet put away.
    pub is_first_start: bool,
    /// Version of the program.
    pub version: String,
    /// The person's settings.
    pub settings: Settings,
    /// What is being looked at without keeping, if anything.
    pub looking: Option<Looking>,
    /// Paths given to the program, already opened by looking; the window goes to the first study.
    pub open_first: Option<Key>,
    /// Why the paths given to the program could not be looked at.
    pub given_problem: Option<Problem>,
}

/// What the system's dialog is to offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ChooseKind {
    /// One or several files.
    Files,
    /// A folder, or a disc.
    Folder,
}

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

/// The person's settings, kept in the library folder's sidecar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Settings {
    /// `patient` (large controls in words) or `advanced`.
    pub mode: Mode,
    /// `system`, `light` or `dark`.
    pub theme: Theme,
    /// Impression before the report's own order.
    pub impression_first: bool,
    /// Dragging up raises the window centre (true) or lowers it.
    pub drag_up_raises_center: bool,
    /// The first-start words were put away.
    pub first_start_seen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: Mode::Patient,
            theme: Theme::System,
            impression_first: true,
            drag_up_raises_center: true,
            first_start_seen: false,
        }
    }
}

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Mode {
    /// Few large controls in words.
    Patient,
    /// Numbers, DICOM terms, all tools.
    Advanced,
}

/// Colours of the paper; the film stays dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Theme {
    /// As the system says.
    System,
    /// Light paper.
    Light,
    /// Dark paper.
    Dark,
}

/// A source read in place.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Looking {
    /// Last part of the path, or `''` for the built-in sample.
    pub name: String,
    /// The built-in synthetic sample study.
    pub is_sample: bool,
    /// Its people, studies and what could not be used.
    pub outcome: Outcome,
    /// The people found.
    pub people: Vec<Person>,
}

/// A person of the library: one or several identities, grouped by the user.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Person {
    /// Its key.
    pub key: Key,
    /// What the user calls them, or `''`: then the name stands.
    pub label: String,
    /// The name as the first identity states it.
    pub patient_name: PersonName,
    /// `YYYYMMDD`, `''` when absent.
    pub patient_birth_date: String,
    /// (0010,0040), `''` when absent.
    pub patient_sex: String,
    /// (0010,0020) of the first identity.
    pub patient_id: String,
    /// How many studies are held.
    pub studies: u32,
    /// How many reports are held.
    pub reports: u32,
}

/// A line of the timeline.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StudySummary {
    /// Its key.
    pub key: Key,
    /// The person it belongs to.
    pub person: Key,
    /// Plain title as codes; the window makes the words.
    pub title: ExamTitle,
    /// `YYYYMMDD`, `''` when absent.
    pub study_date: String,
    /// `HHMMSS…`, `''` when absent.
    pub study_time: String,
    /// (0008,1030), verbatim.
    pub study_description: String,
    /// (0008,0080), verbatim.
    pub institution_name: String,
    /// Modalities in the study.
    pub modalities: Vec<String>,
    /// How many series hold images.
    pub series: u32,
    /// How many frames can be scrolled through.
    pub frames: u32,
    /// The series whose thumbnail stands for the study.
    pub thumbnail: Option<Key>,
    /// Its reports, surest first.
    pub reports: Vec<ReportBadge>,
    /// The import that brought it was cut short: images may be missing.
    pub is_unfinished: bool,
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

/// A study, opened.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StudyDetail {
    /// The line of the timeline.
    pub summary: StudySummary,
    /// Whose it is.
    pub person: Person,
    /// The name in this very study, which may be spelt differently.
    pub patient_name: PersonName,
    /// (0010,0020) in this very study.
    pub patient_id: String,
    /// (0010,0030) in this very study.
    pub patient_birth_date: String,
    /// (0008,0050), verbatim.
    pub accession_number: String,
    /// Image series, in order of Series Number.
    pub series: Vec<SeriesDetail>,
    /// Pictures and documents that came with this study alone, kept as they are.
    pub attachments: u32,
    /// Things in the study that are not shown as images (presentation states, waveforms…), by kind, counted.
    pub other: Vec<OtherContent>,
    /// Reports that may belong here.
    pub reports: Vec<ReportBadge>,
}

/// Content that is kept but not drawn.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OtherContent {
    /// Code of the kind (`presentation_state`, `waveform`…).
    pub kind: String,
    /// How many instances.
    pub count: u32,
}

/// One stack to scroll through.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SeriesDetail {
    /// Its key (thumbnail and all).
    pub key: Key,
    /// (0020,0011).
    #[ts(type = "number | null")]
    pub series_number: Option<i64>,
    /// (0008,0060).
    pub modality: String,
    /// (0008,103E), verbatim.
    pub series_description: String,
    /// (0018,0015), verbatim.
    pub body_part_examined: String,
    /// `image`, `localizer`, `secondary_capture`, `dose_sheet`.
    pub role: String,
    /// `axial`, `coronal`, `sagittal`, `oblique`, or `''` when unknown.
    pub plane: String,
    /// (0018,0010) is present: contrast is noted in the file.
    pub contrast_noted: bool,
    /// Frames in stack order (by position in the patient where known).
    pub frames: Vec<FrameRef>,
}

/// One frame of a stack.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FrameRef {
    /// Row number of the instance in its index.
    #[ts(type = "number")]
    pub instance_id: i64,
    /// From 1.
    pub frame_number: u32,
    /// (0020,0013).
    #[ts(type = "number | null")]
    pub instance_number: Option<i64>,
    /// Millimetres along the stack's normal, when known.
    pub position_mm: Option<f64>,
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

/// What came of an import or a look. `files` is the sum of the outcomes.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Outcome {
    /// Files found, entries of archives included.
    pub files: u32,
    /// DICOM instances newly kept.
    pub instances: u32,
    /// Report files newly kept.
    pub reports: u32,
    /// Other files kept beside.
    pub attachments: u32,
    /// Already there.
    pub duplicates: u32,
    /// System files and viewer programs.
    pub ignored: u32,
    /// Waiting for an answer.
    pub waiting: u32,
    /// Refused, each with its reason.
    pub rejected: Vec<Refusal>,
    /// Named by a DICOMDIR but absent.
    pub missing: Vec<String>,
    /// Kept although their data end too early.
    pub cut_short: Vec<String>,
    /// Kept beside another file of the same SOP Instance UID with other bytes.
    pub differing: u32,
    /// Studies touched.
    pub studies: Vec<StudySummary>,
    /// People touched.
    pub people: Vec<Person>,
    /// Reports without a study they surely belong to.
    pub unpaired_reports: Vec<ReportBadge>,
    /// Wall clock.
    pub seconds: f64,
    /// The person stopped it; what was filed before is kept.
    pub is_cancelled: bool,
}

/// A file that was not taken.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Refusal {
    /// Relative to what was given.
    pub path: String,
    /// Why, as a code.
    pub code: String,
}

/// Progress of long work.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Progress {
    /// `finding`, `reading`, `copying`, `filing`.
    pub phase: String,
    /// Files done.
    pub done: u32,
    /// Files in all, 0 while unknown.
    pub total: u32,
}

/// A hit of the full-text search.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SearchHit {
    /// The study it leads to, if any.
    pub study: Option<StudySummary>,
    /// The report the words stand in, if any.
    pub report: Option<ReportBadge>,
    /// Words around the match.
    pub snippet: String,
    /// Matches in the snippet.
    pub marks: Vec<Mark>,
}

/// An error: a code the window has a sentence for, and its parameters.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Problem {
    /// Stable, snake_case.
    pub code: String,
    /// Named values for the sentence; never a patient's name.
    #[ts(type = "Record<string, string>")]
    pub params: std::collections::BTreeMap<String, String>,
}
