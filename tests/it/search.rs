//! "The report that mentioned the thyroid".

use crate::made::{Home, JANE, JOHN, Made};

#[test]
fn a_word_of_a_report_leads_to_the_report_and_its_study() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put(
            "2",
            JANE.text_report("Nodule in the left lobe of the Thyroid, 4 mm."),
        )
        .put("3", JOHN.image())
        .put("4", JOHN.structured_report("Kein Befund der Schilddrüse."));
    let (library, _) = home.import();
    let hits = library.search("thyroid", None).unwrap();
    assert_eq!(hits.len(), 1);
    let hit = &hits[0];
    assert_eq!(hit.study.as_ref().unwrap().study_instance_uid, JANE.study);
    assert!(hit.report.is_some());
    let (start, end) = hit.marks[0];
    assert_eq!(&hit.snippet[start as usize..end as usize], "Thyroid");

    let count = |words: &str| library.search(words, None).unwrap().len();
    assert_eq!(count("thyroid nodule"), 1, "all words");
    assert_eq!(count("thyroid fracture"), 0);
    assert_eq!(count("thyr"), 1, "while typing");
    assert_eq!(count("schilddruse"), 1, "without the dots");
    assert_eq!(count("\"; DROP TABLE words; --"), 0);
    assert_eq!(count("NEAR( * AND"), 0);
    assert_eq!(count(""), 0);
}

#[test]
fn a_study_is_found_by_what_it_is_called_and_by_its_person() {
    let home = Home::new();
    home.put("1", JANE.image()).put(
        "2",
        Made {
            description: "MR KNEE LEFT",
            modality: "MR",
            ..JOHN
        }
        .image(),
    );
    let (library, _) = home.import();
    let found = |words: &str, person| -> Vec<String> {
        let hits = library.search(words, person).unwrap();
        hits.into_iter()
            .filter_map(|hit| hit.study)
            .map(|study| study.study_instance_uid)
            .collect()
    };
    assert_eq!(found("knee", None), [JOHN.study]);
    assert_eq!(found("doe", None), [JANE.study]);
    assert_eq!(found("made hospital", None).len(), 2);
    let jane = library.people().unwrap()[0].id;
    assert_eq!(found("made hospital", Some(jane)), [JANE.study]);
    library.rename_person(jane, "Grandma").unwrap();
    assert_eq!(found("grandma", None), [JANE.study]);
}
