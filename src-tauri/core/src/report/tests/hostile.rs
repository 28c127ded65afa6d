//! Broken and hostile reports: read as far as they go, or refused; never a panic.

use crate::report::{looks_like_report, measurements, read_report, references, sections};
use crate::warning::Warning;

use super::made;

/// A PDF of one page with Helvetica and this content stream.
pub(super) fn pdf(content: &str) -> Vec<u8> {
    pdf_with(content, "<</Font<</F1 4 0 R>>>>", &[])
}

/// As [`pdf`], with resources and further objects of one's own (from number 6 on).
fn pdf_with(content: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources{resources}/Contents 5 0 R>>"
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        format!(
            "<</Length {}>>stream\n{content}\nendstream",
            content.len() + 1
        ),
    ];
    objects.extend(more.iter().cloned());
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    file.extend(
        format!(
            "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    file
}

/// The same numbers every run (Knuth's MMIX generator).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

pub(super) fn mutated(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + numbers.below(8) {
        let at = numbers.below(bytes.len());
        match numbers.below(4) {
            0 => bytes[at] = numbers.below(256) as u8,
            1 => bytes.truncate(at.max(1)),
            2 => {
                let end = (at + numbers.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let piece = bytes[at..(at + 32).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
    bytes
}

#[test]
fn a_page_is_read_line_by_line() {
    let file = pdf(
        "BT /F1 12 Tf 72 700 Td (IMPRESSION:) Tj 0 -14 Td (6 mm nodule \\(4/37\\).) Tj 0 -40 Td (Signed) Tj ET",
    );
    let report = read_report("x.pdf", &file).unwrap();
    assert_eq!(report.text, "IMPRESSION:\n6 mm nodule (4/37).\n\nSigned");
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
}

#[test]
fn a_scan_has_no_text_and_says_so() {
    let report = read_report("scan.pdf", &pdf("0 0 100 100 re f")).unwrap();
    assert_eq!(report.text, "");
    assert!(report.warnings.contains(&Warning::ReportWithoutText));
}

#[test]
fn a_form_that_draws_itself_and_a_page_that_is_its_own_parent_end() {
    let form = |resources: &str| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}/Length 6>>stream\n/X Do \nendstream"
        )
    };
    let resources = "<</Font<</F1 4 0 R>>/XObject<</X 6 0 R>>>>";
    for form in [form(""), form("/Resources<</XObject<</X 6 0 R>>>>")] {
        let report = read_report("x.pdf", &pdf_with("/X Do", resources, &[form])).unwrap();
        assert!(report.warnings.contains(&Warning::ReportTextUnreadable));
    }
    let text = String::from_utf8(pdf("")).unwrap().replace(
        "/Parent 2 0 R/MediaBox[0 0 612 792]",
        "/Parent 3 0 R/Nothing[0 0 612 792]",
    );
    let report = read_report("x.pdf", &text.into_bytes()).unwrap();
    assert!(report.warnings.contains(&Warning::ReportTextUnreadable));
}

#[test]
fn deep_nesting_in_a_pdf_and_in_a_structured_report_ends() {
    for (open, close) in [
        ("[", "]"),
        ("<<", ">>"),
        ("<</A ", ">>"),
        ("(", ")"),
        ("q ", " Q"),
    ] {
        let deep = format!("{}{}", open.repeat(60_000), close.repeat(60_000));
        let _ = read_report("x.pdf", &pdf(&deep));
        let _ = read_report("x.pdf", &pdf_with("", &deep, &[]));
    }
    let mut tree = made::item("TEXT", "leaf");
    for _ in 0..60 {
        let mut parent = made::item("CONTAINER", "level");
        parent.sequence(crate::tags::CONTENT_SEQUENCE, vec![tree]);
        tree = parent;
    }
    let report = made::read(&made::document(vec![tree]));
    assert!(report.text.contains("level"));
}

#[test]
fn mutated_pdfs_and_structured_reports_never_panic() {
    // The crate below panics on some of them; that must stay inside.
    let mut numbers = Numbers(7);
    let page =
        pdf("BT /F1 12 Tf 72 700 Td (IMPRESSION: 6 mm nodule) Tj 0 -14 Td [(a) -120 (b)] TJ ET");
    let structured = made::document(vec![
        made::item("TEXT", "Finding"),
        made::item("NUM", "Size"),
    ])
    .to_part10();
    for _ in 0..300 {
        let _ = read_report("x.pdf", &mutated(&page, &mut numbers));
        let _ = read_report("x.dcm", &mutated(&structured, &mut numbers));
    }
}

#[test]
fn hostile_text_costs_no_more_than_its_length() {
    let numbers = "1,".repeat(20_000);
    for text in [
        "(".repeat(50_000),
        "series 4, image ".repeat(5_000),
        "A:".repeat(20_000),
        "IMPRESSION:".repeat(5_000),
        "1 x ".repeat(20_000),
        format!("images {numbers}"),
        "4/37 ".repeat(20_000),
        ": ".repeat(30_000),
        "Patient: ".repeat(10_000),
        "\u{202e}\u{0301}".repeat(20_000),
        "prior, ".repeat(20_000),
    ] {
        let _ = (
            references(&text),
            measurements(&text),
            sections(&text),
            looks_like_report(text.as_bytes()),
        );
        let _ = read_report("x.txt", &text.as_bytes());
    }
}
