//! What came of an import or a look, and how far it is.

use scanfolio_core::dicomdir::ListedStudy;
use serde::{Deserialize, Serialize};

/// How far long work is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// Files done.
    pub done: u64,
    /// Files in all, 0 while unknown.
    pub total: u64,
}

/// What long work is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Looking for files.
    Finding,
    /// Reading (and copying) them.
    Reading,
    /// Writing them into the index.
    Filing,
    /// Hashing kept files again.
    Verifying,
    /// Waiting for a medium that went away while it was read, by its name. It
    /// goes on when the medium is back, or ends when the person stops it.
    MediumGone(String),
    /// Nothing has come from a medium for some seconds, by its name: it is slow, or gone.
    MediumSlow(String),
}

/// Whose the files of an import are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonChoice {
    /// Nobody said: an identity the library has not seen waits.
    Ask,
    /// Every identity that is new is a person of its own.
    New,
    /// The person of this name, made when there is none. An identity born on
    /// another day is a person of its own.
    Named(String),
}

/// What came of an import. `files` is the sum of the outcomes; entries of
/// archives count, the archives do not.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportOutcome {
    /// Files found.
    pub files: u64,
    /// Studies that got something new, waiting ones among them.
    pub studies: u64,
    /// Series that got something new, waiting ones among them.
    pub series: u64,
    /// DICOM instances newly taken.
    pub instances: u64,
    /// Reports newly taken, DICOM ones included.
    pub reports: u64,
    /// Other documents newly taken.
    pub attachments: u64,
    /// Already there, byte for byte.
    pub duplicates: u64,
    /// System files, disc directories and viewer programs.
    pub ignored: u64,
    /// Kept, and waiting for somebody to say whose they are.
    pub waiting: u64,
    /// Not taken, each with its reason.
    pub rejected: Vec<Rejected>,
    /// Among `ignored`: programs that came along. None is ever run.
    pub programs: Vec<Program>,
    /// Named by a DICOMDIR and absent.
    pub missing: Vec<String>,
    /// Studies of which a DICOMDIR lists more than is there.
    pub incomplete: Vec<IncompleteStudy>,
    /// Among `instances`: files whose SOP Instance UID was there with other bytes. Both are kept.
    pub differing: u64,
    /// Among `instances`: files whose data end too early. Kept as they came.
    pub cut_short: Vec<String>,
    /// Studies touched, as rows of the index.
    pub study_ids: Vec<i64>,
    /// Persons touched, as rows of the index.
    pub person_ids: Vec<i64>,
    /// Keys of the identities that got something new and wait for an answer.
    pub waiting_identities: Vec<String>,
    /// Brought, and held no more: told only of an import of earlier.
    pub gone: u64,
    /// Studies that were there before and to which a report taken surely belongs, as rows of the index.
    pub joined_study_ids: Vec<i64>,
    /// Reports taken that no study surely belongs to, as rows of the index.
    pub unpaired_report_ids: Vec<i64>,
    /// Wall clock.
    pub seconds: f64,
    /// The person stopped it; what was filed before is kept.
    pub is_cancelled: bool,
}

/// A study of which a DICOMDIR lists more files than lie on the medium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncompleteStudy {
    /// As the DICOMDIR tells of it.
    #[serde(flatten)]
    pub study: ListedStudy,
    /// Only images are counted below, since nothing else is missing; otherwise files of any kind.
    pub only_images: bool,
    /// How many are listed.
    pub listed: u32,
    /// How many of them are there, whether they could be taken or not.
    pub found: u32,
}

/// A program that came along, told by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Program {
    /// Relative to what was given, with `/`.
    pub path: String,
    /// What it was made for.
    pub kind: ProgramKind,
}

/// What a program was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgramKind {
    /// Says what Windows shall start when the disc is put in.
    Autorun,
    /// Java, on a desktop or a telephone.
    Java,
    /// Linux.
    Linux,
    /// macOS.
    Mac,
    /// A script, for whatever reads it.
    Script,
    /// Windows.
    Windows,
}

impl ProgramKind {
    /// The kind as it is written in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Autorun => "autorun",
            Self::Java => "java",
            Self::Linux => "linux",
            Self::Mac => "mac",
            Self::Script => "script",
            Self::Windows => "windows",
        }
    }
}

/// A file that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Relative to what was given, with `/`.
    pub path: String,
    /// Why.
    pub code: RejectCode,
    /// The same for a log: what the reader said. English, no names.
    pub reason: String,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectCode {
    /// The given path does not exist.
    Absent,
    /// No bytes in it.
    Empty,
    /// The system does not let it be read.
    Unreadable,
    /// The disc or drive failed to read it, several times.
    ReadError,
    /// A device, pipe or socket.
    SpecialFile,
    /// A link that leads out of what was given, or nowhere.
    Link,
    /// Nothing this program knows.
    NotRecognised,
    /// DICOM by its mark, but nothing of it can be read.
    DicomDamaged,
    /// DICOM without anything to keep: no data set follows.
    DicomEmpty,
    /// The archive, or this entry of it, is damaged.
    ArchiveDamaged,
    /// The entry needs a password.
    ArchiveEncrypted,
    /// The password given does not open the entry.
    ArchivePasswordWrong,
    /// The entry's path leads outside the archive.
    ArchivePathOutside,
    /// The entry is packed in a way this program cannot unpack.
    ArchiveMethod,
    /// Unpacked it would be larger than is allowed.
    ArchiveTooLarge,
    /// Looking unpacks into memory, and it is too large for that. An import takes it.
    ArchiveTooLargeToLook,
    /// Unpacked it would leave too little room on the library's volume.
    NoRoom,
    /// Unpacking it would take more memory than is allowed.
    ArchiveMemory,
    /// Too many archives inside one another.
    ArchiveTooDeep,
    /// Too many entries.
    ArchiveTooMany,
    /// An archive of a format this program does not open; `reason` is its name.
    ArchiveFormat,
    /// The disc, or this folder of it, is laid out in a way that cannot be read.
    DiscLayout,
    /// The file grew or shrank while it was read.
    Changed,
}

impl RejectCode {
    /// The code as it is written in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Empty => "empty",
            Self::Unreadable => "unreadable",
            Self::ReadError => "read_error",
            Self::SpecialFile => "special_file",
            Self::Link => "link",
            Self::NotRecognised => "not_recognised",
            Self::DicomDamaged => "dicom_damaged",
            Self::DicomEmpty => "dicom_empty",
            Self::ArchiveDamaged => "archive_damaged",
            Self::ArchiveEncrypted => "archive_encrypted",
            Self::ArchivePasswordWrong => "archive_password_wrong",
            Self::ArchivePathOutside => "archive_path_outside",
            Self::ArchiveMethod => "archive_method",
            Self::ArchiveTooLarge => "archive_too_large",
            Self::ArchiveTooLargeToLook => "archive_too_large_to_look",
            Self::NoRoom => "no_room",
            Self::ArchiveMemory => "archive_memory",
            Self::ArchiveTooDeep => "archive_too_deep",
            Self::ArchiveTooMany => "archive_too_many",
            Self::ArchiveFormat => "archive_format",
            Self::DiscLayout => "disc_layout",
            Self::Changed => "changed",
        }
    }
}

impl ImportOutcome {
    /// Sets `files` to the sum of the outcomes.
    pub(crate) fn add_up(&mut self) {
        self.files = self.instances
            + self.reports
            + self.attachments
            + self.duplicates
            + self.ignored
            + self.waiting
            + self.gone
            + self.rejected.len() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_the_same_way_everywhere() {
        for code in [
            RejectCode::Empty,
            RejectCode::ArchivePathOutside,
            RejectCode::NotRecognised,
        ] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
