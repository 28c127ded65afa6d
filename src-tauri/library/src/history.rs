//! What was brought in: every import, and its outcome told again.
//!
//! When it was, from where, what was refused and what was missing are as the
//! journal recorded them. What came of it is told as it is held today: what
//! waited may have been answered, and what came may be gone. Not for doing
//! anything about an import.

use serde::Serialize;

use crate::error::LibraryError;
use crate::library::Library;
use crate::outcome::ImportOutcome;

/// One import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportEntry {
    /// Its number, which is also its journal's; 0 for files that lay in the
    /// library folder and that no journal names.
    pub number: i64,
    /// UTC, RFC 3339; `''` when nobody knows.
    pub started_at: String,
    /// Last parts of the paths that were given.
    pub source_names: Vec<String>,
    /// What it brought, as it is held today.
    #[serde(flatten)]
    pub held: Held,
    /// Files it brought that are held no more.
    pub gone: u64,
    /// Files that were there already.
    pub duplicates: u64,
    /// System files, disc directories and viewer programs.
    pub ignored: u64,
    /// Files that were not taken.
    pub rejected: u64,
    /// Files that a DICOMDIR names and that were not there.
    pub missing: u64,
    /// The person stopped it.
    pub is_cancelled: bool,
    /// It was killed, and completed by the next opening.
    pub was_interrupted: bool,
}

/// What is held of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Studies with at least one file of it, waiting ones among them.
    pub studies: u64,
    /// DICOM instances that are no reports.
    pub instances: u64,
    /// Reports, DICOM ones included.
    pub reports: u64,
    /// Other documents.
    pub attachments: u64,
    /// Files that wait for somebody to say whose they are.
    pub waiting: u64,
}

impl Held {
    /// Every file is in one of the counts.
    pub(crate) fn files(&self) -> u64 {
        self.instances + self.reports + self.attachments + self.waiting
    }
}

impl Library {
    /// Every import, the newest first.
    ///
    /// # Errors
    /// When the index cannot answer.
    pub fn imports(&self) -> Result<Vec<ImportEntry>, LibraryError> {
        self.storage.imports(None)
    }

    /// What came of an import, told again. How long it took is not known any more.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn import_outcome(&self, number: i64) -> Result<ImportOutcome, LibraryError> {
        let entry = self
            .storage
            .imports(Some(number))?
            .pop()
            .ok_or(LibraryError::NotFound {
                kind: "import",
                id: number,
            })?;
        let (rejected, missing) = self.storage.import_lines(number)?;
        let mut outcome = ImportOutcome {
            instances: entry.held.instances,
            reports: entry.held.reports,
            attachments: entry.held.attachments,
            waiting: entry.held.waiting,
            gone: entry.gone,
            duplicates: entry.duplicates,
            ignored: entry.ignored,
            rejected,
            missing,
            incomplete: self.storage.incomplete(number)?,
            is_cancelled: entry.is_cancelled,
            ..self.storage.brought(number)?
        };
        outcome.add_up();
        Ok(outcome)
    }
}
