//! Files made to exhaust the reader: little memory, little time, no panic.

use super::super::test_memory::peak_while;
use super::super::{DataSet, DataSetError};
use super::{item_header, long_header, part10, read, short};
use crate::bytes::ReadAt;
use crate::tags::{self, Tag};
use crate::uids;
use crate::warning::{Warning, Warnings};
use crate::write::Writer;

const UNDEFINED: u32 = u32::MAX;
/// The dictionary, the window and the like; not a matter of the file.
const OVERHEAD: usize = 1 << 20;

/// Memory stays within a small multiple of the file.
#[track_caller]
fn check(name: &str, bytes: &[u8]) -> (Result<DataSet, DataSetError>, Vec<Warning>) {
    // The dictionary is made once, at its first use.
    let _ = super::super::keyword(tags::MODALITY);
    let (result, peak) = peak_while(|| read(bytes));
    let allowed = OVERHEAD + bytes.len() * 16;
    assert!(peak <= allowed, "{name}: {peak} bytes for {}", bytes.len());
    result
}

#[test]
fn a_length_is_never_believed_before_it_is_held_against_the_file() {
    for (vr, has_long_form) in [
        ("OB", true),
        ("OW", true),
        ("UN", true),
        ("UT", true),
        ("SQ", true),
        ("UV", true),
        ("LO", false),
        ("US", false),
    ] {
        for length in [
            0xFFFF_FFFF,
            0xFFFF_FFFE,
            0xFFFF_0000,
            0x8000_0000,
            0x7FFF_FFFE,
        ] {
            for tag in [
                Tag(0x0009, 0x1001),
                tags::ICON_IMAGE_SEQUENCE,
                tags::PIXEL_DATA,
            ] {
                let header = match has_long_form {
                    true => long_header(tag, vr, length),
                    false => [short(tag, vr, &[])[..6].to_vec(), vec![0xFE, 0xFF]].concat(),
                };
                let tail = vec![b' '; 37];
                let bytes = part10(&[short(tags::MODALITY, "CS", b"CT"), header, tail].concat());
                assert!(bytes.len() < 400);
                let name = format!("{vr} {length:X} {tag}");
                let (data_set, warnings) = check(&name, &bytes);
                let data_set = data_set.unwrap();
                assert_eq!(data_set.text(tags::MODALITY).unwrap(), "CT", "{name}");
                assert!(!warnings.is_empty(), "{name}");
            }
        }
    }
}

#[test]
fn items_and_fragments_are_not_believed_either() {
    let sequence = || long_header(tags::ICON_IMAGE_SEQUENCE, "SQ", UNDEFINED);
    let pixels = || long_header(tags::PIXEL_DATA, "OB", UNDEFINED);
    for length in [UNDEFINED, 0xFFFF_FFFE, 0x8000_0000, 100] {
        for opening in [sequence(), pixels()] {
            let parts = [
                short(tags::MODALITY, "CS", b"CT"),
                opening,
                item_header(tags::ITEM, length),
                short(tags::CODE_VALUE, "SH", b"ABCD"),
            ];
            let (data_set, warnings) = check("item", &part10(&parts.concat()));
            assert_eq!(data_set.unwrap().text(tags::MODALITY).unwrap(), "CT");
            assert!(!warnings.is_empty());
        }
    }
}

#[test]
fn nesting_ends_at_sixty_four() {
    for (depth, is_read) in [(64, true), (65, false), (1_200, false), (100_000, false)] {
        let open = [
            long_header(tags::CONTENT_SEQUENCE, "SQ", UNDEFINED),
            item_header(tags::ITEM, UNDEFINED),
        ];
        let close = [
            item_header(tags::ITEM_DELIMITATION_ITEM, 0),
            item_header(tags::SEQUENCE_DELIMITATION_ITEM, 0),
        ];
        let closed = [open.concat().repeat(depth), close.concat().repeat(depth)].concat();
        for body in [open.concat().repeat(depth), closed] {
            let bytes = part10(&[short(tags::MODALITY, "CS", b"CT"), body].concat());
            let (data_set, warnings) = check("nested", &bytes);
            let data_set = data_set.unwrap();
            let mut levels = 0;
            let mut item = data_set.first_item(tags::CONTENT_SEQUENCE);
            while let Some(inner) = item {
                levels += 1;
                item = inner.first_item(tags::CONTENT_SEQUENCE);
            }
            assert_eq!(levels, depth.min(64));
            let expected = Warning::NestedTooDeep {
                tag: tags::CONTENT_SEQUENCE.into(),
            };
            assert_eq!(!warnings.contains(&expected), is_read, "{depth}");
        }
    }
}

#[test]
fn too_deep_a_sequence_of_written_length_is_stepped_over() {
    let mut body = short(tags::CODE_VALUE, "SH", b"ABCD");
    for _ in 0..100 {
        let item = [item_header(tags::ITEM, body.len() as u32), body].concat();
        body = [
            long_header(tags::CONTENT_SEQUENCE, "SQ", item.len() as u32),
            item,
        ]
        .concat();
    }
    let last = short(Tag(0x4010, 0x1001), "CS", b"LAST");
    let (data_set, warnings) = check("nested", &part10(&[body, last].concat()));
    let data_set = data_set.unwrap();
    assert_eq!(data_set.text(Tag(0x4010, 0x1001)).unwrap(), "LAST");
    let expected = Warning::NestedTooDeep {
        tag: tags::CONTENT_SEQUENCE.into(),
    };
    assert_eq!(warnings, [expected]);
}

#[test]
fn millions_of_nothings_take_no_more_than_their_share() {
    let mebibytes = 8 << 20;
    let modality = || short(tags::MODALITY, "CS", b"CT");
    let repeated = |part: Vec<u8>| part.repeat(mebibytes / part.len());
    let sequence = || long_header(tags::CONTENT_SEQUENCE, "SQ", UNDEFINED);
    let pixels = || long_header(tags::PIXEL_DATA, "OB", UNDEFINED);
    for (name, body) in [
        (
            "empty elements",
            repeated(short(tags::CODE_VALUE, "SH", b"")),
        ),
        (
            "character sets",
            repeated(short(tags::SPECIFIC_CHARACTER_SET, "CS", b"ISO_IR 9")),
        ),
        (
            "unknown representations",
            repeated(short(tags::CODE_VALUE, "??", b"")),
        ),
        (
            "items",
            [sequence(), repeated(item_header(tags::ITEM, 0))].concat(),
        ),
        (
            "open items",
            [sequence(), repeated(item_header(tags::ITEM, UNDEFINED))].concat(),
        ),
        (
            "fragments",
            [pixels(), repeated(item_header(tags::ITEM, 0))].concat(),
        ),
        (
            "delimiters",
            repeated(item_header(tags::ITEM_DELIMITATION_ITEM, 0)),
        ),
        (
            "pixel data",
            repeated(long_header(tags::PIXEL_DATA, "OB", 0)),
        ),
        ("letters", repeated(vec![b'A'])),
        ("ones", repeated(vec![1])),
    ] {
        let bytes = part10(&[modality(), body].concat());
        let (data_set, warnings) = check(name, &bytes);
        assert_eq!(
            data_set.unwrap().text(tags::MODALITY).unwrap(),
            "CT",
            "{name}"
        );
        assert!(!warnings.is_empty(), "{name}");
    }
}

#[test]
fn a_deflated_bomb_is_refused_and_a_large_blank_image_is_not() {
    for (mebibytes, is_read) in [(32_usize, true), (100, false)] {
        let mut file = Writer::new(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
        file.raw(
            tags::PIXEL_DATA,
            dicom_core::VR::OW,
            vec![0; mebibytes << 20],
        );
        let bytes = file.to_part10();
        assert!(bytes.len() < 200_000);
        let (data_set, _) = read(&bytes);
        match data_set {
            Ok(data_set) => {
                assert!(is_read);
                assert!(!data_set.pixel_data().unwrap().truncated);
            }
            Err(error) => {
                assert!(!is_read);
                assert_eq!(error.code(), "inflates_too_far");
            }
        }
    }
}

/// A source of many gigabytes that only a header stands in.
struct Vast {
    head: Vec<u8>,
    length: u64,
    read: std::sync::atomic::AtomicU64,
}

impl ReadAt for Vast {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> std::io::Result<usize> {
        let count = buf
            .len()
            .min(usize::try_from(self.length - offset).unwrap_or(usize::MAX));
        self.read
            .fetch_add(count as u64, std::sync::atomic::Ordering::Relaxed);
        buf[..count].fill(0);
        self.head.as_slice().read_at(offset, &mut buf[..count])?;
        Ok(count)
    }
}

#[test]
fn pixel_data_are_located_but_never_read() {
    let pixels = long_header(tags::PIXEL_DATA, "OW", 4_000_000_000);
    let document = long_header(tags::ENCAPSULATED_DOCUMENT, "OB", 3_000_000_000);
    let private = long_header(Tag(0x0009, 0x1001), "OB", 2_000_000_000);
    for (header, is_pixels) in [(pixels, true), (document, false), (private, false)] {
        let source = Vast {
            head: part10(&[short(tags::SOP_CLASS_UID, "UI", b"1.2\0"), header].concat()),
            length: 5 << 30,
            read: 0.into(),
        };
        let (data_set, peak) = peak_while(|| DataSet::read(&source, &mut Warnings::new()));
        let data_set = data_set.unwrap();
        assert_eq!(data_set.pixel_data().is_some(), is_pixels);
        assert!(peak < OVERHEAD, "{peak}");
        assert!(source.read.into_inner() < 100_000);
    }
}

#[test]
fn a_source_that_fails_is_an_error_and_no_panic() {
    struct Failing(Vec<u8>, u64);
    impl ReadAt for Failing {
        fn len(&self) -> u64 {
            self.0.len() as u64 + 100_000
        }
        fn read_at(&self, offset: u64, buf: &mut [u8]) -> std::io::Result<usize> {
            match offset >= self.1 {
                true => Err(std::io::ErrorKind::InvalidData.into()),
                // Short of what it promised.
                false => self.0.as_slice().read_at(offset, buf),
            }
        }
    }
    let file = super::small_image(uids::EXPLICIT_VR_LITTLE_ENDIAN).to_part10();
    let failing = DataSet::read(&Failing(file.clone(), 0), &mut Warnings::new());
    assert_eq!(failing.unwrap_err().code(), "unreadable");
    let shrinking = DataSet::read(&Failing(file, u64::MAX), &mut Warnings::new());
    assert!(shrinking.unwrap().has(tags::MODALITY));
}
