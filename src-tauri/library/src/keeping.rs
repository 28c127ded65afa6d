//! Import, look and rebuild: what connects a run to the library.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use scanfolio_core::cancel::CancelToken;

use crate::clock;
use crate::content::{Content, KeptFile};
use crate::copying::Copying;
use crate::error::LibraryError;
use crate::faults::Point;
use crate::files::{FILES, Files, STAGING};
use crate::import::keep::Hashes;
use crate::import::run::{self, Batch, Target, Watch};
use crate::import::source::{Found, Source, folder};
use crate::import::space;
use crate::import::take::Keeping;
use crate::journal::{self, FileLine, Finished, Line, Remarks};
use crate::lacking::{self, Listing};
use crate::library::{Holding, Library};
use crate::looked::Looked;
use crate::outcome::{ImportOutcome, PersonChoice, Progress};
use crate::persons::{Assigner, Persons, identity_key, study_key};
use crate::sidecar::Sidecar;
use crate::storage::{Filed, Filing, Storage};

/// After so long the first files that are looked at are seen,
const FIRST_SEEN: Duration = Duration::from_millis(30);
/// and then more of them.
const MORE_SEEN: Duration = Duration::from_millis(500);

impl Library {
    /// Copies everything at the paths into the library that is not there yet.
    ///
    /// One bad file does not stop it: it is named in the outcome. Stopped by
    /// `cancel`, what was filed before is kept.
    ///
    /// # Errors
    /// [`LibraryError::TooLittleRoom`] before anything is copied, [`LibraryError::DiskFull`] and what else keeps the library from being written.
    pub fn import(
        &self,
        paths: &[PathBuf],
        who: PersonChoice,
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<ImportOutcome, LibraryError> {
        let sources: Vec<Source> = paths.iter().cloned().map(Source::Path).collect();
        self.import_sources(&sources, who, progress, cancel)
    }

    /// [`Library::import`] from sources of any kind.
    ///
    /// # Errors
    /// As [`Library::import`].
    pub fn import_sources(
        &self,
        sources: &[Source],
        who: PersonChoice,
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<ImportOutcome, LibraryError> {
        self.import_watched(sources, who, &Watch { progress, cancel }, None)
    }

    /// [`Library::import_sources`], while what is copied can be looked at already.
    ///
    /// # Errors
    /// As [`Library::import`].
    pub fn import_shown(
        &self,
        sources: &[Source],
        who: PersonChoice,
        copying: &Copying,
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<ImportOutcome, LibraryError> {
        self.import_watched(sources, who, &Watch { progress, cancel }, Some(copying))
    }

    fn import_watched(
        &self,
        sources: &[Source],
        who: PersonChoice,
        watch: &Watch<'_>,
        copying: Option<&Copying>,
    ) -> Result<ImportOutcome, LibraryError> {
        let files = self.files()?;
        let _change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        let number = journal::next_number(files)?;
        let staging = format!("{STAGING}/{number:06}");
        files
            .make_folder(&staging)
            .map_err(LibraryError::io("write to the library folder"))?;
        let result = self.import_into(files, number, sources, who, watch, copying);
        match result {
            Ok(outcome) => {
                // Duplicates, and what was not filed because of a stop.
                files
                    .remove_folder(&staging)
                    .map_err(LibraryError::io("sweep the staging folder"))?;
                Ok(outcome)
            }
            Err(error) => {
                // What was safe before the error is completed now, or else by the next opening;
                // the first error is the one to tell.
                let _ = self.recover();
                Err(error)
            }
        }
    }

    fn import_into(
        &self,
        files: &Files,
        number: i64,
        sources: &[Source],
        who: PersonChoice,
        watch: &Watch<'_>,
        copying: Option<&Copying>,
    ) -> Result<ImportOutcome, LibraryError> {
        let started_at = clock::now();
        let source_names: Vec<String> = sources.iter().map(name_of).collect();
        if let Some(copying) = copying {
            copying.begin(number, &started_at, &source_names)?;
        }
        self.storage
            .begin_import(number, &started_at, &source_names)?;
        files.at(Point::ImportBegun);
        let known = RwLock::new(self.storage.known_hashes()?);
        let first = Line::Import {
            number,
            started_at,
            source_names,
            person: who.clone(),
        };
        let mut target = KeepTarget {
            files,
            storage: &self.storage,
            number,
            assigner: Assigner::new(Persons::load(files)?, who, number),
            filed: Filed::default(),
            first: Some(first),
            copying,
        };
        let (mut outcome, met, listings) = run::run(
            sources,
            &Keeping::Copy {
                files,
                import: number,
            },
            &known,
            &mut target,
            watch,
        )?;
        let KeepTarget {
            filed,
            first,
            mut assigner,
            ..
        } = target;
        // Files that waited here already are answered for, too.
        for waiting in self.storage.waiting_among(&met)? {
            assigner.assign(&waiting.key, &waiting.identity);
        }
        assigner.save(files)?;
        self.storage.follow_persons(&assigner.persons)?;
        self.take_back(files, &met)?;
        outcome.unpaired_report_ids = self.pair_reports(&filed.report_ids, &filed.study_ids)?;
        files.at(Point::ReportsPaired);
        outcome.joined_study_ids = self.storage.joined_studies(number)?;
        let with_a_waiting_study = self.storage.loose_reports_that_wait(number)?;
        outcome.reports -= with_a_waiting_study.min(outcome.reports);
        outcome.waiting += with_a_waiting_study;
        let finished = Finished {
            finished_at: clock::now(),
            files: outcome.files,
            instances: outcome.instances,
            reports: outcome.reports,
            attachments: outcome.attachments,
            duplicates: outcome.duplicates,
            ignored: outcome.ignored,
            waiting: outcome.waiting,
            met: hex_of(&met),
            completed: if outcome.is_cancelled {
                Vec::new()
            } else {
                self.storage.completed_studies(number, &met)?
            },
            is_cancelled: outcome.is_cancelled,
            was_interrupted: false,
        };
        let listings = lacking::hold_against(&self.storage, number, &met, listings)?;
        let lines: Vec<Line> = first
            .into_iter()
            .chain(outcome.rejected.iter().cloned().map(Line::Rejected))
            .chain(outcome.missing.iter().cloned().map(Line::Missing))
            .chain(listings.iter().cloned().map(Line::Listing))
            .chain([Line::Finished(finished.clone())])
            .collect();
        journal::append(files, number, &lines)?;
        files.at(Point::ImportJournalled);
        self.storage
            .finish_import(number, &finished, remarks(&outcome, &listings))?;
        files.at(Point::ImportFinished);
        summarise(&mut outcome, filed);
        Ok(outcome)
    }

    /// Reads what is at the paths in place: same code, an index in memory, nothing written.
    ///
    /// # Errors
    /// When the index in memory cannot be made.
    pub fn look(
        paths: &[PathBuf],
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<(Self, ImportOutcome), LibraryError> {
        let sources: Vec<Source> = paths.iter().cloned().map(Source::Path).collect();
        Self::look_at(&sources, progress, cancel)
    }

    /// [`Library::look`] at sources of any kind.
    ///
    /// # Errors
    /// As [`Library::look`].
    pub fn look_at(
        sources: &[Source],
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<(Self, ImportOutcome), LibraryError> {
        let library = Self::to_look()?;
        let outcome = library.look_on(sources, progress, cancel)?;
        Ok((library, outcome))
    }

    /// An index in memory for [`Library::look_on`].
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn to_look() -> Result<Self, LibraryError> {
        let holding = Holding::Looked(Looked::default());
        Ok(Self::new(Storage::in_memory()?, holding))
    }

    /// Reads sources in place. What was read is seen in the index while the
    /// rest is still being read; reports find their exams at the end.
    ///
    /// # Errors
    /// [`LibraryError::NothingKept`] for a library in a folder; when the index in memory cannot be written.
    pub fn look_on(
        &self,
        sources: &[Source],
        progress: &dyn Fn(Progress),
        cancel: &CancelToken,
    ) -> Result<ImportOutcome, LibraryError> {
        let Holding::Looked(looked) = &self.holding else {
            return Err(LibraryError::NothingKept);
        };
        let source_names: Vec<String> = sources.iter().map(name_of).collect();
        self.storage.begin_import(1, &clock::now(), &source_names)?;
        let known = RwLock::new(HashSet::new());
        let mut target = LookTarget {
            storage: &self.storage,
            looked,
            assigner: Assigner::new(Persons::default(), PersonChoice::New, 1),
            filed: Filed::default(),
            filed_at: Instant::now(),
        };
        let (mut outcome, met, listings) = run::run(
            sources,
            &Keeping::Look,
            &known,
            &mut target,
            &Watch { progress, cancel },
        )?;
        let filed = target.filed;
        outcome.unpaired_report_ids = self.pair_reports(&filed.report_ids, &filed.study_ids)?;
        let finished = Finished {
            finished_at: clock::now(),
            is_cancelled: outcome.is_cancelled,
            ..Finished::default()
        };
        let listings = lacking::hold_against(&self.storage, 1, &met, listings)?;
        self.storage
            .finish_import(1, &finished, remarks(&outcome, &listings))?;
        summarise(&mut outcome, filed);
        Ok(outcome)
    }
}

/// Sorted, for a journal that is the same whatever the threads did.
fn hex_of(hashes: &HashSet<blake3::Hash>) -> Vec<String> {
    let mut hex: Vec<String> = hashes
        .iter()
        .map(|hash| hash.to_hex().to_string())
        .collect();
    hex.sort_unstable();
    hex
}

fn remarks<'a>(outcome: &'a ImportOutcome, listings: &'a [Listing]) -> Remarks<'a> {
    Remarks {
        rejected: &outcome.rejected,
        missing: &outcome.missing,
        listings,
    }
}

fn summarise(outcome: &mut ImportOutcome, filed: Filed) {
    outcome.studies = filed.study_ids.len() as u64;
    outcome.series = filed.series_ids.len() as u64;
    outcome.study_ids = filed.study_ids.into_iter().collect();
    outcome.person_ids = filed.person_ids.into_iter().collect();
    outcome.waiting_identities = filed.waiting_identities.into_iter().collect();
}

fn name_of(source: &Source) -> String {
    match source {
        Source::Path(path) | Source::Locked(path, _) => folder::name_of(path),
        Source::Made { name, .. } => name.clone(),
    }
}

fn count(outcome: &mut ImportOutcome, filed: &Filed) {
    outcome.instances += filed.instances;
    outcome.reports += filed.reports;
    outcome.attachments += filed.attachments;
    outcome.waiting += filed.waiting;
    outcome.differing += filed.differing;
}

/// Files into a library folder.
struct KeepTarget<'a> {
    files: &'a Files,
    storage: &'a Storage,
    number: i64,
    assigner: Assigner,
    filed: Filed,
    /// The journal's first line, until it is written: an import of nothing new leaves only its end.
    first: Option<Line>,
    /// Told of every copy.
    copying: Option<&'a Copying>,
}

impl Target for KeepTarget<'_> {
    fn place(&mut self, _found: &Found, content: &Content, hashes: Option<&Hashes>) -> String {
        let name: String = hashes.map_or_else(String::new, |hashes| {
            hashes.blake3.to_hex().chars().take(32).collect()
        });
        match content {
            Content::Dicom(dicom) => {
                let identity = identity_key(&dicom.instance.identity, self.number);
                let uid = &dicom.instance.study.study_instance_uid;
                // Files without a study lie together; where they lie means nothing to the index.
                format!("{FILES}/{}/{name}.dcm", study_key(&identity, uid))
            }
            Content::Report(report) => {
                format!(
                    "{FILES}/loose-{:06}/{name}.{}",
                    self.number,
                    extension(report_media_type(report))
                )
            }
            Content::Attachment(media_type) => {
                format!(
                    "{FILES}/loose-{:06}/{name}.{}",
                    self.number,
                    extension(media_type)
                )
            }
        }
    }

    fn staged(&self, file: &KeptFile, staged: &str) {
        if let Some(copying) = self.copying {
            copying.add(file, staged);
        }
    }

    fn is_due(&self, batch: &Batch, folder: &str, length: u64) -> bool {
        batch.is_full(folder, length, self.files.batch())
    }

    fn make_sure_of_room(&self, round: &[Found]) -> Result<(), LibraryError> {
        space::make_sure(self.files, round, || self.storage.held_lengths())
    }

    fn commit(&mut self, batch: Batch, outcome: &mut ImportOutcome) -> Result<(), LibraryError> {
        let writing = || LibraryError::io("write to the library folder");
        let Batch {
            files: kept,
            staged,
            ..
        } = batch;
        let staged_places: Vec<&str> = staged.iter().map(String::as_str).collect();
        self.files.sync(&staged_places).map_err(writing())?;
        // From here on a kill is completed by the next opening.
        let mut lines: Vec<Line> = self.first.take().into_iter().collect();
        lines.extend(
            kept.iter()
                .zip(&staged)
                .map(|(file, staged)| Line::File(line_of(file, staged))),
        );
        journal::append(self.files, self.number, &lines)?;
        for (file, staged) in kept.iter().zip(&staged) {
            settle(self.files, &file.place, staged).map_err(writing())?;
        }
        self.assigner.assign_all(&kept);
        self.assigner.save(self.files)?;
        let filing = Filing {
            import_id: self.number,
            persons: &self.assigner.persons,
        };
        let filed = self.storage.file(&filing, &kept)?;
        let places: Vec<&str> = kept.iter().map(|file| file.place.as_str()).collect();
        self.files.sync_names(&places).map_err(writing())?;
        self.files.at(Point::BatchFiled);
        count(outcome, &filed);
        self.filed.add(filed);
        Ok(())
    }
}

/// Moves a staged file to its place.
pub(crate) fn settle(files: &Files, place: &str, staged: &str) -> std::io::Result<()> {
    if let Some((folder, _)) = place.rsplit_once('/') {
        files.make_folder(folder)?;
    }
    files.rename(staged, place)
}

fn line_of(file: &KeptFile, staged: &str) -> FileLine {
    FileLine {
        place: file.place.clone(),
        staged: staged.to_owned(),
        source_path: file.source_path.clone(),
        blake3: file
            .hashes
            .map_or_else(String::new, |hashes| hashes.blake3.to_hex().to_string()),
        length: file.file_length,
    }
}

fn report_media_type(report: &scanfolio_core::report::Report) -> &'static str {
    match report.source {
        scanfolio_core::report::ReportSource::Pdf => "application/pdf",
        _ => "text/plain",
    }
}

/// For the eyes of people who open the folder: the content decides when it is read again.
fn extension(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        "text/html" => "html",
        "application/xml" => "xml",
        "application/json" => "json",
        "application/rtf" => "rtf",
        "application/hl7-v2" => "hl7",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        "image/bmp" => "bmp",
        "image/webp" => "webp",
        "image/jp2" => "jp2",
        "image/jxl" => "jxl",
        "video/mp4" => "mp4",
        _ => "bin",
    }
}

/// Files into an index in memory.
struct LookTarget<'a> {
    storage: &'a Storage,
    looked: &'a Looked,
    assigner: Assigner,
    filed: Filed,
    filed_at: Instant,
}

impl Target for LookTarget<'_> {
    fn place(&mut self, found: &Found, _content: &Content, _hashes: Option<&Hashes>) -> String {
        self.looked.add(found.path.clone(), found.origin.clone())
    }

    /// Nothing is copied.
    fn make_sure_of_room(&self, _round: &[Found]) -> Result<(), LibraryError> {
        Ok(())
    }

    /// What is looked at stays where it is.
    fn staged(&self, _file: &KeptFile, _staged: &str) {}

    /// Nothing has to be made durable, so what was read is soon seen. The first
    /// files come at once; the index is not kept busy with more of them.
    fn is_due(&self, batch: &Batch, _folder: &str, _length: u64) -> bool {
        let pause = if self.filed.study_ids.is_empty() {
            FIRST_SEEN
        } else {
            MORE_SEEN
        };
        !batch.files.is_empty() && self.filed_at.elapsed() >= pause
    }

    fn commit(&mut self, batch: Batch, outcome: &mut ImportOutcome) -> Result<(), LibraryError> {
        self.assigner.assign_all(&batch.files);
        let filing = Filing {
            import_id: 1,
            persons: &self.assigner.persons,
        };
        let filed = self.storage.file(&filing, &batch.files)?;
        count(outcome, &filed);
        self.filed.add(filed);
        self.filed_at = Instant::now();
        Ok(())
    }
}
