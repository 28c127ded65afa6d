//! Waiting is ended by the person, and is told.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, inject};
use scanfolio_library::{PersonChoice, Phase, Progress};

use super::scene::{AWAY, SAID_WITHIN, Scene, check_clean, fill};
use crate::made::{Home, import, refusals};

/// Files each study as soon as it is whole.
struct StudyByStudy;

impl Faults for StudyByStudy {
    fn batch(&self) -> Option<u64> {
        Some(1)
    }
}

#[test]
fn stopping_while_a_medium_is_gone_ends_at_once_and_keeps_what_was_filed() {
    let home = Home::new();
    fill(&home, 100);
    let library = home.open();
    let folder = fs::canonicalize(home.library_folder()).unwrap();
    let _eager = inject(&folder, Arc::new(StudyByStudy));
    let scene = Scene::renaming(&home, 390);
    let stopped_at = Mutex::new(None);
    let outcome = scene.import(&library, &home.medium(), || {
        *stopped_at.lock().unwrap() = Some(Instant::now());
        scene.cancel.cancel();
    });
    // The medium never comes back here: without an end of the waiting this would hang.
    let waited = stopped_at.lock().unwrap().unwrap().elapsed();
    assert!(waited < Duration::from_secs(10), "{waited:?}");
    assert!(outcome.is_cancelled);
    assert_eq!(refusals(&outcome), []);
    assert!(
        outcome.instances > 0 && outcome.instances < 400,
        "{outcome:?}"
    );
    check_clean(&library);
    scene.put_back();
    let again = import(&library, &home.medium()).unwrap();
    assert_eq!(again.instances + outcome.instances, 400);
    assert_eq!(again.duplicates, outcome.instances);
}

#[test]
fn a_host_that_panics_while_a_medium_is_gone_does_not_wait_for_ever() {
    let home = Home::new();
    fill(&home, 20);
    let library = home.open();
    let scene = Scene::renaming(&home, 30);
    let panics = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        scene.import(&library, &home.medium(), || panic!("the window is gone"));
    }));
    assert!(panics.is_err());
    scene.put_back();
    let again = import(&library, &home.medium()).unwrap();
    assert_eq!(again.instances + again.duplicates, 80);
}

/// A drive that spins for a while over one read.
struct Hangs {
    at: u64,
    reads: AtomicU64,
    since: Mutex<Option<Instant>>,
}

impl Faults for Hangs {
    fn read(&self, _path: &Path, _offset: u64, _length: usize) -> std::io::Result<()> {
        if self.reads.fetch_add(1, Ordering::SeqCst) == self.at {
            *self.since.lock().unwrap() = Some(Instant::now());
            std::thread::sleep(SAID_WITHIN + AWAY);
        }
        Ok(())
    }
}

#[test]
fn a_disc_that_hangs_in_a_read_is_said_to_be_slow_or_gone() {
    let home = Home::new();
    fill(&home, 20);
    let medium = fs::canonicalize(home.medium()).unwrap();
    let hangs = Arc::new(Hangs {
        at: 30,
        reads: AtomicU64::new(0),
        since: Mutex::default(),
    });
    let faults: Arc<dyn Faults> = Arc::<Hangs>::clone(&hangs);
    let _injected = inject(&medium, faults);
    let library = home.open();
    let told = Mutex::new(Vec::new());
    let hear = |progress: Progress| {
        if let Phase::MediumSlow(name) = &progress.phase {
            let since = hangs.since.lock().unwrap().unwrap();
            assert_eq!(name, "medium");
            assert!(since.elapsed() < SAID_WITHIN, "{:?}", since.elapsed());
        }
        told.lock().unwrap().push(progress.phase);
    };
    let outcome = library
        .import(
            &[home.medium()],
            PersonChoice::New,
            &hear,
            &CancelToken::default(),
        )
        .unwrap();
    assert_eq!((outcome.instances, outcome.rejected.len()), (80, 0));
    let told = told.lock().unwrap();
    let slow = told
        .iter()
        .position(|phase| matches!(phase, Phase::MediumSlow(_)));
    assert_eq!(told.get(slow.unwrap() + 1), Some(&Phase::Reading));
}
