//! What all 7z archives of one import or look share: the memory unpacking them
//! may take, and what was unpacked of late.
//!
//! Not for ZIP archives, whose entries are unpacked one by one.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Most memory the dictionaries take that one pass over a block needs, and all
/// passes together. 7-Zip's "ultra" takes 256 MiB.
pub(crate) const DICTIONARIES: u64 = 3 << 29;
/// Bytes of entries that stay unpacked in memory.
const RECENT: u64 = 512 << 20;

/// Shared by all that is found in one import or look.
#[derive(Debug, Default)]
pub(crate) struct Unpacking {
    archives: AtomicU64,
    taken: Mutex<u64>,
    freed: Condvar,
    recent: Mutex<Recent>,
    again: Mutex<()>,
}

#[derive(Default)]
struct Recent {
    /// The one used last stands at the end.
    order: VecDeque<Unpacked>,
    bytes: u64,
}

struct Unpacked {
    archive: u64,
    entry: usize,
    bytes: Arc<[u8]>,
}

impl Recent {
    fn position(&self, archive: u64, entry: usize) -> Option<usize> {
        let is_it = |it: &Unpacked| it.archive == archive && it.entry == entry;
        self.order.iter().position(is_it)
    }
}

impl std::fmt::Debug for Recent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recent")
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

/// Memory that is taken until this is dropped.
pub(crate) struct Dictionary<'a> {
    unpacking: &'a Unpacking,
    bytes: u64,
}

impl Drop for Dictionary<'_> {
    fn drop(&mut self) {
        let mut taken = lock(&self.unpacking.taken);
        *taken = taken.saturating_sub(self.bytes);
        self.unpacking.freed.notify_all();
    }
}

impl Unpacking {
    /// A number no other archive here has.
    pub(crate) fn number(&self) -> u64 {
        self.archives.fetch_add(1, Ordering::Relaxed)
    }

    /// Waits until so much memory may be taken; never more than [`DICTIONARIES`] is asked for.
    pub(crate) fn dictionary(&self, bytes: u64) -> Dictionary<'_> {
        let bytes = bytes.min(DICTIONARIES);
        let mut taken = lock(&self.taken);
        while taken.saturating_add(bytes) > DICTIONARIES {
            taken = self
                .freed
                .wait(taken)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *taken = taken.saturating_add(bytes);
        Dictionary {
            unpacking: self,
            bytes,
        }
    }

    /// Waits for the turn to read a block again: one at a time, so that as many
    /// readers of images do not take as many dictionaries. Apart from the passes of
    /// a run, one of which may wait for whoever reads again.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.again)
    }

    /// An entry that is still unpacked.
    pub(crate) fn recent(&self, archive: u64, entry: usize) -> Option<Arc<[u8]>> {
        let mut recent = lock(&self.recent);
        let at = recent.position(archive, entry)?;
        let found = recent.order.remove(at)?;
        let bytes = Arc::clone(&found.bytes);
        recent.order.push_back(found);
        Some(bytes)
    }

    /// Keeps an entry when there is room without letting another go.
    pub(crate) fn keep_if_room(&self, archive: u64, entry: usize, bytes: &Arc<[u8]>) {
        let has_room = lock(&self.recent).bytes + bytes.len() as u64 <= RECENT;
        if has_room {
            self.keep(archive, entry, bytes);
        }
    }

    /// Keeps an entry; those that were used longest ago go.
    pub(crate) fn keep(&self, archive: u64, entry: usize, bytes: &Arc<[u8]>) {
        let mut recent = lock(&self.recent);
        if recent.position(archive, entry).is_some() {
            return;
        }
        recent.bytes += bytes.len() as u64;
        recent.order.push_back(Unpacked {
            archive,
            entry,
            bytes: Arc::clone(bytes),
        });
        while recent.bytes > RECENT
            && recent.order.len() > 1
            && let Some(oldest) = recent.order.pop_front()
        {
            recent.bytes -= oldest.bytes.len() as u64;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_wait_for_one_another_when_all_would_be_too_much() {
        let unpacking = Unpacking::default();
        let half = unpacking.dictionary(DICTIONARIES / 2);
        let other = unpacking.dictionary(DICTIONARIES / 2);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| drop(unpacking.dictionary(u64::MAX)));
            std::thread::sleep(std::time::Duration::from_millis(30));
            assert!(!waiting.is_finished(), "there is no room for it yet");
            drop(half);
            drop(other);
            waiting.join().unwrap();
        });
        assert_eq!(*lock(&unpacking.taken), 0);
    }

    #[test]
    fn what_was_used_longest_ago_is_let_go() {
        let unpacking = Unpacking::default();
        let piece: Arc<[u8]> = vec![0; 200 << 20].into();
        unpacking.keep(1, 1, &piece);
        unpacking.keep(1, 2, &piece);
        unpacking.keep_if_room(1, 3, &piece);
        assert!(unpacking.recent(1, 3).is_none(), "there was no room");
        assert!(unpacking.recent(1, 1).is_some());
        unpacking.keep(2, 1, &piece);
        assert!(unpacking.recent(1, 2).is_none(), "1 was asked for later");
        assert!(unpacking.recent(1, 1).is_some() && unpacking.recent(2, 1).is_some());
    }
}
