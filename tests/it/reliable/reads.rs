//! A disc with bad sectors: tried again, skipped, listed; the rest goes in.

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, inject};

use super::truth::Random;
use crate::disc_image::{Record, disc};
use crate::made::{Home, JANE, JOHN, Made, import, refusals};
use crate::seven_zip_made::{COPY, File, seven_zip};
use crate::tapes::entry;

/// A disc of which some files cannot be read at all, and others only at the second or third try.
struct Disc {
    bad: BTreeSet<PathBuf>,
    weak: BTreeSet<PathBuf>,
    /// Weak ones that failed already, with how often.
    failed: Mutex<HashSet<(PathBuf, u8)>>,
}

impl Faults for Disc {
    fn read(&self, path: &Path, _offset: u64, length: usize) -> io::Result<()> {
        let bad_sector = || io::Error::from_raw_os_error(5); // EIO
        if length == 0 {
            return Ok(());
        }
        if self.bad.contains(path) {
            return Err(bad_sector());
        }
        if self.weak.contains(path) {
            let mut failed = self.failed.lock().unwrap();
            for time in 0..2 {
                if failed.insert((path.to_path_buf(), time)) {
                    return Err(bad_sector());
                }
            }
        }
        Ok(())
    }
}

fn name(number: usize) -> String {
    format!("IM{number:05}")
}

fn check(files: usize, one_in: usize) {
    let home = Home::new();
    for number in 0..files {
        let whose = if number % 2 == 0 { JANE } else { JOHN };
        home.put(
            &name(number),
            Made {
                instance: number as i64 + 1,
                ..whose
            }
            .image(),
        );
    }
    let medium = std::fs::canonicalize(home.medium()).unwrap();
    let mut random = Random::new(one_in as u64);
    let mut some = || -> BTreeSet<String> {
        let mut chosen = BTreeSet::new();
        while chosen.len() < files / one_in {
            chosen.insert(name((random.fraction() * files as f64) as usize));
        }
        chosen
    };
    let (bad, weak) = (some(), some());
    let on_the_disc =
        |names: &BTreeSet<String>| names.iter().map(|name| medium.join(name)).collect();
    let disc = Disc {
        bad: on_the_disc(&bad),
        weak: on_the_disc(&weak),
        failed: Mutex::default(),
    };
    let injected = inject(&medium, Arc::new(disc));
    let (library, outcome) = home.import();
    let expected: Vec<(&str, &str)> = bad
        .iter()
        .map(|name| (name.as_str(), "read_error"))
        .collect();
    assert_eq!(refusals(&outcome), expected);
    assert_eq!(outcome.instances as usize, files - bad.len());
    assert_eq!(outcome.cut_short, Vec::<String>::new());
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(found.is_clean(), "{found:?}");

    // The disc was cleaned.
    drop(injected);
    let again = import(&library, &home.medium()).unwrap();
    assert_eq!(again.instances as usize, bad.len());
    assert_eq!(again.duplicates as usize, files - bad.len());
    assert_eq!(again.rejected, []);
}

#[cfg(unix)]
#[test]
fn a_bad_sector_in_a_thousand_files_is_skipped_and_listed() {
    check(1000, 1000);
}

#[cfg(unix)]
#[test]
fn bad_sectors_in_one_file_of_a_hundred_are_skipped_and_listed() {
    check(400, 100);
}

#[cfg(unix)]
#[test]
fn bad_sectors_in_one_file_of_ten_are_skipped_and_listed() {
    check(200, 10);
}

/// A file of which one sector cannot be read.
struct Sector {
    file: PathBuf,
    at: u64,
}

impl Faults for Sector {
    fn read(&self, path: &Path, offset: u64, length: usize) -> io::Result<()> {
        let is_on_it = offset < self.at + 2048 && self.at < offset + length as u64;
        if length > 0 && path == self.file && is_on_it {
            return Err(io::Error::from_raw_os_error(5)); // EIO
        }
        Ok(())
    }
}

#[cfg(unix)]
#[test]
fn a_bad_sector_in_an_archive_costs_what_lies_on_it_and_is_said_to_be_one() {
    let image = |number: i64| {
        let size = 160;
        Made {
            instance: number,
            size,
            ..JANE
        }
        .image()
    };
    let numbers = 1..=12;
    let tape: Vec<u8> = numbers
        .clone()
        .flat_map(|number| entry(name(number as usize).as_bytes(), b'0', &image(number)))
        .collect();
    let files: Vec<File> = numbers
        .clone()
        .map(|number| File::new(&name(number as usize), image(number)))
        .collect();
    let sectors: Vec<(u32, Vec<u8>)> = numbers
        .clone()
        .map(|number| (number as u32 * 26, image(number)))
        .collect();
    let records: Vec<Record> = sectors
        .iter()
        .map(|(block, bytes)| Record::file(format!("F{block};1").as_bytes(), *block, bytes.len()))
        .collect();
    let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for number in numbers.clone() {
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name(number as usize), stored).unwrap();
        io::Write::write_all(&mut zip, &image(number)).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    // A block of 7z is lost from there on, with what was read ahead.
    for (what, bytes, lost) in [
        ("tar", tape, 1..=1),
        ("iso", disc(&records, false, &sectors), 1..=1),
        ("zip", zip, 1..=2),
        ("7z", seven_zip(&files, COPY), 4..=9),
    ] {
        let home = Home::new();
        home.put("archive", &bytes);
        let file = std::fs::canonicalize(home.medium().join("archive")).unwrap();
        let at = bytes.len() as u64 / 2 + 8192;
        let _injected = inject(&file.clone(), Arc::new(Sector { file, at }));
        let (_, outcome) = home.import();
        let refused = refusals(&outcome);
        assert!(lost.contains(&refused.len()), "{what}: {refused:?}");
        let is_said = refused.iter().all(|it| it.1 == "read_error");
        assert!(is_said, "{what}: {refused:?}");
        assert_eq!(outcome.instances as usize + refused.len(), 12, "{what}");
    }
}

#[cfg(unix)]
#[test]
fn a_kept_file_the_disk_cannot_read_is_named_and_the_rest_is_verified() {
    let home = Home::new();
    home.put("1", JANE.image()).put("2", JOHN.image());
    let (library, _) = home.import();
    let folder = std::fs::canonicalize(home.library_folder()).unwrap();
    let mut kept = Vec::new();
    for study in std::fs::read_dir(folder.join("files")).unwrap() {
        kept.extend(std::fs::read_dir(study.unwrap().path()).unwrap());
    }
    let bad = kept[0].as_ref().unwrap().path();
    let place = bad
        .strip_prefix(&folder)
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let disc = Disc {
        bad: BTreeSet::from([bad]),
        weak: BTreeSet::new(),
        failed: Mutex::default(),
    };
    let injected = inject(&folder, Arc::new(disc));
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert_eq!(found.unreadable, [place]);
    assert_eq!(
        (found.files, found.changed.len(), found.missing.len()),
        (2, 0, 0)
    );
    drop(injected);
    assert!(
        library
            .verify(&|_| {}, &CancelToken::default())
            .unwrap()
            .is_clean()
    );
}
