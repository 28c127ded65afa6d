//! Persons and their identities, read; and following what the sidecar says of them.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use scanfolio_core::study::Identity;

use super::{Storage, from_json};
use crate::error::LibraryError;
use crate::listing::{Identified, Person};
use crate::persons::{PersonEntry, Persons};

const SELECT: &str = "SELECT persons.id, persons.label, first.patient_name, first.patient_birth_date, first.patient_sex,
        first.patient_id,
        (SELECT json_group_array(DISTINCT patient_birth_date) FROM identities
         WHERE identities.person_id = persons.id AND patient_birth_date <> ''),
        (SELECT count(*) FROM identities WHERE identities.person_id = persons.id),
        (SELECT count(*) FROM studies JOIN identities ON identities.id = studies.identity_id
         WHERE identities.person_id = persons.id),
        (SELECT count(*) FROM reports WHERE reports.person_id = persons.id)
    FROM persons
    JOIN identities AS first ON first.id = (SELECT min(id) FROM identities WHERE person_id = persons.id)";

const IDENTITY: &str = "SELECT id, identity_key, person_id, is_weak, patient_id, issuer_of_patient_id, patient_name,
        patient_birth_date, patient_sex, (SELECT count(*) FROM studies WHERE identity_id = identities.id)
    FROM identities";

impl Storage {
    /// Everyone of whom something is held, in order of first sight.
    pub(crate) fn persons(&self) -> Result<Vec<Person>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(&format!("{SELECT} ORDER BY first.id"))?;
            let mut rows = statement.query([])?;
            let mut persons = Vec::new();
            while let Some(row) = rows.next()? {
                persons.push(person(row)?);
            }
            Ok(persons)
        })
    }

    pub(crate) fn person(&self, id: i64) -> Result<Person, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(&format!("{SELECT} WHERE persons.id = ?1"))?;
            let mut rows = statement.query(params![id])?;
            match rows.next()? {
                Some(row) => person(row),
                None => Err(LibraryError::NotFound { kind: "person", id }),
            }
        })
    }

    pub(crate) fn person_key(&self, id: i64) -> Result<String, LibraryError> {
        self.read(|index| {
            index
                .query_row(
                    "SELECT person_key FROM persons WHERE id = ?1",
                    params![id],
                    |row| row.get(0),
                )
                .optional()?
                .ok_or(LibraryError::NotFound { kind: "person", id })
        })
    }

    /// In order of first sight: of one person, or all, those that wait among them.
    pub(crate) fn identities(&self, person: Option<i64>) -> Result<Vec<Identified>, LibraryError> {
        self.read(|index| identities(index, "?1 IS NULL OR person_id = ?1", params![person]))
    }

    pub(crate) fn identity(&self, key: &str) -> Result<Identified, LibraryError> {
        self.read(|index| identities(index, "identity_key = ?1", params![key]))?
            .pop()
            .ok_or_else(|| LibraryError::UnknownIdentity {
                key: key.to_owned(),
            })
    }

    /// Identities that wait, and of which one of these data sets is.
    pub(crate) fn waiting_among(
        &self,
        met: &HashSet<blake3::Hash>,
    ) -> Result<Vec<Identified>, LibraryError> {
        if met.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|index| {
            let mut found = identities(index, "person_id IS NULL", [])?;
            let mut statement = index.prepare_cached(
                "SELECT data_set_blake3 FROM copies
                 JOIN instances ON instances.id = copies.instance_id
                 JOIN series ON series.id = instances.series_id
                 JOIN studies ON studies.id = series.study_id WHERE identity_id = ?1",
            )?;
            let mut is_met = |identity: i64| -> Result<bool, LibraryError> {
                let mut rows = statement.query(params![identity])?;
                while let Some(row) = rows.next()? {
                    let hex = row
                        .get_ref(0)?
                        .as_str()
                        .map_err(|_| LibraryError::IndexDamaged)?;
                    if blake3::Hash::from_hex(hex).is_ok_and(|hash| met.contains(&hash)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            };
            let mut kept = Vec::new();
            for one in found.drain(..) {
                if is_met(one.id)? {
                    kept.push(one);
                }
            }
            Ok(kept)
        })
    }

    /// How many reports of an import that are no DICOM files wait with a study.
    pub(crate) fn loose_reports_that_wait(&self, import: i64) -> Result<u64, LibraryError> {
        self.read(|index| {
            let count: u32 = index.query_row(
                "SELECT count(*) FROM reports WHERE import_id = ?1 AND instance_id IS NULL
                 AND id IN (SELECT report_id FROM reports_that_wait)",
                params![import],
                |row| row.get(0),
            )?;
            Ok(u64::from(count))
        })
    }

    /// Makes persons, identities and reports what the sidecar says they are.
    pub(crate) fn follow_persons(&self, persons: &Persons) -> Result<(), LibraryError> {
        self.write(|index| {
            let before = names(index)?;
            let decided = persons.by_identity();
            let mut changed = BTreeSet::new();
            // Removed ones follow, too: they may come back.
            for (id, key, before) in all_identities(index)? {
                let person = decided
                    .get(key.as_str())
                    .map(|person| person_row(index, person))
                    .transpose()?;
                if person != before {
                    index
                        .prepare_cached("UPDATE all_identities SET person_id = ?2 WHERE id = ?1")?
                        .execute(params![id, person])?;
                    changed.insert(id);
                }
            }
            let after = names(index)?;
            for (identity, _) in after.difference(&before) {
                changed.insert(*identity);
            }
            if changed.is_empty() {
                return Ok(());
            }
            super::reports::follow_studies(index)?;
            index.execute(
                "DELETE FROM persons WHERE id NOT IN (
                     SELECT person_id FROM all_identities WHERE person_id IS NOT NULL
                     UNION SELECT person_id FROM all_reports WHERE person_id IS NOT NULL)",
                [],
            )?;
            for identity in changed {
                let studies: Vec<i64> = index
                    .prepare_cached("SELECT id FROM all_studies WHERE identity_id = ?1")?
                    .query_map(params![identity], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                for study in studies {
                    super::search::index_study(index, study)?;
                }
            }
            Ok(())
        })
    }
}

/// Row, key and person of every identity.
fn all_identities(index: &Connection) -> Result<Vec<(i64, String, Option<i64>)>, LibraryError> {
    let identities = index
        .prepare_cached("SELECT id, identity_key, person_id FROM all_identities ORDER BY id")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    Ok(identities)
}

/// Each identity with what its person is called.
fn names(index: &Connection) -> Result<BTreeSet<(i64, String)>, LibraryError> {
    let mut statement = index.prepare_cached(
        "SELECT all_identities.id, persons.label FROM all_identities JOIN persons ON persons.id = person_id",
    )?;
    let names = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(names)
}

/// The row of a person, made when there is none.
pub(super) fn person_row(
    index: &Transaction<'_>,
    person: &PersonEntry,
) -> Result<i64, LibraryError> {
    Ok(index
        .prepare_cached(
            "INSERT INTO persons (person_key, label) VALUES (?1, ?2)
             ON CONFLICT (person_key) DO UPDATE SET label = excluded.label RETURNING id",
        )?
        .query_row(params![person.key, person.label], |row| row.get(0))?)
}

fn identities(
    index: &Connection,
    condition: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Identified>, LibraryError> {
    let mut statement =
        index.prepare_cached(&format!("{IDENTITY} WHERE {condition} ORDER BY id"))?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Identified {
            id: row.get(0)?,
            key: row.get(1)?,
            person_id: row.get(2)?,
            is_weak: row.get(3)?,
            identity: Identity {
                patient_id: row.get(4)?,
                issuer_of_patient_id: row.get(5)?,
                patient_name: json(row, 6)?,
                patient_birth_date: row.get(7)?,
                patient_sex: row.get(8)?,
            },
            studies: row.get(9)?,
        });
    }
    Ok(found)
}

fn person(row: &Row<'_>) -> Result<Person, LibraryError> {
    Ok(Person {
        id: row.get(0)?,
        label: row.get(1)?,
        patient_name: json(row, 2)?,
        patient_birth_date: row.get(3)?,
        patient_sex: row.get(4)?,
        patient_id: row.get(5)?,
        birth_dates: json(row, 6)?,
        identities: row.get(7)?,
        studies: row.get(8)?,
        reports: row.get(9)?,
    })
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, LibraryError> {
    from_json(
        row.get_ref(column)?
            .as_str()
            .map_err(|_| LibraryError::IndexDamaged)?,
    )
}
