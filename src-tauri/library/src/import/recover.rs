//! Completes what was killed, and makes the index anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use scanfolio_core::cancel::CancelToken;

use super::keep;
use crate::clock;
use crate::content::{Content, Examined, KeptFile, examine};
use crate::error::LibraryError;
use crate::files::{Files, STAGING};
use crate::import::source::archive::Archive;
use crate::journal::{self, FileLine, Finished, Journal};
use crate::keeping::settle;
use crate::library::{Holding, Kept, Library};
use crate::outcome::{Phase, Progress};
use crate::persons::{Assigner, Persons};
use crate::remove::{self, Removals};
use crate::sidecar::{ReadReports, Sidecar};
use crate::storage::{Filing, Storage, or_damaged};

impl Library {
    /// Makes the index anew from the kept files, the journals and the sidecars.
    /// The old one answers until the new one is whole.
    ///
    /// # Errors
    /// [`LibraryError::Cancelled`], and then the old index stands;
    /// [`LibraryError::NothingKept`] while only looking.
    pub fn rebuild(
        &self,
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<(), LibraryError> {
        let Holding::Kept(kept) = &self.holding else {
            return Err(LibraryError::NothingKept);
        };
        let _change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        let beside = kept.index.with_extension("new");
        Storage::remove(&beside)?;
        let new = Storage::open(&beside)?;
        match index_all(&kept.files, &new, progress, cancel) {
            Ok(()) => self.storage.replace_with(new, &beside),
            Err(error) => {
                drop(new);
                Storage::remove(&beside)?;
                Err(error)
            }
        }
    }

    /// Completes imports that were killed, or failed, after their bytes were safe,
    /// and files those that this index does not know (it is an older copy).
    pub(crate) fn recover(&self) -> Result<(), LibraryError> {
        let files = self.files()?;
        let finished = self.storage.finished_imports()?;
        let mut unfinished: BTreeSet<i64> = journal::numbers(files)?.into_iter().collect();
        unfinished.extend(self.storage.unfinished_imports()?);
        unfinished.retain(|number| !finished.contains(number));
        if unfinished.is_empty()
            && files
                .holds_nothing(STAGING)
                .map_err(LibraryError::io("look into the staging folder"))?
        {
            return Ok(());
        }
        let known = self.storage.known_places()?;
        for number in unfinished {
            let Some(mut journal) = journal::read(files, number)? else {
                // It kept nothing.
                self.storage.forget_import(number)?;
                continue;
            };
            complete_files(files, &mut journal)?;
            let mut assigner = Assigner::new(Persons::load(files)?, journal.person.clone(), number);
            let mut unknown = journal.clone();
            unknown.files.retain(|file| !known.contains(&file.place));
            index_journal(
                files,
                &self.storage,
                &unknown,
                Whose::Decided(&mut assigner),
                &|_| {},
                &CancelToken::default(),
            )?;
            // Also what was filed before the kill was not tied to anything yet.
            let (reports, studies) = self.storage.brought_by(number)?;
            self.pair_reports(&reports, &studies)?;
            match &journal.finished {
                Some(finished) => {
                    self.storage
                        .finish_import(number, finished, journal.remarks())?;
                }
                None => finish_late(files, &self.storage, &mut journal)?,
            }
        }
        sweep(files)
    }
}

/// Makes the index of a library that has none: beside its place, so that a kill leaves none again.
pub(crate) fn make_index(kept: &Kept) -> Result<(), LibraryError> {
    let beside = kept.index.with_extension("new");
    Storage::remove(&beside)?;
    Storage::remove(&kept.index)?;
    let new = Storage::open(&beside)?;
    index_all(&kept.files, &new, &|_| {}, &CancelToken::default())?;
    new.move_to(&kept.index)
}

/// Opens an index. One that was not closed is held against the journals, too.
///
/// # Errors
/// [`LibraryError::IndexDamaged`]: [`make_index`] helps.
pub(crate) fn open_index(kept: &Kept) -> Result<Storage, LibraryError> {
    let storage = Storage::open(&kept.index)?;
    if storage.was_sealed() || or_damaged(agrees_with_journals(&kept.files, &storage))? {
        return Ok(storage);
    }
    storage.spoil();
    Err(LibraryError::IndexDamaged)
}

/// Everything that finished imports brought is held, with the bytes they brought.
fn agrees_with_journals(files: &Files, storage: &Storage) -> Result<bool, LibraryError> {
    let finished = storage.finished_imports()?;
    let known = storage.known_files()?;
    let by_place: BTreeMap<&str, &str> = known
        .iter()
        .map(|(place, blake3)| (place.as_str(), blake3.as_str()))
        .collect();
    // The same report brought twice is held once.
    let hashes: BTreeSet<&str> = known.iter().map(|(_, blake3)| blake3.as_str()).collect();
    Ok(journal::read_all(files)?
        .iter()
        .filter(|journal| finished.contains(&journal.number))
        .flat_map(|journal| &journal.files)
        .all(|line| match by_place.get(line.place.as_str()) {
            Some(blake3) => *blake3 == line.blake3,
            None => hashes.contains(line.blake3.as_str()) || !files.exists(&line.place),
        }))
}

/// Indexes everything that is kept into an empty index.
fn index_all(
    files: &Files,
    storage: &Storage,
    progress: &dyn Fn(Progress),
    cancel: &CancelToken,
) -> Result<(), LibraryError> {
    let mut journals = journal::read_all(files)?;
    for journal in &mut journals {
        complete_files(files, journal)?;
    }
    adopt_strays(files, &mut journals)?;
    let total = journals
        .iter()
        .map(|journal| journal.files.len() as u64)
        .sum();
    let mut persons = Persons::load(files)?;
    let mut done = 0;
    for journal in &mut journals {
        // What is recorded of an identity stands; only an import that was killed decides anew.
        let mut assigner = journal
            .finished
            .is_none()
            .then(|| Assigner::new(persons.clone(), journal.person.clone(), journal.number));
        let step = |count| {
            progress(Progress {
                phase: Phase::Reading,
                done: done + count,
                total,
            })
        };
        let whose = match &mut assigner {
            Some(assigner) => Whose::Decided(assigner),
            None => Whose::Recorded(&persons),
        };
        index_journal(files, storage, journal, whose, &step, cancel)?;
        if let Some(assigner) = assigner {
            persons = assigner.persons;
        }
        if let Some(finished) = &journal.finished {
            storage.finish_import(journal.number, finished, journal.remarks())?;
        }
        done += journal.files.len() as u64;
    }
    remove::hide(storage, files, &Removals::load(files)?)?;
    let decisions = crate::sidecar::PairingDecisions::load(files)?;
    progress(Progress {
        phase: Phase::Filing,
        done,
        total,
    });
    let (rows, looked) = crate::reports::propose(storage, &BTreeSet::new(), &decisions)?;
    storage.put_pairings(&looked, &rows)?;
    let unfinished = journals
        .iter_mut()
        .filter(|journal| journal.finished.is_none());
    for journal in unfinished {
        finish_late(files, storage, journal)?;
    }
    for key in ReadReports::load(files)?.0 {
        storage.mark_read(&key, false)?;
    }
    sweep(files)
}

/// Ends the journal of an import that was cut short.
fn finish_late(
    files: &Files,
    storage: &Storage,
    journal: &mut Journal,
) -> Result<(), LibraryError> {
    let finished = Finished {
        finished_at: clock::now(),
        was_interrupted: true,
        ..storage.kept_by(journal.number)?
    };
    journal.finished = Some(finished.clone());
    journal::rewrite(files, journal)?;
    storage.finish_import(journal.number, &finished, journal.remarks())
}

/// Who says whose the files of a journal are.
enum Whose<'a> {
    /// The sidecar alone: an identity it does not know waits.
    Recorded(&'a Persons),
    /// The choice made at the import; saved before the index shows it.
    Decided(&'a mut Assigner),
}

/// Reads the kept files of one import and files them.
fn index_journal(
    files: &Files,
    storage: &Storage,
    journal: &Journal,
    whose: Whose<'_>,
    step: &dyn Fn(u64),
    cancel: &CancelToken,
) -> Result<(), LibraryError> {
    storage.begin_import(journal.number, &journal.started_at, &journal.source_names)?;
    let mut kept = Vec::with_capacity(journal.files.len());
    for (count, line) in journal.files.iter().enumerate() {
        if cancel.is_cancelled() {
            return Err(LibraryError::Cancelled);
        }
        // A file that is gone or no longer readable is named by `verify`; the rest is listed all the same.
        kept.extend(read_again(files, line));
        if count % 64 == 0 {
            step(count as u64);
        }
    }
    let persons = match whose {
        Whose::Recorded(persons) => persons,
        Whose::Decided(assigner) => {
            assigner.assign_all(&kept);
            assigner.save(files)?;
            &assigner.persons
        }
    };
    let filing = Filing {
        import_id: journal.number,
        persons,
    };
    storage.file(&filing, &kept)?;
    Ok(())
}

fn read_again(files: &Files, line: &FileLine) -> Option<KeptFile> {
    let source = std::sync::Arc::new(files.open(&line.place).ok()?);
    let content = match examine(&line.source_path, &*source).ok()? {
        Examined::Content(content) => content,
        Examined::Zip => {
            let archive =
                Archive::open(std::sync::Arc::<crate::files::FileSource>::clone(&source)).ok()?;
            match crate::content::of_archive(&archive)? {
                Examined::Content(content) => content,
                _ => return None,
            }
        }
        _ => return None,
    };
    let offset = match &content {
        Content::Dicom(dicom) => dicom.data_set_offset,
        _ => 0,
    };
    Some(KeptFile {
        place: line.place.clone(),
        source_path: line.source_path.clone(),
        hashes: Some(keep::hash(&*source, offset).ok()?),
        file_length: line.length,
        content,
    })
}

/// Brings files that were still in staging to their places; forgets lines whose bytes are nowhere.
fn complete_files(files: &Files, journal: &mut Journal) -> Result<(), LibraryError> {
    if journal.finished.is_some() {
        return Ok(());
    }
    let mut error = None;
    journal.files.retain(|line| {
        if files.exists(&line.place) {
            return true;
        }
        if !files.exists(&line.staged) {
            return false;
        }
        match settle(files, &line.place, &line.staged) {
            Ok(()) => true,
            Err(source) => {
                error = Some(LibraryError::io("complete an import")(source));
                false
            }
        }
    });
    error.map_or(Ok(()), Err)
}

/// Kept files that no journal names (one was deleted) are indexed under an import of their own, number 0.
fn adopt_strays(files: &Files, journals: &mut Vec<Journal>) -> Result<(), LibraryError> {
    let named: BTreeMap<&str, ()> = journals
        .iter()
        .flat_map(|journal| journal.files.iter().map(|file| (file.place.as_str(), ())))
        .collect();
    let places = files
        .walk(crate::files::FILES)
        .map_err(LibraryError::io("list the kept files"))?;
    let strays: Vec<FileLine> = places
        .into_iter()
        .filter(|place| !named.contains_key(place.as_str()))
        .map(|place| FileLine {
            source_path: place.clone(),
            staged: String::new(),
            blake3: String::new(),
            length: files
                .open(&place)
                .map_or(0, |file| scanfolio_core::bytes::ReadAt::len(&file)),
            place,
        })
        .collect();
    if !strays.is_empty() {
        journals.insert(
            0,
            Journal {
                files: strays,
                finished: Some(Finished {
                    finished_at: clock::now(),
                    ..Finished::default()
                }),
                ..Journal::empty(0)
            },
        );
    }
    Ok(())
}

/// Staged bytes that no journal names were never acknowledged.
fn sweep(files: &Files) -> Result<(), LibraryError> {
    files
        .empty_folder(STAGING)
        .map_err(LibraryError::io("sweep the staging folder"))
}
