//! Gone from disk, also when the program was killed or a file could not be deleted.

use std::fs;

use scanfolio_library::Removable;

use super::lived::{
    all_bytes, check_clean, holds, kept_files, lived_in, rebuild, shown_without_ids, study_of,
};
use crate::made::{Home, JANE, JOHN, import, listing};

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
