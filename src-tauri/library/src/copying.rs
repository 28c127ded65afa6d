//! What an import has copied and not filed yet, opened from where it waits.
//!
//! An index in memory over the staging folder, so that the first image can be
//! seen while a disc is still being read. Nothing in it is acknowledged: an exam
//! is kept when its batch is filed, and from then on its files are found at
//! their places.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::content::KeptFile;
use crate::error::LibraryError;
use crate::files::{FileSource, Files};
use crate::import::source::Origin;
use crate::library::{Holding, Library};
use crate::looked::Looked;
use crate::outcome::PersonChoice;
use crate::persons::{Assigner, Persons};
use crate::storage::{Filing, Storage};

/// Files beyond these are seen when they are filed.
const FILES_MAX: usize = 20_000;

/// What one import has copied so far.
#[derive(Debug)]
pub struct Copying {
    library: Arc<Library>,
    /// Where the copies are; the same folder as the library's own.
    files: Arc<Files>,
    import: Mutex<Import>,
}

/// The import, and what of it the index in memory does not hold yet.
#[derive(Debug, Default)]
struct Import {
    number: i64,
    assigner: Option<Assigner>,
    copied: Vec<KeptFile>,
    count: usize,
}

/// A copy that lies in staging, and later at its place.
#[derive(Debug)]
pub(crate) struct CopiedFile {
    files: Arc<Files>,
    staged: String,
    place: String,
}

impl CopiedFile {
    pub(crate) fn open(&self) -> Result<FileSource, LibraryError> {
        // Once moved to its place it stays there.
        let staged = self.files.open(&self.staged);
        staged.or_else(|_| self.files.open(&self.place))
    }
}

impl Copying {
    /// For the next import into a library.
    ///
    /// # Errors
    /// [`LibraryError::NothingKept`] for what is only looked at; when the index in memory cannot be made.
    pub fn into(library: &Library) -> Result<Self, LibraryError> {
        let root: PathBuf = library.files()?.root().to_owned();
        Ok(Self {
            library: Arc::new(Library::new(
                Storage::in_memory()?,
                Holding::Looked(Looked::default()),
            )),
            files: Arc::new(Files::new(root, None)),
            import: Mutex::default(),
        })
    }

    /// The index of what was copied so far, the latest copies among it.
    ///
    /// # Errors
    /// When the index in memory cannot be written.
    pub fn library(&self) -> Result<&Arc<Library>, LibraryError> {
        let mut import = self.import.lock().unwrap_or_else(PoisonError::into_inner);
        let number = import.number;
        let copied = std::mem::take(&mut import.copied);
        if let Some(assigner) = &mut import.assigner
            && !copied.is_empty()
        {
            assigner.assign_all(&copied);
            let filing = Filing {
                import_id: number,
                persons: &assigner.persons,
            };
            let filed = self.library.storage.file(&filing, &copied)?;
            self.library
                .pair_reports(&filed.report_ids, &filed.study_ids)?;
        }
        Ok(&self.library)
    }

    /// The index as it was last made, without waiting for anything.
    #[must_use]
    pub fn index(&self) -> &Arc<Library> {
        &self.library
    }

    pub(crate) fn begin(
        &self,
        number: i64,
        started_at: &str,
        source_names: &[String],
    ) -> Result<(), LibraryError> {
        let storage = &self.library.storage;
        storage.begin_import(number, started_at, source_names)?;
        *self.import.lock().unwrap_or_else(PoisonError::into_inner) = Import {
            number,
            assigner: Some(Assigner::new(Persons::default(), PersonChoice::New, number)),
            ..Import::default()
        };
        Ok(())
    }

    /// A file lies in staging, whole. Only noted: the import does not wait for the index.
    pub(crate) fn add(&self, file: &KeptFile, staged: &str) {
        let Holding::Looked(looked) = &self.library.holding else {
            return;
        };
        let mut import = self.import.lock().unwrap_or_else(PoisonError::into_inner);
        if import.count == FILES_MAX {
            return;
        }
        import.count += 1;
        let origin = Origin::Copied(Arc::new(CopiedFile {
            files: Arc::clone(&self.files),
            staged: staged.to_owned(),
            place: file.place.clone(),
        }));
        import.copied.push(KeptFile {
            place: looked.add(file.source_path.clone(), origin),
            ..file.clone()
        });
    }
}

impl Library {
    /// The study that another library holds under the same key: the one being
    /// copied, once it is kept. `None` until then, and while nobody has said whose it is.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`] when `other` has no such study.
    pub fn same_study(&self, other: &Self, study_id: i64) -> Result<Option<i64>, LibraryError> {
        let key = other.storage.study_key(study_id)?;
        let Some(id) = self.storage.study_with_key(&key)? else {
            return Ok(None);
        };
        let has_person = self.storage.study(id)?.person_id.is_some();
        Ok(has_person.then_some(id))
    }
}
