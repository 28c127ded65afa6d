//! A damaged file of decisions: the library opens, what the index knows is written again, the rest is told.

use std::fs;
use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Library, Mended, Removable};

use super::flips::lived_in;
use super::truth::{Place, Random, sorted};

/// Damages a file as a failing disk does: nobody wrote to it.
fn flip(path: &Path, random: &mut Random) -> Vec<u8> {
    let written_at = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    let at = (random.fraction() * bytes.len() as f64) as usize;
    bytes[at] ^= 1 << (random.fraction() * 8.0) as u8;
    fs::write(path, &bytes).unwrap();
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(written_at).unwrap();
    bytes
}

fn decisions(place: &Place, name: &str) -> PathBuf {
    place.library_folder().join("decisions").join(name)
}

/// The library is whole but for what was mended, and the next opening finds nothing.
fn check_whole(place: &Place, library: Library, mended: &[Mended]) {
    assert_eq!(library.mended(), mended);
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(found.mended, mended);
    assert_eq!(found.damaged, Vec::<String>::new());
    assert_eq!(
        found.changed.len() + found.missing.len() + found.stray.len(),
        0
    );
    drop(library);
    assert_eq!(place.open().mended(), []);
}

#[test]
fn what_the_index_knows_of_a_damaged_file_is_written_again() {
    let place = Place::with_media();
    let library = lived_in(&place);
    let truth = sorted(&library);
    drop(library);
    let mut random = Random::new(7);
    for (name, mended) in [
        ("persons.json", Mended::PersonsRestored),
        ("pairings.json", Mended::PairingsRestored),
        ("read.json", Mended::ReadRestored),
    ] {
        for time in 1..=10 {
            let path = decisions(&place, name);
            let damaged = flip(&path, &mut random);
            let library = place.open();
            assert_eq!(sorted(&library), truth, "{name}");
            check_whole(&place, library, &[mended]);
            let aside = decisions(&place, &format!("{name}.damaged-{time}"));
            assert_eq!(fs::read(aside).unwrap(), damaged);
        }
    }
    // All at once, and the index is made anew from what was written again.
    for name in ["persons.json", "pairings.json", "read.json"] {
        flip(&decisions(&place, name), &mut random);
    }
    let library = place.open();
    assert_eq!(library.mended().len(), 3);
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(sorted(&library), truth);
}

/// Damages one file of a library whose index cannot stand in for it.
fn lose(name: &str, spoil: impl Fn(&Place)) -> (Place, Library) {
    let place = Place::with_media();
    drop(lived_in(&place));
    flip(&decisions(&place, name), &mut Random::new(8));
    spoil(&place);
    let library = place.open();
    (place, library)
}

/// It was not closed.
fn unseal(place: &Place) {
    fs::remove_file(place.library_folder().join("index/index.sqlite-seal")).unwrap();
}

#[test]
fn what_nobody_knows_any_more_is_lost_and_told_and_the_library_opens() {
    let (place, library) = lose("persons.json", unseal);
    assert!(library.people().unwrap().is_empty(), "everybody waits");
    assert_eq!(library.waiting().unwrap().len(), 2);
    check_whole(&place, library, &[Mended::PersonsLost]);

    let (place, library) = lose("pairings.json", unseal);
    assert_eq!(library.people().unwrap().len(), 2);
    check_whole(&place, library, &[Mended::PairingsLost]);

    let (place, library) = lose("read.json", unseal);
    check_whole(&place, library, &[Mended::ReadLost]);

    let (place, library) = lose("settings.json", |_| {});
    assert!(library.settings().unwrap().is_null());
    check_whole(&place, library, &[Mended::SettingsLost]);
}

#[test]
fn an_index_closed_before_the_file_was_written_does_not_stand_in_for_it() {
    let (place, library) = lose("persons.json", |place| {
        let path = decisions(place, "persons.json");
        let file = fs::File::options().write(true).open(path).unwrap();
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
        file.set_modified(later).unwrap();
    });
    assert_eq!(library.waiting().unwrap().len(), 2);
    check_whole(&place, library, &[Mended::PersonsLost]);
}

#[test]
fn on_a_damaged_word_nothing_is_deleted() {
    let place = Place::with_media();
    let library = lived_in(&place);
    let truth = sorted(&library);
    let study = library.list().unwrap()[0].studies[0].id;
    library.remove(Removable::Study(study)).unwrap();
    assert_ne!(sorted(&library), truth);
    drop(library);
    flip(&decisions(&place, "removals.json"), &mut Random::new(9));
    let library = place.open();
    assert_eq!(sorted(&library), truth, "shown again");
    check_whole(&place, library, &[Mended::RemovalsLost]);
}
