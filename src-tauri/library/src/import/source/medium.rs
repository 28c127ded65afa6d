//! What a person gave, as something that can be pulled out: a disc, a stick, a
//! folder on one, a file on one.
//!
//! A file that cannot be read is refused; one whose medium is gone is waited
//! for. This tells the two apart, and says when the medium is back. Not for
//! reading: that is [`lasting`](super::lasting).

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::folder;
use crate::files::FileSource;

/// Between two looks at the place where a medium was.
const POLL: Duration = Duration::from_millis(500);
/// How soon somebody who waits hears that they need not.
const STEP: Duration = Duration::from_millis(50);
/// Entries of its root a medium is known by.
const MARKS: usize = 64;

/// Something that was given, and may go away while it is read.
#[derive(Debug)]
pub(crate) struct Medium {
    name: String,
    root: PathBuf,
    /// By these it is told from another that is put in its place.
    marks: Vec<Mark>,
    state: Mutex<State>,
    /// Reads that have not come back yet.
    reading: AtomicUsize,
    /// Reads that have.
    reads: AtomicU64,
}

#[derive(Debug)]
struct State {
    device: Option<Device>,
    is_gone: bool,
    returned_at: Option<Instant>,
}

/// What the root lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Device {
    number: u64,
    /// The system lists it among what is attached; a network's it does not.
    is_attached: bool,
}

/// An entry of the root: its name, and of a file its length and time.
#[derive(Debug, PartialEq, Eq)]
struct Mark {
    path: PathBuf,
    file: Option<(u64, Option<SystemTime>)>,
}

impl Medium {
    /// `None` when it cannot be read from the start.
    pub(crate) fn of(given: &Path) -> Option<Self> {
        let root = fs::canonicalize(given).ok()?;
        let metadata = answer_of(&root)?;
        Some(Self {
            name: name_of(given),
            marks: marks_of(&root, &metadata)?,
            state: Mutex::new(State {
                device: Device::of(&metadata),
                is_gone: false,
                returned_at: None,
            }),
            root,
            reading: AtomicUsize::new(0),
            reads: AtomicU64::new(0),
        })
    }

    /// As the person knows it: the last part of the path that was given.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Reads from it, so that a read that does not come back is noticed.
    pub(crate) fn during<T>(&self, read: impl FnOnce() -> T) -> T {
        self.reading.fetch_add(1, Ordering::Relaxed);
        let result = read();
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.reading.fetch_sub(1, Ordering::Relaxed);
        result
    }

    /// Somebody waits for a read.
    pub(crate) fn is_reading(&self) -> bool {
        self.reading.load(Ordering::Relaxed) > 0
    }

    /// Reads so far: as long as this grows, it is there.
    pub(crate) fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// It was missed, and is not back yet.
    pub(crate) fn is_gone(&self) -> bool {
        self.state().is_gone
    }

    /// It was away at some time since: what failed meanwhile is no fault of the file.
    pub(crate) fn was_away_since(&self, then: Instant) -> bool {
        {
            let state = self.state();
            if state.is_gone || state.returned_at.is_some_and(|at| at >= then) {
                return true;
            }
        }
        let is_there = self.during(|| self.is_there());
        if !is_there {
            self.state().is_gone = true;
        }
        !is_there
    }

    /// It is there now, or was never missed.
    pub(crate) fn is_back(&self) -> bool {
        !self.is_gone() || self.look_for_it()
    }

    /// Waits until it is back; `false` when that is no longer wanted.
    pub(crate) fn wait(&self, is_over: &dyn Fn() -> bool) -> bool {
        let mut looked_at: Option<Instant> = None;
        loop {
            if is_over() {
                return false;
            }
            if !self.is_gone() {
                return true;
            }
            if looked_at.is_none_or(|at| at.elapsed() >= POLL) {
                if self.look_for_it() {
                    return true;
                }
                looked_at = Some(Instant::now());
            }
            std::thread::sleep(STEP);
        }
    }

    /// Whether it is back, and the same.
    fn look_for_it(&self) -> bool {
        let Some(metadata) = self.during(|| answer_of(&self.root)) else {
            return false;
        };
        let device = Device::of(&metadata);
        if device.is_some_and(Device::was_pulled_out) || !self.marks.iter().all(Mark::stands) {
            return false;
        }
        let mut state = self.state();
        *state = State {
            device,
            is_gone: false,
            returned_at: Some(Instant::now()),
        };
        true
    }

    fn is_there(&self) -> bool {
        let device = self.state().device;
        answer_of(&self.root).is_some_and(|metadata| {
            // An empty mount point answers, too: as the folder of another volume.
            let number = crate::platform::device_of(&metadata);
            number == device.map(|device| device.number)
                && !device.is_some_and(Device::was_pulled_out)
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Device {
    fn of(metadata: &Metadata) -> Option<Self> {
        let number = crate::platform::device_of(metadata)?;
        Some(Self {
            number,
            is_attached: crate::platform::is_attached(number),
        })
    }

    /// A stick that is pulled out answers from memory until it is unmounted.
    fn was_pulled_out(self) -> bool {
        self.is_attached && !crate::platform::is_attached(self.number)
    }
}

impl Mark {
    fn of(path: PathBuf) -> Option<Self> {
        let metadata = fs::symlink_metadata(&path).ok()?;
        let file = metadata
            .is_file()
            .then(|| (metadata.len(), metadata.modified().ok()));
        Some(Self { path, file })
    }

    fn stands(&self) -> bool {
        Self::of(self.path.clone()).is_some_and(|now| now == *self)
    }
}

/// As the person knows what was given. It is said to a terminal, too, which
/// would obey what is hidden in it.
pub(crate) fn name_of(given: &Path) -> String {
    folder::name_of(given).replace(char::is_control, "")
}

/// What the root says of itself, when it can be listed, or opened.
fn answer_of(root: &Path) -> Option<Metadata> {
    let metadata = fs::metadata(root).ok()?;
    let answers = if metadata.is_dir() {
        fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none_or(|one| one.is_ok()))
    } else {
        FileSource::open(root).is_ok()
    };
    answers.then_some(metadata)
}

fn marks_of(root: &Path, metadata: &Metadata) -> Option<Vec<Mark>> {
    if !metadata.is_dir() {
        return Some(vec![Mark::of(root.to_path_buf())?]);
    }
    let mut paths: Vec<PathBuf> = fs::read_dir(root)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort_unstable();
    paths.truncate(MARKS);
    Some(paths.into_iter().filter_map(Mark::of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn medium() -> (tempfile::TempDir, PathBuf, Medium) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("STICK");
        fs::create_dir_all(root.join("DICOM")).unwrap();
        fs::write(root.join("DICOMDIR"), b"listed").unwrap();
        let medium = Medium::of(&root).unwrap();
        (folder, root, medium)
    }

    fn looks_once(medium: &Medium) -> bool {
        let asked = AtomicUsize::new(0);
        medium.wait(&|| asked.fetch_add(1, Ordering::Relaxed) > 1)
    }

    #[test]
    fn a_medium_that_went_away_is_missed_and_known_again() {
        let (folder, root, medium) = medium();
        let before = Instant::now();
        assert_eq!(medium.name(), "STICK");
        assert!(!medium.was_away_since(before));
        fs::rename(&root, folder.path().join("away")).unwrap();
        assert!(medium.was_away_since(before));
        assert!(medium.is_gone());
        assert!(!looks_once(&medium));
        fs::rename(folder.path().join("away"), &root).unwrap();
        assert!(looks_once(&medium));
        assert!(!medium.is_gone());
        assert!(medium.was_away_since(before), "what failed is read again");
        assert!(!medium.was_away_since(Instant::now()));
    }

    #[test]
    fn another_medium_in_its_place_is_not_taken_for_it() {
        let (folder, root, medium) = medium();
        fs::rename(&root, folder.path().join("away")).unwrap();
        assert!(medium.was_away_since(Instant::now()));
        fs::create_dir_all(root.join("DICOM")).unwrap();
        assert!(!looks_once(&medium), "an empty one");
        fs::write(root.join("DICOMDIR"), b"another").unwrap();
        assert!(!looks_once(&medium), "one that lists something else");
        fs::remove_dir_all(&root).unwrap();
        fs::rename(folder.path().join("away"), &root).unwrap();
        fs::write(root.join("trash"), b"left by a system").unwrap();
        assert!(looks_once(&medium), "the same, with a file more");
    }

    #[test]
    fn a_file_that_was_given_is_a_medium_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("disc.iso");
        fs::write(&path, b"image").unwrap();
        let medium = Medium::of(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(medium.was_away_since(Instant::now()));
        fs::write(&path, b"another image").unwrap();
        assert!(!looks_once(&medium));
        assert!(Medium::of(&folder.path().join("nothing")).is_none());
    }

    #[test]
    fn a_read_that_does_not_come_back_is_seen() {
        let (_folder, _root, medium) = medium();
        assert!(!medium.is_reading());
        let (before, inside) = (medium.reads(), medium.during(|| medium.is_reading()));
        assert!(inside && !medium.is_reading());
        assert_eq!(medium.reads(), before + 1);
    }
}
