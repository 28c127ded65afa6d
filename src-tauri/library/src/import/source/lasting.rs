//! A file on a medium: opened again when the medium was away.
//!
//! What was opened before a stick was pulled out stays dead when it is back; an
//! archive or disc image is open for as long as its contents are read.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use scanfolio_core::bytes::ReadAt;

use super::medium::Medium;
use crate::files::FileSource;

/// Bytes read at once: a slow disc gives so many within a second, so that a
/// read that does not come back is told from a long one.
const PIECE: usize = 1 << 20;

/// A file of which the medium may go away and come back.
pub(crate) struct Lasting {
    path: PathBuf,
    /// `None` for what was no medium when it was given.
    medium: Option<Arc<Medium>>,
    length: u64,
    opened: RwLock<Opened>,
}

#[derive(Clone)]
struct Opened {
    file: Arc<FileSource>,
    at: Instant,
}

impl Opened {
    fn now(path: &Path) -> io::Result<Self> {
        Ok(Self {
            at: Instant::now(),
            file: Arc::new(FileSource::open(path)?),
        })
    }
}

impl Lasting {
    /// # Errors
    /// As [`FileSource::open`].
    pub(crate) fn open(path: PathBuf, medium: Option<Arc<Medium>>) -> io::Result<Self> {
        let opened = match &medium {
            Some(medium) => medium.during(|| Opened::now(&path))?,
            None => Opened::now(&path)?,
        };
        Ok(Self {
            path,
            medium,
            length: opened.file.len(),
            opened: RwLock::new(opened),
        })
    }

    /// All of it, when it is exactly as long as it was when opened.
    ///
    /// # Errors
    /// `UnexpectedEof` when it became shorter, and what the system says.
    pub(crate) fn read_whole(&self) -> io::Result<Vec<u8>> {
        self.read_range(0, self.length)
    }

    fn current(&self) -> Opened {
        let opened = self.opened.read().unwrap_or_else(PoisonError::into_inner);
        opened.clone()
    }

    fn piece(&self, medium: &Medium, offset: u64, piece: &mut [u8]) -> io::Result<usize> {
        let opened = self.current();
        medium
            .during(|| opened.file.read_at(offset, piece))
            .or_else(|error| match self.again(&opened, medium) {
                Some(file) => medium.during(|| file.read_at(offset, piece)),
                None => Err(error),
            })
    }

    /// Opens it again when its medium was away since; `None` when that does not help.
    fn again(&self, failed: &Opened, medium: &Medium) -> Option<Arc<FileSource>> {
        if !medium.was_away_since(failed.at) || !medium.is_back() {
            return None;
        }
        let mut opened = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&opened.file, &failed.file) {
            let new = Opened::now(&self.path).ok()?;
            if new.file.len() != self.length {
                return None;
            }
            *opened = new;
        }
        Some(Arc::clone(&opened.file))
    }
}

impl ReadAt for Lasting {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let Some(medium) = &self.medium else {
            return self.current().file.read_at(offset, buf);
        };
        let mut done = 0;
        for piece in buf.chunks_mut(PIECE) {
            let count = self.piece(medium, offset.saturating_add(done as u64), piece)?;
            done += count;
            if count < piece.len() {
                break;
            }
        }
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_long_read_comes_in_pieces_and_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("image");
        let bytes: Vec<u8> = (0..PIECE * 2 + 5).map(|at| (at % 251) as u8).collect();
        fs::write(&path, &bytes).unwrap();
        let medium = Arc::new(Medium::of(folder.path()).unwrap());
        let before = medium.reads();
        let file = Lasting::open(path, Some(Arc::clone(&medium))).unwrap();
        assert_eq!(file.read_whole().unwrap(), bytes);
        assert_eq!(medium.reads() - before, 4, "opened, and read three times");
        assert_eq!(
            file.read_range(PIECE as u64 - 1, 3).unwrap(),
            bytes[PIECE - 1..PIECE + 2]
        );
        assert_eq!(file.read_at(file.len(), &mut [0; 4]).unwrap(), 0);
    }
}
