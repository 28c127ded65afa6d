//! The shipped glossary keeps its own rules (`assets/glossary/README.md`).

use crate::report::{Glossary, terms};

const FILES: [(&str, &str); 5] = [
    (
        "anatomy",
        include_str!("../../../../../assets/glossary/anatomy.tsv"),
    ),
    (
        "findings",
        include_str!("../../../../../assets/glossary/findings.tsv"),
    ),
    (
        "looks",
        include_str!("../../../../../assets/glossary/looks.tsv"),
    ),
    (
        "techniques",
        include_str!("../../../../../assets/glossary/techniques.tsv"),
    ),
    (
        "words",
        include_str!("../../../../../assets/glossary/words.tsv"),
    ),
];

/// All files as one; a word that stands twice is an error of the parser.
fn shipped() -> Glossary {
    let all: Vec<&str> = FILES.iter().map(|(_, text)| *text).collect();
    Glossary::parse(&all.concat()).unwrap()
}

/// Groups of vowels, without a silent `e` or `ed` at the end.
fn syllables(word: &str) -> usize {
    let word: String = word
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let groups = word
        .split(|c| !is_vowel(c))
        .filter(|group| !group.is_empty())
        .count();
    let silent_e = word.ends_with('e') && !word.ends_with("le");
    let silent_ed = word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded");
    groups
        .saturating_sub(usize::from(groups > 1 && (silent_e || silent_ed)))
        .max(1)
}

/// Flesch–Kincaid grade level, of a definition without its headword.
fn grade(definition: &str, headword: &str) -> f64 {
    let text = definition
        .to_lowercase()
        .replace(&headword.to_lowercase(), "it");
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .filter(|w| !w.is_empty())
        .collect();
    let sentences = definition.matches(['.', '!', '?']).count().max(1) as f64;
    let count = words.len() as f64;
    let sounds = words.iter().map(|word| syllables(word)).sum::<usize>() as f64;
    0.39 * count / sentences + 11.8 * sounds / count - 15.59
}

#[test]
fn every_definition_is_short_and_plain() {
    let glossary = shipped();
    assert!(
        glossary.entries().len() >= 200,
        "{}",
        glossary.entries().len()
    );
    let mut worst = f64::MIN;
    for entry in glossary.entries() {
        let words = entry.definition.split_whitespace().count();
        assert!(words <= 40, "{}: {words} words", entry.headword);
        let grade = grade(&entry.definition, &entry.headword);
        assert!(grade <= 6.0, "{}: grade {grade:.1}", entry.headword);
        worst = worst.max(grade);
        assert!(entry.definition.ends_with('.'), "{}", entry.headword);
    }
    assert!(worst > 4.0, "the measure measures something");
}

#[test]
fn no_definition_speaks_about_the_reader_or_of_odds() {
    for entry in shipped().entries() {
        let words: Vec<String> = entry
            .definition
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_owned)
            .collect();
        for banned in [
            "you",
            "your",
            "yours",
            "patient",
            "percent",
            "risk",
            "chance",
            "prognosis",
            "survival",
            "harmless",
            "worry",
            "dangerous",
            "serious",
            "deadly",
        ] {
            let is_by_chance = banned == "chance" && entry.headword == "incidental";
            assert!(
                is_by_chance || !words.iter().any(|word| word == banned),
                "{}: {banned}",
                entry.headword
            );
        }
        assert!(!entry.definition.contains('%'), "{}", entry.headword);
    }
}

#[test]
fn the_words_of_a_report_are_found_and_negations_stay_in_view() {
    let glossary = shipped();
    let text = "No evidence of pneumothorax. A 6 mm pulmonary nodule in the left lower lobe. PE cannot be excluded.";
    let found: Vec<(String, String)> = terms(text, &glossary)
        .into_iter()
        .map(|t| (t.quote, t.entry.headword.clone()))
        .collect();
    let expected = [
        ("No evidence of", "no evidence of"),
        ("pneumothorax", "pneumothorax"),
        ("mm", "millimeter"),
        ("pulmonary nodule", "nodule"),
        ("lower lobe", "lobe"),
        ("PE", "embolism"),
        ("cannot be excluded", "cannot be excluded"),
    ];
    assert_eq!(
        found,
        expected.map(|(quote, headword)| (quote.to_owned(), headword.to_owned()))
    );
}
