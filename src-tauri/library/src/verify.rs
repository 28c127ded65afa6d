//! Hashes every kept file again, holds sidecars and journals against their own
//! sums, and names what differs. The index has its seal, which opening looks at.

use std::collections::BTreeSet;

use scanfolio_core::cancel::CancelToken;
use serde::Serialize;

use crate::error::LibraryError;
use crate::files::{FILES, Files};
use crate::import::keep;
use crate::journal::{self, FileLine};
use crate::library::Library;
use crate::mend::Mended;
use crate::outcome::{Phase, Progress};
use crate::persons::Persons;
use crate::remove::Removals;
use crate::sidecar::{LibraryFile, PairingDecisions, ReadReports, Settings, Sidecar};

/// What a verification found. Places are below the library folder.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Verification {
    /// Kept files that were hashed.
    pub files: u64,
    /// Named by a journal and not there.
    pub missing: Vec<String>,
    /// There, with other bytes than were received.
    pub changed: Vec<String>,
    /// There, and the system does not let them be read.
    pub unreadable: Vec<String>,
    /// There, and no import brought them.
    pub stray: Vec<String>,
    /// Sidecars and journals that are not as they were written.
    pub damaged: Vec<String>,
    /// What this opening of the library found damaged, and what became of it.
    pub mended: Vec<Mended>,
    /// Wall clock.
    pub seconds: f64,
}

impl Verification {
    /// Everything is as it was received.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty()
            && self.changed.is_empty()
            && self.unreadable.is_empty()
            && self.stray.is_empty()
            && self.damaged.is_empty()
            && self.mended.is_empty()
    }
}

enum State {
    Whole,
    Missing,
    Changed,
    Unreadable,
}

impl Library {
    /// Hashes every kept file again.
    ///
    /// # Errors
    /// [`LibraryError::Cancelled`]; [`LibraryError::NothingKept`] while only looking;
    /// [`LibraryError::Unreadable`] when the system does not let a journal be read.
    pub fn verify(
        &self,
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<Verification, LibraryError> {
        let files = self.files()?;
        let started = std::time::Instant::now();
        let mut found = Verification {
            damaged: damaged_sidecars(files)?,
            mended: self.mended().to_vec(),
            ..Verification::default()
        };
        let lines = self.lines(files, &mut found.damaged)?;
        let total = lines.len() as u64;
        for (done, line) in lines.iter().enumerate() {
            if cancel.is_cancelled() {
                return Err(LibraryError::Cancelled);
            }
            if done % 16 == 0 {
                progress(Progress {
                    phase: Phase::Verifying,
                    done: done as u64,
                    total,
                });
            }
            match state(files, line) {
                State::Whole => {}
                State::Missing => found.missing.push(line.place.clone()),
                State::Changed => found.changed.push(line.place.clone()),
                State::Unreadable => found.unreadable.push(line.place.clone()),
            }
            found.files += 1;
        }
        let named: BTreeSet<&str> = lines.iter().map(|line| line.place.as_str()).collect();
        found.stray = files
            .walk(FILES)
            .map_err(LibraryError::io("list the kept files"))?
            .into_iter()
            .filter(|place| !named.contains(place.as_str()))
            .collect();
        found.seconds = started.elapsed().as_secs_f64();
        progress(Progress {
            phase: Phase::Verifying,
            done: total,
            total,
        });
        Ok(found)
    }

    /// What the journals say is kept. Names those that are damaged.
    fn lines(
        &self,
        files: &Files,
        damaged: &mut Vec<String>,
    ) -> Result<Vec<FileLine>, LibraryError> {
        // Asked first: an import under way is finished in its journal before it is here.
        let finished = self.storage.finished_imports()?;
        let mut lines = Vec::new();
        for number in journal::numbers(files)? {
            let journal = journal::read(files, number)?;
            // A last line cut short is left by a kill, and completed by the next opening.
            let is_whole = match &journal {
                Some(journal) if finished.contains(&number) => {
                    !journal.is_damaged && !journal.is_torn && journal.finished.is_some()
                }
                Some(journal) => !journal.is_damaged,
                None => !finished.contains(&number),
            };
            if !is_whole {
                damaged.push(journal::place(number));
            }
            lines.extend(journal.into_iter().flat_map(|journal| journal.files));
        }
        Ok(lines)
    }
}

/// Places of the sidecars that are not as they were written.
fn damaged_sidecars(files: &Files) -> Result<Vec<String>, LibraryError> {
    let mut damaged = Vec::new();
    for looked_at in [
        LibraryFile::load(files).map(drop),
        Persons::load(files).map(drop),
        PairingDecisions::load(files).map(drop),
        ReadReports::load(files).map(drop),
        Removals::load(files).map(drop),
        Settings::load(files).map(drop),
    ] {
        match looked_at {
            Err(LibraryError::SidecarDamaged { name }) => damaged.push(name),
            other => other?,
        }
    }
    Ok(damaged)
}

fn state(files: &Files, line: &FileLine) -> State {
    // On a full disk an import that was cut short cannot be completed: its bytes wait in staging.
    let places = [&line.place, &line.staged];
    let Some(place) = places.into_iter().find(|place| files.exists(place)) else {
        return State::Missing;
    };
    match files
        .open(place)
        .ok()
        .and_then(|source| keep::hash(&source, 0).ok())
    {
        Some(hashes) if hashes.blake3.to_hex().as_str() == line.blake3 => State::Whole,
        Some(_) => State::Changed,
        None => State::Unreadable,
    }
}
