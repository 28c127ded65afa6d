//! Stopped at any point, a removal is whole or did not happen.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use scanfolio_library::Removable;
use scanfolio_library::faults::{Faults, Point, inject};

use super::lived::{
    all_bytes, check_clean, holds, kept_files, lived_in, rebuild, shown_without_ids,
};
use crate::made::Home;

/// Stops at one passing of any named point, as a kill would: nothing after it is done.
struct StopAt {
    passing: usize,
    passed: AtomicUsize,
}

impl Faults for StopAt {
    fn at(&self, _: Point) {
        if self.passed.fetch_add(1, Ordering::SeqCst) == self.passing {
            std::panic::resume_unwind(Box::new("stopped"));
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_removal_stopped_at_any_point_is_whole_or_did_not_happen() {
    let home = Home::new();
    let library = lived_in(&home);
    let before = shown_without_ids(&library);
    drop(library);
    let template = home.medium().with_file_name("template");
    copy_folder(&home.library_folder(), &template);
    let gone = {
        let library = home.open();
        let person = library.people().unwrap()[0].id;
        library.remove(Removable::Person(person)).unwrap();
        library.purge_removed().unwrap();
        shown_without_ids(&library)
    };
    let (mut passing, mut whole, mut none) = (0, 0, 0);
    loop {
        fs::remove_dir_all(home.library_folder()).unwrap();
        copy_folder(&template, &home.library_folder());
        let stop = Arc::new(StopAt {
            passing,
            passed: AtomicUsize::new(0),
        });
        let result = std::panic::catch_unwind(|| {
            let library = home.open();
            let person = library.people().unwrap()[0].id;
            let faults: Arc<dyn Faults> = Arc::<StopAt>::clone(&stop);
            let _injected = inject(&home.library_folder(), faults);
            library.remove(Removable::Person(person)).unwrap();
            library.purge_removed().unwrap();
        });
        // What was begun is completed by the next opening, which may be stopped, too.
        let library = {
            let stop = Arc::new(StopAt {
                passing: passing % 40,
                passed: AtomicUsize::new(0),
            });
            let faults: Arc<dyn Faults> = stop;
            let injected = inject(&home.library_folder(), faults);
            let opened = std::panic::catch_unwind(|| drop(home.open()));
            drop(injected);
            drop(opened);
            home.open()
        };
        let shown = shown_without_ids(&library);
        if shown == before {
            none += 1;
            assert_eq!(kept_files(&home), 11);
        } else {
            whole += 1;
            assert_eq!(shown, gone, "stopped at passing {passing}");
            assert_eq!(kept_files(&home), 3);
        }
        check_clean(&library);
        rebuild(&library);
        assert_eq!(
            shown_without_ids(&library),
            shown,
            "stopped at passing {passing}"
        );
        drop(library);
        if shown != before {
            let bytes = all_bytes(&home.library_folder());
            assert!(!holds(&bytes, "thymoma") && !holds(&bytes, "Mum"));
        }
        if result.is_ok() {
            break;
        }
        passing += 1;
    }
    assert!(
        none > 0 && whole > 20,
        "{none} times nothing, {whole} times all"
    );
}
