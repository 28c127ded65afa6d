//! An exam is seen while it is being copied, and is kept only when it is filed.

use std::cell::RefCell;
use std::fs;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Copying, ImportOutcome, Library, PersonChoice, Phase, Progress, Source};

use crate::made::{Home, JANE, JOHN, Made, read_all};

const IMAGES: i64 = 40;

/// What was seen of the only study at one moment of the import.
#[derive(Debug, PartialEq)]
struct Seen {
    frames: usize,
    kept_studies: usize,
    reports: usize,
}

fn home() -> Home {
    let home = Home::new();
    // The report is the instance before.
    for instance in 2..=IMAGES + 1 {
        let made = Made {
            instance,
            pixel: instance as u16,
            ..JANE
        };
        home.put(&format!("IM/{instance:03}"), made.image());
    }
    home.put("A/report", JANE.structured_report("A nodule of 4 mm."));
    home
}

fn run(
    home: &Home,
    library: &Library,
    who: PersonChoice,
    copying: &Copying,
    cancel: &CancelToken,
    look: &dyn Fn(),
) -> ImportOutcome {
    let reading = |progress: Progress| {
        if progress.phase == Phase::Reading {
            look();
        }
    };
    let sources = [Source::Path(home.medium())];
    library
        .import_shown(&sources, who, copying, &reading, cancel)
        .unwrap()
}

/// Every frame of the only study, compared with the file on the medium.
fn compare(home: &Home, copying: &Copying) -> (i64, usize, usize) {
    let index = copying.index();
    let people = index.list().unwrap();
    let study = &people[0].studies[0];
    let detail = index.study(study.id).unwrap();
    let images = detail.series.iter().find(|one| one.modality == "CT");
    let frames = &images.unwrap().frames;
    for frame in frames {
        let number = frame.instance_number.unwrap();
        let there = fs::read(home.medium().join(format!("IM/{number:03}"))).unwrap();
        assert_eq!(read_all(index, frame.instance_id), there);
    }
    (study.id, frames.len(), study.reports.len())
}

#[test]
fn an_exam_is_seen_while_it_is_copied_and_kept_when_it_is_filed() {
    let home = home();
    let library = home.open();
    let copying = Copying::into(&library).unwrap();
    assert!(copying.library().unwrap().list().unwrap().is_empty());
    let seen = RefCell::new(Vec::new());
    let outcome = run(
        &home,
        &library,
        PersonChoice::New,
        &copying,
        &CancelToken::new(),
        &|| {
            copying.library().unwrap();
            let (id, frames, reports) = compare(&home, &copying);
            let kept = library.list().unwrap();
            let waiting = library.waiting().unwrap();
            seen.borrow_mut().push(Seen {
                frames,
                kept_studies: kept
                    .iter()
                    .map(|person| person.studies.len())
                    .sum::<usize>()
                    + waiting.len(),
                reports,
            });
            assert_eq!(library.same_study(copying.index(), id).unwrap(), None);
        },
    );
    let seen = seen.into_inner();
    assert!(seen.len() >= 2, "{seen:?}");
    assert!(
        seen.windows(2).all(|two| two[0].frames < two[1].frames),
        "{seen:?}"
    );
    assert!(seen.iter().all(|one| one.kept_studies == 0), "{seen:?}");
    assert!(seen.iter().all(|one| one.reports == 1), "{seen:?}");

    // Moved to their places: the copies are still read, and the exam is found as it is held.
    assert_eq!(outcome.instances, IMAGES as u64);
    copying.library().unwrap();
    let (id, frames, _) = compare(&home, &copying);
    assert_eq!(frames, IMAGES as usize);
    let kept = library.same_study(copying.index(), id).unwrap().unwrap();
    assert_eq!(outcome.study_ids, [kept]);
}

#[test]
fn an_exam_that_was_stopped_while_it_was_copied_is_not_kept() {
    let home = home();
    let library = home.open();
    let copying = Copying::into(&library).unwrap();
    let cancel = CancelToken::new();
    let outcome = run(
        &home,
        &library,
        PersonChoice::New,
        &copying,
        &cancel,
        &|| {
            copying.library().unwrap();
            compare(&home, &copying);
            cancel.cancel();
        },
    );
    assert!(outcome.is_cancelled);
    let people = copying.index().list().unwrap();
    let seen = people[0].studies[0].id;
    assert_eq!(library.same_study(copying.index(), seen).unwrap(), None);
    assert!(library.list().unwrap().is_empty());
}

#[test]
fn what_the_library_holds_already_is_not_copied_and_not_seen_twice() {
    let home = home();
    let library = home.open();
    let first = Copying::into(&library).unwrap();
    run(
        &home,
        &library,
        PersonChoice::Ask,
        &first,
        &CancelToken::new(),
        &|| {},
    );
    let id = first.library().unwrap().list().unwrap()[0].studies[0].id;
    assert_eq!(
        library.same_study(first.index(), id).unwrap(),
        None,
        "nobody has said whose it is"
    );
    home.put("B/new", JOHN.image());
    let second = Copying::into(&library).unwrap();
    run(
        &home,
        &library,
        PersonChoice::Ask,
        &second,
        &CancelToken::new(),
        &|| {},
    );
    let people = second.library().unwrap().list().unwrap();
    let names: Vec<&str> = people
        .iter()
        .map(|person| person.person.patient_name.alphabetic.family.as_str())
        .collect();
    assert_eq!(names, ["Roe"]);
}
