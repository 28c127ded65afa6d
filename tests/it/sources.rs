//! The same files through every source: folder, archive, tape, disc; kept, and looked at.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{ArchivePassword, ImportOutcome, Library, PersonChoice, Source};

use crate::discs::make;
use crate::made::{Home, assert_adds_up, shared_data};

const PASSWORD: &str = "14031958";

/// What came of a source: everything but where it lies and which rows it got.
#[derive(Debug, PartialEq, Eq)]
struct Came {
    /// Study, series, modality and frames of each.
    held: BTreeSet<String>,
    counts: [u64; 6],
    missing: usize,
    refused: Vec<&'static str>,
}

fn came(library: &Library, outcome: &ImportOutcome) -> Came {
    assert_adds_up(outcome);
    let mut held = BTreeSet::new();
    for id in &outcome.study_ids {
        let detail = library.study(*id).unwrap();
        for series in detail.series {
            held.insert(format!(
                "{} {} {} {}",
                detail.summary.study_instance_uid,
                series.series_instance_uid,
                series.modality,
                series.frames.len()
            ));
        }
    }
    let mut refused: Vec<_> = outcome.rejected.iter().map(|it| it.code.as_str()).collect();
    refused.sort_unstable();
    Came {
        held,
        counts: [
            outcome.files,
            outcome.instances,
            outcome.reports,
            outcome.attachments,
            outcome.duplicates,
            outcome.ignored,
        ],
        missing: outcome.missing.len(),
        refused,
    }
}

fn sources(path: &Path) -> Vec<Source> {
    let password = ArchivePassword::new(PASSWORD.to_owned());
    Source::of_paths(&[path.to_path_buf()], password.as_ref())
}

fn looked(path: &Path) -> Came {
    let (library, outcome) =
        Library::look_at(&sources(path), &|_| {}, &CancelToken::default()).unwrap();
    came(&library, &outcome)
}

/// Kept, and every kept file is what it should be.
fn kept(path: &Path) -> Came {
    let home = Home::new();
    let library = home.open();
    let (who, cancel) = (PersonChoice::New, CancelToken::default());
    let outcome = library
        .import_sources(&sources(path), who, &|_| {}, &cancel)
        .unwrap();
    let found = library.verify(&|_| {}, &cancel).unwrap();
    assert!(found.is_clean(), "{}: {found:?}", path.display());
    came(&library, &outcome)
}

/// Whatever a person may give whole: every tree, every archive, the folder of every DICOMDIR.
fn everything(data: &Path) -> BTreeSet<PathBuf> {
    let mut all = BTreeSet::new();
    let mut folders = vec![data.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().to_lowercase();
            let is_archive = [".zip", ".gz", ".7z", ".tar", ".tgz", ".iso"]
                .iter()
                .any(|end| name.ends_with(end));
            if path.is_dir() {
                if folder == data && name != "licences" {
                    all.insert(path.clone());
                }
                folders.push(path);
            } else if is_archive {
                all.insert(path);
            } else if name == "dicomdir" {
                all.insert(folder.clone());
            }
        }
    }
    all
}

#[test]
fn all_real_trees_archives_and_discs_are_kept_as_they_are_looked_at() {
    let Some(data) = shared_data() else { return };
    let all = everything(&data);
    assert!(all.len() > 20, "{all:?}");
    for path in all {
        let name = path.strip_prefix(&data).unwrap().display();
        let kept = kept(&path);
        assert!(kept.counts[0] > 0, "{name}: {kept:?}");
        assert_eq!(kept, looked(&path), "{name}");
        let of_containers = |code: &&&str| code.starts_with("archive") || code.starts_with("disc");
        let refused = kept.refused.iter().filter(of_containers).count();
        assert_eq!(refused, 0, "{name}: {kept:?}");
    }
}

/// Trees small enough to be packed in a test, each with something of its own.
const TREES: [&str; 3] = [
    "neurolabusc__dcm_qa_xa60",
    "dcm4che__dcm4che",
    "dcmjs-org__dcmjs",
];

/// Public tools that write discs and archives, with what makes each another source.
const MAKERS: [(&str, &[&str]); 10] = [
    ("genisoimage", &["-quiet", "-f", "-R", "-o"]),
    (
        "genisoimage",
        &["-quiet", "-f", "-J", "-joliet-long", "-D", "-o"],
    ),
    (
        "genisoimage",
        &["-quiet", "-f", "-J", "-joliet-long", "-D", "-udf", "-o"],
    ),
    ("xorriso", &["-as", "mkisofs", "-quiet", "-R", "-J", "-o"]),
    ("tar", &["-czf"]),
    ("zip", &["-q", "-r", "-1"]),
    ("zip", &["-q", "-r", "-1", "-P", PASSWORD]),
    ("7zz", &["a", "-tzip", "-mem=AES256", "-p14031958"]),
    ("7zz", &["a", "-t7z", "-mx=1"]),
    ("7zz", &["a", "-t7z", "-mx=1", "-p14031958", "-mhe=on"]),
];

#[test]
fn real_trees_are_the_same_from_a_folder_and_from_what_every_tool_packs() {
    let Some(data) = shared_data() else { return };
    for name in TREES {
        let tree = data.join(name);
        let expected = kept(&tree);
        assert!(!expected.held.is_empty(), "{name}: {expected:?}");
        for (program, options) in MAKERS {
            let home = Home::new();
            // Content decides; a tool adds no ending to a name that has one.
            let image = home.medium().join("image.bin");
            let paths = [image.to_str().unwrap(), tree.to_str().unwrap()];
            if !make(program, &[options, &paths].concat()) {
                continue;
            }
            let said = format!("{name} by {program} {options:?}");
            assert_eq!(kept(&image), expected, "{said}");
            assert_eq!(looked(&image), expected, "{said}");
        }
    }
}
