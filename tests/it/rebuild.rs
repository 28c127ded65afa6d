//! The index can be lost at any time; an import can be killed at any point.

use std::fs;
use std::path::Path;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Decision, Library, OpenMode};

use crate::made::{Home, JANE, JOHN, Made, import, listing};

fn lose_index(library_folder: &Path) {
    fs::remove_dir_all(library_folder.join("index")).unwrap();
}

/// Something of everything.
fn lived_in(home: &Home) -> Library {
    home.put("1", JANE.image())
        .put(
            "2",
            Made {
                instance: 2,
                ..JANE
            }
            .image(),
        )
        .put("3", Made { pixel: 9, ..JANE }.image())
        .put("4", JOHN.image())
        .put(
            "5",
            Made {
                name: "Anonymous",
                id: "",
                birth_date: "",
                study: "2.25.9",
                ..JANE
            }
            .image(),
        )
        .put("6", JANE.structured_report("A nodule of 4 mm."))
        .put("7", JOHN.text_report("No fracture."))
        .put("8", "<html>page</html>")
        .put("9", "");
    let (library, _) = home.import();
    let person = library.people().unwrap()[0].id;
    library.rename_person(person, "Mum").unwrap();
    library.mark_read(1).unwrap();
    library
        .save_settings(serde_json::json!({"theme": "dark"}))
        .unwrap();
    home.wipe().put(
        "10",
        Made {
            name: "Anonymous",
            id: "",
            birth_date: "",
            study: "2.25.10",
            ..JANE
        }
        .image(),
    );
    import(&library, &home.medium()).unwrap();
    library
}

#[test]
fn a_rebuilt_index_lists_what_the_old_one_did() {
    let home = Home::new();
    let library = lived_in(&home);
    let before = listing(&library);
    assert_eq!(before.as_array().unwrap().len(), 4);
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(listing(&library), before);
    drop(library);
    assert_eq!(listing(&home.open()), before, "and after closing");
}

#[test]
fn a_deleted_index_comes_back_with_all_that_was_decided() {
    let home = Home::new();
    let library = lived_in(&home);
    let text = library.unpaired_reports(None).unwrap();
    let john = library.list().unwrap()[1].studies[0].id;
    for badge in &text {
        library
            .decide_pairing(badge.id, john, Decision::Confirmed)
            .unwrap();
    }
    let before = listing(&library);
    assert_eq!(before[0]["person"]["label"], "Mum");
    drop(library);
    lose_index(&home.library_folder());
    let library = home.open();
    assert_eq!(listing(&library), before);
    assert_eq!(library.settings().unwrap()["theme"], "dark");
    assert_eq!(
        import(&library, &home.medium()).unwrap().duplicates,
        1,
        "hashes came back too"
    );
}

#[test]
fn a_cancelled_rebuild_leaves_the_old_index() {
    let home = Home::new();
    let library = lived_in(&home);
    let before = listing(&library);
    let cancel = CancelToken::default();
    cancel.cancel();
    assert_eq!(
        library.rebuild(&|_| {}, &cancel).unwrap_err().code(),
        "cancelled"
    );
    assert_eq!(listing(&library), before);
    assert!(!home.library_folder().join("index/index.new").exists());
}

/// Takes a finished import back to the moment after its journal was written:
/// `moved` of its files had been renamed, nothing was indexed.
fn kill_before_index(library_folder: &Path, index_before: &Path, moved: usize) {
    let journal = library_folder.join("imports/000001.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.contains("\"content\":{\"finished\""))
        .collect();
    for line in lines
        .iter()
        .filter(|line| line.contains("\"content\":{\"file\""))
        .skip(moved)
    {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let file = &line["content"]["file"];
        let staged = library_folder.join(file["staged"].as_str().unwrap());
        fs::create_dir_all(staged.parent().unwrap()).unwrap();
        fs::rename(library_folder.join(file["place"].as_str().unwrap()), staged).unwrap();
    }
    // The kill came in the middle of the next line.
    fs::write(&journal, lines.join("\n") + "\n{\"blake3\":\"0123").unwrap();
    fs::remove_dir_all(library_folder.join("index")).unwrap();
    fs::create_dir(library_folder.join("index")).unwrap();
    fs::copy(index_before, library_folder.join("index/index.sqlite")).unwrap();
}

#[test]
fn an_import_killed_before_it_was_indexed_is_completed_at_the_next_opening() {
    for moved in 0..=4 {
        let home = Home::new();
        drop(home.open());
        let saved = home.medium().parent().unwrap().join("saved.sqlite");
        fs::copy(home.library_folder().join("index/index.sqlite"), &saved).unwrap();
        for instance in 1..=3 {
            home.put(&format!("{instance}"), Made { instance, ..JANE }.image());
        }
        home.put("r", JANE.text_report("Clear."));
        let (library, _) = home.import();
        let before = listing(&library);
        drop(library);
        kill_before_index(&home.library_folder(), &saved, moved);

        let library = home.open();
        let mut after = listing(&library);
        assert_eq!(
            after[0]["studies"][0]["is_unfinished"], true,
            "what the medium still held is not known"
        );
        after[0]["studies"][0]["is_unfinished"] = false.into();
        assert_eq!(after, before, "after {moved} files were moved");
        assert!(
            library
                .verify(&|_| {}, &CancelToken::default())
                .unwrap()
                .is_clean()
        );
        assert_eq!(
            fs::read_dir(home.library_folder().join("staging"))
                .unwrap()
                .count(),
            0
        );
        let again = import(&library, &home.medium()).unwrap();
        assert_eq!((again.duplicates, again.files), (4, 4));
        drop(library);
        drop(home.open());
    }
}

#[test]
fn what_was_staged_and_never_journalled_is_swept() {
    let home = Home::new();
    drop(home.open());
    let leftover = home.library_folder().join("staging/000007");
    fs::create_dir_all(&leftover).unwrap();
    fs::write(leftover.join("00000001"), JANE.image()).unwrap();
    let library = home.open();
    assert!(!leftover.exists());
    assert!(library.list().unwrap().is_empty());
}

#[test]
fn verify_names_what_is_missing_changed_and_stray() {
    let home = Home::new();
    for instance in 1..=3 {
        home.put(&format!("{instance}"), Made { instance, ..JANE }.image());
    }
    let (library, _) = home.import();
    let folder = fs::read_dir(home.library_folder().join("files"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut kept: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    kept.sort();
    fs::remove_file(&kept[0]).unwrap();
    let mut bytes = fs::read(&kept[1]).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&kept[1], bytes).unwrap();
    fs::write(folder.join("stray.dcm"), "x").unwrap();
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    let place = |path: &Path| {
        format!(
            "files/{}/{}",
            folder.file_name().unwrap().display(),
            path.file_name().unwrap().display()
        )
    };
    assert_eq!(found.files, 3);
    assert_eq!(found.missing, [place(&kept[0])]);
    assert_eq!(found.changed, [place(&kept[1])]);
    assert_eq!(found.stray, [place(Path::new("stray.dcm"))]);
}

#[test]
fn every_kept_path_is_short_and_plain() {
    let home = Home::new();
    let long = format!("{}/{}", "d".repeat(100), "ä".repeat(60));
    home.put(&long, JANE.image())
        .put("CON", JOHN.image())
        .put("rep?ort", JANE.text_report("x"));
    drop(home.import());
    let mut folders = vec![home.library_folder().join("files")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let below = path
                .strip_prefix(home.library_folder())
                .unwrap()
                .to_str()
                .unwrap();
            assert!(below.len() <= 120, "{below}");
            assert!(
                below
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-./".contains(&byte)),
                "{below}"
            );
            if path.is_dir() {
                folders.push(path)
            } else {
                count += 1
            }
        }
    }
    assert_eq!(count, 3);
}

#[test]
fn the_library_opens_without_its_journals() {
    let home = Home::new();
    home.put("1", JANE.image()).put("2", JOHN.image());
    drop(home.import());
    fs::remove_dir_all(home.library_folder().join("imports")).unwrap();
    lose_index(&home.library_folder());
    let library = Library::open(&home.library_folder(), OpenMode::MustExist).unwrap();
    assert_eq!(library.people().unwrap().len(), 2);
}
