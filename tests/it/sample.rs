//! The sample study that ships inside the program.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

/// What is in a ZIP, by name: how it was packed differs between deflaters.
fn entries(zip: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_sample_that_ships_is_the_one_that_core_makes() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/sample/sample-study.zip");
    let shipped = entries(std::fs::read(shipped).unwrap());
    let made = entries(scanfolio_tests::archive::sample().unwrap());
    assert!(shipped.len() > 60, "{} files", shipped.len());
    assert!(shipped == made, "run `cargo xtask sample`");
}
