//! Archives: opened as folders are, within limits.

use std::io::{Cursor, Write};

use scanfolio_tests::archive::pack;
use zip::write::SimpleFileOptions;

use crate::made::{Home, JANE, Made, import, look, read_all, refusals};

#[test]
fn an_archive_in_an_archive_is_opened_and_does_not_count() {
    let home = Home::new();
    let inner = pack(&[(
        "deep/IM2".into(),
        Made {
            instance: 2,
            ..JANE
        }
        .image(),
    )])
    .unwrap();
    let outer = pack(&[
        ("IM1".into(), JANE.image()),
        ("more.zip".into(), inner),
        ("__MACOSX/._IM1".into(), vec![0; 4]),
    ])
    .unwrap();
    home.put("download.bin", &outer);
    let (library, outcome) = home.import();
    assert_eq!(
        (outcome.files, outcome.instances, outcome.ignored),
        (3, 2, 1),
        "{outcome:?}"
    );
    assert_eq!(
        library.study(outcome.study_ids[0]).unwrap().summary.frames,
        2
    );

    let (looked, outcome) = look(&home.medium());
    assert_eq!(outcome.instances, 2);
    let study = looked.study(outcome.study_ids[0]).unwrap();
    assert_eq!(
        read_all(&looked, study.series[0].frames[0].instance_id),
        JANE.image()
    );
}

#[test]
fn archives_end_at_the_third_level() {
    let home = Home::new();
    let mut bytes = pack(&[("IM".into(), JANE.image())]).unwrap();
    for level in 0..3 {
        bytes = pack(&[(format!("{level}.zip"), bytes)]).unwrap();
    }
    home.put("a.zip", bytes);
    let (_, outcome) = home.import();
    assert_eq!(
        refusals(&outcome),
        [("a.zip/2.zip/1.zip/0.zip", "archive_too_deep")]
    );
}

#[test]
fn a_gzipped_file_is_what_is_in_it() {
    let home = Home::new();
    // A stored block (RFC 1951 §3.2.4) inside a gzip frame (RFC 1952), CRC and size at the end.
    let image = JANE.image();
    let length = u16::try_from(image.len()).unwrap();
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(&image);
    bytes.extend(crc32(&image).to_le_bytes());
    bytes.extend(u32::from(length).to_le_bytes());
    home.put("a.gz", &bytes);
    let (library, outcome) = home.import();
    assert_eq!((outcome.files, outcome.instances), (1, 1), "{outcome:?}");
    let study = library.study(outcome.study_ids[0]).unwrap();
    assert_eq!(
        read_all(&library, study.series[0].frames[0].instance_id),
        image
    );
    assert_eq!(import(&library, &home.medium()).unwrap().duplicates, 1);
}

pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[test]
fn an_entry_stored_without_packing_is_read_too() {
    let home = Home::new();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("DICOM\\IM1", options).unwrap();
    archive.write_all(&JANE.image()).unwrap();
    home.put("a.zip", archive.finish().unwrap().into_inner());
    let (_, outcome) = home.import();
    assert_eq!(outcome.instances, 1, "{outcome:?}");
}
