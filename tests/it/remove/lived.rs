//! A library somebody lives in, and what is shown of it.

use std::fs;
use std::path::Path;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Decision, Library, PersonChoice, Removable};

use crate::made::{Home, JANE, JOHN, Made, import, import_for, listing, without_ids};

/// Jane as another clinic writes her.
pub(super) const JANE_ELSEWHERE: Made<'static> = Made {
    name: "DOE^JANE^A",
    id: "EX-77",
    study: "2.25.3003",
    accession: "A3003",
    description: "MR BRAIN",
    ..JANE
};

/// A library somebody lives in: two people, one of them merged and renamed, a
/// decided pairing, a read report, a document, somebody who waits.
pub(super) fn lived_in(home: &Home) -> Library {
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

pub(super) fn study_of(library: &Library, uid: &str) -> i64 {
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
pub(super) fn shown(library: &Library) -> serde_json::Value {
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

pub(super) fn shown_without_ids(library: &Library) -> serde_json::Value {
    let mut value = shown(library);
    without_ids(&mut value);
    value
}

pub(super) fn rebuild(library: &Library) {
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
}

pub(super) fn check_clean(library: &Library) {
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(found.is_clean(), "{found:?}");
}

/// Everything below the library folder, as one text.
pub(super) fn all_bytes(folder: &Path) -> Vec<u8> {
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

pub(super) fn holds(bytes: &[u8], word: &str) -> bool {
    bytes
        .windows(word.len())
        .any(|window| window == word.as_bytes())
}

pub(super) fn kept_files(home: &Home) -> usize {
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
pub(super) fn everything(library: &Library) -> Vec<(&'static str, Removable)> {
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
