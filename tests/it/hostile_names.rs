//! Two hundred names that want out of the library: none gets anywhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scanfolio_tests::archive::pack;

use crate::disc_image::{Record, disc};
use crate::made::{Home, JANE, Made, dicomdir};
use crate::seven_zip_made::{COPY, File, seven_zip};
use crate::tapes::entry;

/// Traversal, absolute paths, drives, devices, control characters, writing from
/// right to left, and names longer than any file system takes.
fn names() -> Vec<String> {
    let mut names = Vec::new();
    for depth in 1..=20 {
        names.push(format!("{}evil{depth}", "../".repeat(depth)));
        names.push(format!("{}evil{depth}", "..\\".repeat(depth)));
        names.push(format!("a/{}evil{depth}", "../".repeat(depth)));
        names.push(format!("a\\..\\{}evil{depth}", "..\\".repeat(depth)));
    }
    for device in [
        "CON", "PRN", "AUX", "NUL", "COM1", "COM9", "LPT1", "CLOCK$", "CONIN$", "$MFT",
    ] {
        names.extend([
            device.to_owned(),
            format!("{device}.dcm"),
            format!("a/{device}"),
        ]);
        names.push(format!("\\\\.\\{device}"));
    }
    for root in [
        "/",
        "//",
        "\\",
        "\\\\server\\share\\",
        "C:",
        "C:\\",
        "C:/",
        "\\\\?\\C:\\",
        "~/",
        "file:///",
    ] {
        names.extend([
            format!("{root}evil"),
            format!("{root}../evil"),
            format!("{root}etc/evil"),
        ]);
    }
    for control in [
        '\u{1}', '\u{8}', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}',
    ] {
        names.push(format!("a{control}b"));
    }
    for mark in [
        '\u{202e}', '\u{202d}', '\u{2066}', '\u{200f}', '\u{feff}', '\u{200b}',
    ] {
        names.extend([format!("{mark}mcd.exe"), format!("a/{mark}..{mark}/b")]);
    }
    for length in [255, 256, 1024, 4096, 20_000] {
        names.push("n".repeat(length));
        names.push(["n"; 10].join("/").repeat(length / 20));
    }
    for odd in [
        ".",
        "..",
        "...",
        " ",
        "a ",
        "a.",
        "a:stream",
        "a::$DATA",
        "*",
        "?",
        "|",
        "<a>",
        "\"",
        "a;b",
        "$(touch evil)",
        "`touch evil`",
        "-rf",
        "%2e%2e%2fevil",
        "..%c0%af..%c0%afevil",
        "..\u{2215}evil",
        "..\u{ff0f}evil",
        "library.json",
        "../library/library.json",
        "files",
        "index.sqlite",
    ] {
        names.push(odd.to_owned());
    }
    names
}

/// Everything below a folder, with the bytes.
fn snapshot(folder: &Path) -> BTreeSet<(PathBuf, Vec<u8>)> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.insert((path, bytes));
            }
        }
    }
    found
}

/// Imports at least so many files, taken or refused, and sees that nothing lies anywhere but in the library, where every
/// kept file has a place of the library's own making.
fn check(home: &Home, what: &str, files: usize) {
    let around = home.medium().parent().unwrap().to_path_buf();
    let before = snapshot(&around);
    let (library, outcome) = home.import();
    drop(library);
    assert!(outcome.files as usize >= files, "{what}: {outcome:?}");
    let root = home.library_folder();
    for (path, _) in snapshot(&around).difference(&before) {
        let place = path.strip_prefix(&root);
        let place = place.unwrap_or_else(|_| panic!("{what}: written outside: {}", path.display()));
        let place = place.to_str().unwrap();
        assert!(place.len() <= 120, "{what}: {place}");
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-/".contains(c);
        assert!(place.chars().all(is_plain), "{what}: {place}");
    }
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn two_hundred_hostile_names_write_nothing_outside_the_library() {
    let names = names();
    assert!(names.len() >= 200, "{}", names.len());
    let image = |number: usize| {
        Made {
            instance: number as i64 + 1,
            ..JANE
        }
        .image()
    };

    let home = Home::new();
    let mut zipped: Vec<(String, Vec<u8>)> = Vec::new();
    let mut met = BTreeSet::new();
    for (number, name) in names.iter().enumerate() {
        if met.insert(name.trim_end_matches('/').to_owned()) {
            zipped.push((name.clone(), image(number)));
        }
    }
    home.put("a.zip", pack(&zipped).unwrap());
    check(&home, "zip", zipped.len());

    home.wipe();
    let mut tape = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let name = name.as_bytes();
        if name.len() > 100 {
            tape.extend(entry(b"././@LongLink", b'L', name));
        }
        tape.extend(entry(&name[..name.len().min(100)], b'0', &image(number)));
    }
    home.put("a.tar", tape);
    check(&home, "tar", names.len());

    home.wipe();
    let files: Vec<File> = names
        .iter()
        .enumerate()
        .map(|(number, name)| File::new(name, image(number)))
        .collect();
    home.put("a.7z", seven_zip(&files, COPY));
    check(&home, "7z", names.len());

    home.wipe();
    let sectors: Vec<(u32, Vec<u8>)> = (0..names.len())
        .map(|number| (200 + 4 * number as u32, image(number)))
        .collect();
    let record = |number: usize, name: &String| {
        let length = sectors[number].1.len();
        let mut plain = format!("F{number};1").into_bytes();
        let fits = name.len() < 180;
        if !fits {
            plain = name.bytes().take(200).collect();
        }
        let record = Record::file(&plain, sectors[number].0, length);
        if fits {
            record.named(name.as_bytes())
        } else {
            record
        }
    };
    let records: Vec<Record> = names
        .iter()
        .enumerate()
        .map(|(n, name)| record(n, name))
        .collect();
    home.put("a.iso", disc(&records, true, &sectors));
    check(&home, "iso", names.len());

    home.wipe();
    let files: Vec<&str> = names
        .iter()
        .map(|name| name.as_str())
        .filter(|it| it.len() < 200)
        .collect();
    home.put("DICOMDIR", dicomdir(&files)).put("IM1", image(0));
    check(&home, "dicomdir", 2);
}
