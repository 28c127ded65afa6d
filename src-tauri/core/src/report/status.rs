//! Preliminary, final, amended: what a report says of itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::fold::fold;

/// How far a report has come, as it states itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ReportStatus {
    /// Not stated.
    #[default]
    Unknown,
    /// Not yet checked or signed.
    Preliminary,
    /// Signed.
    Final,
    /// Signed, then changed.
    Amended,
    /// Signed, then corrected.
    Corrected,
    /// With something added after signing.
    Addendum,
    /// Called off.
    Cancelled,
    /// Withdrawn: should never have been there.
    EnteredInError,
    /// Withdrawn: it is about somebody else.
    WrongPatient,
}

impl ReportStatus {
    /// Its text must not be shown as current.
    #[must_use]
    pub fn is_withdrawn(self) -> bool {
        matches!(
            self,
            Self::Cancelled | Self::EnteredInError | Self::WrongPatient
        )
    }
}

/// Phrases as they stand on a status line, folded.
const PHRASES: &[(&str, ReportStatus)] = &[
    ("preliminary report", ReportStatus::Preliminary),
    ("preliminary result", ReportStatus::Preliminary),
    ("preliminary", ReportStatus::Preliminary),
    ("prelim", ReportStatus::Preliminary),
    ("wet read", ReportStatus::Preliminary),
    ("draft report", ReportStatus::Preliminary),
    ("draft", ReportStatus::Preliminary),
    ("unsigned", ReportStatus::Preliminary),
    ("unverified", ReportStatus::Preliminary),
    ("vorlaufiger befund", ReportStatus::Preliminary),
    ("vorbefund vorlaufig", ReportStatus::Preliminary),
    ("final report", ReportStatus::Final),
    ("final result", ReportStatus::Final),
    ("finalized", ReportStatus::Final),
    ("finalised", ReportStatus::Final),
    ("final", ReportStatus::Final),
    ("endbefund", ReportStatus::Final),
    ("endgultiger befund", ReportStatus::Final),
    ("amended report", ReportStatus::Amended),
    ("amended", ReportStatus::Amended),
    ("revised report", ReportStatus::Amended),
    ("corrected report", ReportStatus::Corrected),
    ("corrected", ReportStatus::Corrected),
    ("correction", ReportStatus::Corrected),
    ("addendum", ReportStatus::Addendum),
    ("addenda", ReportStatus::Addendum),
    ("nachtrag", ReportStatus::Addendum),
    ("cancelled", ReportStatus::Cancelled),
    ("canceled", ReportStatus::Cancelled),
    ("entered in error", ReportStatus::EnteredInError),
    ("wrong patient", ReportStatus::WrongPatient),
];

const LABELS: &[&str] = &[
    "status",
    "report status",
    "result status",
    "study status",
    "exam status",
    "befundstatus",
];

/// What a text says of its status on a heading or a status line; a sentence
/// that merely contains such a word says nothing.
///
/// A withdrawal outweighs a change, a change outweighs the first issue, and of
/// two statements of equal weight the first counts.
#[must_use]
pub(super) fn stated_status(text: &str) -> ReportStatus {
    let weight = |status: ReportStatus| match status {
        ReportStatus::Unknown => 0,
        ReportStatus::Preliminary | ReportStatus::Final => 1,
        ReportStatus::Addendum => 2,
        ReportStatus::Amended | ReportStatus::Corrected => 3,
        ReportStatus::Cancelled | ReportStatus::EnteredInError | ReportStatus::WrongPatient => 4,
    };
    let mut stated = ReportStatus::Unknown;
    for line in text.lines() {
        let status = status_of_line(line);
        if weight(status) > weight(stated) {
            stated = status;
        }
    }
    stated
}

fn status_of_line(line: &str) -> ReportStatus {
    let is_frame = |c: char| c.is_whitespace() || "*#=-_[]()<>|".contains(c);
    let line = line.trim_matches(is_frame);
    // "Status: Final" says it in any case.
    if let Some((label, value)) = line.split_once(':')
        && LABELS.contains(&fold(label.trim()).as_str())
    {
        return exact(
            value
                .split("  ")
                .find(|part| !part.trim().is_empty())
                .unwrap_or_default(),
        );
    }
    // Flattened texts put the heading before a wide gap: "FINAL REPORT   HISTORY: …".
    let head = line.split("  ").next().unwrap_or_default();
    let (head, has_colon) = match head.split_once(':') {
        Some((head, _)) => (head, true),
        None => (head, false),
    };
    let found = exact(head);
    // A one-word line in small letters is prose cut by a line break ("… the
    // findings are\npreliminary"), an addendum by number or date is a heading.
    let is_heading = has_colon
        || head.contains(' ')
        || head.chars().all(|c| !c.is_lowercase())
        || starts_upper(head);
    if found != ReportStatus::Unknown {
        return if is_heading {
            found
        } else {
            ReportStatus::Unknown
        };
    }
    let folded = fold(head);
    let numbered = ["addendum", "nachtrag"].iter().any(|word| {
        folded.strip_prefix(word).is_some_and(|rest| {
            rest.starts_with(' ') && rest.chars().any(|c| c.is_ascii_digit()) && rest.len() <= 40
        })
    });
    if numbered && starts_upper(head) {
        ReportStatus::Addendum
    } else {
        ReportStatus::Unknown
    }
}

fn starts_upper(text: &str) -> bool {
    text.trim_start()
        .chars()
        .next()
        .is_some_and(char::is_uppercase)
}

fn exact(text: &str) -> ReportStatus {
    let folded = fold(text.trim_matches(|c: char| !c.is_alphanumeric()));
    PHRASES
        .iter()
        .find(|(phrase, _)| *phrase == folded)
        .map_or(ReportStatus::Unknown, |(_, status)| *status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_is_taken_from_headings_and_status_lines_only() {
        use ReportStatus::*;
        for (text, expected) in [
            ("FINAL REPORT\nCT chest", Final),
            ("*** PRELIMINARY REPORT ***\nCT", Preliminary),
            ("Status: Final", Final),
            ("Report status: preliminary", Preliminary),
            ("                 FINAL REPORT  HISTORY: pain", Final),
            ("FINAL REPORT\ntext\nADDENDUM:\nmore", Addendum),
            ("ADDENDUM #1 03/04/2020\nFINAL REPORT", Addendum),
            ("FINAL REPORT\nCORRECTED REPORT", Corrected),
            ("AMENDED REPORT", Amended),
            ("Addendum: see below", Addendum),
            ("FINAL REPORT\nWRONG PATIENT", WrongPatient),
            ("ENTERED IN ERROR", EnteredInError),
            ("A final report will follow.", Unknown),
            ("The findings are\npreliminary\nand so on", Unknown),
            ("This corrected the deformity.", Unknown),
            ("No addendum was made.", Unknown),
            ("VORLÄUFIGER BEFUND", Preliminary),
            ("", Unknown),
        ] {
            assert_eq!(stated_status(text), expected, "{text:?}");
        }
        assert!(WrongPatient.is_withdrawn() && !Addendum.is_withdrawn());
    }
}
