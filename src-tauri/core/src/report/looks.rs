//! Whether loose bytes are a report, as an import must know.
//!
//! DICOM objects are told by their SOP class, not here. A disc's README is
//! text too: text is a report only when it is built like one.

use super::sections::{SectionKind, sections};
use super::status::{ReportStatus, stated_status};
use super::{ReportSource, header, pdf, text};
use crate::warning::Warnings;

/// Bytes of the start that are looked at.
const HEAD_MAX: usize = 64 << 10;

/// PDF, or text with the headings of a report. `head` is the file's start, best
/// 64 KiB of it; a shorter head may miss a text.
#[must_use]
pub fn looks_like_report(head: &[u8]) -> Option<ReportSource> {
    let head = head.get(..HEAD_MAX).unwrap_or(head);
    if head.get(128..132) == Some(b"DICM".as_slice()) {
        return None;
    }
    if pdf::looks_like(head) {
        return Some(ReportSource::Pdf);
    }
    if is_other_format(head) {
        return None;
    }
    // The cut may have gone through a letter; nothing else is lost by dropping it.
    let text = text::decode(head, &mut Warnings::new()).or_else(|| {
        text::decode(
            head.get(..head.len().saturating_sub(3))?,
            &mut Warnings::new(),
        )
    })?;
    is_built_like_a_report(&text).then_some(ReportSource::PlainText)
}

/// Formats with a reader of their own, or none: never read as plain text.
pub(super) fn is_other_format(head: &[u8]) -> bool {
    let head = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    const STARTS: &[&[u8]] = &[
        b"{\\rtf",
        b"<",
        b"{",
        b"[",
        b"MSH|",
        b"FHS|",
        b"BHS|",
        b"PK\x03\x04",
        b"%!PS",
        b"MZ",
        b"#!",
        b"\x89PNG",
        b"GIF8",
    ];
    STARTS.iter().any(|start| head.starts_with(start))
}

fn is_built_like_a_report(text: &str) -> bool {
    let found = sections(text);
    let has = |kind| {
        found
            .iter()
            .any(|section| section.kind == kind && !section.range.is_empty())
    };
    let kinds = [
        SectionKind::Technique,
        SectionKind::Comparison,
        SectionKind::Indication,
        SectionKind::Procedure,
        SectionKind::Recommendation,
    ];
    let others = kinds.into_iter().filter(|kind| has(*kind)).count();
    let stated = header::stated(text);
    let states_whose = !stated.patient_name.is_empty()
        || !stated.accession_number.is_empty()
        || !stated.patient_birth_date.is_empty();
    let concludes = has(SectionKind::Impression) || has(SectionKind::Findings);
    let both = has(SectionKind::Impression) && has(SectionKind::Findings);
    let is_medical = !stated.modality.is_empty()
        || states_whose
        || others > 0
        || super::measurements::measurements(text).len() > 1;
    both || (concludes && (is_medical || speaks_medicine(text)))
        || others >= 2 && is_medical
        || (stated_status(text) != ReportStatus::Unknown && is_medical)
}

/// Words that a README has no use for.
fn speaks_medicine(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "lung",
        "lungs",
        "heart",
        "effusion",
        "pneumothorax",
        "cardiac",
        "pulmonary",
        "liver",
        "kidney",
        "fracture",
        "lesion",
        "chest",
        "abdomen",
        "pelvis",
        "brain",
        "spine",
        "lateral",
        "thorax",
        "lunge",
        "herz",
        "leber",
        "raumforderung",
        "poumon",
        "foie",
        "pulmon",
    ];
    let tokens = super::lexer::Tokens::of(text);
    (0..tokens.len())
        .filter(|at| tokens.word(*at).is_some_and(|word| WORDS.contains(&word)))
        .count()
        >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_told_from_a_readme() {
        for (text, expected) in [
            (
                "FINDINGS: clear\nIMPRESSION: normal",
                Some(ReportSource::PlainText),
            ),
            (
                "findings:\nchest: four images: no effusion or pneumothorax",
                Some(ReportSource::PlainText),
            ),
            (
                "Befund: Lunge frei.\nBeurteilung: unauffällig.",
                Some(ReportSource::PlainText),
            ),
            (
                "FINAL REPORT\nPatient: DOE, JOHN\nCT of the head",
                Some(ReportSource::PlainText),
            ),
            ("%PDF-1.4", Some(ReportSource::Pdf)),
            (
                "README\n\nInsert the disc and start VIEWER.EXE.\n\nInstallation:\nClick on setup.",
                None,
            ),
            ("Study: 5\nDate: today", None),
            ("<html><body>FINDINGS: x IMPRESSION: y</body></html>", None),
            ("{\"resourceType\":\"DiagnosticReport\"}", None),
            ("MSH|^~\\&|A|B\rOBX|1|TX|FINDINGS:", None),
            ("{\\rtf1 FINDINGS: x}", None),
            ("", None),
        ] {
            assert_eq!(looks_like_report(text.as_bytes()), expected, "{text}");
        }
    }
}
