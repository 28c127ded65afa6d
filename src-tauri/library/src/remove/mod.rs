//! Removing: hidden at once, undone until the program closes, then gone from disk.
//!
//! A removal is a word of the person, so it stands in a sidecar before the index
//! follows it; it names the files it covers. An exam takes the reports that
//! surely belong to it along, a person all that is theirs, an import what it
//! brought and no other import met again. What an earlier run left marked is
//! deleted by the next opening. Not for the medium it came from, which nothing
//! here touches.

mod follow;
mod held_space;
mod purge;
mod record;

pub(crate) use follow::hide;
pub use held_space::HeldSpace;
pub use purge::Purged;
pub(crate) use record::{Covered, Removals, Target};

use std::collections::HashSet;
use std::sync::PoisonError;

use serde::Serialize;

use crate::clock;
use crate::error::LibraryError;
use crate::files::Files;
use crate::library::Library;
use crate::sidecar::Sidecar;
use record::RemovalEntry;

/// What can be removed, by its row of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removable {
    /// An exam, with the reports that surely belong to it.
    Study(i64),
    /// A report alone.
    Report(i64),
    /// All that is a person's.
    Person(i64),
    /// What an import brought, by its number.
    Import(i64),
}

/// What a removal takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Removing {
    /// Studies of which something goes.
    pub studies: u64,
    /// Frames that could be scrolled through.
    pub images: u64,
    /// Reports.
    pub reports: u64,
    /// Other documents.
    pub attachments: u64,
    /// Kept files, all of the above among them.
    pub files: u64,
    /// Their length.
    pub bytes: u64,
    /// Files of an import that stay, because another import met them again.
    pub met_again: u64,
}

/// A removal that can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Removal {
    /// Its number, for undoing; never used twice in a library.
    pub number: i64,
    /// What it took.
    #[serde(flatten)]
    pub removing: Removing,
}

impl Library {
    /// What a removal would take. Nothing is done.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::NothingKept`] while only looking.
    pub fn removing(&self, what: Removable) -> Result<Removing, LibraryError> {
        let removals = Removals::load(self.files()?)?;
        let target = self.target(what)?;
        let covering = self.storage.covering(&target, &removals.imports())?;
        Ok(covering.removing)
    }

    /// Hides something at once. It is gone from disk when the program closes,
    /// or else with the next opening; until then [`Library::undo_removal`] brings it back.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::NothingKept`] while only looking.
    pub fn remove(&self, what: Removable) -> Result<Removal, LibraryError> {
        let files = self.files()?;
        let _change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        let mut removals = Removals::load(files)?;
        let target = self.target(what)?;
        let covering = self.storage.covering(&target, &removals.imports())?;
        removals.last += 1;
        let number = removals.last;
        removals.removals.push(RemovalEntry {
            number,
            removed_at: clock::now(),
            what: target,
            is_final: false,
            files: covering.files,
            studies: covering.studies,
            identities: covering.identities,
            reports: covering.reports,
        });
        removals.save(files)?;
        self.follow_removals(files, &removals)?;
        Ok(Removal {
            number,
            removing: covering.removing,
        })
    }

    /// Brings back what a removal took, as it was.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when there is no such removal, or it is too late.
    pub fn undo_removal(&self, number: i64) -> Result<(), LibraryError> {
        let files = self.files()?;
        let _change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        let mut removals = Removals::load(files)?;
        let before = removals.removals.len();
        removals
            .removals
            .retain(|removal| removal.is_final || removal.number != number);
        if removals.removals.len() == before {
            return Err(LibraryError::NotFound {
                kind: "removal",
                id: number,
            });
        }
        removals.save(files)?;
        self.follow_removals(files, &removals)
    }

    /// What is brought in again is no longer removed.
    pub(crate) fn take_back(
        &self,
        files: &Files,
        met: &HashSet<blake3::Hash>,
    ) -> Result<(), LibraryError> {
        let mut removals = Removals::load(files)?;
        if !removals.take_back(met) {
            return Ok(());
        }
        removals.save(files)?;
        self.follow_removals(files, &removals)
    }

    /// The key of what is asked for: rows change with a rebuild.
    fn target(&self, what: Removable) -> Result<Target, LibraryError> {
        Ok(match what {
            Removable::Study(id) => {
                self.storage.study(id)?;
                Target::Study(self.storage.study_key(id)?)
            }
            Removable::Report(id) => Target::Report(self.storage.report_key(id)?),
            Removable::Person(id) => {
                self.storage.person(id)?;
                let identities = self.storage.identities(Some(id))?;
                Target::Person(identities.into_iter().map(|one| one.key).collect())
            }
            Removable::Import(number) => {
                let known = self.storage.imports(Some(number))?;
                let entry = known.first().ok_or(LibraryError::NotFound {
                    kind: "import",
                    id: number,
                })?;
                Target::Import(entry.number)
            }
        })
    }
}
