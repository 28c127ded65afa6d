//! The words of reports, explained: an own glossary of plain definitions.
//!
//! A definition says what a word means, never what it means for the reader. The
//! entries are data (`assets/glossary/*.tsv`, format in its README); this reads
//! them and finds them in English text, the longest first.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

mod read;

/// What kind of thing a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// A part of the body.
    Anatomy,
    /// Something seen or suspected.
    Finding,
    /// How pictures are made, or an exam.
    Technique,
    /// How something looks in a picture.
    Appearance,
    /// Where, or on which side.
    Direction,
    /// How sure the writer is, or a set phrase.
    Hedge,
    /// Something put into the body.
    Device,
    /// Something done to the body.
    Procedure,
    /// A scoring system or a category of one.
    Score,
    /// A unit.
    Unit,
}

/// Whether a clinician has checked an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// Not yet.
    NotYet,
    /// Yes.
    Reviewed,
}

/// One word with its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// As it is looked up.
    pub headword: String,
    /// Synonyms, plurals, abbreviations and adjectives, without the headword.
    pub forms: Vec<String>,
    /// What kind of thing it is.
    pub kind: TermKind,
    /// Where in the body; `''` when anywhere.
    pub region: String,
    /// At most 40 words.
    pub definition: String,
    /// Where to check it.
    pub source: String,
    /// Checked by a clinician or not.
    pub review: Review,
}

/// Entries, ready to be found in text.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    entries: Vec<Entry>,
    /// First word of a form → its forms.
    by_first_word: BTreeMap<String, Vec<Form>>,
}

#[derive(Debug, Clone)]
struct Form {
    /// The words after the first, folded to lower case.
    rest: Vec<String>,
    /// Abbreviations count only as written ("PE", not "pe").
    exact: Option<String>,
    entry: usize,
}

/// A line of a glossary file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reading line {line} of a glossary: {reason}")]
pub struct GlossaryError {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// A place in a text where an entry's word stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// UTF-8 bytes in the text.
    pub range: Range<usize>,
    /// As written.
    pub quote: String,
    /// What it means.
    pub entry: &'a Entry,
}

impl Glossary {
    /// Reads one or several files, joined.
    ///
    /// # Errors
    /// [`GlossaryError`] names the first line that is not an entry, or whose word is already taken.
    pub fn parse(text: &str) -> Result<Self, GlossaryError> {
        let mut glossary = Self::default();
        let mut taken = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let fail = |reason| GlossaryError {
                line: index + 1,
                reason,
            };
            let Some(entry) = read::entry(line).map_err(fail)? else {
                continue;
            };
            for form in std::iter::once(&entry.headword).chain(&entry.forms) {
                let key = if is_abbreviation(form) {
                    form.clone()
                } else {
                    words(form)
                        .into_iter()
                        .map(|w| w.folded)
                        .collect::<Vec<_>>()
                        .join(" ")
                };
                if taken.insert(key, index).is_some() {
                    return Err(fail("a word stands twice"));
                }
                glossary
                    .index(form, glossary.entries.len())
                    .ok_or_else(|| fail("a word has no letters"))?;
            }
            glossary.entries.push(entry);
        }
        for forms in glossary.by_first_word.values_mut() {
            forms.sort_by_key(|form| std::cmp::Reverse(form.rest.len()));
        }
        Ok(glossary)
    }

    /// All entries, in the order of the files.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn index(&mut self, form: &str, entry: usize) -> Option<()> {
        let mut found = words(form).into_iter().map(|word| word.folded);
        let first = found.next()?;
        let exact = is_abbreviation(form).then(|| form.to_owned());
        self.by_first_word.entry(first).or_default().push(Form {
            rest: found.collect(),
            exact,
            entry,
        });
        Some(())
    }

    /// The form that begins at word `at`, and how many words it has.
    fn form_at(&self, text: &str, words: &[Word], at: usize) -> Option<(usize, usize)> {
        let first = words.get(at)?;
        self.by_first_word
            .get(&first.folded)?
            .iter()
            .find_map(|form| {
                let count = form.rest.len() + 1;
                let here = words.get(at..at + count)?;
                let is_same = here
                    .iter()
                    .skip(1)
                    .zip(&form.rest)
                    .all(|(word, known)| word.folded == *known);
                let is_joined = here.windows(2).all(|pair| match pair {
                    [one, other] => text
                        .get(one.range.end..other.range.start)
                        .is_some_and(joins),
                    _ => true,
                });
                let written = text.get(first.range.start..here.last()?.range.end)?;
                let is_exact = form.exact.as_deref().is_none_or(|exact| exact == written);
                (is_same && is_joined && is_exact).then_some((form.entry, count))
            })
    }
}

/// Finds every word of the glossary in an English text, the longest first,
/// without overlaps. A negation before it is left where it stands.
#[must_use]
pub fn terms<'a>(text: &str, glossary: &'a Glossary) -> Vec<Term<'a>> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let Some((entry, count)) = glossary.form_at(text, &words, at) else {
            at += 1;
            continue;
        };
        let end = words
            .get(at + count - 1)
            .map_or(first.range.end, |word| word.range.end);
        if let (Some(quote), Some(entry)) = (
            text.get(first.range.start..end),
            glossary.entries.get(entry),
        ) {
            found.push(Term {
                range: first.range.start..end,
                quote: quote.to_owned(),
                entry,
            });
        }
        at += count;
    }
    found
}

/// Words of one term stand beside each other: one line break, no full stop.
fn joins(between: &str) -> bool {
    between.len() <= 40
        && between
            .chars()
            .all(|c| c.is_whitespace() || "-‐‑–/'’".contains(c))
        && between.matches('\n').count() <= 1
}

/// `PE`, `CT`, `T2`, `FLAIR`: capitals only, at most six letters.
fn is_abbreviation(form: &str) -> bool {
    form.chars().count() <= 6
        && form.chars().any(char::is_uppercase)
        && !form.chars().any(|c| c.is_lowercase() || c.is_whitespace())
}

struct Word {
    range: Range<usize>,
    folded: String,
}

/// Runs of letters and digits.
fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text
        .char_indices()
        .chain(std::iter::once((text.len(), ' ')))
    {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if let Some(written) = text.get(from..at) {
                    found.push(Word {
                        range: from..at,
                        folded: written.to_lowercase(),
                    });
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# comment\n\
        nodule\tnodules|nodular\tfinding\t\tA small round spot.\tRadLex\tno\n\
        pulmonary nodule\tpulmonary nodules|lung nodule\tfinding\tchest\tA small round spot in a lung.\tRadLex\tno\n\
        pulmonary embolism\tPE\tfinding\tchest\tA clot in a vessel of the lung.\tRadLex\tno\n\
        ground-glass opacity\tGGO\tappearance\tchest\tA hazy gray area.\tRadLex\tno\n";

    #[test]
    fn the_longest_word_wins_at_word_boundaries() {
        let glossary = Glossary::parse(SAMPLE).unwrap();
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found = terms(text, &glossary);
            let seen: Vec<(&str, &str)> = found
                .iter()
                .map(|t| (t.quote.as_str(), t.entry.headword.as_str()))
                .collect();
            assert_eq!(seen, expected, "{text}");
        };
        check(
            "No pulmonary nodule.",
            &[("pulmonary nodule", "pulmonary nodule")],
        );
        check(
            "Pulmonary\nNODULES and a nodule",
            &[
                ("Pulmonary\nNODULES", "pulmonary nodule"),
                ("nodule", "nodule"),
            ],
        );
        check("Left pulmonary. Nodule right.", &[("Nodule", "nodule")]);
        check("micronodule, nodulectomy", &[]);
        check(
            "PE is excluded; pe is not a word",
            &[("PE", "pulmonary embolism")],
        );
        check(
            "ground glass opacity, GGO",
            &[
                ("ground glass opacity", "ground-glass opacity"),
                ("GGO", "ground-glass opacity"),
            ],
        );
    }

    #[test]
    fn a_line_that_is_no_entry_is_named() {
        let twice = format!("{SAMPLE}nodules\t\tfinding\t\tx\ty\tno");
        assert_eq!(Glossary::parse(&twice).unwrap_err().line, 6);
        for (line, reason) in [
            ("word only", "an entry has seven fields between tabs"),
            ("w\t\tcolour\t\td\ts\tno", "the kind is not known"),
            (
                "w\t\tfinding\t\td\ts\tperhaps",
                "reviewed is neither yes nor no",
            ),
            ("w\t\tfinding\t\t\ts\tno", "a field is empty"),
        ] {
            assert_eq!(
                Glossary::parse(line).unwrap_err(),
                GlossaryError { line: 1, reason }
            );
        }
    }
}
