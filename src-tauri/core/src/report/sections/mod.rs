//! The parts of a text under its own headings.
//!
//! A heading is taken as written and never invented; what stands before the
//! first is a section whose heading is `''`. Nothing is left out: heading and
//! body ranges together hold every word.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::fold::fold;

mod known;

pub(super) use known::kind_of;

/// What a section is about, when its heading is a known one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SectionKind {
    /// What the reader concludes.
    Impression,
    /// What was seen.
    Findings,
    /// How it was done.
    Technique,
    /// What it was compared with.
    Comparison,
    /// Why it was done: indication, history, question.
    Indication,
    /// What was done: the exam's name.
    Procedure,
    /// What is proposed next.
    Recommendation,
    /// What was added later.
    Addendum,
    /// Under another heading, or none.
    #[default]
    Other,
}

/// A part of a text. Ranges are UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// As written, without its colon; `''` before the first heading.
    pub heading: String,
    /// Where the heading stands; empty when there is none.
    pub heading_range: Range<usize>,
    /// The body, without the white space around it; may be empty.
    pub range: Range<usize>,
    /// By its heading.
    pub kind: SectionKind,
}

struct Heading {
    /// Where the section before it ends: at its decoration, if any.
    from: usize,
    /// The words of the heading.
    words: Range<usize>,
    /// Where the body may begin.
    end: usize,
    kind: SectionKind,
}

/// Splits a text at its headings.
#[must_use]
pub fn sections(text: &str) -> Vec<Section> {
    let headings = headings(text);
    let mut found = Vec::with_capacity(headings.len() + 1);
    let first = headings.first().map_or(text.len(), |heading| heading.from);
    let before = trimmed(text, 0..first);
    if !before.is_empty() || headings.is_empty() {
        found.push(Section {
            heading: String::new(),
            heading_range: before.start..before.start,
            range: before,
            kind: SectionKind::Other,
        });
    }
    for (index, heading) in headings.iter().enumerate() {
        let end = headings.get(index + 1).map_or(text.len(), |next| next.from);
        found.push(Section {
            heading: text
                .get(heading.words.clone())
                .unwrap_or_default()
                .to_owned(),
            heading_range: heading.words.clone(),
            range: trimmed(text, heading.end.min(end)..end),
            kind: heading.kind,
        });
    }
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else {
        return range.start..range.start;
    };
    let start = range.start + (part.len() - part.trim_start().len());
    start..(range.start + part.trim_end().len()).max(start)
}

/// Longest heading, in bytes and in words.
const HEADING_MAX: usize = 70;
const HEADING_WORDS_MAX: usize = 9;

fn headings(text: &str) -> Vec<Heading> {
    // Where everything is in capitals, capitals mark nothing.
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let is_all_capitals = capitals * 10 > letters * 7;
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        match heading_of_line(line, is_all_capitals) {
            Some(mut heading) => {
                heading.from += start;
                heading.words = heading.words.start + start..heading.words.end + start;
                heading.end += start;
                let body = heading.end - start;
                found.push(heading);
                inside_line(line, body, start, &mut found);
            }
            None => inside_line(line, 0, start, &mut found),
        }
        start += line.len();
    }
    found
}

/// Decoration around a heading: markdown, bullets of lines, numbering.
fn is_decoration(c: char) -> bool {
    c.is_whitespace() || "*#=_-•>".contains(c)
}

fn heading_of_line(line: &str, is_all_capitals: bool) -> Option<Heading> {
    let lead = line.len() - line.trim_start_matches(is_decoration).len();
    let content = line.get(lead..)?.trim_end_matches(is_decoration);
    if content.is_empty() {
        return None;
    }
    let (head, has_colon, rest) = match content.split_once([':', '：']) {
        Some((head, rest)) => (
            head.trim_end_matches(is_decoration),
            true,
            rest.trim_matches(is_decoration),
        ),
        None => (content, false, ""),
    };
    if head.is_empty()
        || head.len() > HEADING_MAX
        || head.split_whitespace().count() > HEADING_WORDS_MAX
        || known::is_label(head)
        || head.contains("  ")
        || head.contains('\t')
    {
        return None;
    }
    let known = known::lookup(head);
    let first_is_upper = head
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    let letters = head.chars().filter(|c| c.is_alphabetic()).count();
    let is_capitals = letters >= 3
        && !head.chars().any(char::is_lowercase)
        && head.chars().any(char::is_uppercase);
    let is_name = !head.contains(['.', ';', '?', '!', '|', '^', '='])
        && !head.starts_with(|c: char| c.is_ascii_digit());
    let is_heading = match (known, has_colon) {
        (Some(_), true) => true,
        // "Impression" alone on its line; "findings" in the middle of prose is not.
        (Some(_), false) => first_is_upper,
        (None, true) if rest.is_empty() => {
            first_is_upper && letters >= 3 && is_name && !ends_like_prose(head)
        }
        (None, true) => is_capitals && is_name && !is_all_capitals,
        (None, false) => {
            is_capitals && is_name && !is_all_capitals && letters >= 4 && !ends_like_prose(head)
        }
    };
    if !is_heading {
        return None;
    }
    let body = if has_colon {
        let colon = content.find([':', '：'])?;
        lead + colon
            + content
                .get(colon..)?
                .chars()
                .next()
                .map_or(1, char::len_utf8)
    } else {
        lead + content.len()
    };
    Some(Heading {
        from: 0,
        words: lead..lead + head.len(),
        end: skip_decoration(line, body),
        kind: known.unwrap_or_default(),
    })
}

/// `**Impression:** text`: the closing marks are not body.
fn skip_decoration(line: &str, from: usize) -> usize {
    let rest = line.get(from..).unwrap_or_default();
    let marks = rest.len() - rest.trim_start_matches(['*', '_']).len();
    from + if rest
        .get(marks..)
        .is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace))
    {
        marks
    } else {
        0
    }
}

fn ends_like_prose(head: &str) -> bool {
    let last = fold(head.rsplit(char::is_whitespace).next().unwrap_or_default());
    [
        "following",
        "are",
        "is",
        "the",
        "as",
        "of",
        "and",
        "include",
        "includes",
        "with",
        "seen",
        "follows",
        "by",
        "to",
    ]
    .contains(&last.as_str())
}

/// Known headings in capitals inside a line, as flattened reports have them:
/// `FINAL REPORT  HISTORY: pain.  FINDINGS: clear.`
fn inside_line(line: &str, from: usize, offset: usize, found: &mut Vec<Heading>) {
    let mut search = from;
    while let Some(colon) = line
        .get(search..)
        .and_then(|rest| rest.find(':'))
        .map(|at| at + search)
    {
        let before = line.get(search..colon).unwrap_or_default();
        let is_head = |c: char| c.is_uppercase() || " /&()-,".contains(c);
        let run = before.len() - before.trim_end_matches(is_head).len();
        let words: Vec<(usize, &str)> =
            word_starts(before.get(before.len() - run..).unwrap_or_default());
        // The longest run of words that is a known heading.
        for (at, _) in words {
            let start = colon - run + at;
            let Some(head) = line.get(start..colon) else {
                continue;
            };
            let is_first = start == 0
                || line
                    .get(..start)
                    .is_some_and(|t| t.ends_with(char::is_whitespace));
            let written = head.trim();
            if is_first
                && written.len() >= 4
                && let Some(kind) = known::lookup(written).filter(|_| start >= from)
            {
                // The line's own first heading was already taken.
                if start > 0 || from == 0 {
                    let words = offset + start..offset + start + written.len();
                    if found
                        .last()
                        .is_none_or(|last| last.words.start != words.start)
                    {
                        found.push(Heading {
                            from: words.start,
                            words,
                            end: offset + colon + 1,
                            kind,
                        });
                    }
                }
                break;
            }
        }
        search = colon + 1;
    }
}

fn word_starts(text: &str) -> Vec<(usize, &str)> {
    let mut starts = Vec::new();
    let mut is_between = true;
    for (at, c) in text.char_indices() {
        if is_between && !c.is_whitespace() {
            starts.push((at, text.get(at..).unwrap_or_default()));
        }
        is_between = c.is_whitespace();
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, SectionKind, &str)]) {
        let found = sections(text);
        let seen: Vec<(&str, SectionKind, &str)> = found
            .iter()
            .map(|s| (s.heading.as_str(), s.kind, &text[s.range.clone()]))
            .collect();
        assert_eq!(seen, expected, "{text}");
        for one in &found {
            assert_eq!(text[one.heading_range.clone()], one.heading);
        }
    }

    use SectionKind::*;

    #[test]
    fn headings_of_many_spellings_are_found_as_written() {
        check(
            "CT CHEST\n\nFINDINGS:\nLungs clear.\n\nImpression: Normal.\n",
            &[
                ("CT CHEST", Other, ""),
                ("FINDINGS", Findings, "Lungs clear."),
                ("Impression", Impression, "Normal."),
            ],
        );
        check(
            "Befund:\nUnauffällig.\nBeurteilung:\nKein Nachweis.",
            &[
                ("Befund", Findings, "Unauffällig."),
                ("Beurteilung", Impression, "Kein Nachweis."),
            ],
        );
        check(
            "findings: clear\nimpression: stable",
            &[
                ("findings", Findings, "clear"),
                ("impression", Impression, "stable"),
            ],
        );
        check(
            "**Technique:** helical\n## Conclusion\nfine",
            &[
                ("Technique", Technique, "helical"),
                ("Conclusion", Impression, "fine"),
            ],
        );
        check(
            "Clinical history: pain\nComparison: none",
            &[
                ("Clinical history", Indication, "pain"),
                ("Comparison", Comparison, "none"),
            ],
        );
        check(
            "Résultats :\nnormal\nConclusion :\nRAS",
            &[
                ("Résultats", Findings, "normal"),
                ("Conclusion", Impression, "RAS"),
            ],
        );
        check(
            "Lungs and pleura:\nclear",
            &[("Lungs and pleura", Other, "clear")],
        );
        check(
            "LIVER: Normal.\nSPLEEN: Normal.",
            &[("LIVER", Other, "Normal."), ("SPLEEN", Other, "Normal.")],
        );
    }

    #[test]
    fn flattened_reports_are_split_at_known_headings_in_capitals() {
        check(
            "  FINAL REPORT  HISTORY: 45-year-old.    FINDINGS: Clear.    IMPRESSION: No acute process.  ",
            &[
                ("", Other, "FINAL REPORT"),
                ("HISTORY", Indication, "45-year-old."),
                ("FINDINGS", Findings, "Clear."),
                ("IMPRESSION", Impression, "No acute process."),
            ],
        );
        check(
            "FINAL REPORT  REASON FOR EXAM: Rigors. Lungs clear.",
            &[
                ("", Other, "FINAL REPORT"),
                ("REASON FOR EXAM", Indication, "Rigors. Lungs clear."),
            ],
        );
    }

    #[test]
    fn prose_labels_and_identity_lines_are_no_headings() {
        check(
            "The liver shows the following:\ncyst",
            &[("", Other, "The liver shows the following:\ncyst")],
        );
        check(
            "Patient: DOE, JOHN\nDOB: 1950-01-31\n",
            &[("", Other, "Patient: DOE, JOHN\nDOB: 1950-01-31")],
        );
        check(
            "There is no change in the\nfindings\nsince then.",
            &[(
                "",
                Other,
                "There is no change in the\nfindings\nsince then.",
            )],
        );
        check(
            "THE LUNGS ARE CLEAR\nNO EFFUSION\nIMPRESSION: NORMAL",
            &[
                ("", Other, "THE LUNGS ARE CLEAR\nNO EFFUSION"),
                ("IMPRESSION", Impression, "NORMAL"),
            ],
        );
        check(
            "Liver: normal.\nSpleen: normal.",
            &[("", Other, "Liver: normal.\nSpleen: normal.")],
        );
        check("", &[("", Other, "")]);
    }
}
