//! The headings that radiology reports use, in several languages, folded.

use super::SectionKind::{
    self, Addendum, Comparison, Findings, Impression, Indication, Procedure, Recommendation,
    Technique,
};
use super::fold;

const KNOWN: &[(&str, SectionKind)] = &[
    ("impression", Impression),
    ("impressions", Impression),
    ("conclusion", Impression),
    ("conclusions", Impression),
    ("opinion", Impression),
    ("summary", Impression),
    ("final impression", Impression),
    ("impression and recommendation", Impression),
    ("impression and recommendations", Impression),
    ("impression/recommendation", Impression),
    ("impression/recommendations", Impression),
    ("assessment", Impression),
    ("interpretation", Impression),
    ("diagnosis", Impression),
    ("imaging diagnosis", Impression),
    ("beurteilung", Impression),
    ("zusammenfassung", Impression),
    ("zusammenfassende beurteilung", Impression),
    ("synthese", Impression),
    ("conclusion diagnostique", Impression),
    ("impresion", Impression),
    ("impresion diagnostica", Impression),
    ("conclusiones", Impression),
    ("conclusioni", Impression),
    ("conclusione", Impression),
    ("conclusie", Impression),
    ("findings", Findings),
    ("finding", Findings),
    ("observations", Findings),
    ("report", Findings),
    ("results", Findings),
    ("radiological findings", Findings),
    ("befund", Findings),
    ("befunde", Findings),
    ("resultats", Findings),
    ("resultat", Findings),
    ("hallazgos", Findings),
    ("informe", Findings),
    ("referto", Findings),
    ("reperti", Findings),
    ("bevindingen", Findings),
    ("verslag", Findings),
    ("technique", Technique),
    ("imaging technique", Technique),
    ("procedure description", Technique),
    ("methods", Technique),
    ("protocol", Technique),
    ("contrast", Technique),
    ("technik", Technique),
    ("untersuchungstechnik", Technique),
    ("methode", Technique),
    ("tecnica", Technique),
    ("techniek", Technique),
    ("comparison", Comparison),
    ("comparisons", Comparison),
    ("comparison exam", Comparison),
    ("comparison study", Comparison),
    ("prior studies", Comparison),
    ("prior study", Comparison),
    ("voruntersuchung", Comparison),
    ("voruntersuchungen", Comparison),
    ("vergleich", Comparison),
    ("comparaison", Comparison),
    ("comparacion", Comparison),
    ("confronto", Comparison),
    ("vergelijking", Comparison),
    ("indication", Indication),
    ("indications", Indication),
    ("clinical indication", Indication),
    ("clinical indications", Indication),
    ("history", Indication),
    ("clinical history", Indication),
    ("clinical information", Indication),
    ("clinical data", Indication),
    ("clinical statement", Indication),
    ("clinical details", Indication),
    ("clinical question", Indication),
    ("patient history", Indication),
    ("brief history", Indication),
    ("reason for exam", Indication),
    ("reason for examination", Indication),
    ("reason for study", Indication),
    ("reason for this examination", Indication),
    ("reason", Indication),
    ("indication for study", Indication),
    ("indication/history", Indication),
    ("history/indication", Indication),
    ("klinische angaben", Indication),
    ("klinische angabe", Indication),
    ("klinische fragestellung", Indication),
    ("fragestellung", Indication),
    ("anamnese", Indication),
    ("indikation", Indication),
    ("rechtfertigende indikation", Indication),
    ("renseignements cliniques", Indication),
    ("motif", Indication),
    ("indicacion", Indication),
    ("datos clinicos", Indication),
    ("motivo", Indication),
    ("indicazione", Indication),
    ("indicazioni", Indication),
    ("quesito clinico", Indication),
    ("klinische gegevens", Indication),
    ("vraagstelling", Indication),
    ("examination", Procedure),
    ("exam", Procedure),
    ("study", Procedure),
    ("procedure", Procedure),
    ("procedures", Procedure),
    ("exam description", Procedure),
    ("type of exam", Procedure),
    ("untersuchung", Procedure),
    ("examen", Procedure),
    ("estudio", Procedure),
    ("esame", Procedure),
    ("onderzoek", Procedure),
    ("recommendation", Recommendation),
    ("recommendations", Recommendation),
    ("follow up", Recommendation),
    ("followup", Recommendation),
    ("suggestion", Recommendation),
    ("empfehlung", Recommendation),
    ("procedere", Recommendation),
    ("recommandation", Recommendation),
    ("recommandations", Recommendation),
    ("recomendacion", Recommendation),
    ("recomendaciones", Recommendation),
    ("raccomandazioni", Recommendation),
    ("advies", Recommendation),
    ("addendum", Addendum),
    ("addenda", Addendum),
    ("nachtrag", Addendum),
];

/// Labels of identity and paperwork: they begin a line like a heading does, but
/// head no section (`header.rs` reads them).
const LABELS: &[&str] = &[
    "patient",
    "patient name",
    "name",
    "dob",
    "date of birth",
    "birth date",
    "birthdate",
    "mrn",
    "patient id",
    "id",
    "accession",
    "accession number",
    "accession no",
    "acc",
    "sex",
    "gender",
    "age",
    "date",
    "date of exam",
    "exam date",
    "study date",
    "date of service",
    "date of study",
    "report date",
    "status",
    "report status",
    "result status",
    "referring physician",
    "ordering physician",
    "ordering provider",
    "radiologist",
    "author",
    "dictated by",
    "signed by",
    "electronically signed by",
    "interpreted by",
    "read by",
    "reported by",
    "transcribed by",
    "attending",
    "resident",
    "physician",
    "phone",
    "fax",
    "address",
    "facility",
    "hospital",
    "department",
    "location",
    "modality",
    "title",
    "page",
    "geburtsdatum",
    "geb",
    "untersuchungsdatum",
    "nom",
    "prenom",
    "date de naissance",
    "nombre",
    "paciente",
    "fecha de nacimiento",
    "paziente",
    "nome",
    "data di nascita",
    "naam",
    "geboortedatum",
    "patientin",
    "time",
    "dictated",
    "transcribed",
    "signed",
    "reported",
    "medical record number",
];

fn normalised(head: &str) -> String {
    let folded = fold(head);
    let words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || c == '-' || c == '_')
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

/// The kind of a known heading.
pub(super) fn lookup(head: &str) -> Option<SectionKind> {
    let normal = normalised(head);
    if let Some((_, kind)) = KNOWN.iter().find(|(known, _)| *known == normal) {
        return Some(*kind);
    }
    // "Findings and impression" is one section; it is the impression as well.
    let and = [" and ", " & ", "/", " / ", " und ", " et "]
        .into_iter()
        .find_map(|and| normal.split_once(and));
    if let Some((first, second)) = and {
        let kinds = [first, second].map(|part| {
            KNOWN
                .iter()
                .find(|(known, _)| *known == part.trim())
                .map(|(_, kind)| *kind)
        });
        if let [Some(first), Some(second)] = kinds {
            return Some(if second == Impression { second } else { first });
        }
    }
    // "ADDENDUM 1", "ADDENDUM #2".
    normal
        .strip_prefix("addendum ")
        .filter(|rest| {
            rest.trim_start_matches(['#', ' '])
                .chars()
                .all(|c| c.is_ascii_digit())
        })
        .map(|_| Addendum)
}

/// The kind of a section, by a heading that is known to be one.
pub(in super::super) fn kind_of(head: &str) -> SectionKind {
    lookup(head.trim_end_matches(':')).unwrap_or_default()
}

/// The line states identity or paperwork.
pub(super) fn is_label(head: &str) -> bool {
    let normal = normalised(head.trim_end_matches(['#', '.', ' ']));
    LABELS.contains(&normal.as_str())
}
