//! Where sentences begin and end, and whether one speaks of a prior exam.
//!
//! Only as good as the two readers that ask need it: a sentence never ends at
//! an abbreviation such as `Se. 3`, and always at a blank line.

use std::ops::Range;

use super::fold::fold;
use super::lexer::{Kind, Tokens};

const ABBREVIATIONS: &[&str] = &[
    "se", "ser", "im", "img", "ims", "imgs", "no", "nos", "nr", "dr", "mr", "mrs", "ms", "prof",
    "e.g", "i.e", "approx", "vs", "fig", "ca", "bzw", "ggf", "z.b", "p.m", "a.m", "st", "resp",
    "incl", "max", "min", "sq", "seq",
];

/// The sentences of a text as UTF-8 byte ranges, in order, covering it whole.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        let after = at + mark.len_utf8();
        let rest = text.get(after..).unwrap_or_default();
        let ends = match mark {
            '.' => {
                rest.starts_with(char::is_whitespace)
                    && !ends_with_abbreviation(text.get(start..at).unwrap_or_default())
            }
            '!' | '?' => rest.starts_with(char::is_whitespace),
            '。' => true,
            '\n' => starts_anew(rest),
            _ => false,
        };
        if ends {
            found.push(start..after);
            start = after;
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

fn ends_with_abbreviation(sentence: &str) -> bool {
    let last = sentence
        .rsplit(|c: char| c.is_whitespace() || "([,;:/".contains(c))
        .next()
        .unwrap_or_default();
    ABBREVIATIONS.contains(&fold(last).as_str())
}

/// A line that is blank, a list item or a heading begins a new sentence.
fn starts_anew(rest: &str) -> bool {
    let line = rest.split('\n').next().unwrap_or_default().trim();
    if line.is_empty() || line.starts_with(['-', '*', '•', '–']) {
        return true;
    }
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if numbered.len() < line.len() && numbered.starts_with(['.', ')']) {
        return true;
    }
    line.split_once(':').is_some_and(|(head, _)| {
        head.len() <= 40
            && head.chars().any(char::is_alphabetic)
            && head
                .chars()
                .all(|c| c.is_uppercase() || c == ' ' || c == '/' || c == '&')
    })
}

const EXAM_WORDS: &[&str] = &[
    "exam",
    "exams",
    "examination",
    "examinations",
    "study",
    "studies",
    "ct",
    "cts",
    "mr",
    "mri",
    "mris",
    "scan",
    "scans",
    "radiograph",
    "radiographs",
    "imaging",
    "image",
    "images",
    "film",
    "films",
    "xray",
    "ray",
    "mammogram",
    "mammograms",
    "ultrasound",
    "sonogram",
    "pet",
    "series",
    "report",
    "comparison",
    "cxr",
    "angiogram",
    "visit",
    "time",
    "date",
];
/// Adjectives that speak of a prior exam when an exam is their noun, or none is.
const PRIOR_ADJECTIVES: &[&str] = &[
    "prior",
    "previous",
    "preceding",
    "earlier",
    "old",
    "older",
    "outside",
    "former",
    "last",
];
/// Words that alone speak of a prior exam.
const PRIOR_WORDS: &[&str] = &[
    "previously",
    "formerly",
    "priors",
    "comparison",
    "compared",
    "comparisons",
    "voruntersuchung",
    "voruntersuchungen",
    "voraufnahme",
    "voraufnahmen",
    "vorbefund",
    "vergleich",
    "vorher",
    "zuvor",
    "vorbestehend",
    "anterieur",
    "anterieure",
    "precedent",
    "precedente",
    "precedemment",
    "comparaison",
    "anterior",
    "previo",
    "previa",
    "comparacion",
    "previamente",
    "confronto",
    "precedentemente",
    "vorige",
    "eerder",
    "eerdere",
    "vergelijking",
];
const LEADS: &[&str] = &[
    "from", "to", "with", "since", "than", "vs", "versus", "on", "the", "any", "a",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "januar",
    "februar",
    "marz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
];
const NOW_WORDS: &[&str] = &[
    "current",
    "currently",
    "now",
    "today",
    "present",
    "presently",
    "aktuell",
    "actuellement",
    "actualmente",
];

/// A sentence longer than this is not looked into clause by clause.
const SENTENCE_MAX: usize = 2000;

/// Whether what is said at `at` is said of a prior exam, in a sentence that
/// [`mentions_prior`]: unless the clause around `at` says that it means the
/// current one.
///
/// Errs on the side of "yes": a reference into the wrong exam is worse than one
/// that is not linked.
pub(super) fn means_prior(sentence: &str, at: usize) -> bool {
    if sentence.len() > SENTENCE_MAX {
        return true;
    }
    let clause = clause_around(sentence, at);
    let says_now = Tokens::of(clause);
    let is_now =
        (0..says_now.len()).any(|i| says_now.word(i).is_some_and(|w| NOW_WORDS.contains(&w)));
    !is_now || mentions_prior(clause)
}

fn clause_around(sentence: &str, at: usize) -> &str {
    let is_cut = |c: char| c == ';' || c == ',';
    // A comma inside brackets, or between "series 4" and "image 37", is no cut.
    let mut depth = 0_usize;
    let mut start = 0;
    let mut end = sentence.len();
    for (index, mark) in sentence.char_indices() {
        match mark {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if is_cut(c) && depth == 0 => {
                if index < at {
                    start = index;
                } else {
                    end = index;
                    break;
                }
            }
            _ => {}
        }
    }
    sentence.get(start..end).unwrap_or(sentence)
}

/// Whether a sentence speaks of a prior exam.
pub(super) fn mentions_prior(sentence: &str) -> bool {
    let tokens = Tokens::of(sentence);
    (0..tokens.len()).any(|at| match tokens.word(at) {
        Some(word) if PRIOR_WORDS.contains(&word) => true,
        Some(word) if PRIOR_ADJECTIVES.contains(&word) => adjective_means_exam(&tokens, at),
        Some(word) if MONTHS.contains(&word) => is_written_date(&tokens, at),
        _ => is_numeric_date(&tokens, at),
    })
}

fn adjective_means_exam(tokens: &Tokens<'_>, at: usize) -> bool {
    let follows_exam =
        (at + 1..at + 4).any(|i| tokens.word(i).is_some_and(|w| EXAM_WORDS.contains(&w)));
    let dated = (at + 1..at + 4)
        .any(|i| is_numeric_date(tokens, i) || tokens.word(i).is_some_and(|w| MONTHS.contains(&w)));
    // "unchanged from prior." names an exam, "prior surgery" does not.
    let stands_alone = tokens.word(at + 1).is_none_or(|w| {
        [
            "and", "which", "where", "there", "the", "series", "im", "se",
        ]
        .contains(&w)
    }) && at
        .checked_sub(1)
        .and_then(|i| tokens.word(i))
        .is_some_and(|w| LEADS.contains(&w));
    follows_exam || dated || stands_alone
}

/// `12 March 2020`, `March 12, 2020`, `March 2020`.
fn is_written_date(tokens: &Tokens<'_>, at: usize) -> bool {
    (at + 1..at + 4).any(|i| {
        tokens
            .integer(i)
            .is_some_and(|year| (1900..2100).contains(&year))
    })
}

/// `12/03/2020`, `2020-03-12`, `12.03.2020`, `03/2020`.
fn is_numeric_date(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_year = |value: i64| (1900..2100).contains(&value);
    let is_cut =
        |i: usize| tokens.mark(i).is_some_and(|c| c == '/' || c == '-') && tokens.is_glued(i);
    match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Integer(first)) if is_cut(at + 1) => match (
            tokens.integer(at + 2),
            is_cut(at + 3),
            tokens.integer(at + 4),
        ) {
            (Some(_), true, Some(third)) if tokens.is_glued(at + 4) => {
                is_year(*first) || is_year(third) || third < 100
            }
            (Some(second), _, _) => *first <= 12 && is_year(second),
            _ => false,
        },
        Some(Kind::Decimal) => {
            let parts: Vec<&str> = tokens.written(at).split('.').collect();
            matches!(parts.as_slice(), [day, month, year] if day.len() <= 2 && month.len() <= 2 && [2, 4].contains(&year.len()))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_full_stops_but_not_at_abbreviations() {
        let text = "Nodule (Se. 3, Im. 45). No effusion.\nIMPRESSION: Stable.\n\nSigned";
        let found: Vec<&str> = sentences(text)
            .into_iter()
            .map(|r| text[r].trim())
            .collect();
        assert_eq!(
            found,
            [
                "Nodule (Se. 3, Im. 45).",
                "No effusion.",
                "",
                "IMPRESSION: Stable.",
                "",
                "Signed"
            ]
        );
    }

    #[test]
    fn a_sentence_about_a_prior_exam_is_told_from_one_about_prior_surgery() {
        let check = |sentence: &str, expected: bool| {
            let at = sentence.find('#').unwrap_or(0);
            assert_eq!(
                mentions_prior(sentence) && means_prior(sentence, at),
                expected,
                "{sentence}"
            );
        };
        check("On the prior CT the nodule (#4/37) measured 3 mm.", true);
        check("Previously seen nodule #.", true);
        check("Unchanged from prior, #.", true);
        check("CT of 12/03/2020 #.", true);
        check("MRI of March 12, 2020, #.", true);
        check("In the 12.03.2020 examination #.", true);
        check("Status post prior surgery, #.", false);
        check("Old fracture #.", false);
        check("Images prior to contrast #.", false);
        check("Nodule #, 5 mm.", false);
        check(
            "Compared with the prior exam, the nodule now seen on # is larger.",
            false,
        );
        check("Im Vergleich zur Voruntersuchung #.", true);
    }
}
