//! A medium of known studies, and what a library that was interrupted must still hold of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Library, OpenMode};

use crate::made::{JANE, JOHN, Made, import, listing};

/// Images in each study.
pub const SLICES: i64 = 4;

/// The media: what is imported one after another.
pub const MEDIA: [&str; 3] = ["first", "second", "third"];

/// Studies of each medium: whose, and the Study Instance UID.
const STUDIES: [&[(Made<'static>, &str)]; 3] = [
    &[(JANE, "2.25.11")],
    &[(JANE, "2.25.21"), (JOHN, "2.25.22")],
    &[(JOHN, "2.25.31"), (JANE, "2.25.32"), (JOHN, "2.25.33")],
];

/// A place for media and a library, in memory where that can be: a kill does
/// not touch what was written, and a disk would only make it slower.
pub struct Place {
    folder: PathBuf,
    _own: Option<tempfile::TempDir>,
}

impl Place {
    pub fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        };
        let folder = folder.unwrap();
        Self {
            folder: folder.path().to_path_buf(),
            _own: Some(folder),
        }
    }

    /// One that another process made, with its library on a volume of its own.
    pub fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            _own: None,
        }
    }

    /// With all media.
    pub fn with_media() -> Self {
        let place = Self::new();
        for (medium, studies) in MEDIA.iter().zip(STUDIES) {
            let folder = place.medium(medium);
            for (number, (whose, study)) in studies.iter().enumerate() {
                let folder = folder.join(format!("{number}"));
                fs::create_dir_all(&folder).unwrap();
                for instance in 1..=SLICES {
                    let made = Made {
                        study,
                        instance,
                        accession: study,
                        ..*whose
                    };
                    fs::write(folder.join(format!("{instance}")), made.image()).unwrap();
                }
                let report = Made {
                    study,
                    accession: study,
                    ..*whose
                }
                .text_report("Clear.");
                fs::write(folder.join("report.txt"), report).unwrap();
            }
        }
        place
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    pub fn medium(&self, name: &str) -> PathBuf {
        self.path().join("media").join(name)
    }

    pub fn library_folder(&self) -> PathBuf {
        let volume = self.volume();
        let folder = if volume.is_dir() {
            &volume
        } else {
            &self.folder
        };
        folder.join("library")
    }

    /// A small volume may be mounted here.
    pub fn volume(&self) -> PathBuf {
        self.folder.join("volume")
    }

    pub fn open(&self) -> Library {
        Library::open(&self.library_folder(), OpenMode::Create).unwrap()
    }

    pub fn wipe_library(&self) {
        drop(fs::remove_dir_all(self.library_folder()));
    }
}

/// The listing of a library that imported all media undisturbed, in an order of its own.
pub fn undisturbed() -> serde_json::Value {
    let place = Place::with_media();
    let library = place.open();
    for medium in MEDIA {
        import(&library, &place.medium(medium)).unwrap();
    }
    sorted(&library)
}

/// The listing, whatever the order of first sight was.
pub fn sorted(library: &Library) -> serde_json::Value {
    let mut people = listing(library);
    let by_text = |values: &mut Vec<serde_json::Value>| values.sort_by_key(ToString::to_string);
    for person in people.as_array_mut().unwrap() {
        by_text(person["studies"].as_array_mut().unwrap());
    }
    by_text(people.as_array_mut().unwrap());
    people
}

/// After an interruption: what was acknowledged is there and whole, nothing half is shown as
/// whole, and importing everything again completes it.
pub fn check_survived(place: &Place, acknowledged: &[&str], truth: &serde_json::Value, said: &str) {
    let library = place.open();
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(found.is_clean(), "{said}: {found:?}");

    let people = library.list().unwrap();
    let studies: Vec<_> = people.iter().flat_map(|person| &person.studies).collect();
    let mut held = 0;
    for (medium, expected) in MEDIA.iter().zip(STUDIES) {
        for (_, study) in expected {
            let shown = studies
                .iter()
                .find(|shown| shown.study_instance_uid == *study);
            held += shown.map_or(0, |shown| shown.instances);
            if acknowledged.contains(medium) {
                let shown = shown.unwrap_or_else(|| panic!("{said}: {study} of {medium} is lost"));
                assert_eq!(i64::from(shown.instances), SLICES, "{said}: {study}");
                assert!(!shown.is_unfinished, "{said}: {study} was whole before");
            } else if let Some(shown) = shown {
                assert!(
                    shown.is_unfinished || i64::from(shown.instances) == SLICES,
                    "{said}: half of {study} is shown as whole"
                );
            }
        }
    }
    let with_studies = studies.iter().flat_map(|study| study.reports.clone());
    let reports: BTreeSet<i64> = with_studies
        .chain(library.unpaired_reports(None).unwrap())
        .map(|report| report.id)
        .collect();
    assert_eq!(
        u64::from(held) + reports.len() as u64,
        found.files,
        "{said}: what is kept is listed"
    );

    for medium in MEDIA {
        let again = import(&library, &place.medium(medium)).unwrap();
        assert_eq!(again.rejected, [], "{said}");
    }
    assert_eq!(
        sorted(&library),
        *truth,
        "{said}: importing again completes it"
    );
    let staged = fs::read_dir(place.library_folder().join("staging")).unwrap();
    assert_eq!(staged.count(), 0, "{said}: nothing is left in staging");
}

/// Numbers that look random and are the same each time (splitmix64 by Sebastiano Vigna).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, and without, 1.
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
