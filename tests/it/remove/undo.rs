//! Hidden at once, and brought back as it was.

use std::fs;

use scanfolio_library::{Decision, Removable};

use super::lived::{
    check_clean, everything, kept_files, lived_in, rebuild, shown, shown_without_ids, study_of,
};
use crate::made::{Home, JANE, look};

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
fn what_is_only_looked_at_cannot_be_removed() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (looked, outcome) = look(&home.medium());
    let error = looked
        .remove(Removable::Study(outcome.study_ids[0]))
        .unwrap_err();
    assert_eq!(error.code(), "nothing_kept");
}
