//! A library folder, opened; or a source that is only looked at.

use std::fs::{self, File, TryLockError};
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::LibraryError;
use crate::files::{FILES, Files, IMPORTS, STAGING, THUMBNAILS};
use crate::import::recover;
use crate::location;
use crate::looked::Looked;
use crate::mend::{self, Mended};
use crate::remove::{self, Removals};
use crate::room::{LOCK, Room, room_in};
use crate::sidecar::{DECISIONS, FORMAT_VERSION, LibraryFile, Sidecar};
use crate::storage::Storage;

/// What to do when there is no library in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Make one, in an absent or empty folder.
    Create,
    /// Say so.
    MustExist,
}

/// What a host may ask for beside the folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenOptions {
    /// The most bytes the library may write while open; beyond it every write
    /// fails as on a full disk.
    pub quota: Option<u64>,
}

/// A library, or what is looked at. May be used from several threads.
#[derive(Debug)]
pub struct Library {
    pub(crate) storage: Storage,
    pub(crate) holding: Holding,
    /// Held by what changes sidecars or files: one import, rebuild or decision at a time.
    pub(crate) change: Mutex<()>,
    number: u64,
    mended: Vec<Mended>,
}

/// Numbers of the libraries opened so far.
static OPENED: AtomicU64 = AtomicU64::new(0);

/// Where the bytes are.
#[derive(Debug)]
pub(crate) enum Holding {
    Kept(Kept),
    Looked(Looked),
}

/// An opened library folder.
#[derive(Debug)]
pub(crate) struct Kept {
    pub files: Files,
    pub index: PathBuf,
    pub uuid: String,
    /// Its lock ends with it.
    _lock: Lock,
}

/// Holds a library for this program alone.
#[derive(Debug)]
struct Lock(File);

impl Drop for Lock {
    /// Closing the file alone would leave the lock to any process that was
    /// started a moment ago and has not let go of what it inherited.
    fn drop(&mut self) {
        // A volume without locks, or one that is gone, has none to give back.
        let _ = self.0.unlock();
    }
}

impl Library {
    /// Opens the library in a folder. Completes an import that was killed, and
    /// makes the index anew when it is not there or damaged. A damaged file of
    /// decisions is kept aside and written again ([`Library::mended`]).
    ///
    /// # Errors
    /// [`LibraryError::Absent`], [`LibraryError::NotALibrary`], [`LibraryError::NotWritable`],
    /// [`LibraryError::Locked`], [`LibraryError::Newer`], [`LibraryError::SidecarDamaged`].
    pub fn open(folder: &Path, mode: OpenMode) -> Result<Self, LibraryError> {
        Self::open_with(folder, mode, OpenOptions::default())
    }

    pub(crate) fn new(storage: Storage, holding: Holding) -> Self {
        Self {
            storage,
            holding,
            change: Mutex::new(()),
            number: OPENED.fetch_add(1, Ordering::Relaxed),
            mended: Vec::new(),
        }
    }

    /// Tells it from all others for as long as the program runs.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What was found damaged when it was opened, and what became of that.
    #[must_use]
    pub fn mended(&self) -> &[Mended] {
        &self.mended
    }

    /// [`Library::open`] with options.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_with(
        folder: &Path,
        mode: OpenMode,
        options: OpenOptions,
    ) -> Result<Self, LibraryError> {
        let kept = Kept::open(folder, mode, options)?;
        let mut mended = mend::mend(&kept)?;
        if !kept.index.is_file() {
            recover::make_index(&kept)?;
        }
        let storage = match recover::open_index(&kept) {
            Err(LibraryError::IndexDamaged) => {
                recover::make_index(&kept)?;
                mended.push(Mended::IndexMadeAnew);
                Storage::open(&kept.index)?
            }
            other => other?,
        };
        let mut library = Self::new(storage, Holding::Kept(kept));
        library.mended = mended;
        match library.recover() {
            // Completing an import needs room; reading what is there does not. It is tried again at the next opening.
            Err(LibraryError::DiskFull) => {}
            other => other?,
        }
        library.follow_persons()?;
        let files = library.files()?;
        if library.purge(files).is_err() {
            // What cannot be deleted today stays hidden, and goes with a later opening.
            remove::hide(&library.storage, files, &Removals::load(files)?)?;
        }
        library.follow_decisions()?;
        Ok(library)
    }

    /// The folder; `None` for what is only looked at.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.holding {
            Holding::Kept(kept) => Some(kept.files.root()),
            Holding::Looked(_) => None,
        }
    }

    /// The library's own id; `''` for what is only looked at.
    #[must_use]
    pub fn uuid(&self) -> &str {
        match &self.holding {
            Holding::Kept(kept) => &kept.uuid,
            Holding::Looked(_) => "",
        }
    }

    /// The folder's files, or why there are none.
    pub(crate) fn files(&self) -> Result<&Files, LibraryError> {
        match &self.holding {
            Holding::Kept(kept) => Ok(&kept.files),
            Holding::Looked(_) => Err(LibraryError::NothingKept),
        }
    }
}

impl Kept {
    fn open(folder: &Path, mode: OpenMode, options: OpenOptions) -> Result<Self, LibraryError> {
        let owned = || folder.to_path_buf();
        let not_writable = |source: io::Error| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => LibraryError::DiskFull,
            _ => LibraryError::NotWritable {
                folder: owned(),
                source,
            },
        };
        let room = room_in(folder);
        let has_library = matches!(room, Ok(Room::Library));
        match (room, mode) {
            (Ok(Room::Library), _) | (Ok(Room::Empty), OpenMode::Create) => {}
            (Ok(Room::Absent), OpenMode::Create) => {
                fs::create_dir_all(folder).map_err(not_writable)?;
            }
            (Ok(Room::Taken), OpenMode::Create) => {
                return Err(LibraryError::NotALibrary { folder: owned() });
            }
            (Err(error), OpenMode::Create) => return Err(not_writable(error)),
            (_, OpenMode::MustExist) => return Err(LibraryError::Absent { folder: owned() }),
        }
        let root = fs::canonicalize(folder).map_err(not_writable)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(root.join(LOCK))
            .map_err(not_writable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LibraryError::Locked { folder: owned() }),
            // Some network volumes know no locks; a library there is used all the same.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(not_writable(error)),
        }
        let files = Files::new(root, options.quota);
        let file = if has_library {
            refuse_newer(&files)?;
            LibraryFile::load(&files)?
        } else {
            LibraryFile::default()
        };
        for place in [FILES, IMPORTS, STAGING, DECISIONS, THUMBNAILS] {
            files.make_folder(place).map_err(not_writable)?;
        }
        let file = if has_library {
            file
        } else {
            let made = LibraryFile {
                id: make_id(),
                format_version: FORMAT_VERSION,
            };
            made.save(&files)?;
            made
        };
        if file.id.is_empty() || !file.id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(LibraryError::SidecarDamaged {
                name: LibraryFile::PLACE.to_owned(),
            });
        }
        let index_folder = location::index_folder(files.root(), &file.id);
        fs::create_dir_all(&index_folder).map_err(not_writable)?;
        Ok(Self {
            files,
            index: index_folder.join("index.sqlite"),
            uuid: file.id,
            _lock: Lock(lock),
        })
    }
}

/// A library of a newer program is left alone, also when this one cannot understand the rest of its file.
fn refuse_newer(files: &Files) -> Result<(), LibraryError> {
    let stated = files.read(LibraryFile::PLACE).ok();
    match stated.and_then(|bytes| LibraryFile::stated_version(&bytes)) {
        Some(found) if found > FORMAT_VERSION => Err(LibraryError::Newer {
            found,
            supported: FORMAT_VERSION,
        }),
        // What cannot be read is told by who reads it.
        _ => Ok(()),
    }
}

/// 32 hex digits from the system's randomness, which the standard library
/// hands out to seed its hashers.
fn make_id() -> String {
    let random = || {
        std::collections::hash_map::RandomState::new()
            .build_hasher()
            .finish()
    };
    format!("{:016x}{:016x}", random(), random())
}
