//! What is broken is read as far as it makes sense, and said.

use super::super::DataSet;
use super::{item_header, long_header, part10, read, short, small_image};
use crate::tags::{self, Tag};
use crate::uids;
use crate::warning::Warning;
use crate::write::Writer;

const UNDEFINED: u32 = u32::MAX;

fn modality() -> Vec<u8> {
    short(tags::MODALITY, "CS", b"CT")
}

fn rows() -> Vec<u8> {
    short(tags::ROWS, "US", &[7, 0])
}

fn code_value() -> Vec<u8> {
    short(tags::CODE_VALUE, "SH", b"ABCD")
}

/// Reads the parts as one data set; Modality and Rows stand around what is
/// broken and must both be found.
#[track_caller]
fn check(parts: &[Vec<u8>], expected: &[Warning]) -> DataSet {
    let bytes = part10(&[modality(), parts.concat(), rows()].concat());
    let (data_set, warnings) = read(&bytes);
    let data_set = data_set.unwrap();
    assert_eq!(warnings, expected);
    assert_eq!(data_set.text(tags::MODALITY).unwrap(), "CT");
    assert_eq!(data_set.integer(tags::ROWS), Some(7));
    data_set
}

#[track_caller]
fn check_one_code(parts: &[Vec<u8>], expected: &[Warning]) {
    let data_set = check(parts, expected);
    let items = data_set.items(tags::ANATOMIC_REGION_SEQUENCE);
    let codes: Vec<_> = items
        .iter()
        .filter_map(|item| item.text(tags::CODE_VALUE))
        .collect();
    assert_eq!(codes, ["ABCD"]);
}

const SEQUENCE: Tag = tags::ANATOMIC_REGION_SEQUENCE;

fn missing_delimiter() -> Warning {
    Warning::MissingDelimiter {
        tag: SEQUENCE.into(),
    }
}

#[test]
fn sequences_are_read_whatever_is_wrong_with_their_delimiters() {
    let sequence = |length| long_header(SEQUENCE, "SQ", length);
    let item = |length| item_header(tags::ITEM, length);
    let item_end = || item_header(tags::ITEM_DELIMITATION_ITEM, 0);
    let sequence_end = || item_header(tags::SEQUENCE_DELIMITATION_ITEM, 0);
    // Sound.
    check_one_code(&[sequence(20), item(12), code_value()], &[]);
    check_one_code(
        &[
            sequence(UNDEFINED),
            item(UNDEFINED),
            code_value(),
            item_end(),
            sequence_end(),
        ],
        &[],
    );
    // The item's delimiter is missing.
    check_one_code(
        &[
            sequence(UNDEFINED),
            item(UNDEFINED),
            code_value(),
            sequence_end(),
        ],
        &[missing_delimiter()],
    );
    // The sequence's delimiter is missing.
    check_one_code(
        &[sequence(UNDEFINED), item(12), code_value()],
        &[Warning::SequenceBroken {
            tag: SEQUENCE.into(),
        }],
    );
    // Delimiters after items and sequences that need none.
    check_one_code(
        &[
            sequence(36),
            item(20),
            code_value(),
            item_end(),
            sequence_end(),
        ],
        &[Warning::StrayDelimiter],
    );
    check_one_code(
        &[
            sequence(20),
            item(12),
            code_value(),
            item_end(),
            sequence_end(),
        ],
        &[Warning::StrayDelimiter],
    );
    // A second item begins before the first has ended.
    check_one_code(
        &[
            sequence(UNDEFINED),
            item(UNDEFINED),
            code_value(),
            item(0),
            sequence_end(),
        ],
        &[missing_delimiter()],
    );
    // The item claims to be longer than its sequence.
    check_one_code(
        &[sequence(20), item(100), code_value()],
        &[Warning::LengthBeyondParent {
            tag: SEQUENCE.into(),
        }],
    );
    check_one_code(
        &[sequence(20), item(14), code_value()],
        &[Warning::LengthBeyondParent {
            tag: SEQUENCE.into(),
        }],
    );
    // An element stands where an item should.
    check_one_code(
        &[
            sequence(34),
            item(12),
            code_value(),
            short(tags::CODE_VALUE, "SH", b"EFGHIJ"),
        ],
        &[Warning::SequenceBroken {
            tag: SEQUENCE.into(),
        }],
    );
}

#[test]
fn an_element_longer_than_its_item_is_left_out() {
    let mut too_long = code_value();
    too_long[6] = 14;
    let parts = [
        long_header(SEQUENCE, "SQ", 20),
        item_header(tags::ITEM, 12),
        too_long,
    ];
    let expected = Warning::LengthBeyondParent {
        tag: tags::CODE_VALUE.into(),
    };
    let data_set = check(&parts, &[expected]);
    assert_eq!(data_set.items(SEQUENCE).len(), 1);
}

#[test]
fn odd_value_representations_are_read_by_what_follows() {
    let tag = tags::STUDY_DESCRIPTION;
    let unknown = Warning::UnknownVr { tag: tag.into() };
    let wrong_form = Warning::WrongLengthForm { tag: tag.into() };
    let with_vr = |vr: &str| short(tag, vr, b"Knee");
    let long = |vr: &str| [long_header(tag, vr, 4), b"Knee".to_vec()].concat();
    let implicit = [item_header(tag, 4), b"Knee".to_vec()].concat();
    for (element, warning) in [
        (with_vr("LO"), None),
        (with_vr("??"), Some(&unknown)),
        (with_vr("  "), Some(&unknown)),
        (with_vr("\0\0"), Some(&unknown)),
        (with_vr("ZZ"), Some(&unknown)),
        (long("ZZ"), Some(&unknown)),
        (implicit, Some(&unknown)),
        (long("UC"), None),
        (long("UT"), None),
        (long("UR"), None),
        (with_vr("UT"), Some(&wrong_form)),
        (long("UN"), None),
    ] {
        let expected: Vec<Warning> = warning.into_iter().cloned().collect();
        let data_set = check(std::slice::from_ref(&element), &expected);
        assert_eq!(data_set.text(tag).as_deref(), Some("Knee"), "{element:?}");
    }
}

#[test]
fn sixty_four_bit_numbers_are_read() {
    let private = |element: u16, vr: &str, value: &[u8]| {
        let tag = Tag(0x0009, element);
        [long_header(tag, vr, 8), value.to_vec()].concat()
    };
    let data_set = check(
        &[
            short(Tag(0x0009, 0x0010), "LO", b"TEST"),
            private(0x1001, "SV", &(-5_i64).to_le_bytes()),
            private(0x1002, "UV", &6_u64.to_le_bytes()),
            private(0x1003, "OV", &7_u64.to_le_bytes()),
        ],
        &[],
    );
    for (element, expected) in [(0x1001, -5), (0x1002, 6), (0x1003, 7)] {
        assert_eq!(data_set.integer(Tag(0x0009, element)), Some(expected));
    }
}

/// PS3.5 §6.2.2 note 2.
#[test]
fn an_unknown_of_undefined_length_is_an_implicit_sequence() {
    let item = || {
        [
            item_header(tags::ITEM, UNDEFINED),
            item_header(tags::CODE_VALUE, 4),
            b"ABCD".to_vec(),
            item_header(tags::ITEM_DELIMITATION_ITEM, 0),
        ]
        .concat()
    };
    let end = || item_header(tags::SEQUENCE_DELIMITATION_ITEM, 0);
    check_one_code(
        &[long_header(SEQUENCE, "UN", UNDEFINED), item(), end()],
        &[],
    );
    check_one_code(&[long_header(SEQUENCE, "UN", 28), item()], &[]);
    let private = Tag(0x0009, 0x1001);
    for (length, expected) in [(UNDEFINED, [].as_slice()), (36, &[Warning::StrayDelimiter])] {
        let header = long_header(private, "UN", length);
        let data_set = check(&[header, item(), end()], expected);
        let item = data_set.first_item(private).unwrap();
        assert_eq!(item.text(tags::CODE_VALUE).unwrap(), "ABCD");
    }
}

#[test]
fn an_unknown_that_the_dictionary_knows_is_read_as_what_it_is() {
    let signed = [long_header(tags::PIXEL_REPRESENTATION, "UN", 2), vec![1, 0]].concat();
    let lowest = [
        long_header(tags::SMALLEST_IMAGE_PIXEL_VALUE, "UN", 2),
        (-3_i16).to_le_bytes().to_vec(),
    ]
    .concat();
    let bytes = part10(&[modality(), signed, lowest].concat());
    let data_set = read(&bytes).0.unwrap();
    assert_eq!(data_set.integer(tags::PIXEL_REPRESENTATION), Some(1));
    assert_eq!(data_set.integer(tags::SMALLEST_IMAGE_PIXEL_VALUE), Some(-3));
}

#[test]
fn of_duplicates_the_first_counts_and_order_does_not_matter() {
    let expected = Warning::DuplicateElement {
        tag: tags::MODALITY.into(),
    };
    check(&[short(tags::MODALITY, "CS", b"MR")], &[expected]);
    check(
        &[
            short(tags::COLUMNS, "US", &[9, 0]),
            short(tags::STUDY_ID, "SH", b"12"),
        ],
        &[],
    );
}

#[test]
fn stray_delimiters_and_foreign_groups_in_the_data_set_are_stepped_over() {
    for tag in [
        tags::ITEM,
        tags::ITEM_DELIMITATION_ITEM,
        tags::SEQUENCE_DELIMITATION_ITEM,
    ] {
        check(&[item_header(tag, 0)], &[Warning::StrayDelimiter]);
    }
    let meta = short(tags::TRANSFER_SYNTAX_UID, "UI", b"1.2\0");
    check(&[meta], &[Warning::FileMetaInDataSet]);
    check(&[short(Tag(0x0000, 0x0002), "UI", b"1.2\0")], &[]);
}

#[test]
fn padding_after_the_data_set_is_said_and_left() {
    for count in [1_usize, 7, 8, 100] {
        let bytes = [
            small_image(uids::EXPLICIT_VR_LITTLE_ENDIAN).to_part10(),
            vec![0; count],
        ];
        let (data_set, warnings) = read(&bytes.concat());
        assert!(data_set.unwrap().pixel_data().is_some());
        let expected = Warning::TrailingBytes {
            count: count as u64,
        };
        assert_eq!(warnings, [expected]);
    }
}

#[test]
fn the_group_length_of_the_file_meta_is_not_believed() {
    let bytes = small_image(uids::EXPLICIT_VR_LITTLE_ENDIAN).to_part10();
    for wrong in [0_u32, 1, 14, 4000, UNDEFINED] {
        let mut bytes = bytes.clone();
        bytes[140..144].copy_from_slice(&wrong.to_le_bytes());
        let (data_set, warnings) = read(&bytes);
        assert_eq!(data_set.unwrap().text(tags::MODALITY).unwrap(), "CT");
        assert_eq!(warnings, [Warning::FileMetaLengthWrong], "{wrong}");
    }
    let without = [&bytes[..132], &bytes[144..]].concat();
    let (data_set, warnings) = read(&without);
    assert_eq!(data_set.unwrap().text(tags::MODALITY).unwrap(), "CT");
    assert_eq!(warnings, [Warning::FileMetaLengthWrong]);
}

/// Every prefix of a file yields the elements that are whole in it.
#[test]
fn a_file_cut_anywhere_yields_what_is_whole() {
    for uid in [
        uids::IMPLICIT_VR_LITTLE_ENDIAN,
        uids::EXPLICIT_VR_LITTLE_ENDIAN,
        uids::EXPLICIT_VR_BIG_ENDIAN,
        uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
    ] {
        let bytes = small_image(uid).to_part10();
        let whole = read(&bytes).0.unwrap();
        let mut found = 0;
        for length in 0..bytes.len() {
            let (cut, warnings) = read(&bytes[..length]);
            let Ok(cut) = cut else { continue };
            let count = cut.elements().count();
            assert!(count >= found, "{uid} {length}");
            found = count;
            // Cut between two elements it may look whole.
            let looks_whole = count < whole.elements().count() && warnings.is_empty();
            assert!(!looks_whole || cut.pixel_data().is_none(), "{uid} {length}");
            // Of a deflated data set the last bits say only that it ends.
            let lacks_its_end = uid == uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
                && bytes.len() - length <= 2
                && !warnings.is_empty();
            if let Some(pixel_data) = cut.pixel_data() {
                assert!(pixel_data.truncated || lacks_its_end, "{uid} {length}");
            }
        }
        assert_eq!(found, whole.elements().count(), "{uid}");
    }
}

#[test]
fn letters_of_the_prefix_inside_a_value_are_no_prefix() {
    let mut data_set = modality();
    let padding = 128 - data_set.len() - 8;
    let value = [vec![b'x'; padding], b"DICM".to_vec()].concat();
    data_set.extend(short(tags::STUDY_DESCRIPTION, "LO", &value));
    data_set.extend(rows());
    assert_eq!(data_set[128..132], *b"DICM");
    let (data_set, warnings) = read(&data_set);
    assert_eq!(data_set.unwrap().integer(tags::ROWS), Some(7));
    assert!(warnings.contains(&Warning::MissingFileMeta));
}

#[test]
fn the_private_syntax_of_ge_has_big_endian_pixels_in_a_little_endian_data_set() {
    let mut file = Writer::new(uids::GE_PRIVATE_IMPLICIT_VR_BIG_ENDIAN_PIXELS).to_part10();
    file.extend(small_image(uids::IMPLICIT_VR_LITTLE_ENDIAN).to_data_set());
    let (data_set, warnings) = read(&file);
    let data_set = data_set.unwrap();
    assert_eq!(warnings, []);
    assert!(data_set.pixel_data().unwrap().big_endian);
    assert_eq!(data_set.integer(tags::ROWS), Some(2));
}
