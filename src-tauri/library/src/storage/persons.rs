//! Persons, read and renamed.

use rusqlite::{OptionalExtension, Row, params};

use super::{Storage, from_json};
use crate::error::LibraryError;
use crate::listing::Person;

const SELECT: &str = "SELECT persons.id, persons.label, first.patient_name, first.patient_birth_date, first.patient_sex,
        first.patient_id,
        (SELECT count(*) FROM studies JOIN identities ON identities.id = studies.identity_id
         WHERE identities.person_id = persons.id),
        (SELECT count(*) FROM reports WHERE reports.person_id = persons.id)
    FROM persons
    JOIN identities AS first ON first.id = (SELECT min(id) FROM identities WHERE person_id = persons.id)";

impl Storage {
    /// Everyone of whom something is held, in order of first sight.
    pub(crate) fn persons(&self) -> Result<Vec<Person>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(&format!("{SELECT} ORDER BY persons.id"))?;
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

    pub(crate) fn rename_person(&self, id: i64, label: &str) -> Result<(), LibraryError> {
        self.write(|index| {
            index.execute("UPDATE persons SET label = ?2 WHERE id = ?1", params![id, label])?;
            let studies: Vec<i64> = index
                .prepare(
                    "SELECT studies.id FROM studies JOIN identities ON identities.id = studies.identity_id
                     WHERE identities.person_id = ?1",
                )?
                .query_map(params![id], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            studies.into_iter().try_for_each(|study| super::search::index_study(index, study))
        })
    }
}

fn person(row: &Row<'_>) -> Result<Person, LibraryError> {
    Ok(Person {
        id: row.get(0)?,
        label: row.get(1)?,
        patient_name: from_json(
            row.get_ref(2)?
                .as_str()
                .map_err(|_| LibraryError::IndexDamaged)?,
        )?,
        patient_birth_date: row.get(3)?,
        patient_sex: row.get(4)?,
        patient_id: row.get(5)?,
        studies: row.get(6)?,
        reports: row.get(7)?,
    })
}
