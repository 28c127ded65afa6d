//! What a disc's own list names of a study and the library does not hold.
//!
//! A listing is kept with its import: how much the DICOMDIR lists, and which
//! instances were not taken. What is said of a study is asked anew each time
//! against what is held, so it vanishes when a later import brings the rest.
//! Listed files without a Referenced SOP Instance UID are told with their import
//! alone: nobody could say later whether they came. Not for what a report names.

use std::collections::HashSet;

use scanfolio_core::dicomdir::ListedStudy;
use serde::{Deserialize, Serialize};

use crate::error::LibraryError;
use crate::outcome::IncompleteStudy;
use crate::storage::Storage;

/// A study as a DICOMDIR lists it, and what of it did not come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Listing {
    pub study: ListedStudy,
    /// Keys of studies of this UID of which the import brought or met something.
    #[serde(default)]
    pub study_keys: Vec<String>,
    pub listed: u32,
    /// Of these, images.
    pub images_listed: u32,
    /// Listed and on the medium, whether they could be taken or not.
    pub found: u32,
    /// Of these, images.
    pub images_found: u32,
    /// SOP Instance UIDs of listed images that were not taken.
    pub lacking_images: Vec<String>,
    /// Of listed files of other kinds.
    pub lacking_others: Vec<String>,
}

impl Listing {
    /// What the medium lacks of the study, for the import's outcome.
    pub(crate) fn told(&self) -> Option<IncompleteStudy> {
        let missing = self.listed.checked_sub(self.found)?;
        let only_images = self.images_listed.checked_sub(self.images_found)? == missing;
        let (listed, found) = if only_images {
            (self.images_listed, self.images_found)
        } else {
            (self.listed, self.found)
        };
        (missing > 0).then(|| IncompleteStudy {
            study: self.study.clone(),
            only_images,
            listed,
            found,
        })
    }

    fn lacks_something(&self) -> bool {
        !self.lacking_images.is_empty() || !self.lacking_others.is_empty()
    }
}

/// What is not held of a study although a disc lists it. At least one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MissingParts {
    /// Only images are counted, since nothing else is missing; otherwise files of any kind.
    pub only_images: bool,
    /// How many the disc lists and the library does not hold.
    pub missing: u32,
    /// How many the disc lists in all; `None` when several discs each list something else that is missing.
    pub listed: Option<u32>,
}

/// One listing of a study, held against what is held today.
#[derive(Debug, Default)]
pub(crate) struct HeldAgainst {
    pub listed: u32,
    pub images_listed: u32,
    pub lacking_images: HashSet<String>,
    pub lacking_others: HashSet<String>,
}

impl HeldAgainst {
    fn len(&self) -> usize {
        self.lacking_images.len() + self.lacking_others.len()
    }
}

impl MissingParts {
    /// Sums up all listings of a study, the newest last; `None` when nothing is missing.
    pub(crate) fn of(listings: &[HeldAgainst]) -> Option<Self> {
        let images: HashSet<&String> = listings
            .iter()
            .flat_map(|one| &one.lacking_images)
            .collect();
        let others: HashSet<&String> = listings
            .iter()
            .flat_map(|one| &one.lacking_others)
            .collect();
        let missing = images.union(&others).count();
        if missing == 0 {
            return None;
        }
        let only_images = others.is_empty();
        let whole = listings.iter().rev().find(|one| one.len() == missing);
        Some(Self {
            only_images,
            missing: u32::try_from(missing).unwrap_or(u32::MAX),
            listed: whole.map(|one| {
                if only_images {
                    one.images_listed
                } else {
                    one.listed
                }
            }),
        })
    }
}

/// Says of which studies the listings of an import speak, and leaves out what
/// is held, from wherever it came.
pub(crate) fn hold_against(
    storage: &Storage,
    import: i64,
    met: &HashSet<blake3::Hash>,
    listings: Vec<Listing>,
) -> Result<Vec<Listing>, LibraryError> {
    let mut kept = Vec::new();
    for mut listing in listings {
        let touched = storage.listed_studies(import, met, &listing.study.study_instance_uid)?;
        listing.study_keys = touched.study_keys;
        let is_absent = |uid: &String| !touched.sop_instance_uids.contains(uid);
        listing.lacking_images.retain(is_absent);
        listing.lacking_others.retain(is_absent);
        if listing.lacks_something() || listing.found < listing.listed {
            kept.push(listing);
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(listed: u32, images: &[&str], others: &[&str]) -> HeldAgainst {
        let owned = |uids: &[&str]| uids.iter().map(|&uid| uid.to_owned()).collect();
        HeldAgainst {
            listed: listed + 1,
            images_listed: listed,
            lacking_images: owned(images),
            lacking_others: owned(others),
        }
    }

    fn check(listings: &[HeldAgainst], expected: Option<(bool, u32, Option<u32>)>) {
        let said = MissingParts::of(listings);
        let said = said.map(|parts| (parts.only_images, parts.missing, parts.listed));
        assert_eq!(said, expected, "{listings:?}");
    }

    #[test]
    fn what_several_discs_list_is_counted_once() {
        check(&[], None);
        check(&[listing(60, &[], &[])], None);
        let one = || listing(60, &["2.25.1"], &[]);
        check(&[one()], Some((true, 1, Some(60))));
        check(&[one(), one()], Some((true, 1, Some(60))));
        check(&[one(), listing(60, &[], &[])], Some((true, 1, Some(60))));
        check(
            &[one(), listing(30, &["2.25.2"], &[])],
            Some((true, 2, None)),
        );
        check(
            &[one(), listing(61, &["2.25.1", "2.25.2"], &[])],
            Some((true, 2, Some(61))),
        );
        check(
            &[listing(60, &["2.25.1"], &["2.25.9"])],
            Some((false, 2, Some(61))),
        );
    }
}
