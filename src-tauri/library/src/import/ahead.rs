//! How far the reading of files may be ahead of their filing, which goes in order.
//!
//! While a batch is made durable and filed, the next files are copied; how
//! many is bounded, and so is the memory that what was read from them takes.
//! Whoever has the file that is filed next is never kept waiting, so the work
//! cannot stand still.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::take::Taken;
use crate::content::Content;

/// Files that may wait for their filing.
const FILES: usize = 2048;
/// Bytes that what was read from them may take, one file's apart.
const BYTES: usize = 64 << 20;
/// What a file takes at least: typed attributes, names, hashes.
const FILE: usize = 4096;
/// So often somebody who waits looks whether the work is over.
const TICK: Duration = Duration::from_millis(20);

#[derive(Default)]
pub(crate) struct Ahead {
    waiting: Mutex<Waiting>,
    filed: Condvar,
}

#[derive(Default)]
struct Waiting {
    /// The file that is filed next.
    next: usize,
    files: usize,
    bytes: usize,
}

impl Ahead {
    /// Waits until what was read from file `index` may be handed over; `false` when nothing more is wanted.
    pub(crate) fn enter(&self, index: usize, bytes: usize, is_over: &dyn Fn() -> bool) -> bool {
        let mut waiting = self.lock();
        while index != waiting.next && (waiting.files >= FILES || waiting.bytes >= BYTES) {
            if is_over() {
                return false;
            }
            let woken = self.filed.wait_timeout(waiting, TICK);
            waiting = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        waiting.files += 1;
        waiting.bytes = waiting.bytes.saturating_add(bytes);
        true
    }

    /// The next file, which took so many bytes, is filed.
    pub(crate) fn leave(&self, bytes: usize) {
        let mut waiting = self.lock();
        waiting.next += 1;
        waiting.files = waiting.files.saturating_sub(1);
        waiting.bytes = waiting.bytes.saturating_sub(bytes);
        self.filed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// About the bytes of memory that what came of a file takes.
pub(crate) fn bytes_of(taken: &Taken) -> usize {
    let more = match taken {
        Taken::Content { content, .. } => match content {
            Content::Dicom(dicom) => {
                let report = dicom.report.as_ref().map_or(0, |report| report.text.len());
                dicom.frames.len() + report
            }
            Content::Report(report) => report.text.len(),
            Content::Attachment(_) => 0,
        },
        Taken::Directory(files) => files.len() * FILE,
        _ => 0,
    };
    FILE + more
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn many_files_wait_for_their_filing_but_not_without_end() {
        let ahead = Ahead::default();
        for index in 1..=FILES {
            assert!(ahead.enter(index, FILE, &|| panic!("file {index} has to wait")));
        }
        let over = || true;
        assert!(!ahead.enter(FILES + 1, FILE, &over));
    }

    #[test]
    fn what_is_large_waits_and_the_file_that_is_filed_next_does_not() {
        let ahead = Ahead::default();
        assert!(ahead.enter(1, BYTES, &|| true));
        assert!(!ahead.enter(2, FILE, &|| true));
        assert!(ahead.enter(0, BYTES, &|| true));
    }

    #[test]
    fn whoever_waits_goes_on_when_a_file_was_filed() {
        let ahead = Ahead::default();
        assert!(ahead.enter(0, BYTES, &|| true));
        let has_entered = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                assert!(ahead.enter(2, FILE, &|| false));
                has_entered.store(true, Ordering::Relaxed);
            });
            std::thread::sleep(TICK * 3);
            assert!(!has_entered.load(Ordering::Relaxed));
            ahead.leave(BYTES);
        });
        assert!(has_entered.load(Ordering::Relaxed));
    }
}
