//! What a disc's own list names and the library does not hold is kept with it,
//! shown with the exam, and gone when the rest has come.

use std::fs;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Library, MissingParts, Removable, StudySummary};

use crate::made::{Home, JANE, JOHN, Listed, Made, disc_list, import, listing, look};

/// Jane's exam of three images; `2.25.1.…` is on none of the discs below.
const THREE: [Made<'static>; 3] = [
    JANE,
    Made {
        instance: 2,
        ..JANE
    },
    Made {
        instance: 3,
        ..JANE
    },
];

fn images(count: usize) -> Vec<Listed> {
    THREE
        .iter()
        .take(count)
        .map(|made| Listed::image(&format!("IM/{}", made.instance), made))
        .collect()
}

/// A disc that lists three images and holds two.
fn put_two_of_three(home: &Home) {
    home.put("DICOMDIR", disc_list(&images(3)))
        .put("IM/1", THREE[0].image())
        .put("IM/2", THREE[1].image());
}

fn studies(library: &Library) -> Vec<StudySummary> {
    let listing = library.list().unwrap();
    listing
        .into_iter()
        .flat_map(|person| person.studies)
        .collect()
}

fn missing(library: &Library) -> Vec<Option<MissingParts>> {
    studies(library).iter().map(|study| study.missing).collect()
}

/// The only study of which something is missing.
fn incomplete_study(library: &Library) -> i64 {
    let incomplete: Vec<i64> = studies(library)
        .iter()
        .filter(|study| study.missing.is_some())
        .map(|study| study.id)
        .collect();
    assert_eq!(incomplete.len(), 1);
    incomplete[0]
}

fn images_missing(missing: u32, listed: u32) -> Option<MissingParts> {
    Some(MissingParts {
        only_images: true,
        missing,
        listed: Some(listed),
    })
}

#[test]
fn what_a_disc_lacks_is_kept_with_the_exam_and_with_the_import() {
    let home = Home::new();
    put_two_of_three(&home);
    home.put("IM/4", JOHN.image());
    let (library, outcome) = home.import();
    assert_eq!(outcome.incomplete.len(), 1);
    let said = missing(&library);
    assert!(
        said.contains(&images_missing(1, 3)) && said.contains(&None),
        "{said:?}"
    );
    let jane = incomplete_study(&library);
    let opened = library.study(jane).unwrap().summary;
    assert_eq!(opened.missing, images_missing(1, 3));
    let before = listing(&library);
    let told = library.import_outcome(1).unwrap();
    assert_eq!(
        told.incomplete, outcome.incomplete,
        "the import is told again"
    );
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(listing(&library), before);
    assert_eq!(
        library.import_outcome(1).unwrap().incomplete,
        told.incomplete
    );
    drop(library);
    fs::remove_dir_all(home.library_folder().join("index")).unwrap();
    assert_eq!(listing(&home.open()), before, "made anew from the journals");
}

#[test]
fn it_vanishes_when_the_rest_comes_and_comes_back_when_that_is_removed() {
    let home = Home::new();
    put_two_of_three(&home);
    let (library, _) = home.import();
    assert_eq!(missing(&library), [images_missing(1, 3)]);
    // The same disc again brings nothing.
    import(&library, &home.medium()).unwrap();
    assert_eq!(missing(&library), [images_missing(1, 3)]);
    home.wipe().put("loose.dcm", THREE[2].image());
    import(&library, &home.medium()).unwrap();
    assert_eq!(missing(&library), [None]);
    assert_eq!(
        library.import_outcome(1).unwrap().incomplete.len(),
        1,
        "what that disc lacked stays true of it"
    );
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(missing(&library), [None]);
    let removal = library.remove(Removable::Import(3)).unwrap();
    assert_eq!(missing(&library), [images_missing(1, 3)]);
    library.undo_removal(removal.number).unwrap();
    assert_eq!(missing(&library), [None]);
}

#[test]
fn a_list_read_after_the_images_were_there_speaks_of_them_too() {
    let home = Home::new();
    home.put("IM/1", THREE[0].image());
    let (library, _) = home.import();
    assert_eq!(missing(&library), [None], "no disc listed anything");
    home.put("DICOMDIR", disc_list(&images(2)));
    let again = import(&library, &home.medium()).unwrap();
    assert_eq!(again.duplicates, 1);
    assert_eq!(missing(&library), [images_missing(1, 2)]);
    let before = listing(&library);
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(listing(&library), before);
}

#[test]
fn what_was_refused_is_missing_and_another_file_with_its_number_is_not() {
    let home = Home::new();
    // The second is there and cannot be read; the third is there under another number than listed.
    home.put("DICOMDIR", disc_list(&images(3)))
        .put("IM/1", THREE[0].image())
        .put("IM/2", "")
        .put(
            "IM/3",
            Made {
                instance: 9,
                ..JANE
            }
            .image(),
        );
    let (library, outcome) = home.import();
    assert!(outcome.incomplete.is_empty(), "all of it is on the disc");
    assert_eq!(missing(&library), [images_missing(1, 3)]);
}

#[test]
fn other_files_than_images_are_counted_as_files() {
    let home = Home::new();
    let mut list = images(1);
    list.push(Listed {
        kind: "SR DOCUMENT",
        ..Listed::image("SR/1", &THREE[1])
    });
    home.put("DICOMDIR", disc_list(&list))
        .put("IM/1", THREE[0].image());
    let (library, _) = home.import();
    let said = MissingParts {
        only_images: false,
        missing: 1,
        listed: Some(2),
    };
    assert_eq!(missing(&library), [Some(said)]);
}

#[test]
fn a_list_without_numbers_is_told_with_its_import_alone() {
    let home = Home::new();
    let list: Vec<Listed> = images(2)
        .into_iter()
        .map(|listed| Listed {
            sop_instance_uid: String::new(),
            ..listed
        })
        .collect();
    home.put("DICOMDIR", disc_list(&list))
        .put("IM/1", THREE[0].image());
    let (library, outcome) = home.import();
    assert_eq!(outcome.incomplete.len(), 1);
    assert_eq!(
        missing(&library),
        [None],
        "nobody could say when it has come"
    );
}

#[test]
fn a_disc_that_is_looked_at_says_what_it_lacks() {
    let home = Home::new();
    put_two_of_three(&home);
    let (library, _) = look(&home.medium());
    assert_eq!(missing(&library), [images_missing(1, 3)]);
}

#[test]
fn an_exam_that_is_gone_leaves_no_list_of_it_in_the_journal() {
    let home = Home::new();
    put_two_of_three(&home);
    home.put("IM/4", JOHN.image());
    let (library, _) = home.import();
    let journal =
        || fs::read_to_string(home.library_folder().join("imports/000001.jsonl")).unwrap();
    assert!(journal().contains(&THREE[2].sop_instance_uid()));
    let jane = incomplete_study(&library);
    library.remove(Removable::Study(jane)).unwrap();
    library.purge_removed().unwrap();
    assert!(!journal().contains(&THREE[2].sop_instance_uid()));
    assert!(library.import_outcome(1).unwrap().incomplete.is_empty());
    assert_eq!(missing(&library), [None], "John's is whole");
    let before = listing(&library);
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(listing(&library), before);
}
