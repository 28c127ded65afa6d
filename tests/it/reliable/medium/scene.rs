//! A drive, the hand that pulls it out, and the person before it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, Injected, inject};
use scanfolio_library::{ImportOutcome, Library, PersonChoice, Phase, Progress};

use crate::made::{Home, JANE, JOHN, Made};

/// Said at the latest so long after a medium is pulled out, or stops answering.
pub(super) const SAID_WITHIN: Duration = Duration::from_secs(5);
/// A medium stays away for so long.
pub(super) const AWAY: Duration = Duration::from_millis(700);

/// How a medium is pulled out, and put back.
pub(super) trait Hand: Send + Sync {
    fn pull(&self);
    fn put_back(&self);
}

/// By another name it is not there.
pub(super) struct Renamed {
    there: PathBuf,
    away: PathBuf,
}

impl Hand for Renamed {
    fn pull(&self) {
        fs::rename(&self.there, &self.away).unwrap();
    }

    fn put_back(&self) {
        fs::rename(&self.away, &self.there).unwrap();
    }
}

/// At a certain read the medium is pulled out. What is open then stays dead, as the files of a drive do.
pub(super) struct Drive {
    hand: Box<dyn Hand>,
    pull_at: u64,
    pub(super) reads: AtomicU64,
    is_dead: AtomicBool,
    pulled_at: Mutex<Option<Instant>>,
}

impl Faults for Drive {
    fn read(&self, _path: &Path, _offset: u64, length: usize) -> std::io::Result<()> {
        if length > 0 && self.reads.fetch_add(1, Ordering::SeqCst) == self.pull_at {
            *self.pulled_at.lock().unwrap() = Some(Instant::now());
            self.hand.pull();
            self.is_dead.store(true, Ordering::SeqCst);
        }
        if self.is_dead.load(Ordering::SeqCst) {
            return Err(std::io::Error::from_raw_os_error(19)); // ENODEV
        }
        Ok(())
    }
}

/// A drive, and the person before it.
pub(super) struct Scene {
    pub(super) drive: Arc<Drive>,
    injected: Mutex<Option<Injected>>,
    told: Mutex<Vec<Phase>>,
    pub(super) cancel: CancelToken,
}

impl Scene {
    pub(super) fn new(medium: &Path, hand: impl Hand + 'static, pull_at: u64) -> Self {
        let drive = Arc::new(Drive {
            hand: Box::new(hand),
            pull_at,
            reads: AtomicU64::new(0),
            is_dead: AtomicBool::new(false),
            pulled_at: Mutex::default(),
        });
        let faults: Arc<dyn Faults> = Arc::<Drive>::clone(&drive);
        Self {
            drive,
            injected: Mutex::new(Some(inject(medium, faults))),
            told: Mutex::default(),
            cancel: CancelToken::default(),
        }
    }

    pub(super) fn renaming(home: &Home, pull_at: u64) -> Self {
        let there = fs::canonicalize(home.medium()).unwrap();
        let away = there.with_file_name("away");
        Self::new(&there.clone(), Renamed { there, away }, pull_at)
    }

    /// Hears that it is gone, and does something about it.
    pub(super) fn hear(&self, progress: &Progress, then: impl Fn()) {
        if self.told.lock().unwrap().last() == Some(&progress.phase) {
            return;
        }
        self.told.lock().unwrap().push(progress.phase.clone());
        if matches!(progress.phase, Phase::MediumGone(_)) {
            let pulled_at = self.drive.pulled_at.lock().unwrap().unwrap();
            assert!(
                pulled_at.elapsed() < SAID_WITHIN,
                "{:?}",
                pulled_at.elapsed()
            );
            then();
        }
    }

    /// New files are of a drive that is whole.
    pub(super) fn put_back(&self) {
        std::thread::sleep(AWAY);
        drop(self.injected.lock().unwrap().take());
        self.drive.hand.put_back();
    }

    pub(super) fn import(&self, library: &Library, path: &Path, then: impl Fn()) -> ImportOutcome {
        library
            .import(
                &[path.to_path_buf()],
                PersonChoice::New,
                &|progress| self.hear(&progress, &then),
                &self.cancel,
            )
            .unwrap()
    }

    /// It was said once that the medium is gone, and afterwards that reading goes on.
    pub(super) fn check_told(&self, name: &str) {
        let told = self.told.lock().unwrap();
        let gone = Phase::MediumGone(name.to_owned());
        let at = told.iter().position(|phase| *phase == gone);
        let at = at.unwrap_or_else(|| panic!("{told:?}"));
        assert_eq!(told.get(at + 1), Some(&Phase::Reading), "{told:?}");
        let times = told.iter().filter(|phase| **phase == gone).count();
        assert_eq!(times, 1, "{told:?}");
    }
}

/// Studies of four images each, of two persons.
pub(super) fn fill(home: &Home, studies: usize) {
    for number in 0..studies {
        let whose = if number % 2 == 0 { JANE } else { JOHN };
        let study = format!("2.25.7{number:04}");
        for instance in 1..=4 {
            let made = Made {
                study: &study,
                instance,
                ..whose
            };
            home.put(&format!("{number:04}/IM{instance}"), made.image());
        }
    }
}

pub(super) fn check_clean(library: &Library) {
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(found.is_clean(), "{found:?}");
}
