//! Locked archives: opened by the password a person gives, which is kept nowhere.

use std::fs;
use std::path::Path;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{ArchivePassword, ImportOutcome, Library, PersonChoice, Source};

use crate::discs::make;
use crate::made::{Home, JANE, Made, assert_adds_up, look, read_all, refusals};

const PASSWORD: &str = "14031958";

fn password(text: &str) -> ArchivePassword {
    ArchivePassword::new(text.to_owned()).unwrap()
}

fn import(library: &Library, path: &Path, text: &str) -> ImportOutcome {
    let sources = Source::of_paths(&[path.to_path_buf()], Some(&password(text)));
    let outcome = library
        .import_sources(
            &sources,
            PersonChoice::New,
            &|_| {},
            &CancelToken::default(),
        )
        .unwrap();
    assert_adds_up(&outcome);
    outcome
}

/// A locked archive of two images, one of them compressing badly, by each maker and method.
fn each_locked(check: impl Fn(&Home, &Path)) {
    let password = format!("-p{PASSWORD}");
    // `7zz` is what Debian calls 7-Zip.
    let zip: &[&str] = &["-q", "-r", "-P", PASSWORD];
    let crypto: &[&str] = &["a", "-tzip", "-mem=ZipCrypto", &password];
    let aes: &[&str] = &["a", "-tzip", "-mem=AES256", &password];
    let deflate64: &[&str] = &["a", "-tzip", "-mem=AES128", "-mm=Deflate64", &password];
    // Names are not locked here; where they are, the archive as a whole is refused (`seven_zip`).
    let solid: &[&str] = &["a", "-t7z", &password];
    let stored: &[&str] = &["a", "-t7z", "-mx=0", &password];
    for (program, options) in [
        ("zip", zip),
        ("7zz", crypto),
        ("7zz", aes),
        ("7zz", deflate64),
        ("7zz", solid),
        ("7zz", stored),
    ] {
        let home = Home::new();
        home.put("tree/IM1", JANE.image());
        home.put(
            "tree/IM2",
            Made {
                instance: 2,
                ..JANE
            }
            .image(),
        );
        let archive = home.medium().join("scans.zip");
        let tree = home.medium().join("tree");
        let paths = [archive.to_str().unwrap(), tree.to_str().unwrap()];
        if make(program, &[options, &paths].concat()) {
            fs::remove_dir_all(&tree).unwrap();
            check(&home, &archive);
        }
    }
}

#[test]
fn a_locked_archive_opens_with_its_password() {
    each_locked(|home, archive| {
        let library = home.open();
        let outcome = import(&library, archive, PASSWORD);
        assert_eq!((outcome.files, outcome.instances), (2, 2), "{outcome:?}");
        let study = library.study(outcome.study_ids[0]).unwrap();
        for (number, frame) in study.series[0].frames.iter().enumerate() {
            let instance = number as i64 + 1;
            let expected = Made { instance, ..JANE }.image();
            assert_eq!(read_all(&library, frame.instance_id), expected);
        }
        assert_eq!(import(&library, archive, PASSWORD).duplicates, 2);
    });
}

#[test]
fn looking_opens_it_too_and_reads_it_again_later() {
    each_locked(|_, archive| {
        let sources = Source::of_paths(&[archive.to_path_buf()], Some(&password(PASSWORD)));
        let (looked, outcome) =
            Library::look_at(&sources, &|_| {}, &CancelToken::default()).unwrap();
        assert_eq!(outcome.instances, 2, "{outcome:?}");
        let study = looked.study(outcome.study_ids[0]).unwrap();
        let frame = &study.series[0].frames[0];
        assert_eq!(read_all(&looked, frame.instance_id), JANE.image());
    });
}

#[test]
fn without_a_password_it_is_asked_for_and_a_wrong_one_is_said_to_be_so() {
    each_locked(|home, archive| {
        let codes = |outcome: &ImportOutcome| -> Vec<String> {
            refusals(outcome).iter().map(|it| it.1.to_owned()).collect()
        };
        assert_eq!(codes(&look(archive).1), ["archive_encrypted"; 2]);
        let library = home.open();
        let outcome = import(&library, archive, "01011900");
        assert_eq!(codes(&outcome), ["archive_password_wrong"; 2]);
        assert!(library.list().unwrap().is_empty());
    });
}

/// ZipCrypto checks one byte, so one wrong password in 256 seems right at first.
#[test]
fn no_wrong_password_opens_anything() {
    let home = Home::new();
    home.put("IM1", JANE.image());
    let archive = home.medium().join("scans.zip");
    let file = home.medium().join("IM1");
    let paths = [archive.to_str().unwrap(), file.to_str().unwrap()];
    if !make("zip", &[&["-q", "-P", PASSWORD][..], &paths].concat()) {
        return;
    }
    for number in 0..600 {
        let wrong = password(&format!("wrong {number}"));
        let sources = Source::of_paths(std::slice::from_ref(&archive), Some(&wrong));
        let (_, outcome) = Library::look_at(&sources, &|_| {}, &CancelToken::default()).unwrap();
        assert_eq!(refusals(&outcome)[0].1, "archive_password_wrong");
    }
}

#[test]
fn a_locked_archive_in_an_archive_opens_with_the_same_password() {
    each_locked(|home, archive| {
        let inner = fs::read(archive).unwrap();
        let outer = scanfolio_tests::archive::pack(&[("inner.zip".into(), inner)]).unwrap();
        home.wipe().put("outer.zip", outer);
        let outcome = import(&home.open(), &home.medium(), PASSWORD);
        assert_eq!(outcome.instances, 2, "{outcome:?}");
    });
}

#[test]
fn the_password_is_kept_nowhere_in_the_library() {
    each_locked(|home, archive| {
        let secret = "Geheim-4711-Wort";
        let library = home.open();
        import(&library, archive, secret);
        import(&library, archive, PASSWORD);
        drop(library);
        let mut folders = vec![home.library_folder()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = fs::read(&path).unwrap();
                let found = bytes
                    .windows(secret.len())
                    .any(|it| it == secret.as_bytes());
                assert!(!found, "{}", path.display());
            }
        }
    });
}
