//! What crosses to the window: plain structs, codes and typed parameters.
//!
//! No sentence is made here: the window and the command line each make their
//! own from these. Not for bytes: pixels, thumbnails and documents pass the
//! byte door (`frames.rs`).

mod convert;
mod gate;
mod import;
mod media;
mod removal;
mod report;
mod study;
mod terms;

pub use gate::{Answer, Identified, Proposal, Waiting};
pub use import::ImportEntry;
pub use media::Medium;
pub use removal::{HeldSpace, Removable, Removing};
pub use report::{
    Mark, Pairing, PairingDecision, Reference, ReferenceTarget, ReportBadge, ReportDetail, Section,
    Term,
};
pub use study::{
    FrameRef, MissingParts, OtherContent, SeriesDetail, StackPlace, StudyDetail, StudySummary,
};
pub use terms::explained;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use std::path::PathBuf;

use scanfolio_core::dicomdir::ListedStudy;
use scanfolio_core::values::PersonName;
use scanfolio_library::home;

/// Where a thing is held: in the library, or in a source that is only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Holding {
    /// Kept in the library folder.
    Kept,
    /// Read in place, forgotten when closed.
    Looked,
    /// Copied by the import that runs, and not kept yet.
    Copying,
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
    /// Codes of what was found damaged when the library was opened, and what became of it (`persons_restored`, …).
    pub mended: Vec<String>,
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

/// A folder the person chose for the library; nothing is done with it yet.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProposedFolder {
    /// The chosen folder, or one inside it when it holds other things.
    #[ts(type = "string")]
    pub folder: PathBuf,
    /// It holds a library, which would be opened; else one would be made.
    pub holds_library: bool,
    /// As [`AppState::library_folder_caution`].
    pub caution: Option<String>,
}

impl From<home::Proposal> for ProposedFolder {
    fn from(proposal: home::Proposal) -> Self {
        Self {
            folder: proposal.folder,
            holds_library: proposal.holds_library,
            caution: proposal.caution.map(|caution| caution.code().to_owned()),
        }
    }
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
    /// How large words are, in percent; the window takes the nearest it offers.
    pub text_size: u16,
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
            text_size: 100,
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
    /// What it was opened from, to be read again with a password.
    pub paths: Vec<String>,
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
    /// All birth dates its identities state; several contradict one another.
    pub birth_dates: Vec<String>,
    /// How many identities it groups.
    pub identities: u32,
    /// How many studies are held.
    pub studies: u32,
    /// How many reports are held.
    pub reports: u32,
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
    /// Kept, and waiting for an answer.
    pub waiting: u32,
    /// Brought by this import of earlier, and held no more.
    pub gone: u32,
    /// Refused, each with its reason.
    pub rejected: Vec<Refusal>,
    /// Among `ignored`: programs that came along. None is ever run.
    pub programs: Vec<Program>,
    /// Named by a DICOMDIR but absent.
    pub missing: Vec<String>,
    /// Exams of which the disc lists more than is there.
    pub incomplete: Vec<Incomplete>,
    /// Kept although their data end too early.
    pub cut_short: Vec<String>,
    /// Kept beside another file of the same SOP Instance UID with other bytes.
    pub differing: u32,
    /// Studies touched.
    pub studies: Vec<StudySummary>,
    /// Studies that were there before and to which a report of it belongs.
    pub joined: Vec<StudySummary>,
    /// People touched.
    pub people: Vec<Person>,
    /// Whom the library had not seen, and who waits for an answer.
    pub waiting_for: Vec<Waiting>,
    /// Reports without a study they surely belong to.
    pub unpaired_reports: Vec<ReportBadge>,
    /// Wall clock.
    pub seconds: f64,
    /// The person stopped it; what was filed before is kept.
    pub is_cancelled: bool,
}

/// An exam of which a DICOMDIR lists more than is there.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Incomplete {
    /// As the disc's own list tells of it.
    pub study: ListedStudy,
    /// Images are counted below; otherwise files of any kind.
    pub only_images: bool,
    /// How many are listed.
    pub listed: u32,
    /// How many of them are there.
    pub found: u32,
}

/// A program that came along.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Program {
    /// Relative to what was given.
    pub path: String,
    /// `autorun`, `java`, `linux`, `mac`, `script`, `windows`.
    pub kind: String,
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
    /// The name of the format or method that cannot be opened, `''` with other codes.
    pub format: String,
}

/// Progress of long work.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Progress {
    /// `finding`, `reading`, `filing`, `verifying`, `medium_gone`, `medium_slow`.
    pub phase: String,
    /// The disc, stick or folder that is gone or slow, `''` in other phases.
    pub medium: String,
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
