//! Tape archives, packed or not, and archives of formats that are not opened.

use std::fs;

use crate::discs::make;
use crate::made::{Home, JANE, Made, import, look, read_all, refusals};

/// One path of more than 256 bytes, in parts that file systems take.
fn long() -> String {
    ["Bilder der Untersuchung vom zehnten Januar, mit einem langen Namen"; 5].join("/")
}

fn tree(home: &Home) {
    let image = |instance| Made { instance, ..JANE }.image();
    home.put("tree/IM1", image(1))
        .put("tree/IMAGES/IM2", image(2))
        .put("tree/report.txt", JANE.text_report("No finding."))
        .put("tree/viewer/view.exe", b"MZ\x90\0");
}

#[test]
fn tapes_of_every_format_are_read_packed_or_not() {
    for (format, suffix) in [
        ("v7", "tar"),
        ("ustar", "tar"),
        ("gnu", "tar"),
        ("posix", "tar"),
        ("gnu", "tar.gz"),
        ("posix", "tgz"),
    ] {
        let home = Home::new();
        tree(&home);
        let has_long = matches!(format, "gnu" | "posix");
        if has_long {
            home.put(
                &format!("tree/{}/IM3", long()),
                Made {
                    instance: 3,
                    ..JANE
                }
                .image(),
            );
        }
        let archive = home.medium().join(format!("scans.{suffix}"));
        let tree = home.medium().join("tree");
        let option = format!("--format={format}");
        let create = if suffix == "tar" { "-cf" } else { "-czf" };
        let arguments = [
            &option,
            create,
            archive.to_str().unwrap(),
            "-C",
            tree.to_str().unwrap(),
            ".",
        ];
        if !make("tar", &arguments) {
            return;
        }
        fs::remove_dir_all(&tree).unwrap();
        // Content decides, not the name.
        let unnamed = home.medium().join("download");
        fs::rename(&archive, &unnamed).unwrap();
        let (library, outcome) = home.import();
        let images = if has_long { 3 } else { 2 };
        assert_eq!(
            (outcome.instances, outcome.reports, outcome.ignored),
            (images, 1, 1),
            "{format} {suffix}: {outcome:?}"
        );
        assert!(outcome.rejected.is_empty(), "{outcome:?}");
        let study = library.study(outcome.study_ids[0]).unwrap();
        let frame = &study.series[0].frames[1];
        let expected = Made {
            instance: 2,
            ..JANE
        }
        .image();
        assert_eq!(read_all(&library, frame.instance_id), expected);
        assert_eq!(
            import(&library, &home.medium()).unwrap().duplicates,
            images + 1
        );

        let (looked, outcome) = look(&unnamed);
        assert_eq!((outcome.instances, outcome.reports), (images, 1));
        let study = looked.study(outcome.study_ids[0]).unwrap();
        let frame = &study.series[0].frames[0];
        assert_eq!(read_all(&looked, frame.instance_id), JANE.image());
    }
}

/// A header and data of one entry, checksum and padding right.
pub fn entry(name: &[u8], kind: u8, data: &[u8]) -> Vec<u8> {
    let mut bytes = header(name, kind, data.len());
    bytes.extend(data);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

/// The header alone.
pub fn header(name: &[u8], kind: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; 512];
    bytes[..name.len()].copy_from_slice(name);
    bytes[124..136].copy_from_slice(format!("{length:011o}\0").as_bytes());
    bytes[156] = kind;
    bytes[257..265].copy_from_slice(b"ustar\x0000");
    bytes[148..156].fill(b' ');
    let sum: u32 = bytes.iter().map(|byte| u32::from(*byte)).sum();
    bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    bytes
}

#[test]
fn what_is_wrong_in_a_tape_is_named_and_the_rest_is_read() {
    let image = JANE.image();
    let mut bytes = Vec::new();
    for (name, kind) in [
        (&b"../evil"[..], b'0'),
        (b"/etc/evil", b'0'),
        (b"link", b'2'),
        (b"hard", b'1'),
        (b"pipe", b'6'),
        (b"sparse", b'S'),
    ] {
        bytes.extend(entry(name, kind, b""));
    }
    bytes.extend(entry(b"good", b'0', &image));
    bytes.extend(entry(b"cut", b'0', &image));
    bytes.truncate(bytes.len() - 512);
    let home = Home::new();
    home.put("a.tar", &bytes);
    let (_, outcome) = home.import();
    assert_eq!(outcome.instances, 1, "{outcome:?}");
    assert_eq!(
        refusals(&outcome),
        [
            ("a.tar/../evil", "archive_path_outside"),
            ("a.tar//etc/evil", "archive_path_outside"),
            ("a.tar/link", "link"),
            ("a.tar/hard", "link"),
            ("a.tar/pipe", "special_file"),
            ("a.tar/sparse", "archive_method"),
            ("a.tar/cut", "archive_damaged"),
        ]
    );
}

#[test]
fn formats_that_are_not_opened_are_refused_by_name() {
    let mut dmg = vec![0x80; 4096];
    dmg[4096 - 512..4096 - 508].copy_from_slice(b"koly");
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("a.rar", b"Rar!\x1a\x07\x01\0rest".to_vec(), "RAR"),
        ("b.xz", b"\xfd7zXZ\0rest".to_vec(), "xz"),
        ("c.bz2", b"BZh91AY&SYrest".to_vec(), "bzip2"),
        ("d.zst", b"\x28\xb5\x2f\xfdrest".to_vec(), "Zstandard"),
        ("e.dmg", dmg, "DMG"),
    ];
    let home = Home::new();
    for (name, bytes, _) in &cases {
        home.put(name, bytes);
    }
    let outcome = look(&home.medium()).1;
    for (rejected, (name, _, format)) in outcome.rejected.iter().zip(&cases) {
        assert_eq!(rejected.path, *name);
        assert_eq!(rejected.code.as_str(), "archive_format");
        assert_eq!(rejected.reason, *format);
    }
    assert_eq!(outcome.rejected.len(), cases.len(), "{outcome:?}");
}

#[test]
fn programs_that_came_along_are_listed_and_system_files_only_counted() {
    let home = Home::new();
    home.put("IM1", JANE.image())
        .put("AUTORUN.INF", b"[autorun]\r\nopen=view.exe\r\n")
        .put("view.exe", b"MZ\x90\0")
        .put("start.sh", b"#!/bin/sh\n")
        .put("Thumbs.db", b"\xd0\xcf\x11\xe0")
        .put(".DS_Store", b"\0\0\0\x01Bud1");
    let (_, outcome) = home.import();
    let programs: Vec<_> = outcome
        .programs
        .iter()
        .map(|program| (program.path.as_str(), program.kind.as_str()))
        .collect();
    assert_eq!(
        programs,
        [
            ("AUTORUN.INF", "autorun"),
            ("start.sh", "script"),
            ("view.exe", "windows"),
        ]
    );
    assert_eq!((outcome.instances, outcome.ignored), (1, 5), "{outcome:?}");
}
