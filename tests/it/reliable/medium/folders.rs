//! Folders and single files that go away, and come back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, inject};
use scanfolio_library::{Library, PersonChoice, Phase, Progress};

use super::scene::{Scene, check_clean, fill};
use crate::made::{Home, listing, refusals};

#[test]
fn a_folder_that_goes_away_is_read_on_when_it_is_back() {
    let home = Home::new();
    fill(&home, 20);
    let (undisturbed, _) = home.import();
    let truth = listing(&undisturbed);
    drop(undisturbed);
    for pull_at in [0, 1, 37, 79] {
        fs::remove_dir_all(home.library_folder()).unwrap();
        let library = home.open();
        let scene = Scene::renaming(&home, pull_at);
        let outcome = scene.import(&library, &home.medium(), || scene.put_back());
        assert_eq!(refusals(&outcome), []);
        assert_eq!((outcome.files, outcome.instances), (80, 80), "{pull_at}");
        assert!(!outcome.is_cancelled);
        scene.check_told("medium");
        assert_eq!(listing(&library), truth, "pulled out at read {pull_at}");
        check_clean(&library);
    }
}

#[test]
fn looking_at_a_medium_that_goes_away_goes_on_when_it_is_back() {
    let home = Home::new();
    fill(&home, 20);
    let scene = Scene::renaming(&home, 50);
    let hear = |progress: Progress| scene.hear(&progress, || scene.put_back());
    let (library, outcome) = Library::look(&[home.medium()], &hear, &scene.cancel).unwrap();
    assert_eq!(refusals(&outcome), []);
    assert_eq!(outcome.instances, 80);
    scene.check_told("medium");
    let (_, whole) = crate::made::look(&home.medium());
    assert_eq!(whole.instances, 80);
    assert_eq!(library.list().unwrap().len(), 2);
}

/// Deletes a file of the medium at the first read, after all were found.
struct Loses(PathBuf, AtomicBool);

impl Faults for Loses {
    fn read(&self, _path: &Path, _offset: u64, _length: usize) -> std::io::Result<()> {
        if !self.1.swap(true, Ordering::SeqCst) {
            fs::remove_file(&self.0).unwrap();
        }
        Ok(())
    }
}

#[test]
fn one_file_that_goes_from_a_medium_that_stays_is_refused_and_nobody_waits() {
    let home = Home::new();
    fill(&home, 20);
    let medium = fs::canonicalize(home.medium()).unwrap();
    let lost = medium.join("0019/IM4");
    let _injected = inject(&medium, Arc::new(Loses(lost, AtomicBool::new(false))));
    let library = home.open();
    let told = Mutex::new(Vec::new());
    let outcome = library
        .import(
            &[home.medium()],
            PersonChoice::New,
            &|progress| told.lock().unwrap().push(progress.phase),
            &CancelToken::default(),
        )
        .unwrap();
    assert_eq!(refusals(&outcome), [("0019/IM4", "absent")]);
    assert_eq!(outcome.instances, 79);
    let gone = Phase::MediumGone("medium".into());
    assert!(!told.lock().unwrap().contains(&gone));
}
