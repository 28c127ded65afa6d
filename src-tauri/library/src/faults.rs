//! Faults on request: what a test does at a named point, or makes of a read or a write.
//!
//! Empty without the feature `faults`, which no shipped crate enables (held by
//! `tests/it/walls.rs`). Not for handling faults: that is done where they happen.

use std::io;
use std::path::Path;

/// A moment between two steps, on which a kill may fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// A folder of the library was made.
    FolderMade,
    /// A file was started in staging.
    DraftMade,
    /// A piece of it was written.
    DraftWritten,
    /// It was written to its end.
    DraftFinished,
    /// Half of a journal's or sidecar's bytes were written.
    HalfWritten,
    /// A journal was written to, not yet durably.
    AppendWritten,
    /// The same, durably.
    AppendSynced,
    /// A sidecar was written beside the old one, not yet durably.
    ReplaceWritten,
    /// The same, durably.
    ReplaceSynced,
    /// It took the place of the old one.
    ReplaceRenamed,
    /// A file was moved from staging to its place.
    FileMoved,
    /// All that was written to the volume is durable.
    VolumeSynced,
    /// The names of moved files are durable.
    NamesSynced,
    /// A folder was removed.
    FolderRemoved,
    /// A kept file was deleted.
    FileRemoved,
    /// A transaction of the index is about to be committed.
    IndexWriting,
    /// It was committed.
    IndexWritten,
    /// An import began.
    ImportBegun,
    /// A batch of its files was filed in the index.
    BatchFiled,
    /// Its reports were tied to studies.
    ReportsPaired,
    /// It ended, and its journal says so.
    ImportJournalled,
    /// The index says so, too.
    ImportFinished,
}

#[cfg(feature = "faults")]
impl Point {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::FolderMade,
        Self::DraftMade,
        Self::DraftWritten,
        Self::DraftFinished,
        Self::HalfWritten,
        Self::AppendWritten,
        Self::AppendSynced,
        Self::ReplaceWritten,
        Self::ReplaceSynced,
        Self::ReplaceRenamed,
        Self::FileMoved,
        Self::VolumeSynced,
        Self::NamesSynced,
        Self::FolderRemoved,
        Self::FileRemoved,
        Self::IndexWriting,
        Self::IndexWritten,
        Self::ImportBegun,
        Self::BatchFiled,
        Self::ReportsPaired,
        Self::ImportJournalled,
        Self::ImportFinished,
    ];
}

#[cfg(feature = "faults")]
pub use self::on_request::{Faults, Injected, inject};

#[cfg(feature = "faults")]
pub(crate) use self::on_request::Subject;

#[cfg(feature = "faults")]
mod on_request {
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, PoisonError, RwLock};

    use super::{Path, Point, io};

    /// What a test does to the files of a folder.
    pub trait Faults: Send + Sync {
        /// The work has come to a point.
        fn at(&self, _point: Point) {}
        /// Before `length` bytes are written to a path; 0 for making it, syncing it, or giving it a name.
        ///
        /// # Errors
        /// What the write shall fail with.
        fn write(&self, _path: &Path, _length: usize) -> io::Result<()> {
            Ok(())
        }
        /// Before at most `length` bytes are read from a path.
        ///
        /// # Errors
        /// What the read shall fail with.
        fn read(&self, _path: &Path, _offset: u64, _length: usize) -> io::Result<()> {
            Ok(())
        }
        /// How many bytes wait in staging before the end of a study files them; `None` for the usual.
        fn batch(&self) -> Option<u64> {
            None
        }
        /// Bytes the volume has left, and in all; `None` for what the system says.
        fn space(&self) -> Option<(u64, u64)> {
            None
        }
    }

    type Entry = (usize, PathBuf, Arc<dyn Faults>);

    static ALL: RwLock<Vec<Entry>> = RwLock::new(Vec::new());
    static NUMBER: AtomicUsize = AtomicUsize::new(0);

    /// Faults happen until this is dropped.
    #[must_use]
    pub struct Injected(usize);

    /// Lets faults happen to all below a folder.
    pub fn inject(folder: &Path, faults: Arc<dyn Faults>) -> Injected {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        ALL.write().unwrap_or_else(PoisonError::into_inner).push((
            number,
            folder.to_path_buf(),
            faults,
        ));
        Injected(number)
    }

    impl Drop for Injected {
        fn drop(&mut self) {
            ALL.write()
                .unwrap_or_else(PoisonError::into_inner)
                .retain(|(number, ..)| *number != self.0);
        }
    }

    /// A path, with the faults that happen to it.
    pub(crate) struct Subject(Option<(PathBuf, Arc<dyn Faults>)>);

    impl Subject {
        pub(crate) fn of(path: &Path) -> Self {
            let all = ALL.read().unwrap_or_else(PoisonError::into_inner);
            let found = all.iter().find(|(_, folder, _)| path.starts_with(folder));
            Self(found.map(|(.., faults)| (path.to_path_buf(), Arc::clone(faults))))
        }

        pub(crate) fn at(&self, point: Point) {
            if let Some((_, faults)) = &self.0 {
                faults.at(point);
            }
        }

        pub(crate) fn write(&self, length: usize) -> io::Result<()> {
            match &self.0 {
                Some((path, faults)) => faults.write(path, length),
                None => Ok(()),
            }
        }

        pub(crate) fn read(&self, offset: u64, length: usize) -> io::Result<()> {
            match &self.0 {
                Some((path, faults)) => faults.read(path, offset, length),
                None => Ok(()),
            }
        }

        pub(crate) fn batch(&self) -> Option<u64> {
            self.0.as_ref().and_then(|(_, faults)| faults.batch())
        }

        pub(crate) fn space(&self) -> Option<(u64, u64)> {
            self.0.as_ref().and_then(|(_, faults)| faults.space())
        }
    }

    impl std::fmt::Debug for Subject {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("Subject")
        }
    }
}

#[cfg(not(feature = "faults"))]
pub(crate) use self::never::Subject;

#[cfg(not(feature = "faults"))]
mod never {
    use super::{Path, Point, io};

    /// Nothing happens to it.
    #[derive(Debug)]
    pub(crate) struct Subject;

    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the same shape as with the feature"
    )]
    impl Subject {
        pub(crate) fn of(_path: &Path) -> Self {
            Self
        }

        pub(crate) fn at(&self, _point: Point) {}

        pub(crate) fn write(&self, _length: usize) -> io::Result<()> {
            Ok(())
        }

        pub(crate) fn read(&self, _offset: u64, _length: usize) -> io::Result<()> {
            Ok(())
        }

        pub(crate) fn batch(&self) -> Option<u64> {
            None
        }

        pub(crate) fn space(&self) -> Option<(u64, u64)> {
            None
        }
    }
}
