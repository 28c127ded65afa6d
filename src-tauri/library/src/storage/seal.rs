//! The seal of an index: the BLAKE3 of its file, written beside it when it is closed.
//!
//! While the index is open there is none, so that what a kill leaves is told
//! from what was closed. It finds damage; it does not hold against somebody
//! who makes a seal of their own.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use super::Storage;

/// What is known of an index before it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// There is none.
    Absent,
    /// It is as it was when it was closed.
    Sealed,
    /// It was not closed: a kill, or a power cut.
    Unsealed,
    /// It is not what was closed.
    Damaged,
}

/// Holds the index of a file against its seal.
pub(super) fn look(index: &Path) -> io::Result<Condition> {
    if !index.is_file() {
        return Ok(Condition::Absent);
    }
    let [_, wal, _, seal] = Storage::files_of(index);
    let sealed = match fs::read(seal) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Condition::Unsealed),
        other => other?,
    };
    // Closing empties the WAL: one that lies beside a seal is not of this index.
    let is_whole = !holds_bytes(&wal) && hash(index)?.as_bytes() == sealed.as_slice();
    Ok(if is_whole {
        Condition::Sealed
    } else {
        Condition::Damaged
    })
}

/// When the index was sealed.
pub(super) fn written_at(index: &Path) -> io::Result<SystemTime> {
    let [.., seal] = Storage::files_of(index);
    fs::metadata(seal)?.modified()
}

/// Takes the seal off, durably, before anything is written.
pub(super) fn open(index: &Path) -> io::Result<()> {
    let [.., seal] = Storage::files_of(index);
    match fs::remove_file(seal) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => index.parent().map_or(Ok(()), crate::platform::sync_folder),
    }
}

/// Seals the index when dropped, which must be after its connections.
#[derive(Debug)]
pub(super) struct Closing {
    index: Option<PathBuf>,
    is_damaged: AtomicBool,
}

impl Closing {
    /// `None` for an index in memory.
    pub(super) fn of(index: Option<&Path>) -> Self {
        Self {
            index: index.map(Path::to_path_buf),
            is_damaged: AtomicBool::new(false),
        }
    }

    /// Damage was met: the next opening shall make it anew.
    pub(super) fn spoil(&self) {
        self.is_damaged.store(true, Ordering::Relaxed);
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        let Some(index) = &self.index else { return };
        let [_, wal, _, seal] = Storage::files_of(index);
        let content = if self.is_damaged.load(Ordering::Relaxed) {
            Ok(String::new())
        } else if holds_bytes(&wal) || !index.is_file() {
            return;
        } else {
            hash(index)
        };
        // Without a seal the next opening looks at every page instead.
        if let Ok(content) = content {
            let _ = fs::write(seal, content);
        }
    }
}

fn holds_bytes(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.len() > 0)
}

fn hash(index: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(index)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}
