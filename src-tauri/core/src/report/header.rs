//! What a text states about itself on labelled lines: whose it is, of which
//! exam, by whom. Only what stands beside a label; prose is never searched.

use super::dates::date_at_start;
use super::fold::fold;
use crate::values::PersonName;

/// What labelled lines state; `''` where nothing does.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) patient_name: PersonName,
    pub(super) patient_id: String,
    pub(super) patient_birth_date: String,
    pub(super) patient_sex: String,
    pub(super) accession_number: String,
    pub(super) study_date: String,
    pub(super) report_date: String,
    pub(super) author: String,
    pub(super) title: String,
    pub(super) modality: String,
    pub(super) study_instance_uid: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Id,
    BirthDate,
    Sex,
    Accession,
    StudyDate,
    ReportDate,
    Author,
    Title,
    Modality,
    StudyUid,
    Skipped,
}

/// Labels, folded, without their colon; longer ones first where one ends another.
const LABELS: &[(&str, Field)] = &[
    ("study instance uid", Field::StudyUid),
    ("patient name", Field::Name),
    ("name of patient", Field::Name),
    ("patient's name", Field::Name),
    ("patient id", Field::Id),
    ("patient mrn", Field::Id),
    ("patient dob", Field::BirthDate),
    ("patient sex", Field::Sex),
    ("patient", Field::Name),
    ("patientin", Field::Name),
    ("paciente", Field::Name),
    ("paziente", Field::Name),
    ("name", Field::Name),
    ("nom", Field::Name),
    ("nombre", Field::Name),
    ("medical record number", Field::Id),
    ("mrn", Field::Id),
    ("date of birth", Field::BirthDate),
    ("birth date", Field::BirthDate),
    ("birthdate", Field::BirthDate),
    ("dob", Field::BirthDate),
    ("geburtsdatum", Field::BirthDate),
    ("geb.-datum", Field::BirthDate),
    ("geb.datum", Field::BirthDate),
    ("geboren", Field::BirthDate),
    ("date de naissance", Field::BirthDate),
    ("fecha de nacimiento", Field::BirthDate),
    ("data di nascita", Field::BirthDate),
    ("geboortedatum", Field::BirthDate),
    ("gender", Field::Sex),
    ("sex", Field::Sex),
    ("accession number", Field::Accession),
    ("accession no.", Field::Accession),
    ("accession no", Field::Accession),
    ("accession #", Field::Accession),
    ("accession", Field::Accession),
    ("acc #", Field::Accession),
    ("acc no", Field::Accession),
    ("acc", Field::Accession),
    ("date of exam", Field::StudyDate),
    ("date of examination", Field::StudyDate),
    ("exam date", Field::StudyDate),
    ("examination date", Field::StudyDate),
    ("study date", Field::StudyDate),
    ("date of study", Field::StudyDate),
    ("date of service", Field::StudyDate),
    ("performed on", Field::StudyDate),
    ("untersuchungsdatum", Field::StudyDate),
    ("untersuchung vom", Field::StudyDate),
    ("date de l'examen", Field::StudyDate),
    ("date d'examen", Field::StudyDate),
    ("fecha del estudio", Field::StudyDate),
    ("data esame", Field::StudyDate),
    ("report date", Field::ReportDate),
    ("date of report", Field::ReportDate),
    ("reported on", Field::ReportDate),
    ("date reported", Field::ReportDate),
    ("date signed", Field::ReportDate),
    ("befunddatum", Field::ReportDate),
    ("electronically signed by", Field::Author),
    ("signed by", Field::Author),
    ("interpreted by", Field::Author),
    ("reported by", Field::Author),
    ("read by", Field::Author),
    ("reporting radiologist", Field::Author),
    ("interpreting radiologist", Field::Author),
    ("interpreting physician", Field::Author),
    ("radiologist", Field::Author),
    ("dictated by", Field::Author),
    ("author", Field::Author),
    ("examination", Field::Title),
    ("exam description", Field::Title),
    ("study description", Field::Title),
    ("procedure", Field::Title),
    ("exam", Field::Title),
    ("study", Field::Title),
    ("untersuchung", Field::Title),
    ("modality", Field::Modality),
    ("referring physician", Field::Skipped),
    ("ordering physician", Field::Skipped),
    ("ordering provider", Field::Skipped),
    ("referring provider", Field::Skipped),
    ("physician", Field::Skipped),
    ("age", Field::Skipped),
    ("location", Field::Skipped),
    ("status", Field::Skipped),
    ("phone", Field::Skipped),
    ("hospital", Field::Skipped),
    ("facility", Field::Skipped),
];

/// Most lines that are looked at; labels stand at the head and the foot.
const LINES_MAX: usize = 20_000;
/// Longest value that is kept, in bytes.
const VALUE_MAX: usize = 200;

/// Reads the labelled lines of a text; the first statement of each kind counts.
pub(super) fn stated(text: &str) -> Stated {
    let mut stated = Stated::default();
    for line in text
        .lines()
        .take(LINES_MAX)
        .filter(|line| line.contains(':'))
    {
        for (field, value) in labelled(line) {
            stated.take(field, value);
        }
    }
    if stated.modality.is_empty() {
        stated.modality = modality_in(&stated.title);
    }
    if stated.modality.is_empty() {
        let head: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .take(3)
            .collect();
        stated.modality = modality_in(&head.join("\n"));
    }
    stated
}

impl Stated {
    fn take(&mut self, field: Field, value: &str) {
        let date = || {
            date_at_start(value)
                .map(|date| date.to_string())
                .unwrap_or_default()
        };
        match field {
            Field::Name if self.patient_name.is_empty() => self.patient_name = person_name(value),
            Field::Id => keep(&mut self.patient_id, first_word(value)),
            Field::BirthDate => keep(&mut self.patient_birth_date, &date()),
            Field::Sex => keep(&mut self.patient_sex, sex(value)),
            Field::Accession => keep(&mut self.accession_number, first_word(value)),
            Field::StudyDate => keep(&mut self.study_date, &date()),
            Field::ReportDate => keep(&mut self.report_date, &date()),
            Field::Author => keep(&mut self.author, value),
            Field::Title => keep(&mut self.title, value),
            Field::Modality => keep(&mut self.modality, &modality_in(value)),
            Field::StudyUid => keep(&mut self.study_instance_uid, uid(value)),
            Field::Name | Field::Skipped => {}
        }
    }
}

fn keep(slot: &mut String, value: &str) {
    if slot.is_empty() && value.len() <= VALUE_MAX {
        value.clone_into(slot);
    }
}

/// The labels of a line with their values; a value ends at the next label or at
/// a gap of three spaces.
fn labelled(line: &str) -> Vec<(Field, &str)> {
    let mut found: Vec<(Field, usize, usize)> = Vec::new();
    for (colon, _) in line.match_indices(':').take(40) {
        let before = line.get(..colon).unwrap_or_default().trim_end();
        let from = found.last().map_or(0, |(_, _, end)| *end);
        let Some(window) = before.get(from..) else {
            continue;
        };
        if let Some((field, start)) = label_at_end(window) {
            // A label begins the line, or follows a gap, a mark or a value.
            found.push((field, from + start, colon + 1));
        }
    }
    let mut values = Vec::with_capacity(found.len());
    for (index, (field, start, end)) in found.iter().enumerate() {
        let stop = found
            .get(index + 1)
            .map_or(line.len(), |(_, next, _)| *next);
        // Only the first may stand after other words ("*** Patient: …"), and then only after marks.
        let lead = line.get(..*start).unwrap_or_default();
        if index == 0
            && lead.chars().any(char::is_alphabetic)
            && !lead.ends_with("  ")
            && !lead.ends_with('\t')
            && !lead.trim_end().ends_with(['|', ';', ','])
        {
            continue;
        }
        let value = line.get(*end..stop).unwrap_or_default().trim_start();
        let value = value.split("   ").next().unwrap_or_default();
        let value = value.split(['\t', '|']).next().unwrap_or_default();
        values.push((
            *field,
            value.trim().trim_end_matches([',', ';', '|']).trim_end(),
        ));
    }
    values
}

fn label_at_end(before: &str) -> Option<(Field, usize)> {
    let mut best: Option<(Field, usize)> = None;
    // Labels are ASCII once folded; walk back over at most four words.
    for (at, _) in before.char_indices().rev().take(30) {
        let starts_word = before
            .get(..at)
            .is_some_and(|t| !t.ends_with(|c: char| c.is_alphanumeric() || c == '\''));
        if !starts_word {
            continue;
        }
        let candidate = fold(before.get(at..)?);
        let candidate = candidate.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((_, field)) = LABELS.iter().find(|(label, _)| *label == candidate) {
            best = Some((*field, at));
        }
    }
    best
}

fn first_word(value: &str) -> &str {
    value.split_whitespace().next().unwrap_or_default()
}

fn uid(value: &str) -> &str {
    let word = first_word(value);
    let is_uid = word.len() <= 64
        && word.contains('.')
        && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_uid { word } else { "" }
}

fn sex(value: &str) -> &'static str {
    match fold(first_word(value)).as_str() {
        "m" | "male" | "mannlich" => "M",
        "f" | "female" | "w" | "weiblich" => "F",
        "o" | "other" => "O",
        _ => "",
    }
}

/// `DOE, JOHN A`, `DOE^JOHN^A`, `Mr. John A. Doe`.
pub(super) fn person_name(value: &str) -> PersonName {
    const TITLES: &[&str] = &[
        "mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "m", "sr", "sra",
    ];
    let value = value
        .split(['(', '/', ';'])
        .next()
        .unwrap_or_default()
        .trim();
    if value.contains('^') {
        return PersonName::parse(value);
    }
    let mut name = PersonName::default();
    if !value.chars().any(char::is_alphabetic) || value.chars().any(|c| c.is_ascii_digit()) {
        return name;
    }
    let bare = |word: &str| fold(word.trim_matches(['.', ',']));
    if let Some((family, given)) = value.split_once(',') {
        let mut given = given.split_whitespace();
        family.trim().clone_into(&mut name.alphabetic.family);
        name.alphabetic.given = given.next().unwrap_or_default().to_owned();
        name.alphabetic.middle = given.collect::<Vec<_>>().join(" ");
        return name;
    }
    let mut words: Vec<&str> = value.split_whitespace().collect();
    while words.len() > 1
        && words
            .first()
            .is_some_and(|w| TITLES.contains(&bare(w).as_str()))
    {
        let title = words.remove(0);
        title.clone_into(&mut name.alphabetic.prefix);
    }
    name.alphabetic.family = words.pop().unwrap_or_default().to_owned();
    let mut given = words.into_iter();
    name.alphabetic.given = given.next().unwrap_or_default().to_owned();
    name.alphabetic.middle = given.collect::<Vec<_>>().join(" ");
    name
}

/// The DICOM modality that words name, when they name exactly one.
pub(super) fn modality_in(text: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("ct", "CT"),
        ("cta", "CT"),
        ("cat", "CT"),
        ("mr", "MR"),
        ("mri", "MR"),
        ("mra", "MR"),
        ("mrt", "MR"),
        ("mrcp", "MR"),
        ("irm", "MR"),
        ("ultrasound", "US"),
        ("sonogram", "US"),
        ("sonography", "US"),
        ("sonographie", "US"),
        ("echography", "US"),
        ("us", "US"),
        ("mammogram", "MG"),
        ("mammography", "MG"),
        ("mammographie", "MG"),
        ("mammographic", "MG"),
        ("radiograph", "DX"),
        ("radiographs", "DX"),
        ("xray", "DX"),
        ("xr", "DX"),
        ("cxr", "DX"),
        ("rontgen", "DX"),
        ("radiographie", "DX"),
        ("pet", "PT"),
        ("scintigraphy", "NM"),
        ("szintigraphie", "NM"),
        ("dxa", "DX"),
        ("dexa", "DX"),
    ];
    let folded = fold(text).replace("x-ray", "xray");
    let mut named: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| {
            WORDS
                .iter()
                .find(|(known, _)| *known == word)
                .map(|(_, modality)| *modality)
        })
        .collect();
    named.sort_unstable();
    named.dedup();
    match named.as_slice() {
        [one] => (*one).to_owned(),
        ["CT", "PT"] => "PT".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_lines_state_identity_and_exam() {
        let text = "Patient: DOE, JOHN A   DOB: 01/31/1950   MRN: 12345\nAccession Number: AC-77\nExam date: 31 Jan 2024\n\
                    EXAM: CT CHEST WITH CONTRAST\nSex: Male\n\nFindings: none\n\nElectronically signed by: Jane Roe, M.D.\nReport date: 04/10/2024";
        let found = stated(text);
        assert_eq!(found.patient_name.to_string(), "DOE^JOHN^A");
        assert_eq!(found.patient_birth_date, "19500131");
        assert_eq!(found.patient_id, "12345");
        assert_eq!(found.accession_number, "AC-77");
        assert_eq!(found.study_date, "20240131");
        assert_eq!(found.title, "CT CHEST WITH CONTRAST");
        assert_eq!(found.modality, "CT");
        assert_eq!(found.patient_sex, "M");
        assert_eq!(found.author, "Jane Roe, M.D.");
        assert_eq!(found.report_date, "", "4 October or 10 April");
    }

    #[test]
    fn names_are_read_in_either_order_and_prose_is_not_searched() {
        for (written, expected) in [
            ("Mr. John A. Doe", "Doe^John^A.^Mr."),
            ("DOE^JOHN", "DOE^JOHN"),
            ("Müller, Jörg", "Müller^Jörg"),
            ("Roe", "Roe"),
            ("123", ""),
            ("Doe, Jane (F)", "Doe^Jane"),
        ] {
            assert_eq!(person_name(written).to_string(), expected, "{written}");
        }
        let found = stated(
            "The findings were told to the patient: no answer. Study: none.\nIn this patient: a cyst",
        );
        assert!(found.patient_name.is_empty());
    }

    #[test]
    fn a_modality_is_taken_only_when_one_is_named() {
        for (text, expected) in [
            ("CT chest", "CT"),
            ("MRI of the brain", "MR"),
            ("Chest X-ray", "DX"),
            ("PET/CT", "PT"),
            ("CT and MRI", ""),
            ("report", ""),
        ] {
            assert_eq!(modality_in(text), expected, "{text}");
        }
    }
}
