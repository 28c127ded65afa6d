//! A bit flips in a kept file: verifying finds every one.

use std::fs;

use scanfolio_core::cancel::CancelToken;

use super::truth::{MEDIA, Place, Random};
use crate::made::import;

const FLIPS: usize = 200;

#[test]
fn verifying_finds_every_one_of_200_flipped_bits() {
    let place = Place::with_media();
    let library = place.open();
    for medium in MEDIA {
        import(&library, &place.medium(medium)).unwrap();
    }
    let root = place.library_folder();
    let mut kept = Vec::new();
    for study in fs::read_dir(root.join("files")).unwrap() {
        for file in fs::read_dir(study.unwrap().path()).unwrap() {
            kept.push(file.unwrap().path());
        }
    }
    kept.sort();
    let mut random = Random::new(200);
    for flip in 0..FLIPS {
        let path = &kept[flip % kept.len()];
        let bytes = fs::read(path).unwrap();
        let mut flipped = bytes.clone();
        let at = (random.fraction() * bytes.len() as f64) as usize;
        flipped[at] ^= 1 << (random.fraction() * 8.0) as u8;
        fs::write(path, flipped).unwrap();
        let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
        let place = path.strip_prefix(&root).unwrap().to_str().unwrap();
        assert_eq!(found.changed, [place], "byte {at} of {place}");
        assert_eq!(
            (
                found.missing.len(),
                found.unreadable.len(),
                found.stray.len()
            ),
            (0, 0, 0)
        );
        fs::write(path, bytes).unwrap();
    }
    assert!(
        library
            .verify(&|_| {}, &CancelToken::default())
            .unwrap()
            .is_clean()
    );
}
