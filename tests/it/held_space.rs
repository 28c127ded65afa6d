//! How large the library is, what goes of it, and what its volume has free.

use std::fs;
use std::sync::Arc;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, inject};
use scanfolio_library::{HeldSpace, Library, Removable};

use crate::made::{Home, JANE, JOHN, look};

/// A volume with so many bytes free.
struct Free(u64);

impl Faults for Free {
    fn space(&self) -> Option<(u64, u64)> {
        Some((self.0, 1 << 40))
    }
}

/// Bytes of the files that lie in the library folder as kept.
fn on_disk(home: &Home) -> u64 {
    let mut folders = vec![home.library_folder().join("files")];
    let mut sum = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                sum += entry.metadata().unwrap().len();
            }
        }
    }
    sum
}

fn lived_in(home: &Home) -> Library {
    home.put("1", JANE.image())
        .put("2", JOHN.image())
        .put("3", JANE.structured_report("A nodule of 4 mm."))
        .put("4", JOHN.text_report("No fracture."))
        .put("5.html", "<html>page</html>");
    home.import().0
}

#[test]
fn the_library_is_as_large_as_its_kept_files() {
    let home = Home::new();
    let library = lived_in(&home);
    let root = fs::canonicalize(home.library_folder()).unwrap();
    let _free = inject(&root, Arc::new(Free(123_456)));
    let space = library.held_space().unwrap();
    let kept = on_disk(&home);
    assert!(kept > 0);
    assert_eq!(
        space,
        HeldSpace {
            kept,
            removed: 0,
            free: Some(123_456)
        }
    );
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(library.held_space().unwrap(), space);
}

#[test]
fn what_is_removed_is_counted_until_it_is_gone_from_disk() {
    let home = Home::new();
    let library = lived_in(&home);
    let before = library.held_space().unwrap().kept;
    let jane = library.people().unwrap()[0].id;
    let removal = library.remove(Removable::Person(jane)).unwrap();
    let goes = removal.removing.bytes;
    assert!(goes > 0 && goes < before);
    let sizes = |library: &Library| {
        let HeldSpace { kept, removed, .. } = library.held_space().unwrap();
        (kept, removed)
    };
    assert_eq!(sizes(&library), (before, goes));
    library.undo_removal(removal.number).unwrap();
    assert_eq!(sizes(&library), (before, 0));
    library.remove(Removable::Person(jane)).unwrap();
    assert_eq!(library.purge_removed().unwrap().bytes, goes);
    assert_eq!(sizes(&library), (before - goes, 0));
    assert_eq!(on_disk(&home), before - goes);
}

#[test]
fn what_is_only_looked_at_takes_no_room() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, _) = look(&home.medium());
    assert_eq!(library.held_space().unwrap_err().code(), "nothing_kept");
}
