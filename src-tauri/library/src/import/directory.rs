//! What a DICOMDIR names, held against what was found.

use std::collections::{BTreeMap, BTreeSet};

use scanfolio_core::dicomdir::{ListedStudy, ReferencedFile};

use crate::lacking::Listing;
use crate::outcome::Rejected;

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
    referenced_sop_instance_uid: String,
    study: Option<ListedStudy>,
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
                referenced_sop_instance_uid: file.referenced_sop_instance_uid,
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

    /// Studies of which files are missing or were refused, in order of their UIDs.
    pub(crate) fn listings(&self, rejected: &[Rejected]) -> Vec<Listing> {
        let refused: BTreeSet<String> = rejected.iter().map(|one| fold(&one.path)).collect();
        let mut listings: BTreeMap<&ListedStudy, Listing> = BTreeMap::new();
        let mut lacking: BTreeSet<&ListedStudy> = BTreeSet::new();
        for (folded, named) in &self.named {
            let Some(study) = &named.study else { continue };
            let is_found = self.found.contains(folded);
            let listing = listings.entry(study).or_default();
            listing.listed += 1;
            listing.found += u32::from(is_found);
            listing.images_listed += u32::from(named.is_image);
            listing.images_found += u32::from(is_found && named.is_image);
            if is_found && !refused.contains(folded) {
                continue;
            }
            lacking.insert(study);
            let uid = &named.referenced_sop_instance_uid;
            if !uid.is_empty() && named.is_image {
                listing.lacking_images.push(uid.clone());
            } else if !uid.is_empty() {
                listing.lacking_others.push(uid.clone());
            }
        }
        listings.retain(|study, _| lacking.contains(study));
        listings
            .into_iter()
            .map(|(study, listing)| Listing {
                study: study.clone(),
                ..listing
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
    use crate::outcome::RejectCode;

    fn listed(path: &str, kind: &str, study: &str) -> ReferencedFile {
        ReferencedFile {
            path: path.split('/').map(str::to_owned).collect(),
            directory_record_type: kind.to_owned(),
            referenced_sop_class_uid: String::new(),
            referenced_sop_instance_uid: format!("{study}.{path}"),
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
        assert!(directories.listings(&[]).is_empty(), "no study is known");
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
        let told: Vec<(String, bool, u32, u32)> = directories
            .listings(&[])
            .iter()
            .filter_map(Listing::told)
            .map(|one| {
                let uid = one.study.study_instance_uid;
                (uid, one.only_images, one.listed, one.found)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("2.25.1".to_owned(), true, 3, 2),
                ("2.25.2".to_owned(), false, 2, 1)
            ]
        );
    }

    #[test]
    fn what_was_refused_was_there_and_is_lacking_all_the_same() {
        let mut directories = Directories::default();
        let files = ["A1", "A2", "A3"].map(|path| {
            directories.found(path);
            listed(path, "IMAGE", "2.25.1")
        });
        directories.named("DICOMDIR", files.to_vec());
        assert!(directories.listings(&[]).is_empty(), "all of it was taken");
        let refused = Rejected {
            path: "a2".into(),
            code: RejectCode::ReadError,
            reason: String::new(),
        };
        let listings = directories.listings(&[refused]);
        assert_eq!(listings.len(), 1);
        assert_eq!(listings[0].told(), None, "it is on the disc");
        assert_eq!(listings[0].lacking_images, ["2.25.1.A2"]);
        assert!(listings[0].lacking_others.is_empty());
    }
}
