//! Room on the library's volume, and what is too large for memory.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use scanfolio_library::ImportOutcome;
use scanfolio_library::faults::{Faults, Injected, inject};
use scanfolio_tests::archive::pack;

use crate::discs::make;
use crate::made::{Home, JANE, Made, import, look, read_all, refusals};
use crate::seven_zip_made::{COPY, File, seven_zip};
use crate::tapes::{entry, header};

const MIB: u64 = 1 << 20;

/// A volume with so many bytes free, which writing takes from.
struct Volume {
    free: AtomicU64,
}

impl Faults for Volume {
    fn write(&self, _path: &Path, length: usize) -> std::io::Result<()> {
        self.free.fetch_sub(length as u64, Ordering::Relaxed);
        Ok(())
    }

    fn space(&self) -> Option<(u64, u64)> {
        Some((self.free.load(Ordering::Relaxed), 1 << 40))
    }
}

fn volume(home: &Home, free: u64) -> Injected {
    let folder = fs::canonicalize(home.library_folder()).unwrap();
    let free = AtomicU64::new(free);
    inject(&folder, Arc::new(Volume { free }))
}

fn image(instance: i64) -> Vec<u8> {
    let size = 64 + instance as u16;
    Made {
        instance,
        size,
        ..JANE
    }
    .image()
}

#[test]
fn too_little_room_is_said_before_anything_is_copied() {
    let home = Home::new();
    let library = home.open();
    home.put("IM1", image(1)).put("IM2", image(2));
    let needed = (image(1).len() + image(2).len()) as u64;
    let small = volume(&home, needed - 1);
    let error = import(&library, &home.medium()).unwrap_err();
    assert_eq!(error.code(), "too_little_room");
    let free = needed - 1;
    let params = [("needed", needed.to_string()), ("free", free.to_string())];
    assert_eq!(error.params(), params);
    drop(small);
    assert!(library.list().unwrap().is_empty());
    let staging = home.library_folder().join("staging");
    assert_eq!(fs::read_dir(staging).unwrap().count(), 0);
    // With room it goes in.
    assert_eq!(import(&library, &home.medium()).unwrap().instances, 2);
}

#[test]
fn what_is_held_needs_no_room_a_second_time() {
    let home = Home::new();
    home.put("IM1", image(1)).put("IM2", image(2));
    let (library, _) = home.import();
    home.put("IM3", image(3));
    let third = image(3).len() as u64;
    let small = volume(&home, third - 1);
    let error = import(&library, &home.medium()).unwrap_err();
    assert_eq!(error.params()[0], ("needed", third.to_string()));
    drop(small);
    let _enough = volume(&home, third);
    let outcome = import(&library, &home.medium()).unwrap();
    assert_eq!((outcome.instances, outcome.duplicates), (1, 2));
}

#[test]
fn an_archive_that_does_not_fit_unpacked_is_refused_as_a_whole() {
    let home = Home::new();
    let library = home.open();
    let plain = vec![7_u8; 300_000];
    let packed = pack(&[("a".into(), plain.clone()), ("b".into(), plain)]).unwrap();
    home.put("IM1", image(1)).put("z.zip", &packed);
    let small = volume(&home, 400_000);
    assert!((packed.len() + image(1).len()) < 100_000);
    let error = import(&library, &home.medium()).unwrap_err();
    assert_eq!(error.code(), "too_little_room", "{error}");
    drop(small);
    let listed = library.list().unwrap();
    assert_eq!(listed.len(), 1, "what lay beside it stays");
}

/// Members of zeros, 64 MiB each, which gzip takes one after another; `None`,
/// said aloud, without gzip.
fn gzipped_zeros(home: &Home) -> Option<Vec<u8>> {
    gzipped(home, &vec![0; 64 << 20])
}

fn gzipped(home: &Home, bytes: &[u8]) -> Option<Vec<u8>> {
    let plain = home.medium().join("plain");
    fs::write(&plain, bytes).unwrap();
    if !make("gzip", &["-1", plain.to_str().unwrap()]) {
        return None;
    }
    let packed = home.medium().join("plain.gz");
    let bytes = fs::read(&packed).unwrap();
    fs::remove_file(packed).unwrap();
    Some(bytes)
}

/// A tape of an image, so many times 64 MiB of zeros, and another image, packed.
fn large_tape(home: &Home, times: usize) -> Option<Vec<u8>> {
    let mut start = entry(b"IM1", b'0', &image(1));
    start.extend(header(b"padding", b'0', times * (64 << 20)));
    let mut bytes = gzipped(home, &start)?;
    let zeros = gzipped_zeros(home)?;
    (0..times).for_each(|_| bytes.extend(&zeros));
    bytes.extend(gzipped(home, &entry(b"IM2", b'0', &image(2)))?);
    Some(bytes)
}

#[test]
fn a_packed_tape_larger_than_memory_is_unpacked_in_the_library_and_not_for_a_look() {
    let home = Home::new();
    let Some(tape) = large_tape(&home, 17) else {
        return;
    };
    home.put("scans.tgz", &tape);
    let (library, outcome) = home.import();
    assert_eq!(outcome.instances, 2, "{outcome:?}");
    assert_eq!(
        refusals(&outcome),
        [("scans.tgz/padding", "not_recognised")]
    );
    let study = library.study(outcome.study_ids[0]).unwrap();
    for (number, frame) in study.series[0].frames.iter().enumerate() {
        assert!(read_all(&library, frame.instance_id) == image(number as i64 + 1));
    }
    let staging = home.library_folder().join("staging");
    assert_eq!(fs::read_dir(staging).unwrap().count(), 0, "swept");
    drop(library);

    let outcome = look(&home.medium()).1;
    assert_eq!(
        refusals(&outcome),
        [("scans.tgz", "archive_too_large_to_look")]
    );
}

#[test]
fn a_bomb_stops_when_too_little_would_be_left() {
    let home = Home::new();
    let library = home.open();
    let Some(bomb) = large_tape(&home, 40) else {
        return;
    };
    home.put("IM9", image(9)).put("scans.tgz", &bomb);
    let _volume = volume(&home, 1024 * MIB + 300 * MIB);
    let outcome = import(&library, &home.medium()).unwrap();
    assert_eq!(outcome.instances, 1, "{outcome:?}");
    assert_eq!(refusals(&outcome), [("scans.tgz", "no_room")]);
}

#[test]
fn packed_files_share_what_the_archive_around_them_allows() {
    let home = Home::new();
    let Some(zeros) = gzipped_zeros(&home) else {
        return;
    };
    // 4 GiB are allowed, and what says it is so large takes nearly all.
    let mut large = File::new("large", b"short".to_vec());
    large.length = 4096 * MIB - 100 * MIB;
    let files = [
        File::new("1.gz", zeros.clone()),
        File::new("2.gz", zeros),
        large,
    ];
    home.put("a.7z", seven_zip(&files, COPY));
    // Which of the two packed files comes first is up to the threads.
    let codes = |outcome: &ImportOutcome| -> Vec<String> {
        let mut codes: Vec<_> = refusals(outcome).iter().map(|it| it.1.to_owned()).collect();
        codes.sort();
        codes
    };
    assert_eq!(
        codes(&look(&home.medium()).1),
        [
            "archive_too_large",
            "archive_too_large_to_look",
            "not_recognised"
        ]
    );
    let library = home.open();
    let _enough = volume(&home, 1 << 40);
    assert_eq!(
        codes(&import(&library, &home.medium()).unwrap()),
        ["archive_damaged", "archive_too_large", "not_recognised"]
    );
}
