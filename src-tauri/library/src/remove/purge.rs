//! What was removed goes from disk.
//!
//! Every step can be killed and is done again by the next opening: first the
//! removal is made final, then its rows go, its files, its lines in the
//! journals, the decisions about it; the sidecar forgets it last.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::TryLockError;

use serde::Serialize;

use super::record::RemovalEntry;
use super::{Covered, Removals, Target};
use crate::error::LibraryError;
use crate::files::Files;
use crate::journal::{self, Journal, Removed};
use crate::lacking::Listing;
use crate::library::Library;
use crate::outcome::PersonChoice;
use crate::persons::Persons;
use crate::sidecar::{PairingDecisions, ReadReports, Sidecar};
use crate::storage::KeyKind;

/// What went from disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Purged {
    /// Kept files.
    pub files: u64,
    /// Their length.
    pub bytes: u64,
}

impl Library {
    /// Deletes everything that is removed, for good. While an import or another
    /// change is under way nothing is: the next opening does it.
    ///
    /// # Errors
    /// When a file cannot be deleted; what is left is deleted by the next opening.
    pub fn purge_removed(&self) -> Result<Purged, LibraryError> {
        let files = self.files()?;
        let _change = match self.change.try_lock() {
            Ok(change) => change,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(Purged::default()),
        };
        self.purge(files)
    }

    pub(crate) fn purge(&self, files: &Files) -> Result<Purged, LibraryError> {
        let mut removals = Removals::load(files)?;
        if removals.removals.is_empty() {
            // A kill may have come between undoing in the sidecar and in the index,
            // or the sidecar was damaged.
            if self.storage.hides_something()? {
                self.follow_removals(files, &removals)?;
            }
            return Ok(Purged::default());
        }
        for removal in &mut removals.removals {
            removal.is_final = true;
        }
        removals.save(files)?;
        self.follow_removals(files, &removals)?;
        let purged = delete_files(files, &removals)?;
        self.rewrite_journals(files, &removals)?;
        self.forget_decisions(files, &removals)?;
        removals.removals.clear();
        removals.save(files)?;
        Ok(purged)
    }

    /// The journals keep that something was removed, and when.
    fn rewrite_journals(&self, files: &Files, removals: &Removals) -> Result<(), LibraryError> {
        let touched: BTreeSet<i64> = removals
            .removals
            .iter()
            .flat_map(|removal| &removal.files)
            .map(|file| file.import)
            .chain(removals.imports())
            .collect();
        let gone = self.gone(KeyKind::Study, removals, |removal| &removal.studies)?;
        for mut journal in journal::read_all(files)? {
            let is_changed = forget_lines(&mut journal, removals)
                | forget_listings(&mut journal.listings, &gone);
            if is_changed {
                journal::rewrite(files, &journal)?;
            }
            // Also when a kill came between the two: the journal was rewritten then already.
            if (is_changed || touched.contains(&journal.number))
                && let Some(finished) = &journal.finished
            {
                self.storage.begin_import(
                    journal.number,
                    &journal.started_at,
                    &journal.source_names,
                )?;
                self.storage
                    .finish_import(journal.number, finished, journal.remarks())?;
            }
        }
        Ok(())
    }

    /// Keys of what was removed and of which nothing is held any more.
    fn gone(
        &self,
        kind: KeyKind,
        removals: &Removals,
        of: fn(&RemovalEntry) -> &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, LibraryError> {
        let keys: BTreeSet<String> = removals.removals.iter().flat_map(of).cloned().collect();
        let known = self.storage.known_keys(kind, &keys)?;
        Ok(&keys - &known)
    }

    /// Whose they were, what they belonged to, and that they were read.
    fn forget_decisions(&self, files: &Files, removals: &Removals) -> Result<(), LibraryError> {
        let gone = |kind, of| self.gone(kind, removals, of);
        let identities = gone(KeyKind::Identity, |removal| &removal.identities)?;
        let studies = gone(KeyKind::Study, |removal| &removal.studies)?;
        let reports = gone(KeyKind::Report, |removal| &removal.reports)?;

        let mut persons = Persons::load(files)?;
        for identity in &identities {
            persons.release(identity);
        }
        persons.save(files)?;
        self.storage.follow_persons(&persons)?;
        let mut pairings = PairingDecisions::load(files)?;
        pairings.0.retain(|report, decisions| {
            decisions.retain(|study, _| !studies.contains(study));
            !reports.contains(report) && !decisions.is_empty()
        });
        pairings.save(files)?;
        let mut read = ReadReports::load(files)?;
        read.0.retain(|report| !reports.contains(report));
        read.save(files)
    }
}

/// Deletes the files; one that another import brought again since stays.
fn delete_files(files: &Files, removals: &Removals) -> Result<Purged, LibraryError> {
    let covered: BTreeMap<(i64, &str), &Covered> = removals
        .removals
        .iter()
        .flat_map(|removal| &removal.files)
        .map(|file| ((file.import, file.place.as_str()), file))
        .collect();
    let journals = journal::read_all(files)?;
    let staying: HashSet<&str> = journals
        .iter()
        .flat_map(|journal| {
            let lines = journal.files.iter().map(|line| line.place.as_str());
            lines.filter(|place| !covered.contains_key(&(journal.number, *place)))
        })
        .collect();
    let mut purged = Purged::default();
    for file in covered.values() {
        if staying.contains(file.place.as_str()) {
            continue;
        }
        let is_deleted = files
            .remove(&file.place)
            .map_err(LibraryError::io("delete a removed file"))?;
        if is_deleted {
            purged.files += 1;
            purged.bytes += file.length;
        }
    }
    let places: Vec<&str> = covered.keys().map(|(_, place)| *place).collect();
    files
        .remove_empty_folders(&places)
        .map_err(LibraryError::io("delete a removed file"))?;
    Ok(purged)
}

/// Takes the covered lines out, and notes how many; `false` when there was none.
fn forget_lines(journal: &mut Journal, removals: &Removals) -> bool {
    let mut is_changed = false;
    for removal in &removals.removals {
        let places: HashSet<&str> = removal
            .files
            .iter()
            .filter(|file| file.import == journal.number)
            .map(|file| file.place.as_str())
            .collect();
        let hashes: HashSet<&str> = removal
            .files
            .iter()
            .map(|file| file.data_set_blake3.as_str())
            .collect();
        let mut removed = Removed {
            removed_at: removal.removed_at.clone(),
            files: 0,
            bytes: 0,
        };
        journal.files.retain(|line| {
            let goes = places.contains(line.place.as_str());
            if goes {
                removed.files += 1;
                removed.bytes += line.length;
            }
            !goes
        });
        if removed.files > 0 {
            journal.removed.push(removed);
            is_changed = true;
        }
        if let Some(finished) = &mut journal.finished {
            let before = finished.met.len();
            if removal.what == Target::Import(journal.number) {
                finished.met.clear();
            }
            finished.met.retain(|hash| !hashes.contains(hash.as_str()));
            is_changed |= finished.met.len() < before;
        }
    }
    // Nothing of it is left: names that came with it go, too. That it was, and its counts, stay.
    if is_changed && !journal.removed.is_empty() && journal.files.is_empty() {
        journal.source_names.clear();
        journal.person = PersonChoice::Ask;
        journal.rejected.clear();
        journal.missing.clear();
        journal.listings.clear();
    }
    is_changed
}

/// What discs list of studies that are gone goes, too; `false` when there was none.
fn forget_listings(listings: &mut Vec<Listing>, gone: &BTreeSet<String>) -> bool {
    let mut is_changed = false;
    listings.retain_mut(|listing| {
        let before = listing.study_keys.len();
        listing.study_keys.retain(|key| !gone.contains(key));
        let is_touched = listing.study_keys.len() < before;
        is_changed |= is_touched;
        !is_touched || !listing.study_keys.is_empty()
    });
    is_changed
}
