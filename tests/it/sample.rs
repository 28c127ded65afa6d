//! The sample study that ships inside the program.

use std::path::Path;

#[test]
fn the_sample_that_ships_is_the_one_that_core_makes() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/sample/sample-study.zip");
    let is_same = std::fs::read(shipped).unwrap() == scanfolio_tests::archive::sample().unwrap();
    assert!(is_same, "run `cargo xtask sample`");
}
