//! Whose is it? Somebody the library has not seen waits for an answer, which can be taken back.

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::likeness::{BirthDateLikeness, NameLikeness, PatientIdLikeness};
use scanfolio_library::{Answer, ImportOutcome, Library, PersonChoice};

use crate::made::{
    Home, JANE, JOHN, Made, assert_adds_up, import_for, listing, read_all, without_ids,
};

/// Jane as another clinic writes her.
const JANE_ELSEWHERE: Made<'static> = Made {
    name: "DOE^JANE^A",
    id: "EX-77",
    study: "2.25.3003",
    accession: "A3003",
    ..JANE
};

fn ask(library: &Library, home: &Home) -> ImportOutcome {
    import_for(library, &home.medium(), PersonChoice::Ask).unwrap()
}

fn someone(label: &str) -> Answer {
    Answer::New {
        label: label.to_owned(),
    }
}

/// Keys of those that wait, with how many studies do.
fn waiting(library: &Library) -> Vec<(String, usize)> {
    let waiting = library.waiting().unwrap();
    waiting
        .into_iter()
        .map(|one| (one.stated.key, one.studies.len()))
        .collect()
}

/// Labels with counts of identities and studies.
fn people(library: &Library) -> Vec<(String, u32, u32)> {
    let people = library.people().unwrap();
    people
        .into_iter()
        .map(|person| (person.label, person.identities, person.studies))
        .collect()
}

/// Everything that is listed, waiting or not, without row numbers.
fn all(library: &Library) -> serde_json::Value {
    let mut waiting = serde_json::to_value(library.waiting().unwrap()).unwrap();
    without_ids(&mut waiting);
    serde_json::json!({ "persons": listing(library), "waiting": waiting })
}

/// What is listed is what a rebuild lists, too.
fn check_rebuild(library: &Library) {
    let before = all(library);
    library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(all(library), before);
}

#[test]
fn whom_the_library_has_not_seen_waits_with_every_byte_kept() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.structured_report("A nodule of 4 mm."))
        .put("3", JANE.text_report("No nodule."))
        .put("4", JOHN.image())
        .put("5", "<html>page</html>");
    let library = home.open();
    let outcome = ask(&library, &home);
    assert_eq!(
        (
            outcome.files,
            outcome.waiting,
            outcome.instances,
            outcome.reports,
            outcome.studies
        ),
        (5, 4, 0, 0, 2),
        "{outcome:?}"
    );
    assert!(outcome.person_ids.is_empty());
    assert_eq!(outcome.waiting_identities.len(), 2);
    assert!(library.list().unwrap().is_empty());
    assert!(library.unpaired_reports(None).unwrap().is_empty());
    assert!(
        library.search("nodule", None).unwrap().is_empty(),
        "what waits is not found"
    );

    let gate = library.waiting().unwrap();
    let [jane, john] = gate.as_slice() else {
        panic!("{gate:?}")
    };
    assert_eq!(jane.stated.identity.patient_name.alphabetic.family, "Doe");
    assert_eq!(jane.studies[0].reports.len(), 2);
    assert_eq!((john.studies.len(), john.proposals.len()), (1, 0));

    // The stick may be gone: bytes, thumbnail and verification do not need it.
    home.wipe();
    let study = library.study(jane.studies[0].id).unwrap();
    assert!(study.person.is_none());
    assert_eq!(
        read_all(&library, study.series[0].frames[0].instance_id),
        JANE.image()
    );
    assert!(
        library
            .thumbnail(study.series[0].id, 1)
            .unwrap()
            .starts_with(b"\x89PNG")
    );
    let verification = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(verification.is_clean(), "{verification:?}");
    assert_eq!(verification.files, 5);
    check_rebuild(&library);
    assert_eq!(waiting(&library).len(), 2);
}

#[test]
fn importing_again_while_it_waits_brings_duplicates() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.text_report("Clear."));
    let library = home.open();
    assert_eq!(ask(&library, &home).waiting, 2);
    let again = ask(&library, &home);
    assert_eq!((again.duplicates, again.waiting), (2, 0));
    assert_eq!(waiting(&library).len(), 1);
    // Saying whose it is at the second import answers for the first.
    let mum = PersonChoice::Named("Mum".into());
    let answered = import_for(&library, &home.medium(), mum).unwrap();
    assert_eq!((answered.duplicates, answered.waiting), (2, 0));
    assert_eq!(people(&library), [("Mum".to_owned(), 1, 1)]);
    assert!(waiting(&library).is_empty());
    check_rebuild(&library);
}

#[test]
fn an_answer_files_the_studies_with_their_reports_and_can_be_taken_back() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE.structured_report("A nodule of 4 mm."))
        .put("3", JANE.text_report("No nodule."))
        .put("4", JOHN.image());
    let library = home.open();
    ask(&library, &home);
    let before = all(&library);
    let [(jane, _), (john, _)] = waiting(&library).try_into().unwrap();

    // Answered out of order: the persons are listed in order of first sight all the same.
    library.answer(&john, &someone("Dad")).unwrap();
    let mum = library.answer(&jane, &someone(" Mum ")).unwrap();
    let labels = |library: &Library| {
        people(library)
            .into_iter()
            .map(|one| one.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(labels(&library), ["Mum", "Dad"]);
    assert_eq!(library.person(mum).unwrap().reports, 2);
    assert_eq!(library.search("nodule", Some(mum)).unwrap().len(), 2);
    assert_eq!(library.search("mum", None).unwrap().len(), 1);
    check_rebuild(&library);

    // Who is known is not asked about again.
    home.wipe().put(
        "5",
        Made {
            instance: 2,
            ..JANE
        }
        .image(),
    );
    let more = ask(&library, &home);
    assert_eq!((more.instances, more.waiting), (1, 0), "{more:?}");

    library.unanswer(&john).unwrap();
    assert_eq!(labels(&library), ["Mum"]);
    assert_eq!(waiting(&library), [(john.clone(), 1)]);
    check_rebuild(&library);
    library.unanswer(&jane).unwrap();
    assert_eq!(all(&library)["persons"], before["persons"]);
    assert_eq!(
        library.answer("gone", &someone("")).unwrap_err().code(),
        "identity_unknown"
    );
}

#[test]
fn the_same_person_elsewhere_is_proposed_with_the_evidence_and_another_birth_date_is_not() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, _) = home.import();
    home.wipe()
        .put("1", JANE_ELSEWHERE.image())
        .put(
            "2",
            Made {
                birth_date: "19990101",
                study: "2.25.4",
                ..JANE
            }
            .image(),
        )
        .put(
            "3",
            Made {
                id: "",
                birth_date: "",
                study: "2.25.5",
                ..JANE
            }
            .image(),
        );
    assert_eq!(ask(&library, &home).waiting, 3);
    let gate = library.waiting().unwrap();
    let [elsewhere, younger, weak] = gate.as_slice() else {
        panic!("{gate:?}")
    };
    let [proposal] = elsewhere.proposals.as_slice() else {
        panic!("{elsewhere:?}")
    };
    assert_eq!(proposal.person.patient_id, "J1");
    assert_eq!(
        (
            proposal.likeness.patient_name,
            proposal.likeness.patient_birth_date,
            proposal.likeness.patient_id
        ),
        (
            NameLikeness::OneLetterMore,
            BirthDateLikeness::Same,
            PatientIdLikeness::Another
        )
    );
    assert!(younger.proposals.is_empty());
    assert!(weak.stated.is_weak && weak.proposals.is_empty());
    assert_eq!(people(&library).len(), 1, "nothing is merged silently");

    // The person may say so all the same, and sees that the birth dates differ.
    let jane = Answer::Person(proposal.person.id);
    library.answer(&elsewhere.stated.key, &jane).unwrap();
    let id = library.answer(&younger.stated.key, &jane).unwrap();
    let person = library.person(id).unwrap();
    assert_eq!((person.identities, person.birth_dates.len()), (3, 2));
    check_rebuild(&library);
}

#[test]
fn two_persons_become_one_and_are_taken_apart_again() {
    let home = Home::new();
    home.put("1", JANE.image())
        .put("2", JANE_ELSEWHERE.image())
        .put("3", JANE_ELSEWHERE.text_report("Clear."))
        .put("4", JOHN.image());
    let (library, _) = home.import();
    let [jane, elsewhere, john] = library.people().unwrap().try_into().unwrap();
    let alike = |id| {
        let proposals = library.alike(id).unwrap();
        proposals
            .into_iter()
            .map(|proposal| proposal.person.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(alike(jane.id), [elsewhere.id]);
    assert_eq!(alike(elsewhere.id), [jane.id]);
    assert!(alike(john.id).is_empty());
    library.rename_person(elsewhere.id, "Jane A.").unwrap();
    let before = all(&library);

    library.merge_persons(elsewhere.id, jane.id).unwrap();
    library.merge_persons(jane.id, john.id).unwrap();
    assert_eq!(people(&library), [(String::new(), 3, 3)]);
    assert_eq!(library.people().unwrap()[0].reports, 1);
    check_rebuild(&library);

    let whole = library.people().unwrap()[0].id;
    library.unmerge_person(whole).unwrap();
    assert_eq!(people(&library).len(), 2);
    let merged = library.people().unwrap()[0].clone();
    let identities = library.identities(merged.id).unwrap();
    assert_eq!(identities.len(), 2);
    library.take_out(&identities[1].key).unwrap();
    assert_eq!(all(&library), before, "with the name it had");
    check_rebuild(&library);
    assert!(
        library
            .verify(&|_| {}, &CancelToken::default())
            .unwrap()
            .is_clean()
    );
}

#[test]
fn a_name_given_at_an_import_moves_whom_it_brings_and_that_can_be_taken_back() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (library, _) = home.import();
    let before = all(&library);
    home.wipe().put(
        "2",
        Made {
            instance: 2,
            ..JANE
        }
        .image(),
    );
    let mum = PersonChoice::Named("Mum".into());
    import_for(&library, &home.medium(), mum).unwrap();
    assert_eq!(people(&library), [("Mum".to_owned(), 1, 1)]);
    check_rebuild(&library);
    let id = library.people().unwrap()[0].id;
    library
        .take_out(&library.identities(id).unwrap()[0].key)
        .unwrap();
    assert_eq!(
        all(&library)["persons"][0]["person"],
        before["persons"][0]["person"]
    );
}

#[test]
fn a_decision_survives_the_loss_of_the_index_and_a_kill_before_it_followed() {
    let home = Home::new();
    home.put("1", JANE.image()).put("2", JOHN.image());
    let library = home.open();
    ask(&library, &home);
    drop(library);
    let index = home.library_folder().join("index/index.sqlite");
    let old = std::fs::read(&index).unwrap();
    let library = home.open();
    let [(jane, _), _] = waiting(&library).try_into().unwrap();
    library.answer(&jane, &someone("Mum")).unwrap();
    let decided = all(&library);
    drop(library);
    // The sidecar was written; the index is as it was before the answer.
    std::fs::write(&index, old).unwrap();
    let library = home.open();
    assert_eq!(all(&library), decided);
    drop(library);
    std::fs::remove_dir_all(home.library_folder().join("index")).unwrap();
    assert_eq!(all(&home.open()), decided);
}

#[test]
fn looking_never_asks_and_the_sample_answers_for_itself() {
    let home = Home::new();
    home.put("1", JANE.image());
    let (looked, outcome) = crate::made::look(&home.medium());
    assert_eq!((outcome.instances, outcome.waiting), (1, 0));
    assert_eq!(looked.people().unwrap().len(), 1);
    assert_eq!(looked.waiting().unwrap(), []);

    let file = &scanfolio_core::sample::sample_study().unwrap()[0];
    home.wipe().put("sample", &file.bytes);
    let library = home.open();
    let outcome = ask(&library, &home);
    assert_eq!((outcome.instances, outcome.waiting), (1, 0));
    assert_eq!(people(&library).len(), 1);
    check_rebuild(&library);
    assert_adds_up(&outcome);
}
