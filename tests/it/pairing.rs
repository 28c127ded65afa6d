//! Which study a report is shown beside, and who decides.

use scanfolio_core::report::{PairingEvidence, PairingStrength};
use scanfolio_library::Decision;

use crate::made::{Home, JANE, JOHN, Made, import};

#[test]
fn a_structured_report_is_attached_to_the_study_it_lies_in() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.structured_report("A nodule of 4 mm."));
    let (library, outcome) = home.import();
    assert_eq!((outcome.instances, outcome.reports), (1, 1), "{outcome:?}");
    assert!(outcome.unpaired_report_ids.is_empty());
    let study = library.study(outcome.study_ids[0]).unwrap();
    let pairing = study.reports[0].pairing.clone().unwrap();
    assert_eq!(
        (pairing.strength, pairing.evidence),
        (PairingStrength::Attached, PairingEvidence::StudyInstanceUid)
    );
    assert!(study.other.is_empty(), "a report is not other content");
    let report = library.report(study.reports[0].id).unwrap();
    assert_eq!(report.study_id, Some(study.summary.id));
    assert!(report.report.text.contains("nodule"));
    assert!(!report.has_document);
    assert_eq!(
        library
            .report_document(study.reports[0].id)
            .unwrap_err()
            .code(),
        "no_document"
    );
}

#[test]
fn a_text_with_the_accession_number_and_the_name_is_attached_whenever_it_comes() {
    for report_first in [true, false] {
        let home = Home::new();
        let library = home.open();
        let parts = [JANE.image(), JANE.text_report("Clear lungs.")];
        let order = if report_first { [1, 0] } else { [0, 1] };
        for part in order {
            home.wipe().put("x", &parts[part]);
            import(&library, &home.medium()).unwrap();
        }
        let study = &library.list().unwrap()[0].studies[0];
        assert_eq!(study.reports.len(), 1, "report first: {report_first}");
        let pairing = study.reports[0].pairing.clone().unwrap();
        assert_eq!(pairing.evidence, PairingEvidence::AccessionAndIdentity);
        assert!(library.unpaired_reports(None).unwrap().is_empty());
    }
}

#[test]
fn a_report_of_nobody_held_stays_unpaired() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JOHN.text_report("Clear."));
    let (library, outcome) = home.import();
    assert_eq!(outcome.unpaired_report_ids.len(), 1);
    assert_eq!(
        library.unpaired_reports(None).unwrap()[0].id,
        outcome.unpaired_report_ids[0]
    );
    assert!(library.list().unwrap()[0].studies[0].reports.is_empty());
}

#[test]
fn the_users_word_stands_over_the_table_and_over_a_rebuild() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.text_report("Clear."))
        .put("3", JOHN.image());
    let (library, _) = home.import();
    let study_of = |library: &scanfolio_library::Library, family: &str| {
        let people = library.list().unwrap();
        people
            .iter()
            .find(|person| person.person.patient_name.alphabetic.family == family)
            .unwrap()
            .studies[0]
            .clone()
    };
    let report = study_of(&library, "Doe").reports[0].id;
    library
        .decide_pairing(report, study_of(&library, "Doe").id, Decision::Refused)
        .unwrap();
    assert!(study_of(&library, "Doe").reports.is_empty());
    assert_eq!(library.unpaired_reports(None).unwrap().len(), 1);
    library
        .decide_pairing(report, study_of(&library, "Roe").id, Decision::Confirmed)
        .unwrap();
    let check = |library: &scanfolio_library::Library| {
        assert!(study_of(library, "Doe").reports.is_empty());
        let badge = &study_of(library, "Roe").reports[0];
        let pairing = badge.pairing.clone().unwrap();
        assert!(pairing.is_confirmed);
        assert_eq!(pairing.evidence, PairingEvidence::Chosen);
        assert!(library.unpaired_reports(None).unwrap().is_empty());
    };
    check(&library);
    library.rebuild(&|_| {}, &Default::default()).unwrap();
    check(&library);
    import(&library, &home.medium()).unwrap();
    check(&library);
}

#[test]
fn numbers_in_the_text_lead_to_images_of_that_series_alone() {
    let home = Home::new();
    for instance in 1..=5 {
        home.put(
            &format!("a{instance}"),
            Made {
                series: 4,
                instance,
                ..JANE
            }
            .image(),
        );
        home.put(
            &format!("b{instance}"),
            Made {
                series: 5,
                instance,
                ..JANE
            }
            .image(),
        );
    }
    home.put(
        "r",
        JANE.structured_report(
            "Nodule (series 4, image 3). Cyst (series 4, image 37). Scar (series 9, image 1).",
        ),
    );
    let (library, outcome) = home.import();
    let study = library.study(outcome.study_ids[0]).unwrap();
    let report = library.report(study.reports[0].id).unwrap();
    let found: Vec<_> = report
        .references
        .iter()
        .map(|found| (found.targets.len(), found.reason))
        .collect();
    assert_eq!(found, [(1, ""), (0, "not_in_study"), (0, "no_series")]);
    let target = &report.references[0].targets[0];
    let series = study
        .series
        .iter()
        .find(|series| series.id == target.series_id)
        .unwrap();
    assert_eq!(series.series_number, Some(4));
    assert_eq!(
        series.frames[target.frame_index as usize].instance_number,
        Some(3)
    );
}

#[test]
fn a_report_is_unread_until_it_is_opened() {
    let home = Home::new();
    home.put("1", JANE.structured_report("Clear."));
    let (library, _) = home.import();
    let badge = library.list().unwrap()[0].studies[0].reports[0].clone();
    assert!(badge.is_unread);
    library.mark_read(badge.id).unwrap();
    assert!(!library.report_badge(badge.id).unwrap().is_unread);
    library.rebuild(&|_| {}, &Default::default()).unwrap();
    assert!(!library.report_badge(badge.id).unwrap().is_unread);
}
