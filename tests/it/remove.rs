//! Removed: hidden at once, undone until the library closes, then gone from disk.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, Point, inject};
use scanfolio_library::{Answer, Decision, Library, PersonChoice, Removable};

use crate::made::{Home, JANE, JOHN, Made, import, import_for, listing, look, without_ids};

/// Jane as another clinic writes her.
const JANE_ELSEWHERE: Made<'static> = Made {
    name: "DOE^JANE^A",
    id: "EX-77",
    study: "2.25.3003",
    accession: "A3003",
    description: "MR BRAIN",
    ..JANE
};

/// A library somebody lives in: two people, one of them merged and renamed, a
/// decided pairing, a read report, a document, somebody who waits.
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
        .put("4", JANE.structured_report("A thymoma of 4 mm."))
        .put("5", JANE.text_report("No nodule."))
        .put("6", "<html>page</html>");
    let (library, _) = home.import();
    home.wipe()
        .put("1", JANE_ELSEWHERE.image())
        .put("2", JANE.image())
        .put("r", "FINAL REPORT\nExam: MR of the brain\n\nFINDINGS: The spleen is large, says this letter.\n\nIMPRESSION: None.\n");
    import(&library, &home.medium()).unwrap();
    home.wipe()
        .put("1", JOHN.image())
        .put("2", JOHN.text_report("No fracture."));
    import(&library, &home.medium()).unwrap();
    let people = library.people().unwrap();
    library.merge_persons(people[1].id, people[0].id).unwrap();
    library.rename_person(people[0].id, "Mum").unwrap();
    let letter = library.unpaired_reports(None).unwrap().remove(0);
    let elsewhere = study_of(&library, "2.25.3003");
    library
        .decide_pairing(letter.id, elsewhere, Decision::Confirmed)
        .unwrap();
    library.mark_read(letter.id).unwrap();
    home.wipe().put(
        "w",
        Made {
            name: "Poe^Sam",
            id: "W",
            study: "2.25.4",
            accession: "W4",
            ..JANE
        }
        .image(),
    );
    import_for(&library, &home.medium(), PersonChoice::Ask).unwrap();
    library
}

fn study_of(library: &Library, uid: &str) -> i64 {
    let studies = library
        .list()
        .unwrap()
        .into_iter()
        .flat_map(|entry| entry.studies);
    let found = studies
        .into_iter()
        .find(|study| study.study_instance_uid == uid);
    found.unwrap().id
}

/// Everything that is shown, row numbers included.
fn shown(library: &Library) -> serde_json::Value {
    let found = ["nodule", "thymoma", "spleen", "fracture", "chest", "brain"]
        .map(|word| library.search(word, None).unwrap());
    serde_json::json!({
        "persons": library.list().unwrap(),
        "held": listing(library),
        "waiting": library.waiting().unwrap(),
        "unpaired": library.unpaired_reports(None).unwrap(),
        "found": found.map(|hits| serde_json::to_value(hits).unwrap()),
        "imports": library.imports().unwrap(),
    })
}

fn shown_without_ids(library: &Library) -> serde_json::Value {
    let mut value = shown(library);
    without_ids(&mut value);
    value
}

fn rebuild(library: &Library) {
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
}

fn check_clean(library: &Library) {
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(found.is_clean(), "{found:?}");
}

/// Everything below the library folder, as one text.
fn all_bytes(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            bytes.extend(entry.file_name().as_encoded_bytes());
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                bytes.extend(fs::read(entry.path()).unwrap());
            }
        }
    }
    bytes
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|window| window == word.as_bytes())
}

fn kept_files(home: &Home) -> usize {
    let mut count = 0;
    let mut folders = vec![home.library_folder().join("files")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                count += 1;
            }
        }
    }
    count
}

/// All that can be removed from [`lived_in`], each with what it takes.
fn everything(library: &Library) -> Vec<(&'static str, Removable)> {
    let people = library.people().unwrap();
    let report = library.list().unwrap()[0]
        .studies
        .iter()
        .flat_map(|study| study.reports.clone())
        .next();
    vec![
        ("exam", Removable::Study(study_of(library, JANE.study))),
        (
            "other exam",
            Removable::Study(study_of(library, "2.25.3003")),
        ),
        ("report", Removable::Report(report.unwrap().id)),
        ("person", Removable::Person(people[0].id)),
        ("other person", Removable::Person(people[1].id)),
        ("import", Removable::Import(1)),
        ("second import", Removable::Import(2)),
        ("waiting import", Removable::Import(4)),
    ]
}

#[test]
fn undo_brings_back_exactly_what_was() {
    let home = Home::new();
    let library = lived_in(&home);
    let before = shown(&library);
    for (name, what) in everything(&library) {
        let would = library.removing(what).unwrap();
        assert!(would.files > 0 && would.bytes > 0, "{name}: {would:?}");
        assert_eq!(shown(&library), before, "{name}: asking does nothing");
        let removal = library.remove(what).unwrap();
        assert_eq!(removal.removing, would, "{name}");
        assert_ne!(shown(&library), before, "{name}: something went");
        check_clean(&library);
        library.undo_removal(removal.number).unwrap();
        assert_eq!(shown(&library), before, "{name}");
        let error = library.undo_removal(removal.number).unwrap_err();
        assert_eq!(error.code(), "not_found", "{name}: once is enough");
    }
    assert_eq!(kept_files(&home), 11, "nothing was deleted");
}

#[test]
fn removals_are_undone_in_any_order_and_outlast_a_rebuild() {
    let home = Home::new();
    let library = lived_in(&home);
    let before = shown_without_ids(&library);
    let [exam, person, brought] = [
        Removable::Study(study_of(&library, JANE.study)),
        Removable::Person(library.people().unwrap()[0].id),
        Removable::Import(3),
    ]
    .map(|what| library.remove(what).unwrap().number);
    assert!(library.people().unwrap().is_empty());
    let gone = shown_without_ids(&library);
    rebuild(&library);
    assert_eq!(
        shown_without_ids(&library),
        gone,
        "a rebuild brings nothing back"
    );
    for number in [exam, brought, person] {
        library.undo_removal(number).unwrap();
        let undone = shown_without_ids(&library);
        rebuild(&library);
        assert_eq!(shown_without_ids(&library), undone);
    }
    assert_eq!(shown_without_ids(&library), before);
}

#[test]
fn a_removed_exam_is_nowhere_at_once() {
    let home = Home::new();
    let library = lived_in(&home);
    let id = study_of(&library, JANE.study);
    let study = library.study(id).unwrap();
    let instance = study.series[0].frames[0].instance_id;
    library.thumbnail(study.series[0].id, 1).unwrap();
    let removal = library.remove(Removable::Study(id)).unwrap();
    let took = removal.removing;
    assert_eq!(
        (took.studies, took.images, took.reports, took.attachments),
        (1, 2, 2, 1)
    );
    assert_eq!(took.files, 6, "an image twice, with other bytes");
    for code in [
        library.study(id).unwrap_err().code(),
        library.study_summary(id).unwrap_err().code(),
        library.frame_source(instance).err().unwrap().code(),
        library.thumbnail(study.series[0].id, 1).unwrap_err().code(),
        library.report(study.reports[0].id).unwrap_err().code(),
        library
            .report_badge(study.reports[0].id)
            .unwrap_err()
            .code(),
        library.remove(Removable::Study(id)).unwrap_err().code(),
        library
            .remove(Removable::Report(study.reports[0].id))
            .unwrap_err()
            .code(),
        library
            .decide_pairing(study.reports[0].id, id, Decision::Refused)
            .unwrap_err()
            .code(),
    ] {
        assert_eq!(code, "not_found");
    }
    assert!(library.search("thymoma", None).unwrap().is_empty());
    assert_eq!(
        fs::read_dir(home.library_folder().join("thumbnails"))
            .unwrap()
            .count(),
        0
    );
    let mum = &library.people().unwrap()[0];
    assert_eq!(
        (mum.label.as_str(), mum.studies, mum.reports),
        ("Mum", 1, 1)
    );
}

#[test]
fn what_was_marked_when_the_program_was_killed_is_gone_after_the_next_opening() {
    let home = Home::new();
    let library = lived_in(&home);
    let person = library.people().unwrap()[0].id;
    let series = library
        .study(study_of(&library, JANE.study))
        .unwrap()
        .series
        .remove(0);
    library.thumbnail(series.id, 1).unwrap();
    let removal = library.remove(Removable::Person(person)).unwrap();
    let shown = shown_without_ids(&library);
    drop(library);
    assert_eq!(kept_files(&home), 11, "closed without a word: still there");

    let library = home.open();
    assert_eq!(shown_without_ids(&library)["persons"], shown["persons"]);
    assert_eq!(shown_without_ids(&library)["waiting"], shown["waiting"]);
    assert_eq!(kept_files(&home), 3);
    assert_eq!(
        library.undo_removal(removal.number).unwrap_err().code(),
        "not_found"
    );
    check_clean(&library);
    let after = shown_without_ids(&library);
    rebuild(&library);
    assert_eq!(shown_without_ids(&library), after);
    drop(library);
    let bytes = all_bytes(&home.library_folder());
    for word in [
        "thymoma", "spleen", "Doe", "DOE", "Mum", "EX-77", "19580314", "MR BRAIN", "letter",
    ] {
        let is_sams = word == "19580314";
        assert_eq!(holds(&bytes, word), is_sams, "{word}");
    }
    for word in ["Roe", "fracture", "removed_at"] {
        assert!(holds(&bytes, word), "{word}");
    }
    drop(home.open());
}

#[test]
fn importing_the_same_medium_again_brings_it_back_as_new() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.text_report("Clear."));
    let (library, first) = home.import();
    library.rename_person(first.person_ids[0], "Mum").unwrap();
    library
        .remove(Removable::Person(first.person_ids[0]))
        .unwrap();
    let purged = library.purge_removed().unwrap();
    assert_eq!(purged.files, 2);
    assert_eq!(library.purge_removed().unwrap().files, 0);
    assert_eq!(kept_files(&home), 0);
    let entry = library.imports().unwrap().remove(0);
    assert_eq!((entry.gone, entry.held.instances), (2, 0));
    assert!(entry.source_names.is_empty() && !entry.started_at.is_empty());

    let again = import_for(&library, &home.medium(), PersonChoice::Ask).unwrap();
    assert_eq!(
        (again.waiting, again.duplicates),
        (2, 0),
        "nobody is known any more"
    );
    let key = &again.waiting_identities[0];
    library
        .answer(
            key,
            &Answer::New {
                label: String::new(),
            },
        )
        .unwrap();
    assert_eq!(library.list().unwrap()[0].studies[0].reports.len(), 1);
    check_clean(&library);
    let after = shown_without_ids(&library);
    rebuild(&library);
    assert_eq!(shown_without_ids(&library), after);
    drop(library);
    assert_eq!(shown_without_ids(&home.open()), after);
}

#[test]
fn what_is_brought_in_again_before_it_is_gone_is_no_longer_removed() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.text_report("Clear."));
    let (library, first) = home.import();
    let before = listing(&library);
    let removal = library
        .remove(Removable::Person(first.person_ids[0]))
        .unwrap();
    let again = import(&library, &home.medium()).unwrap();
    assert_eq!((again.duplicates, again.instances), (2, 0));
    assert_eq!(listing(&library), before);
    assert_eq!(
        library.undo_removal(removal.number).unwrap_err().code(),
        "not_found"
    );
    library.purge_removed().unwrap();
    assert_eq!(listing(&library), before);
    check_clean(&library);
}

#[test]
fn a_new_file_of_a_removed_exam_stays_when_the_exam_goes() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, first) = home.import();
    library
        .remove(Removable::Study(first.study_ids[0]))
        .unwrap();
    home.wipe().put("2", Made { pixel: 9, ..JANE }.image());
    let second = import(&library, &home.medium()).unwrap();
    assert_eq!(second.instances, 1);
    let study = library.study(study_of(&library, JANE.study)).unwrap();
    assert_eq!(study.summary.frames, 1);
    let of = |library: &Library| {
        let id =
            library.study(study_of(library, JANE.study)).unwrap().series[0].frames[0].instance_id;
        crate::made::read_all(library, id)
    };
    assert_eq!(of(&library), Made { pixel: 9, ..JANE }.image());
    drop(library);
    let library = home.open();
    assert_eq!(of(&library), Made { pixel: 9, ..JANE }.image());
    assert_eq!(kept_files(&home), 1);
    check_clean(&library);
}

#[test]
fn an_import_takes_only_what_it_brought_and_no_other_import_met_again() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put(
            "2",
            Made {
                instance: 2,
                ..JANE
            }
            .image(),
        )
        .put("3", JOHN.image());
    let (library, _) = home.import();
    home.wipe()
        .put(
            "2",
            Made {
                instance: 2,
                ..JANE
            }
            .image_resent(),
        )
        .put(
            "4",
            Made {
                instance: 4,
                ..JANE
            }
            .image(),
        );
    import(&library, &home.medium()).unwrap();

    let second = library.remove(Removable::Import(2)).unwrap();
    assert_eq!(
        (second.removing.files, second.removing.met_again),
        (1, 0),
        "the first brought the other"
    );
    let first = library.removing(Removable::Import(1)).unwrap();
    assert_eq!(
        (first.files, first.met_again),
        (3, 0),
        "what a removed import met does not count"
    );
    library.undo_removal(second.number).unwrap();

    let first = library.remove(Removable::Import(1)).unwrap();
    assert_eq!((first.removing.files, first.removing.met_again), (2, 1));
    let people = library.list().unwrap();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].studies[0].frames, 2);
    library.purge_removed().unwrap();
    let after = listing(&library);
    rebuild(&library);
    assert_eq!(listing(&library), after);
    check_clean(&library);
    // The one that stayed still counts as met again by the second.
    let left = library.removing(Removable::Import(1)).unwrap();
    assert_eq!((left.files, left.met_again), (0, 1));
}

#[test]
fn a_copy_that_went_leaves_the_other_one_in_the_stack_and_comes_back_first() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, first) = home.import();
    let larger = Made { size: 32, ..JANE };
    home.wipe().put("1", larger.image());
    assert_eq!(import(&library, &home.medium()).unwrap().differing, 1);
    let study = library.study(first.study_ids[0]).unwrap();
    let instance = study.series[0].frames[0].instance_id;
    let bytes = |library: &Library| crate::made::read_all(library, instance);
    assert_eq!(bytes(&library), JANE.image());
    let removal = library.remove(Removable::Import(1)).unwrap();
    assert_eq!(bytes(&library), larger.image());
    library.undo_removal(removal.number).unwrap();
    assert_eq!(bytes(&library), JANE.image());
    library.remove(Removable::Import(1)).unwrap();
    library.purge_removed().unwrap();
    assert_eq!(bytes(&library), larger.image());
}

#[test]
fn a_report_that_lost_its_exam_looks_for_another_and_finds_back() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, first) = home.import();
    home.wipe().put("r", JANE.text_report("Clear."));
    import(&library, &home.medium()).unwrap();
    let before = shown(&library);
    let removal = library.remove(Removable::Import(1)).unwrap();
    let loose = library.unpaired_reports(None).unwrap();
    assert_eq!(loose.len(), 1);
    assert!(loose[0].person_id.is_none());
    library.undo_removal(removal.number).unwrap();
    assert_eq!(shown(&library), before);
    let with_it = library
        .removing(Removable::Study(first.study_ids[0]))
        .unwrap();
    assert_eq!(
        (with_it.images, with_it.reports),
        (1, 1),
        "what surely belongs goes along"
    );
}

#[test]
fn what_is_only_looked_at_cannot_be_removed() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (looked, outcome) = look(&home.medium());
    let error = looked
        .remove(Removable::Study(outcome.study_ids[0]))
        .unwrap_err();
    assert_eq!(error.code(), "nothing_kept");
}

#[test]
fn a_file_that_cannot_be_deleted_is_deleted_by_a_later_opening() {
    let home = Home::new();
    home.put("1", JANE.image()).put("2", JOHN.image());
    let (library, outcome) = home.import();
    let id = study_of(&library, JANE.study);
    library.remove(Removable::Study(id)).unwrap();
    // A folder with something in it stands where the file should be: no system deletes that as a file.
    let sidecar = home.library_folder().join("decisions/removals.json");
    let removals: serde_json::Value = serde_json::from_slice(&fs::read(&sidecar).unwrap()).unwrap();
    let place = home.library_folder().join(
        removals["content"]["removals"][0]["files"][0]["place"]
            .as_str()
            .unwrap(),
    );
    let aside = home.medium().join("aside");
    fs::rename(&place, &aside).unwrap();
    fs::create_dir_all(place.join("in the way")).unwrap();
    assert!(library.purge_removed().is_err());
    drop(library);

    let library = home.open();
    assert_eq!(
        library.people().unwrap().len(),
        outcome.person_ids.len() - 1,
        "still hidden"
    );
    // Brought in again meanwhile, it is new, and stays.
    fs::remove_dir_all(&place).unwrap();
    home.wipe().put("1", JANE.image());
    assert_eq!(import(&library, &home.medium()).unwrap().instances, 1);
    let shown = listing(&library);
    drop(library);
    let library = home.open();
    assert_eq!(listing(&library), shown);
    assert_eq!(kept_files(&home), 2);
    check_clean(&library);
    rebuild(&library);
    assert_eq!(listing(&library), shown);
}

/// Stops at one passing of any named point, as a kill would: nothing after it is done.
struct StopAt {
    passing: usize,
    passed: AtomicUsize,
}

impl Faults for StopAt {
    fn at(&self, _: Point) {
        if self.passed.fetch_add(1, Ordering::SeqCst) == self.passing {
            std::panic::resume_unwind(Box::new("stopped"));
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_removal_stopped_at_any_point_is_whole_or_did_not_happen() {
    let home = Home::new();
    let library = lived_in(&home);
    let before = shown_without_ids(&library);
    drop(library);
    let template = home.medium().with_file_name("template");
    copy_folder(&home.library_folder(), &template);
    let gone = {
        let library = home.open();
        let person = library.people().unwrap()[0].id;
        library.remove(Removable::Person(person)).unwrap();
        library.purge_removed().unwrap();
        shown_without_ids(&library)
    };
    let (mut passing, mut whole, mut none) = (0, 0, 0);
    loop {
        fs::remove_dir_all(home.library_folder()).unwrap();
        copy_folder(&template, &home.library_folder());
        let stop = Arc::new(StopAt {
            passing,
            passed: AtomicUsize::new(0),
        });
        let result = std::panic::catch_unwind(|| {
            let library = home.open();
            let person = library.people().unwrap()[0].id;
            let faults: Arc<dyn Faults> = Arc::<StopAt>::clone(&stop);
            let _injected = inject(&home.library_folder(), faults);
            library.remove(Removable::Person(person)).unwrap();
            library.purge_removed().unwrap();
        });
        // What was begun is completed by the next opening, which may be stopped, too.
        let library = {
            let stop = Arc::new(StopAt {
                passing: passing % 40,
                passed: AtomicUsize::new(0),
            });
            let faults: Arc<dyn Faults> = stop;
            let injected = inject(&home.library_folder(), faults);
            let opened = std::panic::catch_unwind(|| drop(home.open()));
            drop(injected);
            drop(opened);
            home.open()
        };
        let shown = shown_without_ids(&library);
        if shown == before {
            none += 1;
            assert_eq!(kept_files(&home), 11);
        } else {
            whole += 1;
            assert_eq!(shown, gone, "stopped at passing {passing}");
            assert_eq!(kept_files(&home), 3);
        }
        check_clean(&library);
        rebuild(&library);
        assert_eq!(
            shown_without_ids(&library),
            shown,
            "stopped at passing {passing}"
        );
        drop(library);
        if shown != before {
            let bytes = all_bytes(&home.library_folder());
            assert!(!holds(&bytes, "thymoma") && !holds(&bytes, "Mum"));
        }
        if result.is_ok() {
            break;
        }
        passing += 1;
    }
    assert!(
        none > 0 && whole > 20,
        "{none} times nothing, {whole} times all"
    );
}
