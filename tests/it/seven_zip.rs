//! 7z archives: what 7-Zip packs, and what nobody would.

use std::fs;
use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{ArchivePassword, ImportOutcome, Library, PersonChoice, Source};

use crate::discs::make;
use crate::made::{Home, JANE, Made, import, look, read_all, refusals};
use crate::seven_zip_made::{COPY, File, seven_zip};

/// Large enough that what is packed does not fit one chunk.
fn image(instance: i64) -> Vec<u8> {
    let made = Made {
        instance,
        size: 128,
        pixel: instance as u16,
        ..JANE
    };
    let mut bytes = made.image();
    // Pixels that pack badly, so that damage falls on them.
    let mut state = instance as u32;
    let from = bytes.len() - 128 * 128 * 2;
    for byte in &mut bytes[from..] {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (state >> 24) as u8;
    }
    bytes
}

/// A tree with a program whose jumps a filter of 7-Zip rewrites.
fn tree(home: &Home) -> PathBuf {
    let mut program = b"MZ".to_vec();
    for number in 0..20_000_u32 {
        program.push(0xE8);
        program.extend((number * 16).to_le_bytes());
    }
    for instance in 1..=5 {
        home.put(&format!("tree/IMAGES/IM{instance}"), image(instance));
    }
    home.put("tree/empty", "")
        .put("tree/viewer/view.exe", program)
        .put("tree/report.txt", JANE.text_report("No finding."));
    home.medium().join("tree")
}

/// Packs the tree and takes it away; `None`, said aloud, without 7-Zip.
fn pack(home: &Home, options: &[&str]) -> Option<PathBuf> {
    let tree = tree(home);
    // Content decides, not the name.
    let archive = home.medium().join("download.bin");
    let paths = [archive.to_str().unwrap(), tree.to_str().unwrap()];
    let is_made = make("7zz", &[&["a", "-t7z"], options, &paths].concat());
    fs::remove_dir_all(tree).unwrap();
    is_made.then_some(archive)
}

fn check_whole(library: &Library, outcome: &ImportOutcome, what: &str) {
    assert_eq!(
        (outcome.instances, outcome.reports, outcome.ignored),
        (5, 1, 1),
        "{what}: {outcome:?}"
    );
    let study = library.study(outcome.study_ids[0]).unwrap();
    for (number, frame) in study.series[0].frames.iter().enumerate().rev() {
        let bytes = read_all(library, frame.instance_id);
        assert!(bytes == image(number as i64 + 1), "{what}: image {number}");
    }
}

#[test]
fn every_way_of_packing_gives_the_same_files() {
    for options in [
        &[][..],
        &["-ms=off"],
        &["-mx=9"],
        &["-mx=0"],
        &["-m0=LZMA"],
        &["-m0=BCJ", "-m1=LZMA2"],
        &[
            "-m0=BCJ2", "-m1=LZMA", "-m2=LZMA", "-m3=LZMA", "-mb0:1", "-mb0s1:2", "-mb0s2:3",
        ],
        &["-m0=PPMd"],
        &["-m0=PPMd:mem=64m:o=32", "-ms=off"],
        &["-m0=BZip2"],
        &["-m0=BZip2", "-mmt=4", "-mx=9"],
        &["-m0=Deflate"],
        &["-m0=Delta:2", "-m1=LZMA2", "-mhc=off"],
    ] {
        let what = options.join(" ");
        let home = Home::new();
        let Some(archive) = pack(&home, options) else {
            return;
        };
        let (library, outcome) = home.import();
        check_whole(&library, &outcome, &what);
        assert_eq!(refusals(&outcome), [("download.bin/tree/empty", "empty")]);
        assert_eq!(import(&library, &home.medium()).unwrap().duplicates, 6);
        let (looked, outcome) = look(&archive);
        check_whole(&looked, &outcome, &what);
    }
}

fn open(archive: &Path, password: &str) -> (Library, ImportOutcome) {
    let password = ArchivePassword::new(password.to_owned());
    let sources = Source::of_paths(&[archive.to_path_buf()], password.as_ref());
    Library::look_at(&sources, &|_| {}, &CancelToken::default()).unwrap()
}

#[test]
fn locked_names_open_with_the_password_alone() {
    for more in [&[][..], &["-mhc=off"], &["-mx=0"]] {
        let home = Home::new();
        let options = [&["-pGröße 1958", "-mhe=on"], more].concat();
        let Some(archive) = pack(&home, &options) else {
            return;
        };
        let code = |password: &str| {
            let (library, outcome) = open(&archive, password);
            assert!(library.list().unwrap().is_empty());
            refusals(&outcome)[0].1.to_owned()
        };
        assert_eq!(code(""), "archive_encrypted");
        assert_eq!(code("Größe 1985"), "archive_password_wrong");
        let (looked, outcome) = open(&archive, "Größe 1958");
        check_whole(&looked, &outcome, &options.join(" "));

        let library = home.open();
        let password = ArchivePassword::new("Größe 1958".to_owned());
        let sources = Source::of_paths(&[archive], password.as_ref());
        let outcome = library
            .import_sources(
                &sources,
                PersonChoice::New,
                &|_| {},
                &CancelToken::default(),
            )
            .unwrap();
        check_whole(&library, &outcome, "kept");
    }
}

#[test]
fn what_lies_before_damage_is_read_and_the_rest_is_named() {
    let home = Home::new();
    let Some(archive) = pack(&home, &[]) else {
        return;
    };
    let whole = fs::read(&archive).unwrap();
    let mut taken = Vec::new();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&archive, bytes).unwrap();
        let (library, outcome) = look(&archive);
        for rejected in &outcome.rejected {
            let code = rejected.code.as_str();
            let is_said = matches!(code, "archive_damaged" | "archive_method" | "empty");
            assert!(is_said || at < 6, "at {at}: {rejected:?}");
        }
        // Nothing wrong is ever shown.
        for id in &outcome.study_ids {
            for frame in &library.study(*id).unwrap().series[0].frames {
                let bytes = read_all(&library, frame.instance_id);
                assert!((1..=5).any(|instance| bytes == image(instance)));
            }
        }
        taken.push(outcome.instances);
    }
    assert!(
        taken.contains(&0) && taken.iter().any(|count| (1..5).contains(count)),
        "{taken:?}"
    );
}

#[test]
fn an_archive_cut_anywhere_is_said_to_be_damaged() {
    let home = Home::new();
    let Some(archive) = pack(&home, &[]) else {
        return;
    };
    let whole = fs::read(&archive).unwrap();
    for length in (6..whole.len()).step_by(whole.len() / 20) {
        fs::write(&archive, &whole[..length]).unwrap();
        let outcome = look(&archive).1;
        assert_eq!(
            refusals(&outcome),
            [("download.bin", "archive_damaged")],
            "{length}"
        );
    }
}

#[test]
fn what_is_packed_in_another_way_is_named_and_the_rest_is_read() {
    let home = Home::new();
    let Some(archive) = pack(&home, &["-m0=Deflate64"]) else {
        return;
    };
    let outcome = look(&archive).1;
    let methods: Vec<&str> = outcome
        .rejected
        .iter()
        .filter(|rejected| rejected.code.as_str() == "archive_method")
        .map(|rejected| rejected.reason.as_str())
        .collect();
    assert_eq!(methods, ["Deflate64"; 7]);
    assert_eq!(outcome.rejected.len(), 8, "{:?}", outcome.rejected);
}

#[test]
fn damage_in_whatever_way_it_is_packed_shows_nothing_wrong() {
    for method in ["-m0=PPMd", "-m0=BZip2", "-m0=Deflate"] {
        let home = Home::new();
        let Some(archive) = pack(&home, &[method]) else {
            return;
        };
        let whole = fs::read(&archive).unwrap();
        let mut damaged = 0;
        for at in (32..whole.len()).step_by(whole.len() / 25) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            fs::write(&archive, bytes).unwrap();
            let (library, outcome) = look(&archive);
            damaged += u32::from(outcome.instances < 5);
            for id in &outcome.study_ids {
                for frame in &library.study(*id).unwrap().series[0].frames {
                    let bytes = read_all(&library, frame.instance_id);
                    assert!(
                        (1..=5).any(|instance| bytes == image(instance)),
                        "{method} {at}"
                    );
                }
            }
        }
        assert!(damaged > 10, "{method}: {damaged}");
    }
}

#[test]
fn archives_lie_in_archives_packed_files_too() {
    let home = Home::new();
    let zip = scanfolio_tests::archive::pack(&[("IM1".into(), image(1))]).unwrap();
    home.put("tree/a.zip", zip);
    let folder = home.medium().join("tree");
    for instance in 2..=4 {
        let name = format!("IM{instance}");
        home.put(&format!("tree/{name}"), image(instance));
        if !make("gzip", &[folder.join(name).to_str().unwrap()]) {
            return;
        }
    }
    let archive = home.medium().join("scans.7z");
    let paths = ["a", archive.to_str().unwrap(), folder.to_str().unwrap()];
    if !make("7zz", &paths) {
        return;
    }
    fs::remove_dir_all(folder).unwrap();
    let inner = fs::read(&archive).unwrap();
    let outer = scanfolio_tests::archive::pack(&[("scans.7z".into(), inner)]).unwrap();
    home.wipe().put("outer.zip", outer);
    let (library, outcome) = home.import();
    assert_eq!((outcome.files, outcome.instances), (4, 4), "{outcome:?}");
    let study = library.study(outcome.study_ids[0]).unwrap();
    for (number, frame) in study.series[0].frames.iter().enumerate() {
        assert!(read_all(&library, frame.instance_id) == image(number as i64 + 1));
    }
    let (looked, outcome) = look(&home.medium());
    assert_eq!(outcome.instances, 4);
    let study = looked.study(outcome.study_ids[0]).unwrap();
    let last = study.series[0].frames[3].instance_id;
    assert!(read_all(&looked, last) == image(4));
}

#[test]
fn what_is_no_file_or_wants_too_much_is_refused_before_it_is_unpacked() {
    let good = || File::new("good", image(1));
    let mut bomb = File::new("bomb", b"nothing".to_vec());
    bomb.length = 5 << 30;
    let files = [
        File::new("../evil", image(2)),
        File::new("", image(2)),
        File::new("link", b"/etc/passwd".to_vec()).of_unix(0o120_777),
        File::new("pipe", Vec::new()).of_unix(0o010_644),
        good().of_unix(0o100_644),
        bomb,
    ];
    let home = Home::new();
    home.put("a.7z", seven_zip(&files, COPY));
    let (_, outcome) = home.import();
    assert_eq!(outcome.instances, 1, "{outcome:?}");
    assert_eq!(
        refusals(&outcome),
        [
            ("a.7z/../evil", "archive_path_outside"),
            ("a.7z/", "archive_path_outside"),
            ("a.7z/link", "link"),
            ("a.7z/pipe", "special_file"),
            ("a.7z/bomb", "archive_too_large"),
        ]
    );
    // LZMA2 with a dictionary of 4 GiB, LZMA with one of 2 GiB, PPMd with as large a model.
    for coder in [
        &[0x21, 0x21, 1, 40][..],
        &[0x23, 3, 1, 1, 5, 93, 0, 0, 0, 0x80],
        &[0x23, 3, 4, 1, 5, 6, 0, 0, 0, 0x80],
    ] {
        home.wipe().put("a.7z", seven_zip(&[good()], coder));
        let outcome = look(&home.medium()).1;
        assert_eq!(refusals(&outcome), [("a.7z/good", "archive_memory")]);
    }
}

#[test]
fn more_than_it_says_is_never_taken() {
    let home = Home::new();
    let mut short = File::new("short", image(1));
    short.length -= 10;
    let files = [short, File::new("next", image(2))];
    home.put("a.7z", seven_zip(&files, COPY));
    let (_, outcome) = home.import();
    let damaged = [
        ("a.7z/short", "archive_damaged"),
        ("a.7z/next", "archive_damaged"),
    ];
    assert_eq!(refusals(&outcome), damaged, "{outcome:?}");
}
