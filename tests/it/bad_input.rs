//! What goes wrong is said, nothing half is kept, and the rest goes on.

use std::fs;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Library, OpenMode, OpenOptions, PersonChoice};
use scanfolio_tests::archive::pack;

use crate::made::{Home, JANE, Made, import, listing, look, refusals};

#[test]
fn every_unusable_file_is_named_with_its_reason() {
    let home = Home::new();
    let mut only_meta = vec![0; 128];
    only_meta.extend(b"DICM");
    home.put("empty.dcm", "")
        .put("noise.dcm", [0x80, 0x91, 0xa2, 0xb3, 0x01, 0xfe])
        .put("meta.dcm", &only_meta)
        .put("good", JANE.image());
    let (library, outcome) = home.import();
    assert_eq!(outcome.instances, 1);
    let refused = refusals(&outcome);
    assert_eq!(refused.len(), 3, "{refused:?}");
    assert!(refused.contains(&("empty.dcm", "empty")));
    assert!(refused.contains(&("noise.dcm", "not_recognised")));
    assert!(
        refused
            .iter()
            .any(|(path, code)| *path == "meta.dcm" && code.starts_with("dicom_")),
        "{refused:?}"
    );
    assert_eq!(
        refusals(&look(&home.medium()).1),
        refused,
        "looking says the same"
    );
    assert_eq!(library.list().unwrap().len(), 1);
}

#[test]
fn what_does_not_exist_is_refused_and_the_rest_imported() {
    let home = Home::new();
    home.put("good", JANE.image());
    let library = home.open();
    let paths = [home.medium().join("absent"), home.medium().join("good")];
    let outcome = library
        .import(&paths, PersonChoice::New, &|_| {}, &CancelToken::default())
        .unwrap();
    assert_eq!(refusals(&outcome), [("absent", "absent")]);
    assert_eq!(outcome.instances, 1);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_not_followed() {
    let home = Home::new();
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("IM"), JANE.image()).unwrap();
    std::os::unix::fs::symlink(secret.path().join("IM"), home.medium().join("link")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(home.medium().join("socket")).unwrap();
    home.put(
        "good",
        Made {
            instance: 2,
            ..JANE
        }
        .image(),
    );
    let (_, outcome) = home.import();
    assert_eq!(outcome.instances, 1);
    assert_eq!(
        refusals(&outcome),
        [("link", "link"), ("socket", "special_file")]
    );
}

#[test]
fn an_archive_cannot_write_or_read_outside_itself() {
    let home = Home::new();
    home.put(
        "slip.zip",
        pack(&[
            ("../../evil".into(), JANE.image()),
            ("/etc/evil".into(), JANE.image()),
            ("C:\\evil".into(), JANE.image()),
            ("good".into(), JANE.image()),
        ])
        .unwrap(),
    );
    let (_, outcome) = home.import();
    assert_eq!(outcome.instances, 1);
    let codes: Vec<_> = refusals(&outcome)
        .into_iter()
        .map(|(_, code)| code)
        .collect();
    assert_eq!(codes, ["archive_path_outside"; 3]);
    assert!(!home.medium().parent().unwrap().join("evil").exists());
}

#[test]
fn a_damaged_archive_costs_what_is_damaged() {
    let home = Home::new();
    let whole = pack(&[
        ("1".into(), JANE.image()),
        (
            "2".into(),
            Made {
                instance: 2,
                ..JANE
            }
            .image(),
        ),
    ])
    .unwrap();
    home.put("cut.zip", &whole[..whole.len() / 2]);
    // One byte of the first entry's packed data turned: its checksum tells.
    let mut turned = whole.clone();
    turned[60] ^= 0x55;
    home.put("turned.zip", turned);
    let (_, outcome) = home.import();
    assert_eq!(
        refusals(&outcome),
        [
            ("cut.zip", "archive_damaged"),
            ("turned.zip/1", "archive_damaged")
        ]
    );
    assert_eq!(outcome.instances, 1);
}

#[test]
fn an_entry_under_a_password_is_said_to_be_so() {
    let home = Home::new();
    let mut bytes = pack(&[("1".into(), JANE.image())]).unwrap();
    // The general purpose flag's bit 0, in the local header and the central directory.
    bytes[6] |= 1;
    let central = bytes
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .unwrap();
    bytes[central + 8] |= 1;
    home.put("locked.zip", bytes);
    let (_, outcome) = home.import();
    assert_eq!(refusals(&outcome), [("locked.zip/1", "archive_encrypted")]);
}

#[test]
fn a_damaged_image_of_every_length_is_kept_or_refused_and_never_fatal() {
    let home = Home::new();
    let whole = JANE.image();
    for length in (0..whole.len()).step_by(7) {
        home.put(&format!("{length:05}"), &whole[..length]);
    }
    let (library, outcome) = home.import();
    assert_eq!(outcome.files, whole.len().div_ceil(7) as u64);
    assert!(outcome.instances > 0);
    assert!(
        library
            .verify(&|_| {}, &CancelToken::default())
            .unwrap()
            .is_clean()
    );
}

#[test]
fn when_the_disk_is_full_it_is_said_and_nothing_half_is_kept() {
    let home = Home::new();
    for instance in 1..=12 {
        home.put(
            &format!("{instance:02}"),
            Made {
                instance,
                size: 64,
                pixel: instance as u16,
                ..JANE
            }
            .image(),
        );
    }
    let needed = 12 * JANE.image().len() as u64 + 12 * 64 * 64 * 2 + 20_000;
    let mut failures = 0;
    for step in 0..=20 {
        let _ = fs::remove_dir_all(home.library_folder());
        let quota = Some(needed * step / 20 + 200);
        let library = Library::open_with(
            &home.library_folder(),
            OpenMode::Create,
            OpenOptions { quota },
        )
        .unwrap();
        let result = import(&library, &home.medium());
        if let Err(error) = &result {
            assert_eq!(error.code(), "disk_full");
            failures += 1;
        }
        drop(library);
        let library = Library::open(&home.library_folder(), OpenMode::MustExist).unwrap();
        let verification = library.verify(&|_| {}, &CancelToken::default()).unwrap();
        assert!(verification.is_clean(), "{quota:?} {verification:?}");
        let held: u32 = library
            .list()
            .unwrap()
            .iter()
            .flat_map(|p| &p.studies)
            .map(|study| study.instances)
            .sum();
        assert!(
            held == 0 || held == 12,
            "{held} of one study under {quota:?}"
        );
        let staged = fs::read_dir(home.library_folder().join("staging"))
            .unwrap()
            .count();
        assert_eq!(staged, 0, "nothing is left in staging");
        let again = import(&library, &home.medium()).unwrap();
        assert_eq!(again.instances + again.duplicates, 12);
        let study = library.list().unwrap()[0].studies[0].clone();
        assert_eq!(
            (study.instances, study.is_unfinished),
            (12, false),
            "importing again completes it"
        );
    }
    assert!(failures > 3, "the quota was never in the way");
}

#[test]
fn a_library_of_a_newer_program_is_left_alone() {
    let home = Home::new();
    home.put("1", JANE.image());
    drop(home.import());
    let path = home.library_folder().join("library.json");
    let text = fs::read_to_string(&path)
        .unwrap()
        .replace("\"format_version\": 1", "\"format_version\": 99");
    fs::write(&path, &text).unwrap();
    let error = Library::open(&home.library_folder(), OpenMode::Create).unwrap_err();
    assert_eq!(error.code(), "library_newer");
    assert_eq!(
        error.params(),
        [("found", "99".to_owned()), ("supported", "1".to_owned())]
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_folder_that_cannot_be_a_library_is_said_to_be_so() {
    let home = Home::new();
    home.put("file", "text").put("other/things", "text");
    let code = |path: &str, mode| {
        Library::open(&home.medium().join(path), mode)
            .unwrap_err()
            .code()
    };
    assert_eq!(code("nowhere", OpenMode::MustExist), "library_absent");
    assert_eq!(code("other", OpenMode::Create), "not_a_library");
    assert_eq!(code("file", OpenMode::Create), "library_not_writable");
    assert_eq!(code("file/below", OpenMode::Create), "library_not_writable");
}

#[test]
fn a_library_is_open_once() {
    let home = Home::new();
    let library = home.open();
    assert_eq!(
        Library::open(&home.library_folder(), OpenMode::Create)
            .unwrap_err()
            .code(),
        "library_in_use"
    );
    drop(library);
    drop(home.open());
}

#[test]
fn a_damaged_index_is_made_anew() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, _) = home.import();
    let before = listing(&library);
    drop(library);
    let index = home.library_folder().join("index/index.sqlite");
    fs::write(
        &index,
        "this is no database, and it is long enough to be looked at as one".repeat(100),
    )
    .unwrap();
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(
            home.library_folder()
                .join(format!("index/index.sqlite{end}")),
        );
    }
    let library = Library::open(&home.library_folder(), OpenMode::MustExist).unwrap();
    assert_eq!(listing(&library), before);
}
