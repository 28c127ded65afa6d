//! Words of a report that the glossary explains.

use scanfolio_core::report::{Glossary, Report};

use super::Term;
use super::convert::Utf16;

/// Every explained word of a report, in order; none when the report is not
/// surely in the glossary's language (core says).
#[must_use]
pub fn explained(report: &Report, glossary: &Glossary) -> Vec<Term> {
    let units = Utf16::of(&report.text);
    report
        .terms(glossary)
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
