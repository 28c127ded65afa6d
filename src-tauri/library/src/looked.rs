//! Sources that are only looked at: where each file is, and what was unpacked of late.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use scanfolio_core::bytes::ReadAt;

use crate::error::LibraryError;
use crate::import::source::Origin;

/// Bytes of archive entries that stay unpacked in memory.
const UNPACKED: u64 = 512 << 20;

const PREFIX: &str = "look:";

/// All files of what is looked at.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    files: Mutex<Vec<(String, Origin)>>,
    unpacked: Mutex<Unpacked>,
    /// PNGs by the place they would have in a library.
    thumbnails: Mutex<BTreeMap<String, Vec<u8>>>,
}

#[derive(Default)]
struct Unpacked {
    /// The one used last stands at the end.
    order: VecDeque<(usize, Arc<dyn ReadAt>)>,
    bytes: u64,
}

impl std::fmt::Debug for Unpacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacked")
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

impl Looked {
    /// Remembers a file; gives its place.
    pub(crate) fn add(&self, path: String, origin: Origin) -> String {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.push((path, origin));
        format!("{PREFIX}{}", files.len() - 1)
    }

    /// Opens a file again.
    pub(crate) fn open(&self, place: &str) -> Result<Arc<dyn ReadAt>, LibraryError> {
        let absent = || LibraryError::Unreadable {
            path: place.to_owned(),
            source: std::io::ErrorKind::NotFound.into(),
        };
        let number: usize = place
            .strip_prefix(PREFIX)
            .and_then(|number| number.parse().ok())
            .ok_or_else(absent)?;
        let (path, origin) = self
            .files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(number)
            .cloned()
            .ok_or_else(absent)?;
        let is_packed = matches!(origin, Origin::Entry { .. } | Origin::Gzip(_));
        if is_packed && let Some(source) = self.recent(number) {
            return Ok(source);
        }
        let source = origin
            .open_for_looking()
            .map_err(|(_, reason)| LibraryError::Unreadable {
                path,
                source: std::io::Error::other(reason),
            })?;
        if is_packed {
            self.remember(number, &source);
        }
        Ok(source)
    }

    pub(crate) fn thumbnail(&self, place: &str) -> Option<Vec<u8>> {
        self.thumbnails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(place)
            .cloned()
    }

    pub(crate) fn keep_thumbnail(&self, place: &str, png: &[u8]) {
        self.thumbnails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(place.to_owned(), png.to_vec());
    }

    fn recent(&self, number: usize) -> Option<Arc<dyn ReadAt>> {
        let mut unpacked = self.unpacked.lock().unwrap_or_else(PoisonError::into_inner);
        let at = unpacked
            .order
            .iter()
            .position(|(known, _)| *known == number)?;
        let entry = unpacked.order.remove(at)?;
        let source = Arc::clone(&entry.1);
        unpacked.order.push_back(entry);
        Some(source)
    }

    fn remember(&self, number: usize, source: &Arc<dyn ReadAt>) {
        let mut unpacked = self.unpacked.lock().unwrap_or_else(PoisonError::into_inner);
        if unpacked.order.iter().any(|(known, _)| *known == number) {
            return;
        }
        unpacked.bytes += source.len();
        unpacked.order.push_back((number, Arc::clone(source)));
        while unpacked.bytes > UNPACKED && unpacked.order.len() > 1 {
            if let Some((_, oldest)) = unpacked.order.pop_front() {
                unpacked.bytes -= oldest.len();
            }
        }
    }
}
