//! Hashes every kept file again and names what differs.

use std::collections::BTreeSet;

use scanfolio_core::cancel::CancelToken;
use serde::Serialize;

use crate::error::LibraryError;
use crate::files::{FILES, Files};
use crate::import::keep;
use crate::journal::{self, FileLine};
use crate::library::Library;
use crate::outcome::{Phase, Progress};

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
    /// [`LibraryError::SidecarDamaged`] when a journal cannot be read.
    pub fn verify(
        &self,
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<Verification, LibraryError> {
        let files = self.files()?;
        let started = std::time::Instant::now();
        let lines: Vec<FileLine> = journal::read_all(files)?
            .into_iter()
            .flat_map(|journal| journal.files)
            .collect();
        let mut found = Verification::default();
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
