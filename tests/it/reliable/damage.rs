//! The index is deleted or damaged in 500 ways: repaired or made anew, and nothing is lost.

use std::fs;
use std::path::Path;

use scanfolio_library::{Decision, Library};

use super::truth::{MEDIA, Place, Random, sorted};
use crate::made::import;

/// Ways in each of two journeys, which run beside one another.
const WAYS: usize = 250;

/// Imports all media, and decides something of everything.
fn lived_in(place: &Place, older: &Path) -> serde_json::Value {
    for medium in MEDIA {
        let library = place.open();
        import(&library, &place.medium(medium)).unwrap();
        drop(library);
        if medium == MEDIA[0] {
            copy(&place.library_folder().join("index"), older);
        }
    }
    let library = place.open();
    let person = library.people().unwrap()[0].id;
    library.rename_person(person, "Mum").unwrap();
    let studies = library.studies(person).unwrap();
    let reports: Vec<i64> = studies[0].reports.iter().map(|report| report.id).collect();
    library.mark_read(reports[0]).unwrap();
    library
        .decide_pairing(reports[0], studies[1].id, Decision::Confirmed)
        .unwrap();
    everything(&library)
}

fn everything(library: &Library) -> serde_json::Value {
    let mut people = sorted(library);
    // The order in which one import's reports were met is not kept by anybody.
    for person in people.as_array_mut().unwrap() {
        for study in person["studies"].as_array_mut().unwrap() {
            let reports = study["reports"].as_array_mut().unwrap();
            reports.sort_by_key(ToString::to_string);
        }
    }
    people
}

fn copy(from: &Path, to: &Path) {
    drop(fs::remove_dir_all(to));
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn flip(bytes: &mut [u8], random: &mut Random) {
    let at = (random.fraction() * bytes.len() as f64) as usize;
    bytes[at] ^= 1 << (random.fraction() * 8.0) as u8;
}

fn garbage(length: usize, random: &mut Random) -> Vec<u8> {
    (0..length)
        .map(|_| (random.fraction() * 256.0) as u8)
        .collect()
}

/// Damages the index in one of ten kinds of ways. Says how.
fn damage(index: &Path, older: &Path, way: usize, random: &mut Random) -> &'static str {
    let file = index.join("index.sqlite");
    let seal = index.join("index.sqlite-seal");
    let mut bytes = fs::read(&file).unwrap();
    let page = 4096 * (random.fraction() * (bytes.len() / 4096) as f64) as usize;
    let cut = (random.fraction() * bytes.len() as f64) as usize;
    let said = match way % 10 {
        0 => {
            flip(&mut bytes, random);
            "one bit flipped"
        }
        1 => {
            for _ in 0..8 {
                flip(&mut bytes, random);
            }
            "eight bits flipped"
        }
        2 => {
            bytes.truncate(cut);
            "cut short"
        }
        3 => {
            bytes[page..page + 4096].fill(0);
            "a page of zeros"
        }
        4 => {
            bytes = garbage(cut + 1, random);
            "garbage"
        }
        5 => {
            fs::remove_dir_all(index).unwrap();
            return "deleted";
        }
        6 => {
            copy(older, index);
            return "an older one";
        }
        7 => {
            copy(older, index);
            fs::remove_file(seal).unwrap();
            return "an older one, not closed";
        }
        8 => {
            fs::remove_file(&seal).unwrap();
            bytes = garbage(cut + 1, random);
            "garbage, not closed"
        }
        _ => {
            fs::write(index.join("index.sqlite-wal"), garbage(8192, random)).unwrap();
            fs::write(&seal, garbage(64, random)).unwrap();
            "the files beside it"
        }
    };
    fs::write(file, bytes).unwrap();
    said
}

#[test]
fn an_index_damaged_in_250_ways_is_repaired_or_made_anew() {
    check(1);
}

#[test]
fn an_index_damaged_in_another_250_ways_is_repaired_or_made_anew() {
    check(2);
}

fn check(seed: u64) {
    let place = Place::with_media();
    let (older, good) = (place.path().join("older"), place.path().join("good"));
    let truth = lived_in(&place, &older);
    let index = place.library_folder().join("index");
    assert!(
        index.join("index.sqlite-seal").is_file(),
        "closing seals it"
    );
    copy(&index, &good);
    assert_eq!(everything(&place.open()), truth, "undamaged");
    let mut random = Random::new(seed);
    for way in 0..WAYS {
        copy(&good, &index);
        let said = damage(&index, &older, way, &mut random);
        let library = place.open();
        assert_eq!(everything(&library), truth, "way {way}: {said}");
        drop(library);
        assert!(
            index.join("index.sqlite-seal").is_file(),
            "way {way}: sealed again"
        );
    }
}

#[test]
fn a_page_lost_while_the_index_was_open_is_noticed() {
    let place = Place::with_media();
    let truth = lived_in(&place, &place.path().join("older"));
    let index = place.library_folder().join("index");
    let good = place.path().join("good");
    copy(&index, &good);
    let pages = fs::metadata(good.join("index.sqlite")).unwrap().len() / 4096;
    for page in 0..pages {
        copy(&good, &index);
        fs::remove_file(index.join("index.sqlite-seal")).unwrap();
        let mut bytes = fs::read(index.join("index.sqlite")).unwrap();
        let start = page as usize * 4096;
        bytes[start..start + 4096].fill(0);
        fs::write(index.join("index.sqlite"), bytes).unwrap();
        assert_eq!(everything(&place.open()), truth, "page {page} of {pages}");
    }
}
