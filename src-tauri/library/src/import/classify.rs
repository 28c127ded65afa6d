//! What a file is, told by its content.
//!
//! Names count only for the few files that systems leave everywhere
//! (`.DS_Store`). Nothing is opened by what its extension says.

/// What the first bytes (and, for system files, the name) say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Left by a system, or part of a disc's viewer: of no use to the person.
    Ignored,
    Zip,
    Gzip,
    /// Kept as it is; the media type.
    Attachment(&'static str),
    Unknown,
}

/// How many bytes [`classify`] wants to see.
pub(crate) const HEAD: u64 = 4096;

const SYSTEM_NAMES: [&str; 9] = [
    ".ds_store",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "autorun.inf",
    ".directory",
    ".localized",
    "icon\r",
    "indexervolumeguid",
];

/// First bytes that say enough, and what of.
const MARKS: [(&[u8], Class); 27] = [
    (b"PK\x03\x04", Class::Zip),
    (b"PK\x05\x06", Class::Zip),
    (b"PK\x07\x08", Class::Zip),
    (b"\x1f\x8b\x08", Class::Gzip),
    (b"MZ", Class::Ignored),               // Windows programs and libraries
    (b"\x7fELF", Class::Ignored),          // Linux programs
    (b"\xcf\xfa\xed\xfe", Class::Ignored), // Mach-O, 64 bits
    (b"\xce\xfa\xed\xfe", Class::Ignored), // Mach-O, 32 bits
    (b"\xca\xfe\xba\xbe", Class::Ignored), // Mach-O of several, Java classes
    (b"#!", Class::Ignored),               // scripts
    (b"MSCF", Class::Ignored),             // cabinets of installers
    (b"ISc(", Class::Ignored),             // InstallShield
    (b"ITSF", Class::Ignored),             // compiled help
    (b"\0\x05\x16\x07", Class::Ignored),   // AppleDouble (._name)
    (b"\0\x05\x16\0", Class::Ignored),     // AppleSingle
    (b"\0\0\x01\0", Class::Ignored),       // icons
    (b"\xff\xd8\xff", Class::Attachment("image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", Class::Attachment("image/png")),
    (b"GIF87a", Class::Attachment("image/gif")),
    (b"GIF89a", Class::Attachment("image/gif")),
    (b"II*\0", Class::Attachment("image/tiff")),
    (b"MM\0*", Class::Attachment("image/tiff")),
    (b"%PDF-", Class::Attachment("application/pdf")),
    (b"{\\rtf", Class::Attachment("application/rtf")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Class::Attachment("application/x-ole-storage"),
    ), // old Word
    (b"\0\0\0\x0cJXL \r\n\x87\n", Class::Attachment("image/jxl")),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Class::Attachment("image/jp2")),
];

/// `head`: the first [`HEAD`] bytes. `path`: for system files only.
pub(crate) fn classify(path: &str, head: &[u8]) -> Class {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    if SYSTEM_NAMES.contains(&name.as_str()) || path.split('/').any(|part| part == "__MACOSX") {
        return Class::Ignored;
    }
    if let Some((_, class)) = MARKS.iter().find(|(mark, _)| head.starts_with(mark)) {
        return *class;
    }
    if head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]) {
        return Class::Attachment("image/bmp");
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Class::Attachment("image/webp");
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Class::Attachment("video/mp4");
    }
    text(head).map_or(Class::Unknown, |text| Class::Attachment(text_kind(&text)))
}

/// The text, when the bytes are one: UTF-8 or UTF-16 with its mark, or an
/// eight-bit set with next to no control characters.
fn text(head: &[u8]) -> Option<String> {
    if let Some(rest) = head.strip_prefix(b"\xff\xfe") {
        return Some(utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = head.strip_prefix(b"\xfe\xff") {
        return Some(utf16(rest, u16::from_be_bytes));
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // MLLP frames HL7 messages by VT, FS: they count as text.
    let is_control =
        |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1c);
    if head.is_empty() || head.iter().any(is_control) {
        return None;
    }
    match std::str::from_utf8(head) {
        Ok(text) => Some(text.to_owned()),
        // The head may end inside a character.
        Err(error) if error.error_len().is_none() => {
            Some(String::from_utf8_lossy(head).into_owned())
        }
        Err(_) => {
            let printable = head
                .iter()
                .filter(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
                .count();
            (printable * 10 >= head.len() * 7)
                .then(|| head.iter().copied().map(char::from).collect())
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

fn text_kind(text: &str) -> &'static str {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{b}');
    let lower: String = start.chars().take(512).collect::<String>().to_lowercase();
    if ["MSH|", "FHS|", "BHS|"]
        .iter()
        .any(|mark| start.starts_with(mark))
    {
        "application/hl7-v2"
    } else if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        "text/html"
    } else if start.starts_with("<?xml") || start.starts_with('<') {
        if lower.contains("<html") {
            "text/html"
        } else {
            "application/xml"
        }
    } else if start.starts_with('{') || start.starts_with('[') {
        "application/json"
    } else {
        "text/plain"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_not_the_extension() {
        let check = |path: &str, head: &[u8], expected| {
            assert_eq!(classify(path, head), expected, "{path}")
        };
        check("a.dcm", b"PK\x03\x04rest", Class::Zip);
        check(
            "a.zip",
            b"\xff\xd8\xff\xe0",
            Class::Attachment("image/jpeg"),
        );
        check("image.jpg", b"MZ\x90\0", Class::Ignored);
        check("disc/.DS_Store", b"\0\0\0\x01Bud1", Class::Ignored);
        check("__MACOSX/a", b"text", Class::Ignored);
        check("README", b"hello", Class::Attachment("text/plain"));
        check(
            "m",
            b"\x0bMSH|^~\\&|",
            Class::Attachment("application/hl7-v2"),
        );
        check(
            "m",
            b"\xef\xbb\xbf<?xml version='1.0'?><ClinicalDocument/>",
            Class::Attachment("application/xml"),
        );
        check("m", b"<!DOCTYPE html><p>", Class::Attachment("text/html"));
        check("m", "Größe".as_bytes(), Class::Attachment("text/plain"));
        check(
            "m",
            b"Gr\xf6\xdfe der Leber",
            Class::Attachment("text/plain"),
        );
        check("m", b"\xff\xfeh\0i\0", Class::Attachment("text/plain"));
        check("noise", &[0x80, 0x91, 0xa2, 0xb3, 0x01], Class::Unknown);
        check("noise", b"\x01\x02\x03", Class::Unknown);
    }
}
