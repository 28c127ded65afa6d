//! What the program holds while its window is open.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::report::Glossary;
use scanfolio_library::worker::{DecodeQueue, DecodeRequest, SourceKey, Urgency};
use scanfolio_library::{
    ArchivePassword, Copying, ImportOutcome, Library, OpenMode, Progress, Source, home, location,
};

use crate::error::{Code, DoorError};
use crate::jobs::Jobs;
use crate::offered::Offered;
use crate::platform;
use crate::wire::{Holding, Key, Looking, Outcome, Problem};

/// The number the window gave a request for a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(pub u32);

/// The library, what is only looked at, and the work under way.
pub struct App {
    folder: RwLock<PathBuf>,
    /// What the program remembers on this computer lies here.
    config: PathBuf,
    kept: RwLock<Result<Arc<Library>, Problem>>,
    looked: RwLock<Option<Arc<Looked>>>,
    copying: RwLock<Option<Arc<Copying>>>,
    /// Of the look that runs.
    reading: RwLock<Option<Arc<Library>>>,
    given: Mutex<Option<Given>>,
    given_problem: Mutex<Option<Problem>>,
    queue: DecodeQueue,
    requests: Arc<Jobs>,
    /// Long work, by its number.
    pub jobs: Jobs,
    /// Paths the person put before the program.
    pub offered: Offered,
    /// The words Scanfolio explains.
    pub glossary: &'static Glossary,
}

/// What the program was given, being looked at since its start.
struct Given {
    paths: Vec<PathBuf>,
    look: JoinHandle<Result<Looked, DoorError>>,
    cancel: CancelToken,
}

/// So long the window waits for what the program was given; what takes longer
/// is seen while it is read.
const GIVEN_PATIENCE: Duration = Duration::from_millis(500);

/// A source read in place.
pub struct Looked {
    library: Arc<Library>,
    outcome: ImportOutcome,
    paths: Vec<PathBuf>,
    password: Option<ArchivePassword>,
    is_sample: bool,
}

impl App {
    /// Opens the library and, beside it, begins to look at what the program
    /// was given: by the time the window is up, that is mostly done.
    #[must_use]
    pub fn open(given: Vec<PathBuf>) -> Self {
        let offered = Offered::default();
        offered.offer(&given);
        let given = (!given.is_empty()).then(|| {
            let (paths, cancel) = (given.clone(), CancelToken::default());
            let token = cancel.clone();
            let look =
                std::thread::spawn(move || Looked::open(given, None, false, &|_| {}, &token));
            Given {
                paths,
                look,
                cancel,
            }
        });
        let config = location::config_folder().unwrap_or_default();
        let usual = location::default_folder().unwrap_or_default();
        let start = match platform::library_folder_from_environment() {
            Some(folder) => Ok((folder, OpenMode::Create)),
            None => home::at_start(&config, usual.clone()),
        };
        let folder = start.as_ref().map_or(usual, |(folder, _)| folder.clone());
        let kept = start
            .and_then(|(folder, mode)| Library::open(&folder, mode))
            .map(Arc::new)
            .map_err(|error| DoorError::from(error).to_problem());
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            folder: RwLock::new(folder),
            config,
            kept: RwLock::new(kept),
            looked: RwLock::default(),
            copying: RwLock::default(),
            reading: RwLock::default(),
            given: Mutex::new(given),
            given_problem: Mutex::default(),
            queue: DecodeQueue::new(threads),
            requests: Arc::default(),
            jobs: Jobs::default(),
            offered,
            glossary: scanfolio_library::glossary(),
        }
    }

    /// The library folder, as the person knows it.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Goes over to the library in another folder, which is made when there is
    /// none, and remembers it. A new library takes over the person's settings.
    ///
    /// # Errors
    /// What is wrong with the folder; the library at hand then stays open.
    pub fn move_to(&self, folder: &Path) -> Result<(), DoorError> {
        let before = self.kept();
        if before.is_ok() && self.folder() == folder {
            return Ok(());
        }
        let library = Library::open(folder, OpenMode::Create)?;
        if let Ok(before) = before
            && library.settings()?.is_null()
        {
            library.save_settings(before.settings()?)?;
        }
        home::remember(&self.config, folder)?;
        self.close();
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Ok(Arc::new(library));
        *self.folder.write().unwrap_or_else(PoisonError::into_inner) = folder.to_path_buf();
        Ok(())
    }

    /// The library at hand is left: what was removed from it goes from disk.
    /// What cannot be deleted now is deleted when it is opened again.
    pub fn close(&self) {
        if let Ok(library) = self.kept() {
            let _ = self.guarded(|_| Ok(library.purge_removed()?));
        }
    }

    /// The library.
    ///
    /// # Errors
    /// What was wrong when it was opened.
    pub fn kept(&self) -> Result<Arc<Library>, Problem> {
        self.kept
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes what the program was given, once it was read. What takes longer is
    /// given back to be looked at anew, where it can be seen meanwhile.
    pub fn take_given(&self) -> Vec<PathBuf> {
        let given = self
            .given
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(given) = given else {
            return Vec::new();
        };
        let asked = Instant::now();
        // The window can name no other paths.
        let can_be_named = given.paths.iter().all(|path| path.to_str().is_some());
        while !given.look.is_finished() {
            if can_be_named && asked.elapsed() >= GIVEN_PATIENCE {
                given.cancel.cancel();
                return given.paths;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        match given.look.join() {
            Ok(Ok(looked)) => self.set_looked(Some(looked)),
            Ok(Err(error)) => self.set_given_problem(&error),
            Err(_) => self.set_given_problem(&DoorError::new(Code::Internal)),
        }
        Vec::new()
    }

    /// What is looked at, if anything.
    pub fn looked(&self) -> Option<Arc<Looked>> {
        self.looked
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Why what the program was given could not be looked at.
    pub fn given_problem(&self) -> Option<Problem> {
        self.given_problem
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set_given_problem(&self, error: &DoorError) {
        *self
            .given_problem
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(error.to_problem());
    }

    /// Looks at something else, or at nothing.
    pub fn set_looked(&self, looked: Option<Looked>) {
        *self.looked.write().unwrap_or_else(PoisonError::into_inner) = looked.map(Arc::new);
    }

    /// The index a key points into.
    ///
    /// # Errors
    /// [`Code::NoLibrary`], or [`Code::NothingLookedAt`].
    pub fn index(&self, holding: Holding) -> Result<Arc<Library>, DoorError> {
        match holding {
            Holding::Kept => self.kept().map_err(|_| DoorError::new(Code::NoLibrary)),
            Holding::Looked => self
                .looked()
                .map(|looked| Arc::clone(&looked.library))
                .ok_or(DoorError::new(Code::NothingLookedAt)),
            Holding::Copying => self
                .copying()
                .map(|copying| Arc::clone(copying.index()))
                .ok_or(DoorError::new(Code::NothingCopied)),
            Holding::Reading => self.reading().ok_or(DoorError::new(Code::NothingLookedAt)),
        }
    }

    /// The index of the look that runs; that of the last one until the window lets it go.
    pub fn reading(&self) -> Option<Arc<Library>> {
        self.reading
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Another look runs, or none.
    pub fn set_reading(&self, reading: Option<Arc<Library>>) {
        *self.reading.write().unwrap_or_else(PoisonError::into_inner) = reading;
    }

    /// What the import that runs has copied so far; that of the last one until the window lets it go.
    pub fn copying(&self) -> Option<Arc<Copying>> {
        self.copying
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Another import copies, or none.
    pub fn set_copying(&self, copying: Option<Arc<Copying>>) {
        *self.copying.write().unwrap_or_else(PoisonError::into_inner) = copying;
    }

    /// Runs something that a file could have gone wrong in; a panic becomes an
    /// error and the program goes on (ARCHITECTURE.md, invariant 6).
    ///
    /// # Errors
    /// What `work` says, or [`Code::Internal`].
    pub fn guarded<T>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, DoorError>,
    ) -> Result<T, DoorError> {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(self)))
            .unwrap_or(Err(DoorError::new(Code::Internal)))
    }

    /// Asks for a frame; `reply` is called from another thread.
    pub fn frame(
        &self,
        instance: Key,
        frame_number: u32,
        request: RequestId,
        urgency: Urgency,
        reply: impl FnOnce(Result<Vec<u8>, DoorError>) + Send + 'static,
    ) {
        let cancel = self.requests.begin(request.0);
        let asked = self.guarded(|app| {
            let library = app.index(instance.holding)?;
            let source = library.frame_source(instance.id)?;
            let key = SourceKey {
                library: library.number(),
                instance_id: instance.id,
            };
            Ok(app.queue.submit(DecodeRequest {
                key,
                source,
                frame_number,
                urgency,
                cancel,
            }))
        });
        match asked {
            Err(error) => {
                self.requests.end(request.0);
                reply(Err(error));
            }
            Ok(answer) => {
                let requests = Arc::clone(&self.requests);
                tauri::async_runtime::spawn_blocking(move || {
                    let packet = answer.recv().map_err(|_| DoorError::new(Code::Internal));
                    requests.end(request.0);
                    reply(packet.and_then(|packet| packet.map_err(DoorError::from)));
                });
            }
        }
    }

    /// A frame asked for ahead of need is needed now.
    ///
    /// # Errors
    /// When there is no index to hold it.
    pub fn raise_frame(&self, instance: Key, frame_number: u32) -> Result<(), DoorError> {
        let key = SourceKey {
            library: self.index(instance.holding)?.number(),
            instance_id: instance.id,
        };
        self.queue.raise(key, frame_number);
        Ok(())
    }

    /// Nobody wants these frames any more.
    pub fn cancel_frames(&self, requests: &[RequestId]) {
        for request in requests {
            self.requests.cancel(request.0);
        }
    }

    /// The thumbnail of a stack of a series, as PNG.
    ///
    /// # Errors
    /// When nothing in it can be drawn.
    pub fn thumbnail(&self, series: Key, stack_number: u32) -> Result<Vec<u8>, DoorError> {
        Ok(self
            .index(series.holding)?
            .thumbnail(series.id, stack_number)?)
    }

    /// A report's own pages, as PDF.
    ///
    /// # Errors
    /// When it has none.
    pub fn document(&self, report: Key) -> Result<Vec<u8>, DoorError> {
        Ok(self.index(report.holding)?.report_document(report.id)?)
    }
}

impl Looked {
    /// Reads a source in place.
    ///
    /// # Errors
    /// When nothing of it can be read.
    pub fn open(
        paths: Vec<PathBuf>,
        password: Option<ArchivePassword>,
        is_sample: bool,
        progress: &(dyn Fn(Progress) + Sync),
        cancel: &CancelToken,
    ) -> Result<Self, DoorError> {
        let mut looked = Self::at(paths, password, is_sample)?;
        looked.read(progress, cancel)?;
        Ok(looked)
    }

    /// A source, nothing of which is read yet.
    ///
    /// # Errors
    /// When the index in memory cannot be made.
    pub fn at(
        paths: Vec<PathBuf>,
        password: Option<ArchivePassword>,
        is_sample: bool,
    ) -> Result<Self, DoorError> {
        Ok(Self {
            library: Arc::new(Library::to_look()?),
            outcome: ImportOutcome::default(),
            paths,
            password,
            is_sample,
        })
    }

    /// Reads it to its end.
    ///
    /// # Errors
    /// When the index in memory cannot be written.
    pub fn read(
        &mut self,
        progress: &(dyn Fn(Progress) + Sync),
        cancel: &CancelToken,
    ) -> Result<(), DoorError> {
        self.outcome = self.library.look_on(&self.sources(), progress, cancel)?;
        Ok(())
    }

    /// The index, which holds what was read so far.
    #[must_use]
    pub fn index(&self) -> Arc<Library> {
        Arc::clone(&self.library)
    }

    /// What it was opened from, and with.
    #[must_use]
    pub fn sources(&self) -> Vec<Source> {
        Source::of_paths(&self.paths, self.password.as_ref())
    }

    /// As it crosses to the window.
    ///
    /// # Errors
    /// When the index cannot answer.
    pub fn to_wire(&self) -> Result<Looking, DoorError> {
        let people = self.library.people()?;
        let name = match (self.is_sample, self.paths.first()) {
            (false, Some(path)) => path
                .file_name()
                .unwrap_or(path.as_os_str())
                .to_string_lossy()
                .into_owned(),
            _ => String::new(),
        };
        Ok(Looking {
            name,
            is_sample: self.is_sample,
            paths: self
                .paths
                .iter()
                .map(|path| path.to_string_lossy().into_owned())
                .collect(),
            outcome: outcome(Holding::Looked, &self.library, &self.outcome)?,
            people: people
                .into_iter()
                .map(|person| Holding::Looked.person(person))
                .collect(),
        })
    }
}

/// An outcome with its people, studies and loose reports looked up.
///
/// # Errors
/// When the index cannot answer.
pub fn outcome(
    holding: Holding,
    library: &Library,
    outcome: &ImportOutcome,
) -> Result<Outcome, DoorError> {
    let mut crossing = Outcome::of(outcome);
    if !outcome.unpaired_report_ids.is_empty() {
        let loose = library
            .unpaired_reports(None)?
            .into_iter()
            .filter(|report| outcome.unpaired_report_ids.contains(&report.id));
        crossing.unpaired_reports = loose.map(|report| holding.badge(report)).collect();
    }
    for listing in library.list()? {
        let (touched, others): (Vec<_>, Vec<_>) = listing
            .studies
            .into_iter()
            .partition(|study| outcome.study_ids.contains(&study.id));
        let joined: Vec<_> = others
            .into_iter()
            .filter(|study| outcome.joined_study_ids.contains(&study.id))
            .collect();
        let is_touched = !touched.is_empty() || !joined.is_empty();
        if is_touched || outcome.person_ids.contains(&listing.person.id) {
            crossing.people.push(holding.person(listing.person));
        }
        crossing.studies.extend(holding.studies(touched));
        crossing.joined.extend(holding.studies(joined));
    }
    if !outcome.waiting_identities.is_empty() {
        let touched = library
            .waiting()?
            .into_iter()
            .filter(|one| outcome.waiting_identities.contains(&one.stated.key));
        crossing.waiting_for = touched.map(|one| holding.waiting(one)).collect();
    }
    Ok(crossing)
}
