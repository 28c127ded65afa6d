//! Plain text: bytes in whatever encoding, made into a report.
//!
//! Also the common last step of every source that yields text: structure is
//! laid over it here, and the text itself is left as it is.

use super::header::stated;
use super::language::language;
use super::sections::sections;
use super::status::stated_status;
use super::{Report, ReportError, ReportSource};
use crate::study::Identity;
use crate::warning::{Warning, Warnings};

/// Most bytes of text that are read; the longest real reports have a few hundred kilobytes.
pub(super) const TEXT_MAX: usize = 8 << 20;

/// Reads plain text.
///
/// # Errors
/// [`ReportError::NotAReport`] when the bytes are no text.
pub(super) fn read(bytes: &[u8], mut warnings: Warnings) -> Result<Report, ReportError> {
    let text = decode(bytes, &mut warnings).ok_or(ReportError::NotAReport)?;
    Ok(report_of(text, ReportSource::PlainText, warnings))
}

/// Lays structure over a text.
pub(super) fn report_of(text: String, source: ReportSource, warnings: Warnings) -> Report {
    let stated = stated(&text);
    Report {
        source,
        status: stated_status(&text),
        language: language(&text).to_owned(),
        title: stated.title,
        identity: Identity {
            patient_id: stated.patient_id,
            patient_name: stated.patient_name,
            patient_birth_date: stated.patient_birth_date,
            patient_sex: stated.patient_sex,
            ..Identity::default()
        },
        study_date: stated.study_date,
        report_date: stated.report_date,
        author: stated.author,
        accession_number: stated.accession_number,
        study_instance_uids: Some(stated.study_instance_uid)
            .filter(|uid| !uid.is_empty())
            .into_iter()
            .collect(),
        modality: stated.modality,
        sections: sections(&text),
        text,
        image_uids: Vec::new(),
        warnings,
    }
}

/// Text of UTF-8, UTF-16 (by its mark, or by its zeros) or else Windows-1252;
/// `None` for bytes that are no text. Line ends become `\n`.
pub(super) fn decode(bytes: &[u8], warnings: &mut Warnings) -> Option<String> {
    let cut = bytes.get(..TEXT_MAX).unwrap_or(bytes);
    if cut.len() < bytes.len() {
        warnings.push(Warning::ReportTextCut);
    }
    let text = match encoding_rs::Encoding::for_bom(cut) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling(cut.get(mark..)?)
            .0
            .into_owned(),
        None => match std::str::from_utf8(cut) {
            Ok(text) if !text.contains('\0') => text.to_owned(),
            // The cut may have gone through a letter.
            Err(error) if error.error_len().is_none() && cut.len() < bytes.len() => {
                String::from_utf8_lossy(cut.get(..error.valid_up_to())?).into_owned()
            }
            _ => match utf16_without_mark(cut) {
                Some(encoding) => encoding.decode_without_bom_handling(cut).0.into_owned(),
                None if cut.contains(&0) => return None,
                None => {
                    warnings.push(Warning::ReportEncodingGuessed {
                        encoding: "windows-1252".into(),
                    });
                    encoding_rs::WINDOWS_1252
                        .decode_without_bom_handling(cut)
                        .0
                        .into_owned()
                }
            },
        },
    };
    is_text(&text).then(|| text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Every other byte is zero where Latin text is written as UTF-16.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    if head.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |first: usize| {
        head.iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 2 * 3 / 4;
    match (even > enough, odd > enough) {
        (false, true) if even == 0 => Some(encoding_rs::UTF_16LE),
        (true, false) if odd == 0 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Control characters other than those of layout are no text.
fn is_text(text: &str) -> bool {
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !"\t\n\r\u{c}\u{1b}\u{85}".contains(*c))
        .count();
    let replaced = text
        .chars()
        .filter(|c| *c == char::REPLACEMENT_CHARACTER)
        .count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    letters > 0 && controls * 200 <= letters && replaced * 20 <= letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_by_its_mark_its_zeros_or_as_windows_1252() {
        let text = "Größe: 5 mm\nHerz normal";
        let utf16 = |big: bool| {
            text.encode_utf16()
                .flat_map(|u| {
                    if big {
                        u.to_be_bytes()
                    } else {
                        u.to_le_bytes()
                    }
                })
                .collect::<Vec<u8>>()
        };
        let marked = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
        let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        for (bytes, guessed) in [
            (text.as_bytes().to_vec(), false),
            (marked(b"\xEF\xBB\xBF", text.as_bytes().to_vec()), false),
            (marked(b"\xFF\xFE", utf16(false)), false),
            (marked(b"\xFE\xFF", utf16(true)), false),
            (utf16(false), false),
            (utf16(true), false),
            (windows, true),
            (text.replace('\n', "\r\n").into_bytes(), false),
        ] {
            let mut warnings = Warnings::new();
            assert_eq!(
                decode(&bytes, &mut warnings).as_deref(),
                Some(text),
                "{bytes:x?}"
            );
            assert_eq!(!warnings.is_empty(), guessed, "{bytes:x?}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for bytes in [
            &b""[..],
            b"\0\0\0\0",
            b"\x01\x02\x03\x04abc",
            b"\x7fELF\x02\x01\x01\0\0\0",
            b"   \n  ",
        ] {
            assert_eq!(decode(bytes, &mut Warnings::new()), None, "{bytes:?}");
        }
    }

    #[test]
    fn text_beyond_the_limit_is_cut_with_a_warning_and_without_breaking_a_letter() {
        let long = "ä".repeat(TEXT_MAX / 2 + 10);
        for shift in ["", "x"] {
            let mut warnings = Warnings::new();
            let text = decode(format!("{shift}{long}").as_bytes(), &mut warnings).unwrap();
            assert!(text.len() <= TEXT_MAX && text.ends_with('ä'));
            assert!(warnings.contains(&Warning::ReportTextCut));
        }
    }

    #[test]
    fn a_typed_report_is_read_with_what_it_states() {
        let text = "PRELIMINARY REPORT\nPatient: DOE, JOHN\nDOB: 1950-01-31\nAccession: A1\nExam: CT chest\n\n\
                    FINDINGS: There is a 6 mm nodule (series 4, image 37). The heart is normal and there is no effusion.\nIMPRESSION: Nodule.";
        let report = read(text.as_bytes(), Warnings::new()).unwrap();
        assert_eq!(report.text, text);
        assert_eq!(report.status, super::super::ReportStatus::Preliminary);
        assert_eq!(
            (report.language.as_str(), report.modality.as_str()),
            ("en", "CT")
        );
        assert_eq!(report.accession_number, "A1");
        assert_eq!(report.identity.patient_birth_date, "19500131");
        assert!(
            report
                .sections
                .iter()
                .any(|s| s.heading == "IMPRESSION" && &report.text[s.range.clone()] == "Nodule.")
        );
    }
}
