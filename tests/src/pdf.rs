//! The smallest PDF that says something: one page, lines of Helvetica, and a
//! box of one colour that a picture of the screen can be searched for.

use std::fmt::Write;

/// The colour of the box, as the screen shows it.
pub const BOX_RGB: [u8; 3] = [204, 0, 102];

/// One page that shows the lines; every one that is an address is also a link
/// and, for the first, an action to be taken when the document opens.
#[must_use]
pub fn page(lines: &[&str]) -> Vec<u8> {
    let mut content =
        String::from("0.8 0 0.4 rg 60 756 480 24 re f 0 g BT /F1 14 Tf 60 740 Td 20 TL ");
    for line in lines {
        let _ = write!(content, "({}) Tj T* ", escaped(line));
    }
    content.push_str("ET");

    let addresses: Vec<&&str> = lines
        .iter()
        .filter(|line| line.starts_with("http"))
        .collect();
    let links: String = addresses
        .iter()
        .map(|address| {
            format!(
                "<< /Type /Annot /Subtype /Link /Rect [60 60 540 760] /A << /S /URI /URI ({address}) >> >> "
            )
        })
        .collect();
    let open = addresses.first().map_or_else(String::new, |address| {
        format!("/OpenAction << /S /URI /URI ({address}/opened) >> ")
    });
    document(&[
        format!("<< /Type /Catalog /Pages 2 0 R {open}>>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
             /Resources << /Font << /F1 5 0 R >> >> /Annots [{links}] >>"
        ),
        stream(&content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ])
}

/// What [`borrowing`] writes in Japanese, as a reader must find it.
pub const JAPANESE: &str = "日本語";

/// Two pages that bring no fonts: the lines in Helvetica; then [`JAPANESE`]
/// through a predefined character map, and a black square of Zapf Dingbats from
/// (307, 57) to (445, 195) in points from the lower left of 612 × 792. A viewer
/// must have the map and the fonts itself.
#[must_use]
pub fn borrowing(lines: &[&str]) -> Vec<u8> {
    let mut content = String::from("BT /F1 14 Tf 60 740 Td 20 TL ");
    for line in lines {
        let _ = write!(content, "({}) Tj T* ", escaped(line));
    }
    content.push_str("ET");
    // JAPANESE in Shift JIS, which the map 90ms-RKSJ-H reads.
    let borrowed = "BT /F2 36 Tf 60 260 Td <93FA967B8CEA> Tj ET BT /F3 200 Tf 300 60 Td (n) Tj ET";
    let page = |contents| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {contents} 0 R \
             /Resources << /Font << /F1 7 0 R /F2 8 0 R /F3 11 0 R >> >> >>"
        )
    };
    document(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>".to_owned(),
        page(4),
        stream(&content),
        page(6),
        stream(borrowed),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light-90ms-RKSJ-H \
         /Encoding /90ms-RKSJ-H /DescendantFonts [9 0 R] >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /FontDescriptor 10 0 R \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>"
            .to_owned(),
        "<< /Type /FontDescriptor /FontName /Ryumin-Light /Flags 4 /FontBBox [-170 -331 1024 903] \
         /ItalicAngle 0 /Ascent 723 /Descent -241 /CapHeight 709 /StemV 69 >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>".to_owned(),
    ])
}

/// A string between the brackets of PDF.
fn escaped(line: &str) -> String {
    line.replace('\\', "\\\\")
        .replace('(', "\\(")
        .replace(')', "\\)")
}

fn stream(content: &str) -> String {
    format!(
        "<< /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// Numbers the objects from 1 and adds the cross-reference table.
fn document(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let _ = write!(
        file,
        "{table}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_linked_and_to_be_opened() {
        let file = String::from_utf8(page(&["Report", "http://127.0.0.1:1/x"])).unwrap();
        assert!(file.contains("(http://127.0.0.1:1/x) Tj"));
        assert!(file.contains("/URI (http://127.0.0.1:1/x)"));
        assert!(file.contains("/OpenAction << /S /URI /URI (http://127.0.0.1:1/x/opened)"));
    }
}
