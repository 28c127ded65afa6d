//! What a file is, told by its content.
//!
//! Names count only for the few files that systems leave everywhere
//! (`.DS_Store`). Nothing is opened by what its extension says.

use super::source::tar;
use crate::outcome::ProgramKind;

/// What the first bytes (and, for system files, the name) say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Left by a system, or part of a disc's viewer: of no use to the person.
    Ignored,
    /// A program, which is never run.
    Program(ProgramKind),
    Zip,
    Gzip,
    SevenZip,
    Tar,
    /// Packed in a format that is not opened here; its name.
    Archive(&'static str),
    /// Kept as it is; the media type.
    Attachment(&'static str),
    Unknown,
}

/// How many bytes [`classify`] wants to see.
pub(crate) const HEAD: u64 = 4096;

const SYSTEM_NAMES: [&str; 8] = [
    ".ds_store",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    ".directory",
    ".localized",
    "icon\r",
    "indexervolumeguid",
];

/// First bytes that say enough, and what of.
const MARKS: [(&[u8], Class); 36] = [
    (b"PK\x03\x04", Class::Zip),
    (b"PK\x05\x06", Class::Zip),
    (b"PK\x07\x08", Class::Zip),
    (b"\x1f\x8b\x08", Class::Gzip),
    (b"Rar!\x1a\x07", Class::Archive("RAR")),
    (b"7z\xbc\xaf\x27\x1c", Class::SevenZip),
    (b"\xfd7zXZ\0", Class::Archive("xz")),
    (b"\x28\xb5\x2f\xfd", Class::Archive("Zstandard")),
    (b"LZIP\x01", Class::Archive("lzip")),
    (b"\x1f\x9d", Class::Archive("compress")),
    (b"StuffIt (c)", Class::Archive("StuffIt")),
    (b"SIT!", Class::Archive("StuffIt")),
    (b"xar!\0\x1c", Class::Archive("xar")),
    (b"MComprHD", Class::Archive("CHD")),
    (b"\x7fELF", Class::Program(ProgramKind::Linux)), // Linux programs
    (b"\xcf\xfa\xed\xfe", Class::Program(ProgramKind::Mac)), // Mach-O, 64 bits
    (b"\xce\xfa\xed\xfe", Class::Program(ProgramKind::Mac)), // Mach-O, 32 bits
    (b"\xca\xfe\xba\xbe", Class::Ignored),            // Mach-O of several, Java classes
    (b"#!", Class::Program(ProgramKind::Script)),     // scripts
    (b"MSCF", Class::Ignored),                        // cabinets of installers
    (b"ISc(", Class::Ignored),                        // InstallShield
    (b"ITSF", Class::Ignored),                        // compiled help
    (b"\0\x05\x16\x07", Class::Ignored),              // AppleDouble (._name)
    (b"\0\x05\x16\0", Class::Ignored),                // AppleSingle
    (b"\0\0\x01\0", Class::Ignored),                  // icons
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
    if name == "autorun.inf" {
        return Class::Program(ProgramKind::Autorun);
    }
    if SYSTEM_NAMES.contains(&name.as_str()) || path.split('/').any(|part| part == "__MACOSX") {
        return Class::Ignored;
    }
    if let Some((_, class)) = MARKS.iter().find(|(mark, _)| head.starts_with(mark)) {
        return *class;
    }
    if head.starts_with(b"MZ") {
        return match is_windows_library(head) {
            true => Class::Ignored,
            false => Class::Program(ProgramKind::Windows),
        };
    }
    if head.starts_with(b"BZh") && head.get(4..10) == Some(b"1AY&SY") {
        return Class::Archive("bzip2");
    }
    if head.get(7..14) == Some(b"**ACE**") {
        return Class::Archive("ACE");
    }
    if head.get(2..5) == Some(b"-lh") && head.get(6) == Some(&b'-') {
        return Class::Archive("LHA");
    }
    if tar::is_tar(head) {
        return Class::Tar;
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

/// A Windows library that programs load: IMAGE_FILE_DLL in its COFF header.
fn is_windows_library(head: &[u8]) -> bool {
    let characteristics = head
        .get(0x3C..)
        .and_then(|bytes| bytes.first_chunk())
        .and_then(|at| usize::try_from(u32::from_le_bytes(*at)).ok())
        .and_then(|at| head.get(at..)?.strip_prefix(b"PE\0\0"))
        .and_then(|header| header.get(18..)?.first_chunk())
        .map_or(0, |flags| u16::from_le_bytes(*flags));
    characteristics & 0x2000 != 0
}

/// How many bytes at the end [`format_of_tail`] wants to see.
pub(crate) const TAIL: u64 = 512;

/// The name of a format that is told by its last bytes.
pub(crate) fn format_of_tail(tail: &[u8]) -> Option<&'static str> {
    let is_there = |mark: &[u8], from_end: usize| {
        tail.len()
            .checked_sub(from_end)
            .and_then(|at| tail.get(at..))
            .is_some_and(|rest| rest.starts_with(mark))
    };
    if is_there(b"koly", 512) {
        Some("DMG")
    } else if is_there(b"NER5", 12) || is_there(b"NERO", 8) {
        Some("NRG")
    } else {
        None
    }
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
        check(
            "image.jpg",
            b"MZ\x90\0",
            Class::Program(ProgramKind::Windows),
        );
        check(
            "Autorun.inf",
            b"[autorun]",
            Class::Program(ProgramKind::Autorun),
        );
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

    #[test]
    fn a_library_of_windows_is_no_program_of_its_own() {
        let mut head = vec![0; 256];
        head[..2].copy_from_slice(b"MZ");
        head[0x3C] = 0x80;
        head[0x80..0x84].copy_from_slice(b"PE\0\0");
        assert_eq!(classify("a", &head), Class::Program(ProgramKind::Windows));
        head[0x80 + 23] = 0x20;
        assert_eq!(classify("a", &head), Class::Ignored);
    }

    #[test]
    fn formats_that_are_not_opened_are_known_by_name() {
        let check = |head: &[u8], format| {
            assert_eq!(classify("scans.zip", head), Class::Archive(format));
        };
        check(b"Rar!\x1a\x07\x01\0", "RAR");
        check(b"BZh91AY&SY....", "bzip2");
        check(b"\x22\x8b-lh5-", "LHA");
        check(b"1234567**ACE**", "ACE");
        assert_eq!(
            format_of_tail(&[b"koly".as_slice(), &[0; 508]].concat()),
            Some("DMG")
        );
        assert_eq!(format_of_tail(b"NER5\0\0\0\0\0\0\0\0"), Some("NRG"));
        assert_eq!(format_of_tail(b"xxxxNERO\0\0\0\0"), Some("NRG"));
        assert_eq!(format_of_tail(b"NERO"), None);
    }
}
