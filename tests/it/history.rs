//! What was brought in is told again, as it is held today.

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Answer, ImportOutcome, Library, PersonChoice, Source};

use crate::made::{Home, JANE, JOHN, Made, assert_adds_up, dicomdir, import, import_for};

/// What an outcome says, apart from rows of the index and from time.
fn told(outcome: &ImportOutcome) -> serde_json::Value {
    let mut value = serde_json::to_value(outcome).unwrap();
    value.as_object_mut().unwrap().remove("seconds");
    value
}

fn check_rebuild(library: &Library) {
    let before = library.imports().unwrap();
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(library.imports().unwrap(), before);
}

#[test]
fn an_outcome_told_again_says_what_the_import_said() {
    let home = Home::new();
    home.put("IM/1", JANE.image())
        .put("IM/2", Made { pixel: 9, ..JANE }.image())
        .put("IM/3", JOHN.image())
        .put("IM/4", JOHN.image())
        .put("IM/5", &JANE.image()[..600])
        .put("r1", JANE.structured_report("A nodule of 4 mm."))
        .put("r2", JANE.text_report("Clear."))
        .put("page.html", "<html>page</html>")
        .put("empty", "")
        .put("DICOMDIR", dicomdir(&["IM/1", "IM/9"]));
    let (library, outcome) = home.import();
    assert_eq!(outcome.missing, ["IM/9"]);
    assert!(
        outcome.differing > 0 && !outcome.cut_short.is_empty(),
        "{outcome:?}"
    );
    let again = library.import_outcome(1).unwrap();
    assert_eq!(told(&again), told(&outcome));

    // All of it was there: an import, too.
    let nothing_new = import(&library, &home.medium()).unwrap();
    assert_eq!(
        told(&library.import_outcome(2).unwrap()),
        told(&nothing_new)
    );
    let imports = library.imports().unwrap();
    let numbers: Vec<i64> = imports.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [2, 1], "the newest first");
    assert_eq!(imports[1].source_names, ["medium"]);
    assert_eq!((imports[1].rejected, imports[1].missing), (1, 1));
    assert!(imports[1].started_at.ends_with('Z'));
    check_rebuild(&library);
    assert_eq!(library.import_outcome(3).unwrap_err().code(), "not_found");
}

#[test]
fn what_waited_and_was_answered_is_told_as_it_is_now() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.structured_report("A nodule."))
        .put("3", JANE.text_report("No nodule."));
    let library = home.open();
    let outcome = import_for(&library, &home.medium(), PersonChoice::Ask).unwrap();
    assert_eq!((outcome.waiting, outcome.instances), (3, 0));
    assert_eq!(told(&library.import_outcome(1).unwrap()), told(&outcome));
    let label = Answer::New {
        label: "Jane".into(),
    };
    let person = library
        .answer(&outcome.waiting_identities[0], &label)
        .unwrap();
    let again = library.import_outcome(1).unwrap();
    assert_adds_up(&again);
    assert_eq!((again.waiting, again.instances, again.reports), (0, 1, 2));
    assert_eq!(again.person_ids, [person]);
    assert!(again.waiting_identities.is_empty());
    check_rebuild(&library);
}

#[test]
fn a_report_that_joins_an_exam_of_earlier_names_it() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, first) = home.import();
    home.wipe()
        .put("r", JANE.text_report("Clear."))
        .put("2", JOHN.image());
    let second = import(&library, &home.medium()).unwrap();
    assert_eq!(second.joined_study_ids, first.study_ids);
    assert_eq!(second.reports, 1);
    assert_eq!(told(&library.import_outcome(2).unwrap()), told(&second));
    assert!(
        library
            .import_outcome(1)
            .unwrap()
            .joined_study_ids
            .is_empty()
    );
}

#[test]
fn a_stopped_import_and_one_that_was_killed_say_so() {
    let home = Home::new();
    home.put("1", JANE.image());
    let library = home.open();
    let cancel = CancelToken::default();
    cancel.cancel();
    let stopped = library
        .import_sources(
            &[Source::Path(home.medium())],
            PersonChoice::New,
            &|_| {},
            &cancel,
        )
        .unwrap();
    assert!(stopped.is_cancelled);
    import(&library, &home.medium()).unwrap();
    drop(library);

    // The kill came after the journal's file lines.
    let journal = home.library_folder().join("imports/000002.jsonl");
    let text = std::fs::read_to_string(&journal).unwrap();
    let files = text
        .lines()
        .filter(|line| !line.contains("\"content\":{\"finished\""));
    let files: String = files.map(|line| format!("{line}\n")).collect();
    std::fs::write(&journal, files).unwrap();
    std::fs::remove_dir_all(home.library_folder().join("index")).unwrap();
    let library = home.open();
    let ends: Vec<(i64, bool, bool)> = library
        .imports()
        .unwrap()
        .iter()
        .map(|entry| (entry.number, entry.is_cancelled, entry.was_interrupted))
        .collect();
    assert_eq!(ends, [(2, false, true), (1, true, false)]);
    assert_eq!(library.import_outcome(2).unwrap().instances, 1);
}

#[test]
fn a_file_that_is_held_no_more_is_counted_as_gone() {
    let home = Home::new();
    home.put("1", JANE.image()).put(
        "2",
        Made {
            instance: 2,
            ..JANE
        }
        .image(),
    );
    let (library, _) = home.import();
    let folder = home.library_folder().join("files");
    let study = std::fs::read_dir(folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let file = std::fs::read_dir(study)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    std::fs::remove_file(file).unwrap();
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    let outcome = library.import_outcome(1).unwrap();
    assert_eq!((outcome.files, outcome.instances, outcome.gone), (2, 1, 1));
}
