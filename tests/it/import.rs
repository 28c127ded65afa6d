//! From a medium to a library, file by file.

use std::fs;
use std::sync::Mutex;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Library, OpenMode, PersonChoice, Phase, Progress};

use crate::made::{Home, JANE, JOHN, Made, dicomdir, import, listing, look, read_all, shared_data};

#[test]
fn a_folder_becomes_persons_studies_and_series_with_the_bytes_kept() {
    let home = Home::new();
    home.put("a/IM1", JANE.image())
        .put(
            "a/IM2",
            Made {
                instance: 2,
                pixel: 8,
                ..JANE
            }
            .image(),
        )
        .put(
            "b/x.dcm",
            Made {
                series: 2,
                instance: 3,
                ..JANE
            }
            .image(),
        )
        .put("c", JOHN.image())
        .put(
            "notes/letter.txt",
            "Dear patient, please find enclosed your images.",
        )
        .put("page.html", "<html><body>hello</body></html>")
        .put(".DS_Store", "\0\0\0\x01Bud1")
        .put("viewer.exe", "MZ\u{90}\0");
    let (library, outcome) = home.import();
    assert_eq!(
        (
            outcome.files,
            outcome.instances,
            outcome.studies,
            outcome.series,
            outcome.attachments,
            outcome.ignored
        ),
        (8, 4, 2, 3, 2, 2),
        "{outcome:?}"
    );
    let people = library.list().unwrap();
    assert_eq!(people.len(), 2);
    let jane = &people[0];
    assert_eq!(jane.person.patient_name.alphabetic.family, "Doe");
    assert_eq!(jane.person.studies, 1);
    let study = library.study(jane.studies[0].id).unwrap();
    assert_eq!(study.summary.frames, 3);
    assert_eq!(study.summary.study_description, "CT CHEST");
    assert_eq!(study.series.len(), 2);
    assert_eq!(study.series[0].plane, "axial");
    // The stack runs along the body in the order of its numbers.
    let numbers: Vec<_> = study.series[0]
        .frames
        .iter()
        .map(|frame| frame.instance_number)
        .collect();
    assert_eq!(numbers, [Some(1), Some(2)]);
    assert_eq!(
        read_all(&library, study.series[0].frames[0].instance_id),
        JANE.image()
    );
    let verification = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(verification.is_clean(), "{verification:?}");
    assert_eq!(verification.files, 6);
}

#[test]
fn importing_again_brings_nothing_new() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.text_report("No nodule."))
        .put("3", "{\"a\":1}")
        .put("Thumbs.db", "x");
    let (library, first) = home.import();
    assert_eq!(
        (
            first.instances,
            first.reports,
            first.attachments,
            first.ignored
        ),
        (1, 1, 1, 1),
        "{first:?}"
    );
    let before = listing(&library);
    let second = import(&library, &home.medium()).unwrap();
    assert_eq!(
        (second.instances, second.reports, second.attachments),
        (0, 0, 0)
    );
    assert_eq!((second.duplicates, second.ignored), (3, 1));
    assert_eq!(listing(&library), before);
}

#[test]
fn the_same_data_set_twice_is_one_and_other_bytes_under_its_uid_are_two() {
    let home = Home::new();
    let other = Made { pixel: 9, ..JANE };
    home.put("1", JANE.image())
        .put("2", JANE.image())
        .put("3", JANE.image_resent())
        .put("4", other.image());
    let (library, outcome) = home.import();
    assert_eq!(
        (outcome.instances, outcome.duplicates, outcome.differing),
        (2, 2, 1),
        "{outcome:?}"
    );
    let study = library.study(outcome.study_ids[0]).unwrap();
    assert_eq!(study.summary.frames, 1, "one of them enters the stack");
    assert_eq!(
        read_all(&library, study.series[0].frames[0].instance_id),
        JANE.image()
    );
    assert_eq!(
        library
            .verify(&|_| {}, &CancelToken::default())
            .unwrap()
            .files,
        2,
        "both are kept"
    );
}

#[test]
fn a_whole_copy_takes_the_place_of_one_that_was_cut_short() {
    let home = Home::new();
    let whole = JANE.image();
    home.put("1", &whole[..whole.len() - 100]);
    let (library, outcome) = home.import();
    assert_eq!(
        (outcome.instances, outcome.cut_short.as_slice()),
        (1, ["1".to_owned()].as_slice()),
        "{outcome:?}"
    );
    home.wipe().put("1", &whole);
    let outcome = import(&library, &home.medium()).unwrap();
    assert_eq!((outcome.instances, outcome.differing), (1, 1));
    let study = library.study(outcome.study_ids[0]).unwrap();
    assert_eq!(
        read_all(&library, study.series[0].frames[0].instance_id),
        whole
    );
}

#[test]
fn who_cannot_be_told_apart_never_groups_beyond_the_medium() {
    let home = Home::new();
    let weak = Made {
        name: "Anonymous",
        id: "",
        birth_date: "",
        ..JANE
    };
    home.put("1", weak.image()).put(
        "2",
        Made {
            instance: 2,
            ..weak
        }
        .image(),
    );
    let (library, _) = home.import();
    assert_eq!(library.people().unwrap().len(), 1);
    home.wipe().put(
        "3",
        Made {
            instance: 3,
            study: "2.25.3",
            ..weak
        }
        .image(),
    );
    import(&library, &home.medium()).unwrap();
    assert_eq!(
        library.people().unwrap().len(),
        2,
        "another Anonymous is another person"
    );
    home.wipe().put(
        "4",
        Made {
            instance: 4,
            ..JANE
        }
        .image(),
    );
    import(&library, &home.medium()).unwrap();
    home.wipe().put(
        "5",
        Made {
            instance: 5,
            study: "2.25.5",
            ..JANE
        }
        .image(),
    );
    import(&library, &home.medium()).unwrap();
    assert_eq!(
        library.people().unwrap().len(),
        3,
        "the same Jane is the same person"
    );
}

#[test]
fn one_study_uid_of_two_patients_is_two_studies() {
    let home = Home::new();
    home.put("1", JANE.image()).put(
        "2",
        Made {
            study: JANE.study,
            ..JOHN
        }
        .image(),
    );
    let (library, outcome) = home.import();
    assert_eq!((outcome.studies, outcome.instances), (2, 2));
    assert_eq!(library.people().unwrap().len(), 2);
}

#[test]
fn files_without_uids_are_kept_each_by_itself() {
    let home = Home::new();
    home.put("1", JANE.image_without_uids())
        .put("2", Made { pixel: 1, ..JANE }.image_without_uids());
    let (library, outcome) = home.import();
    assert_eq!((outcome.instances, outcome.studies), (2, 2), "{outcome:?}");
    assert_eq!(import(&library, &home.medium()).unwrap().duplicates, 2);
}

#[test]
fn the_chosen_person_holds_what_is_imported() {
    let home = Home::new();
    home.put("1", JANE.image());
    let library = home.open();
    let mum = PersonChoice::Named("Mum".into());
    library
        .import(
            &[home.medium()],
            mum.clone(),
            &|_| {},
            &CancelToken::default(),
        )
        .unwrap();
    home.wipe().put(
        "2",
        Made {
            id: "OTHER",
            study: "2.25.7",
            ..JANE
        }
        .image(),
    );
    library
        .import(
            &[home.medium()],
            mum.clone(),
            &|_| {},
            &CancelToken::default(),
        )
        .unwrap();
    home.wipe().put("3", JOHN.image());
    library
        .import(&[home.medium()], mum, &|_| {}, &CancelToken::default())
        .unwrap();
    let people = library.people().unwrap();
    assert_eq!(
        people
            .iter()
            .map(|person| (person.label.as_str(), person.studies))
            .collect::<Vec<_>>(),
        [
            ("Mum", 2),
            ("", 1) // born on another day
        ]
    );
}

#[test]
fn a_dicomdir_is_heard_and_not_believed() {
    let home = Home::new();
    home.put(
        "DISC/DICOMDIR",
        dicomdir(&["IMAGES/IM1", "IMAGES/IM2", "IMAGES/GONE"]),
    )
    .put("DISC/images/im1", JANE.image())
    .put(
        "DISC/images/im2.;1",
        Made {
            instance: 2,
            ..JANE
        }
        .image(),
    )
    .put(
        "DISC/EXTRA/UNLISTED",
        Made {
            instance: 3,
            ..JANE
        }
        .image(),
    );
    let (_, outcome) = home.import();
    assert_eq!((outcome.instances, outcome.ignored), (3, 1), "{outcome:?}");
    assert_eq!(outcome.missing, ["DISC/IMAGES/GONE"]);

    let (_, looked) = look(&home.medium().join("DISC/DICOMDIR"));
    assert_eq!(looked.instances, 3, "a DICOMDIR stands for its folder");
    assert_eq!(looked.missing, ["IMAGES/GONE"]);
}

#[test]
fn looking_writes_nothing_and_shows_the_same() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.image())
        .put("3", Made { pixel: 9, ..JANE }.image())
        .put("4", JOHN.image())
        .put("5", JANE.structured_report("Small nodule."));
    let (library, kept) = home.import();
    let (looked, outcome) = look(&home.medium());
    assert_eq!(
        (
            outcome.instances,
            outcome.reports,
            outcome.duplicates,
            outcome.differing
        ),
        (
            kept.instances,
            kept.reports,
            kept.duplicates,
            kept.differing
        )
    );
    assert_eq!(listing(&looked), listing(&library));
    assert!(looked.folder().is_none());
    assert_eq!(
        looked.rename_person(1, "x").unwrap_err().code(),
        "nothing_kept"
    );
    let report = looked.report(1).unwrap();
    assert!(report.report.text.contains("Small nodule"));
}

#[test]
fn a_stopped_import_keeps_nothing_half_and_the_next_completes_it() {
    let home = Home::new();
    for instance in 1..=200 {
        home.put(&format!("{instance:03}"), Made { instance, ..JANE }.image());
    }
    let library = home.open();
    let cancel = CancelToken::default();
    let stop = |progress: Progress| {
        if progress.phase == Phase::Reading && progress.done > 50 {
            cancel.cancel();
        }
    };
    let outcome = library
        .import(&[home.medium()], PersonChoice::New, &stop, &cancel)
        .unwrap();
    assert!(outcome.is_cancelled);
    assert_eq!(outcome.instances, 0);
    assert!(library.list().unwrap().is_empty());
    assert!(
        library
            .verify(&|_| {}, &CancelToken::default())
            .unwrap()
            .is_clean()
    );
    assert_eq!(import(&library, &home.medium()).unwrap().instances, 200);
}

#[test]
fn progress_never_runs_backwards() {
    let home = Home::new();
    for instance in 1..=40 {
        home.put(&format!("{instance:03}"), Made { instance, ..JANE }.image());
    }
    let seen = Mutex::new(Vec::new());
    let library = home.open();
    library
        .import(
            &[home.medium()],
            PersonChoice::New,
            &|p| seen.lock().unwrap().push(p),
            &CancelToken::default(),
        )
        .unwrap();
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.first().map(|p| p.phase.clone()), Some(Phase::Finding));
    assert!(
        seen.windows(2).all(|pair| pair[0].done <= pair[1].done),
        "{seen:?}"
    );
    assert_eq!(
        seen.last().map(|p| (p.phase.clone(), p.done, p.total)),
        Some((Phase::Filing, 40, 40))
    );
}

#[test]
fn a_series_has_a_small_picture() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, outcome) = home.import();
    let series = library.study(outcome.study_ids[0]).unwrap().series[0].id;
    let first = library.thumbnail(series, 1).unwrap();
    assert!(first.starts_with(b"\x89PNG"));
    assert_eq!(library.thumbnail(series, 1).unwrap(), first, "made once");
    let (looked, outcome) = look(&home.medium());
    let series = looked.study(outcome.study_ids[0]).unwrap().series[0].id;
    assert_eq!(looked.thumbnail(series, 1).unwrap(), first);
}

#[test]
fn all_real_files_are_accounted_for_and_a_second_import_brings_nothing() {
    let Some(data) = shared_data() else { return };
    let home = Home::new();
    let library = home.open();
    let first = import(&library, &data).unwrap();
    let (mut files, mut archives) = (0, 0);
    let mut folders = vec![data.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.file_type().unwrap().is_file() {
                if fs::read(entry.path()).unwrap().starts_with(b"PK\x03\x04") {
                    let archive = fs::File::open(entry.path()).unwrap();
                    let mut archive = zip::ZipArchive::new(archive).unwrap();
                    archives += (0..archive.len())
                        .filter(|index| archive.by_index(*index).unwrap().entry().is_file())
                        .count();
                } else {
                    files += 1;
                }
            }
        }
    }
    assert_eq!(first.files, (files + archives) as u64);
    assert!(first.instances > 800, "{first:?}");
    assert!(first.reports > 10, "{first:?}");
    assert_eq!(
        first
            .missing
            .iter()
            .filter(|path| path.contains("XA60"))
            .count(),
        1,
        "{:?}",
        first.missing
    );

    let second = import(&library, &data).unwrap();
    assert_eq!(
        (second.instances, second.reports, second.attachments),
        (0, 0, 0)
    );
    assert_eq!(
        second.duplicates,
        first.instances + first.reports + first.attachments + first.duplicates
    );
    assert!(
        library
            .verify(&|_| {}, &CancelToken::default())
            .unwrap()
            .is_clean()
    );

    for person in library.list().unwrap() {
        for study in person.studies {
            assert_eq!(library.study(study.id).unwrap().summary, study);
        }
    }
    let before = listing(&library);
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(listing(&library), before);
    drop(library);
    Library::open(&home.library_folder(), OpenMode::MustExist).unwrap();
}
