//! A bit flips in anything that is kept: verifying finds every one.

use std::fs;
use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Decision, Library, Mended, Verification};

use super::truth::{MEDIA, Place, Random};
use crate::made::import;

const FLIPS: usize = 200;

/// A library of all media, in which something was decided of everything.
pub fn lived_in(place: &Place) -> Library {
    let library = place.open();
    for medium in MEDIA {
        import(&library, &place.medium(medium)).unwrap();
    }
    let person = library.people().unwrap()[0].id;
    library.rename_person(person, "Mum").unwrap();
    let studies = library.studies(person).unwrap();
    let report = studies[0].reports[0].id;
    library.mark_read(report).unwrap();
    library
        .decide_pairing(report, studies[1].id, Decision::Confirmed)
        .unwrap();
    library
        .save_settings(serde_json::json!({"mode": "advanced"}))
        .unwrap();
    // Undone: what stays is the file of the removals, with none in it.
    let removable = scanfolio_library::Removable::Study(studies[0].id);
    let removal = library.remove(removable).unwrap();
    library.undo_removal(removal.number).unwrap();
    library
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn verify(library: &Library) -> Verification {
    library.verify(&|_| {}, &CancelToken::default()).unwrap()
}

/// Flips bits all over the files, one at a time; `check` sees the place and what was found.
fn flip_all_over(
    library: &Library,
    root: &Path,
    files: &[PathBuf],
    check: impl Fn(&str, &Verification),
) {
    let mut random = Random::new(200);
    for flip in 0..FLIPS {
        let path = &files[flip % files.len()];
        let bytes = fs::read(path).unwrap();
        let mut flipped = bytes.clone();
        let at = (random.fraction() * bytes.len() as f64) as usize;
        flipped[at] ^= 1 << (random.fraction() * 8.0) as u8;
        fs::write(path, flipped).unwrap();
        let place = path.strip_prefix(root).unwrap().to_str().unwrap();
        check(place, &verify(library));
        fs::write(path, bytes).unwrap();
    }
    let found = verify(library);
    assert!(found.is_clean(), "{found:?}");
}

#[test]
fn verifying_finds_every_one_of_200_flipped_bits() {
    let place = Place::with_media();
    let library = lived_in(&place);
    let root = place.library_folder();
    let kept = below(&root.join("files"));
    flip_all_over(&library, &root, &kept, |place, found| {
        assert_eq!(found.changed, [place]);
        let others = (
            found.missing.len(),
            found.unreadable.len(),
            found.stray.len(),
        );
        assert_eq!(others, (0, 0, 0));
        assert_eq!(found.damaged, Vec::<String>::new());
    });
}

#[test]
fn verifying_finds_every_one_of_200_flipped_bits_in_journals_and_sidecars() {
    let place = Place::with_media();
    let library = lived_in(&place);
    let root = place.library_folder();
    let mut written = below(&root.join("imports"));
    written.extend(below(&root.join("decisions")));
    written.push(root.join("library.json"));
    assert_eq!(written.len(), MEDIA.len() + 5 + 1, "{written:?}");
    flip_all_over(&library, &root, &written, |place, found| {
        assert_eq!(found.damaged, [place]);
        let others = (
            found.missing.len(),
            found.unreadable.len(),
            found.changed.len(),
        );
        assert_eq!(others, (0, 0, 0));
    });
}

#[test]
fn verifying_tells_of_every_one_of_200_flipped_bits_in_a_closed_index() {
    let place = Place::with_media();
    drop(lived_in(&place));
    let index = place.library_folder().join("index/index.sqlite");
    let mut random = Random::new(201);
    for _ in 0..FLIPS {
        let mut bytes = fs::read(&index).unwrap();
        let at = (random.fraction() * bytes.len() as f64) as usize;
        bytes[at] ^= 1 << (random.fraction() * 8.0) as u8;
        fs::write(&index, bytes).unwrap();
        let found = verify(&place.open());
        assert_eq!(found.mended, [Mended::IndexMadeAnew], "byte {at}");
        assert!(!found.is_clean());
    }
    let found = verify(&place.open());
    assert!(found.is_clean(), "{found:?}");
}
