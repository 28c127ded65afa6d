//! Words of a report that the glossary explains.

use scanfolio_core::report::{Glossary, Report, terms};

use super::Term;
use super::convert::Utf16;

/// Every explained word of a report, in order. A report in another language
/// than the glossary's has none.
#[must_use]
pub fn explained(report: &Report, glossary: &Glossary) -> Vec<Term> {
    let units = Utf16::of(&report.text);
    let is_english = report.language.is_empty() || report.language.starts_with("en");
    if !is_english {
        return Vec::new();
    }
    terms(&report.text, glossary)
        .into_iter()
        .map(|term| Term {
            start: units.count(term.range.start),
            end: units.count(term.range.end),
            headword: term.entry.headword.clone(),
            definition: term.entry.definition.clone(),
            source: term.entry.source.clone(),
        })
        .collect()
}
