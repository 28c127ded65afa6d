//! Brought in again, or more than once: what stays and what goes.

use scanfolio_library::{Answer, Library, PersonChoice, Removable};

use super::lived::{check_clean, kept_files, rebuild, shown, shown_without_ids, study_of};
use crate::made::{Home, JANE, JOHN, Made, import, import_for, listing};

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
