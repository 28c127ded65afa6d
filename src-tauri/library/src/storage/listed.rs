//! What DICOMDIRs list, and what of it is held.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, Transaction, params};
use scanfolio_core::dicomdir::ListedStudy;

use super::Storage;
use crate::error::LibraryError;
use crate::lacking::{HeldAgainst, Listing, MissingParts};
use crate::outcome::IncompleteStudy;

/// Studies of one UID that an import touched.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Sorted.
    pub study_keys: Vec<String>,
    /// All that is held of them.
    pub sop_instance_uids: HashSet<String>,
}

impl Storage {
    /// Studies of a UID of which an import brought something, or met it again.
    pub(crate) fn listed_studies(
        &self,
        import: i64,
        met: &HashSet<blake3::Hash>,
        study_instance_uid: &str,
    ) -> Result<Touched, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(
                "SELECT study_key, sop_instance_uid, import_id, data_set_blake3 FROM studies
                 JOIN series ON series.study_id = studies.id
                 JOIN instances ON instances.series_id = series.id
                 JOIN copies ON copies.instance_id = instances.id
                 WHERE study_instance_uid = ?1",
            )?;
            let mut rows = statement.query(params![study_instance_uid])?;
            let mut held: BTreeMap<String, HashSet<String>> = BTreeMap::new();
            let mut touched = BTreeSet::new();
            while let Some(row) = rows.next()? {
                let study_key: String = row.get(0)?;
                let hex = row
                    .get_ref(3)?
                    .as_str()
                    .map_err(|_| LibraryError::IndexDamaged)?;
                let is_met = || blake3::Hash::from_hex(hex).is_ok_and(|hash| met.contains(&hash));
                if row.get::<_, i64>(2)? == import || is_met() {
                    touched.insert(study_key.clone());
                }
                held.entry(study_key).or_default().insert(row.get(1)?);
            }
            held.retain(|key, _| touched.contains(key));
            Ok(Touched {
                study_keys: touched.into_iter().collect(),
                sop_instance_uids: held.into_values().flatten().collect(),
            })
        })
    }

    /// What an import's discs lacked, as it was told then.
    pub(crate) fn incomplete(&self, import: i64) -> Result<Vec<IncompleteStudy>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(
                "SELECT study_instance_uid, study_date, study_description, listed, images_listed, found, images_found
                 FROM listings WHERE import_id = ?1 ORDER BY id",
            )?;
            let listings = statement
                .query_map(params![import], |row| {
                    Ok(Listing {
                        study: ListedStudy {
                            study_instance_uid: row.get(0)?,
                            study_date: row.get(1)?,
                            study_description: row.get(2)?,
                        },
                        listed: row.get(3)?,
                        images_listed: row.get(4)?,
                        found: row.get(5)?,
                        images_found: row.get(6)?,
                        ..Listing::default()
                    })
                })?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(listings.iter().filter_map(Listing::told).collect())
        })
    }
}

/// Puts an import's listings in the place of those it had.
pub(super) fn put(
    index: &Transaction<'_>,
    import: i64,
    listings: &[Listing],
) -> Result<(), LibraryError> {
    for table in ["listed_studies", "lacking_instances"] {
        index.execute(
            &format!(
                "DELETE FROM {table} WHERE listing_id IN (SELECT id FROM listings WHERE import_id = ?1)"
            ),
            params![import],
        )?;
    }
    index.execute("DELETE FROM listings WHERE import_id = ?1", params![import])?;
    let mut add = index.prepare_cached(
        "INSERT INTO listings (import_id, study_instance_uid, study_date, study_description,
                               listed, images_listed, found, images_found)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut add_study = index.prepare_cached(
        "INSERT INTO listed_studies (listing_id, study_key) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?;
    let mut add_instance = index.prepare_cached(
        "INSERT INTO lacking_instances (listing_id, sop_instance_uid, is_image) VALUES (?1, ?2, ?3)
         ON CONFLICT DO NOTHING",
    )?;
    for listing in listings {
        let id = add.insert(params![
            import,
            listing.study.study_instance_uid,
            listing.study.study_date,
            listing.study.study_description,
            listing.listed,
            listing.images_listed,
            listing.found,
            listing.images_found
        ])?;
        for key in &listing.study_keys {
            add_study.execute(params![id, key])?;
        }
        for uid in &listing.lacking_images {
            add_instance.execute(params![id, uid, true])?;
        }
        for uid in &listing.lacking_others {
            add_instance.execute(params![id, uid, false])?;
        }
    }
    Ok(())
}

/// What is missing of each study, by its row; complete ones are not among them.
pub(super) fn missing_parts(
    index: &Connection,
) -> Result<BTreeMap<i64, MissingParts>, LibraryError> {
    let mut statement = index.prepare_cached(
        "SELECT studies.id, listings.id, listed, images_listed, is_image, lacking_instances.sop_instance_uid
         FROM listings
         JOIN listed_studies ON listed_studies.listing_id = listings.id
         JOIN studies ON studies.study_key = listed_studies.study_key
         JOIN lacking_instances ON lacking_instances.listing_id = listings.id
         WHERE NOT EXISTS (SELECT 1 FROM series JOIN instances ON instances.series_id = series.id
                           WHERE series.study_id = studies.id
                             AND instances.sop_instance_uid = lacking_instances.sop_instance_uid)",
    )?;
    let mut rows = statement.query([])?;
    let mut studies: BTreeMap<i64, BTreeMap<i64, HeldAgainst>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let listings = studies.entry(row.get(0)?).or_default();
        let listing = listings.entry(row.get(1)?).or_default();
        listing.listed = row.get(2)?;
        listing.images_listed = row.get(3)?;
        let lacking = if row.get(4)? {
            &mut listing.lacking_images
        } else {
            &mut listing.lacking_others
        };
        lacking.insert(row.get(5)?);
    }
    Ok(studies
        .into_iter()
        .filter_map(|(study, listings)| {
            let listings: Vec<HeldAgainst> = listings.into_values().collect();
            Some((study, MissingParts::of(&listings)?))
        })
        .collect())
}
