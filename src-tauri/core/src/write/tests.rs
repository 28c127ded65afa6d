use dicom_core::{Tag, VR};

use super::*;

const PATIENT_NAME: Tag = Tag(0x0010, 0x0010);

fn data_set(transfer_syntax_uid: &str, set: impl Fn(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new(transfer_syntax_uid);
    set(&mut writer);
    writer.to_data_set()
}

fn explicit(set: impl Fn(&mut Writer)) -> Vec<u8> {
    data_set(EXPLICIT_VR_LITTLE_ENDIAN, set)
}

#[test]
fn the_four_encodings_write_their_headers() {
    let set = |w: &mut Writer| {
        w.us(Tag(0x0028, 0x0010), &[0x0102]);
    };
    assert_eq!(explicit(set), b"\x28\0\x10\0US\x02\0\x02\x01");
    assert_eq!(
        data_set(IMPLICIT_VR_LITTLE_ENDIAN, set),
        b"\x28\0\x10\0\x02\0\0\0\x02\x01"
    );
    assert_eq!(
        data_set(EXPLICIT_VR_BIG_ENDIAN, set),
        b"\0\x28\0\x10US\0\x02\x01\x02"
    );
    let deflated = data_set(DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, set);
    assert!(deflated.len().is_multiple_of(2));
    let mut inflated = Vec::new();
    std::io::Read::read_to_end(
        &mut flate2::read::DeflateDecoder::new(deflated.as_slice()),
        &mut inflated,
    )
    .unwrap();
    assert_eq!(inflated, explicit(set));
}

#[test]
fn elements_are_sorted_by_tag_and_the_last_setting_counts() {
    let bytes = explicit(|w| {
        w.text(PATIENT_NAME, VR::PN, "First")
            .text(Tag(0x0008, 0x0060), VR::CS, "CT")
            .text(PATIENT_NAME, VR::PN, "Last");
    });
    assert_eq!(bytes, b"\x08\0\x60\0CS\x02\0CT\x10\0\x10\0PN\x04\0Last");
}

#[test]
fn odd_values_are_padded_as_their_vr_says_and_raw_ones_are_not() {
    let value = |vr: VR, raw: bool| {
        let bytes = explicit(|w| {
            if raw {
                w.raw(Tag(0x0009, 0x1001), vr, *b"abc");
            } else {
                w.text(Tag(0x0009, 0x1001), vr, "abc");
            }
        });
        bytes[8..].to_vec()
    };
    assert_eq!(value(VR::LO, false), b"abc ");
    assert_eq!(value(VR::UI, false), b"abc\0");
    assert_eq!(value(VR::LO, true), b"abc");
}

#[test]
fn the_character_set_is_stated_when_text_needs_it() {
    let bytes = explicit(|w| {
        w.text(PATIENT_NAME, VR::PN, "Müller");
    });
    assert!(bytes.starts_with(b"\x08\0\x05\0CS\x0a\0ISO_IR 192"));
    let ascii = explicit(|w| {
        w.text(PATIENT_NAME, VR::PN, "Mueller");
    });
    assert!(ascii.starts_with(b"\x10\0\x10\0PN"));
}

#[test]
fn sequences_have_defined_or_undefined_length() {
    let mut item = ItemWriter::new();
    item.text(Tag(0x0008, 0x0100), VR::SH, "CODE");
    let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
    writer.sequence(Tag(0x0040, 0xA043), vec![item]);
    assert_eq!(
        writer.to_data_set(),
        b"\x40\0\x43\xA0SQ\0\0\x14\0\0\0\xFE\xFF\0\xE0\x0C\0\0\0\x08\0\0\x01SH\x04\0CODE"
    );
    writer.sequence_length(SequenceLength::Undefined);
    assert_eq!(
        writer.to_data_set(),
        [
            &b"\x40\0\x43\xA0SQ\0\0\xFF\xFF\xFF\xFF\xFE\xFF\0\xE0\xFF\xFF\xFF\xFF"[..],
            b"\x08\0\0\x01SH\x04\0CODE\xFE\xFF\x0D\xE0\0\0\0\0\xFE\xFF\xDD\xE0\0\0\0\0",
        ]
        .concat()
    );
}

/// The second frame begins after a first one of an odd and an even fragment.
#[test]
fn encapsulated_frames_have_the_offsets_the_table_says() {
    let frames = || vec![vec![vec![1, 2, 3], vec![4, 5]], vec![vec![6, 7]]];
    let tail = b"\xFE\xFF\0\xE0\x04\0\0\0\x01\x02\x03\0\xFE\xFF\0\xE0\x02\0\0\0\x04\x05\
                 \xFE\xFF\0\xE0\x02\0\0\0\x06\x07\xFE\xFF\xDD\xE0\0\0\0\0";
    let head = b"\xE0\x7F\x10\0OB\0\0\xFF\xFF\xFF\xFF\xFE\xFF\0\xE0";
    let bytes = |table| {
        explicit(|w| {
            w.encapsulated(frames(), table);
        })
    };
    assert_eq!(
        bytes(OffsetTable::Basic),
        [&head[..], b"\x08\0\0\0\0\0\0\0\x16\0\0\0", tail].concat()
    );
    assert_eq!(
        bytes(OffsetTable::Empty),
        [&head[..], b"\0\0\0\0", tail].concat()
    );
    let extended = bytes(OffsetTable::Extended);
    assert!(
        extended.starts_with(b"\xE0\x7F\x01\0OV\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\x16\0\0\0\0\0\0\0")
    );
    assert!(extended.ends_with(&[&head[..], b"\0\0\0\0", tail].concat()));
}

#[test]
fn a_text_too_long_for_a_short_length_is_written_as_un() {
    let bytes = explicit(|w| {
        w.text(Tag(0x0040, 0xA160), VR::ST, &"x".repeat(70_000));
    });
    assert!(bytes.starts_with(b"\x40\0\x60\xA1UN\0\0\x70\x11\x01\0"));
}

#[test]
fn decimal_strings_keep_to_sixteen_characters() {
    for (value, expected) in [
        (0.0, "0"),
        (-1024.0, "-1024"),
        (0.703125, "0.703125"),
        (1.0 / 3.0, "0.33333333333333"),
        (-1.0 / 3.0, "-0.3333333333333"),
        (1.0 / 3.0 * 1e-9, "3.3333333333e-10"),
        (1e300, "1e300"),
        (f64::NAN, ""),
    ] {
        let bytes = explicit(|w| {
            w.ds(Tag(0x0028, 0x1053), &[value]);
        });
        let text = String::from_utf8_lossy(&bytes[8..]).trim_end().to_owned();
        assert!(text.len() <= 16, "{text}");
        assert_eq!(text, expected);
    }
}

#[test]
fn a_file_has_preamble_prefix_and_a_group_length_that_holds() {
    let mut writer = Writer::new(IMPLICIT_VR_LITTLE_ENDIAN);
    writer
        .text(Tag(0x0008, 0x0016), VR::UI, "1.2.840.10008.5.1.4.1.1.2")
        .text(Tag(0x0008, 0x0018), VR::UI, "2.25.1");
    let file = writer.to_part10();
    assert!(file[..128].iter().all(|b| *b == 0));
    assert_eq!(&file[128..140], b"DICM\x02\0\0\0UL\x04\0");
    let group_length = u32::from_le_bytes(file[140..144].try_into().unwrap()) as usize;
    assert_eq!(&file[144 + group_length..], writer.to_data_set());
    assert!(
        file.windows(17)
            .any(|w| w == IMPLICIT_VR_LITTLE_ENDIAN.as_bytes())
    );
}
