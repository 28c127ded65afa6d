//! Two programs, one library: the second is told so, and harms nothing.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use scanfolio_library::{Library, OpenMode};

use super::truth::{MEDIA, Place, sorted, undisturbed};
use crate::made::import;

/// The child: holds the library open until its parent has seen that it does.
#[test]
#[ignore = "runs as the child of the journey below"]
fn hold_the_library() {
    let Some(folder) = std::env::var_os("HELD_PLACE") else {
        return;
    };
    let place = Place::at(folder.as_ref());
    let library = place.open();
    import(&library, &place.medium(MEDIA[0])).unwrap();
    std::fs::write(place.path().join("held"), "").unwrap();
    wait_for(&place, "seen");
    for medium in &MEDIA[1..] {
        import(&library, &place.medium(medium)).unwrap();
    }
}

fn wait_for(place: &Place, name: &str) {
    let started = Instant::now();
    while !place.path().join(name).exists() {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "{name} never came"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_second_program_is_told_that_the_library_is_in_use() {
    let place = Place::with_media();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "reliable::two::hold_the_library"])
        .env("HELD_PLACE", place.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&place, "held");
    for mode in [OpenMode::Create, OpenMode::MustExist] {
        let error = Library::open(&place.library_folder(), mode).unwrap_err();
        assert_eq!(error.code(), "library_in_use");
    }
    std::fs::write(place.path().join("seen"), "").unwrap();
    assert!(
        child.wait().unwrap().success(),
        "the first one was not disturbed"
    );
    assert_eq!(sorted(&place.open()), undisturbed());
}
