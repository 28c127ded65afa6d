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
        let escaped = line
            .replace('\\', "\\\\")
            .replace('(', "\\(")
            .replace(')', "\\)");
        let _ = write!(content, "({escaped}) Tj T* ");
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
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ])
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
