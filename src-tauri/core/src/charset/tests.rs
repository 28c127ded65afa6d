use super::*;
use crate::dataset::{DataSet, test_files::shared_file};
use crate::tags;

fn set(terms: &str) -> CharacterSet {
    let terms: Vec<&str> = terms.split('\\').collect();
    CharacterSet::from_defined_terms(&terms, &mut Warnings::default())
}

fn check(terms: &str, kind: TextKind, bytes: &[u8], expected: &str) {
    let set = set(terms);
    assert_eq!(set.decode(bytes, kind), expected, "{terms}");
    assert!(set.fits(bytes, kind), "{terms}: {expected}");
}

fn name(terms: &str, bytes: &[u8], expected: &str) {
    check(terms, TextKind::PersonName, bytes, expected);
}

#[test]
fn the_japanese_names_of_annex_h_are_read() {
    name(
        "\\ISO 2022 IR 87",
        b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
    );
    name(
        "ISO 2022 IR 13\\ISO 2022 IR 87",
        b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    );
}

#[test]
fn the_korean_examples_of_annex_i_are_read() {
    name(
        "\\ISO 2022 IR 149",
        b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
        "Hong^Gildong=洪^吉洞=홍^길동",
    );
    check(
        "\\ISO 2022 IR 149",
        TextKind::Long,
        b"\x1b$)CThe 1st line includes \xb1\xe6\xb5\xbf.\r\n\x1b$)CThe 2nd line includes \xb1\xe6\xb5\xbf, too.\r\nThe 3rd line",
        "The 1st line includes 길동.\r\nThe 2nd line includes 길동, too.\r\nThe 3rd line",
    );
}

#[test]
fn the_chinese_examples_of_annexes_j_and_k_are_read() {
    name(
        "ISO_IR 192",
        b"Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1=",
        "Wang^XiaoDong=王^小東=",
    );
    for terms in ["GB18030", "GBK"] {
        name(
            terms,
            b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=",
            "Wang^XiaoDong=王^小东=",
        );
    }
    name(
        "\\ISO 2022 IR 58",
        b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=",
        "Zhang^XiaoDong=张^小东=",
    );
    check(
        "\\ISO 2022 IR 58",
        TextKind::Long,
        b"\x1b$)A1. \xb5\xda\xd2\xbb\xd0\xd0\xce\xc4\xd7\xd6\xa1\xa3\r\n\x1b$)A2. \xb5\xda\xb6\xfe\xd0\xd0\xce\xc4\xd7\xd6\xa1\xa3\r\n",
        "1. 第一行文字。\r\n2. 第二行文字。\r\n",
    );
}

#[test]
fn every_single_byte_set_reads_its_upper_half() {
    for (number, bytes, expected) in [
        ("100", &b"Buc^J\xe9r\xf4me"[..], "Buc^Jérôme"),
        ("101", b"Wa\xb3\xeasa", "Wałęsa"),
        ("109", b"\xb1\xa6", "ħĤ"),
        ("110", b"\xc0\xe0", "Āā"),
        ("144", b"\xbb\xee\xda", "Люк"),
        ("127", b"\xe2\xc8\xc7", "قبا"),
        ("126", b"\xc4\xe9\xef\xed", "Διον"),
        ("138", b"\xf9\xf8\xe5\xef", "שרון"),
        ("148", b"\xdd\xfe\xf0", "İşğ"),
        ("203", b"\xa4\xbd", "€œ"),
        ("166", b"\xb9\xd2\xc2", "นาย"),
        ("13", b"\xd4\xcf\xc0\xde", "ﾔﾏﾀﾞ"),
    ] {
        name(&format!("ISO_IR {number}"), bytes, expected);
        name(&format!("ISO 2022 IR {number}"), bytes, expected);
    }
}

#[test]
fn each_escape_sequence_designates_its_set() {
    for (bytes, expected) in [
        (&b"\x1b-A\xe9"[..], "é"),
        (b"\x1b-B\xb3", "ł"),
        (b"\x1b-C\xb1", "ħ"),
        (b"\x1b-D\xe0", "ā"),
        (b"\x1b-F\xc4", "Δ"),
        (b"\x1b-G\xe2", "ق"),
        (b"\x1b-H\xf9", "ש"),
        (b"\x1b-L\xbb", "Л"),
        (b"\x1b-M\xdd", "İ"),
        (b"\x1b-T\xb9", "น"),
        (b"\x1b-b\xa4", "€"),
        (b"\x1b)I\xd4", "ﾔ"),
        (b"\x1b(J~", "‾"),
        (b"\x1b$B;3", "山"),
        (b"\x1b$@;3", "山"),
        (b"\x1b$(B;3", "山"),
        (b"\x1b$(D0!", "丂"),
        (b"\x1b$)C\xfb\xf3", "洪"),
        (b"\x1b$(C{s", "洪"),
        (b"\x1b$)A\xd5\xc5", "张"),
        (b"\x1b$AUE", "张"),
        (b"\x1b(IT", "ﾔ"),
    ] {
        name("ISO 2022 IR 6", bytes, expected);
    }
}

/// PS3.5 §6.1.2.5.3: what was designated ends at delimiters and controls.
#[test]
fn a_designation_ends_where_the_standard_says() {
    let check_reset = |kind, bytes: &[u8], expected: &str| {
        assert_eq!(set("ISO 2022 IR 100").decode(bytes, kind), expected);
    };
    let greek_then = |delimiter: u8| [b"\x1b-F\xc4", &[delimiter][..], b"\xc4"].concat();
    for (kind, delimiter, resets) in [
        (TextKind::PersonName, b'^', true),
        (TextKind::PersonName, b'=', true),
        (TextKind::PersonName, b'\\', true),
        (TextKind::Short, b'\\', true),
        (TextKind::Short, b'^', false),
        (TextKind::Long, b'\\', false),
        (TextKind::Long, b'\r', true),
        (TextKind::Long, b'\n', true),
        (TextKind::Long, b'\t', true),
        (TextKind::Long, 0x0C, true),
    ] {
        let second = if resets { 'Ä' } else { 'Δ' };
        let expected = format!("Δ{}{second}", char::from(delimiter));
        check_reset(kind, &greek_then(delimiter), &expected);
    }
}

#[test]
fn bytes_of_a_pair_are_not_taken_for_delimiters() {
    // 3D 5C and 21 5E are characters of JIS X 0208; a GBK trail byte is 5C.
    name("\\ISO 2022 IR 87", b"\x1b$B=\\!^\x1b(B", "旬±");
    name("GBK", b"\x81\x5c", "乗");
}

#[test]
fn a_yen_sign_is_one_only_where_it_cannot_separate() {
    check("ISO_IR 13", TextKind::Long, b"5\\~", "5¥‾");
    check("ISO_IR 13", TextKind::Short, b"A\\B", "A\\B");
}

#[test]
fn misspelt_terms_are_understood_with_a_warning() {
    for (written, bytes, expected) in [
        ("ISO-IR 100", &b"\xe9"[..], "é"),
        ("ISO IR 100", b"\xe9", "é"),
        ("ISO_IR_100", b"\xe9", "é"),
        ("ISO_IR100", b"\xe9", "é"),
        ("iso_ir 100", b"\xe9", "é"),
        ("IR 100", b"\xe9", "é"),
        ("ISO2022 IR 100", b"\xe9", "é"),
        ("ISO_2022_IR_100", b"\xe9", "é"),
        ("ISO 2022-IR 100", b"\xe9", "é"),
        ("ISO-8859-1", b"\xe9", "é"),
        ("latin1", b"\xe9", "é"),
        ("ISO_8859-2", b"\xb3", "ł"),
        ("windows-1251", b"\xcb", "Л"),
        ("UTF-8", b"\xc3\xa9", "é"),
        ("UTF8", b"\xc3\xa9", "é"),
        ("ISO IR 192", b"\xc3\xa9", "é"),
        ("ISO 2022 IR 192", b"\xc3\xa9", "é"),
        ("GB2312", b"\xd5\xc5", "张"),
        ("gb18030", b"\xd5\xc5", "张"),
        ("Shift_JIS", b"\x8eR", "山"),
        ("EUC-KR", b"\xfb\xf3", "洪"),
        ("ISO_IR 149", b"\xfb\xf3", "洪"),
    ] {
        let mut warnings = Warnings::default();
        let set = CharacterSet::from_defined_terms(&[written], &mut warnings);
        assert_eq!(set.decode(bytes, TextKind::Short), expected, "{written}");
        let term = written.to_owned();
        assert!(
            warnings
                .iter()
                .eq([&Warning::CharacterSetMisspelt { term }]),
            "{written}"
        );
    }
}

#[test]
fn standard_terms_and_their_padding_give_no_warning() {
    let mut warnings = Warnings::default();
    for terms in [
        &["ISO_IR 100 "][..],
        &["", "ISO 2022 IR 87", "ISO 2022 IR 159"],
        &["ISO 2022 IR 6", "ISO 2022 IR 100"],
        &["GBK"],
        &[],
    ] {
        CharacterSet::from_defined_terms(terms, &mut warnings);
    }
    assert_eq!(warnings.iter().count(), 0);
}

#[test]
fn unknown_and_forbidden_terms_are_named() {
    let mut warnings = Warnings::default();
    let set = CharacterSet::from_defined_terms(&["ISO_IR 999"], &mut warnings);
    assert_eq!(set, CharacterSet::default());
    for label in ["UTF-16", "replacement"] {
        CharacterSet::from_defined_terms(&[label], &mut Warnings::default());
        assert_eq!(terms::find(label), None, "{label}");
    }
    CharacterSet::from_defined_terms(&["ISO_IR 192", "ISO 2022 IR 87"], &mut warnings);
    let term = |term: &str| term.to_owned();
    assert!(warnings.iter().eq([
        &Warning::CharacterSetUnknown {
            term: term("ISO_IR 999")
        },
        &Warning::CharacterSetIgnored {
            term: term("ISO 2022 IR 87")
        },
    ]));
}

#[test]
fn undeclared_bytes_are_read_and_known_not_to_fit() {
    let set = CharacterSet::default();
    for (bytes, expected) in [
        (&b"M\xc3\xbcller"[..], "Müller"),
        (b"M\xfcller", "Müller"),
        (b"\x1b%GA", "␛%GA"),
    ] {
        assert_eq!(set.decode(bytes, TextKind::PersonName), expected);
        assert!(!set.fits(bytes, TextKind::PersonName), "{expected}");
    }
}

#[test]
fn shift_jis_that_calls_itself_iso_ir_13_is_read() {
    let set = set("ISO_IR 13");
    let bytes = b"\x8eR\x93c^\x91\xbe\x98Y";
    assert_eq!(set.decode(bytes, TextKind::PersonName), "山田^太郎");
    assert!(!set.fits(bytes, TextKind::PersonName));
}

/// pydicom's files, with the names that are known to be in them.
#[test]
fn names_of_real_files_are_read() {
    let japanese = "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう";
    for (file, expected) in [
        ("chrArab", "قباني^لنزار"),
        ("chrFren", "Buc^Jérôme"),
        ("chrFrenMulti", "Buc^Jérôme"),
        ("chrGerm", "Äneas^Rüdiger"),
        ("chrGreek", "Διονυσιος"),
        ("chrH31", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        ("chrH32", japanese),
        ("chrHbrw", "שרון^דבורה"),
        ("chrI2", "Hong^Gildong=洪^吉洞=홍^길동"),
        ("chrJapMulti", "やまだ^たろう"),
        ("chrJapMultiExplicitIR6", "やまだ^たろう"),
        ("chrKoreanMulti", "김희중"),
        ("chrRuss", "Люкceмбypг"),
        ("chrX1", "Wang^XiaoDong=王^小東"),
        ("chrX2", "Wang^XiaoDong=王^小东"),
        ("chrSQEncoding", japanese),
        ("chrSQEncoding1", japanese),
    ] {
        let path = format!("pydicom__pydicom/src/pydicom/data/charset_files/{file}.dcm");
        let Some(bytes) = shared_file(&path) else {
            continue;
        };
        let data_set = DataSet::read(&bytes, &mut Warnings::default()).unwrap();
        // Two of them hold the name in an item with a character set of its own.
        let item = match file.starts_with("chrSQ") {
            true => data_set
                .first_item(tags::REQUESTED_PROCEDURE_CODE_SEQUENCE)
                .unwrap(),
            false => data_set.root(),
        };
        let name = item.text(tags::PATIENT_NAME).unwrap();
        assert_eq!(name.trim_end_matches('='), expected, "{file}");
    }
}

#[test]
fn no_bytes_make_decoding_fail() {
    let mut state = 1u32;
    for length in 0..600 {
        let bytes: Vec<u8> = (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // Rich in escapes, which is where the paths are.
                match state >> 29 {
                    0 => ESC_AND_FRIENDS[(state >> 8) as usize % ESC_AND_FRIENDS.len()],
                    _ => (state >> 16) as u8,
                }
            })
            .collect();
        for terms in ["ISO 2022 IR 13", "ISO_IR 192", "GBK", "ISO 2022 IR 149", ""] {
            for kind in [TextKind::Short, TextKind::PersonName, TextKind::Long] {
                let set = set(terms);
                let text = set.decode(&bytes, kind);
                assert!(text.len() <= bytes.len() * 4);
                set.fits(&bytes, kind);
            }
        }
    }
}

const ESC_AND_FRIENDS: &[u8] = b"\x1b\x1b\x1b\x1b$$()-BCDAI^=\\";
