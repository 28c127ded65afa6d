//! What a DICOMDIR names, held against what was found.

use std::collections::{BTreeMap, BTreeSet};

use scanfolio_core::dicomdir::{ListedStudy, ReferencedFile};

use crate::outcome::IncompleteStudy;

/// Paths of everything that was found, and what DICOMDIRs name.
#[derive(Debug, Default)]
pub(crate) struct Directories {
    found: BTreeSet<String>,
    /// By folded path.
    named: BTreeMap<String, Named>,
}

#[derive(Debug)]
struct Named {
    /// As it shall be shown.
    path: String,
    is_image: bool,
    study: Option<ListedStudy>,
}

/// How many of a study are listed, and how many of those are there.
#[derive(Default)]
struct Count {
    listed: u32,
    found: u32,
    images_listed: u32,
    images_found: u32,
}

impl Directories {
    pub(crate) fn found(&mut self, path: &str) {
        self.found.insert(fold(path));
    }

    /// `directory`: the DICOMDIR's own path; its file IDs are relative to its folder.
    pub(crate) fn named(&mut self, directory: &str, files: Vec<ReferencedFile>) {
        let folder = directory.rsplit_once('/').map_or("", |(folder, _)| folder);
        for file in files {
            let below = file.path.join("/");
            let path = if folder.is_empty() {
                below
            } else {
                format!("{folder}/{below}")
            };
            self.named.entry(fold(&path)).or_insert(Named {
                path,
                is_image: file.directory_record_type == "IMAGE",
                study: file.study,
            });
        }
    }

    /// Named and not found, in order.
    pub(crate) fn missing(&self) -> Vec<String> {
        self.named
            .iter()
            .filter(|(folded, _)| !self.found.contains(*folded))
            .map(|(_, named)| named.path.clone())
            .collect()
    }

    /// Studies of which files are missing, in order of their UIDs.
    pub(crate) fn incomplete(&self) -> Vec<IncompleteStudy> {
        let mut counts: BTreeMap<&ListedStudy, Count> = BTreeMap::new();
        for (folded, named) in &self.named {
            let Some(study) = &named.study else { continue };
            let is_found = u32::from(self.found.contains(folded));
            let is_image = u32::from(named.is_image);
            let count = counts.entry(study).or_default();
            count.listed += 1;
            count.found += is_found;
            count.images_listed += is_image;
            count.images_found += is_found * is_image;
        }
        counts
            .into_iter()
            .filter(|(_, count)| count.found < count.listed)
            .map(|(study, count)| {
                let missing = count.listed - count.found;
                let only_images = count.images_listed - count.images_found == missing;
                let (listed, found) = if only_images {
                    (count.images_listed, count.images_found)
                } else {
                    (count.listed, count.found)
                };
                IncompleteStudy {
                    study: study.clone(),
                    only_images,
                    listed,
                    found,
                }
            })
            .collect()
    }
}

/// Discs are mounted in capitals or not, with ISO 9660's `;1` and final dot or not.
fn fold(path: &str) -> String {
    let plain = |part: &str| {
        part.split(';')
            .next()
            .unwrap_or_default()
            .trim_end_matches('.')
            .to_lowercase()
    };
    path.split('/').map(plain).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use scanfolio_core::dicomdir::RecordUse;

    use super::*;

    fn listed(path: &str, kind: &str, study: &str) -> ReferencedFile {
        ReferencedFile {
            path: path.split('/').map(str::to_owned).collect(),
            directory_record_type: kind.to_owned(),
            referenced_sop_class_uid: String::new(),
            referenced_sop_instance_uid: String::new(),
            referenced_transfer_syntax_uid: String::new(),
            record_use: RecordUse::InUse,
            study: (!study.is_empty()).then(|| ListedStudy {
                study_instance_uid: study.to_owned(),
                ..ListedStudy::default()
            }),
        }
    }

    #[test]
    fn files_are_found_however_the_disc_was_mounted() {
        let mut directories = Directories::default();
        directories.found("disc/images/im1");
        directories.found("disc/IMAGES/IM2.;1");
        let files =
            ["IM1", "IM2", "IM3"].map(|name| listed(&format!("IMAGES/{name}"), "IMAGE", ""));
        directories.named("disc/DICOMDIR", files.to_vec());
        assert_eq!(directories.missing(), ["disc/IMAGES/IM3"]);
        assert!(directories.incomplete().is_empty(), "no study is known");
    }

    #[test]
    fn what_is_missing_is_counted_study_by_study() {
        let mut directories = Directories::default();
        for path in ["A1", "A2", "AR", "B1", "C1"] {
            directories.found(path);
        }
        let files = [
            ("A1", "IMAGE", "2.25.1"),
            ("A2", "IMAGE", "2.25.1"),
            ("A3", "IMAGE", "2.25.1"),
            ("AR", "SR DOCUMENT", "2.25.1"),
            ("B1", "IMAGE", "2.25.2"),
            ("BR", "SR DOCUMENT", "2.25.2"),
            ("C1", "IMAGE", "2.25.3"),
        ];
        let files = files.map(|(path, kind, study)| listed(path, kind, study));
        directories.named("DICOMDIR", files.to_vec());
        let counts: Vec<(String, bool, u32, u32)> = directories
            .incomplete()
            .into_iter()
            .map(|one| {
                let uid = one.study.study_instance_uid;
                (uid, one.only_images, one.listed, one.found)
            })
            .collect();
        assert_eq!(
            counts,
            [
                ("2.25.1".to_owned(), true, 3, 2),
                ("2.25.2".to_owned(), false, 2, 1)
            ]
        );
    }
}
