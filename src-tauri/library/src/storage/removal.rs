//! What is removed is hidden until it is gone.
//!
//! A removed file keeps its rows, in the tables whose names begin with `all_`;
//! every question is asked of the views, which leave them out. So undoing is as
//! quick as removing, whatever the size, and restores every row as it was.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, params};

use super::{Storage, to_column};
use crate::error::LibraryError;
use crate::remove::Removals;

/// An instance whose preferred copy is another one now.
#[derive(Debug)]
pub(crate) struct Elected {
    pub instance_id: i64,
    pub place: String,
}

impl Storage {
    /// Hides what the sidecar says is removed, and shows all else. Gives the
    /// instances of which another copy stands in the stack now.
    pub(crate) fn follow_removals(
        &self,
        removals: &Removals,
    ) -> Result<Vec<Elected>, LibraryError> {
        self.write(|index| {
            let mut studies = hidden_studies(index)?;
            for table in ["all_copies", "all_reports", "all_attachments"] {
                index.execute(
                    &format!("UPDATE {table} SET removal = 0 WHERE removal <> 0"),
                    [],
                )?;
                let mut hide = index.prepare(&format!(
                    "UPDATE {table} SET removal = ?1 WHERE place = ?2 AND import_id = ?3"
                ))?;
                for removal in &removals.removals {
                    for file in &removal.files {
                        hide.execute(params![removal.number, file.place, file.import])?;
                    }
                }
            }
            studies.extend(hidden_studies(index)?);
            let mut elected = Vec::new();
            for study in studies {
                show_or_hide(index, study)?;
                elected.extend(elect(index, study)?);
            }
            Ok(elected)
        })
    }

    /// Something is removed and not gone yet.
    pub(crate) fn hides_something(&self) -> Result<bool, LibraryError> {
        self.read(|index| {
            Ok(index.query_row(
                "SELECT EXISTS (SELECT 1 FROM all_copies WHERE removal <> 0)
                     OR EXISTS (SELECT 1 FROM all_reports WHERE removal <> 0)
                     OR EXISTS (SELECT 1 FROM all_attachments WHERE removal <> 0)",
                [],
                |row| row.get(0),
            )?)
        })
    }

    /// Bytes of all kept files, and of those that are removed and not gone yet.
    pub(crate) fn kept_bytes(&self) -> Result<(u64, u64), LibraryError> {
        self.read(|index| {
            let (kept, removed): (i64, i64) = index.query_row(
                "SELECT coalesce(sum(file_length), 0), coalesce(sum(CASE WHEN removal <> 0 THEN file_length END), 0)
                 FROM (SELECT file_length, removal FROM all_copies
                       UNION ALL SELECT file_length, removal FROM all_reports WHERE instance_id IS NULL
                       UNION ALL SELECT file_length, removal FROM all_attachments)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            Ok((kept.unsigned_abs(), removed.unsigned_abs()))
        })
    }

    /// Deletes the rows of what is hidden by these removals, so that nothing of
    /// it is left in the file of the index.
    pub(crate) fn forget_removed(&self, numbers: &[i64]) -> Result<(), LibraryError> {
        self.write(|index| {
            let numbers = to_column(&numbers)?;
            let studies = hidden_studies(index)?;
            forget_files(index, &numbers)?;
            for study in studies {
                show_or_hide(index, study)?;
            }
            forget_the_empty(index)
        })?;
        // While somebody reads, the WAL cannot be emptied; closing the index empties it.
        let _ = self.settle();
        Ok(())
    }

    /// Those of the keys that the index still knows.
    pub(crate) fn known_keys(
        &self,
        kind: KeyKind,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, LibraryError> {
        let (table, column) = match kind {
            KeyKind::Study => ("all_studies", "study_key"),
            KeyKind::Identity => ("all_identities", "identity_key"),
            KeyKind::Report => ("all_reports", "report_key"),
        };
        self.read(|index| {
            let mut statement = index.prepare_cached(&format!(
                "SELECT {column} FROM {table} WHERE {column} IN (SELECT value FROM json_each(?1))"
            ))?;
            let known = statement
                .query_map(params![to_column(keys)?], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(known)
        })
    }
}

/// What a key is of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum KeyKind {
    Study,
    Identity,
    Report,
}

/// Studies of which a file is hidden.
fn hidden_studies(index: &Connection) -> Result<BTreeSet<i64>, LibraryError> {
    let studies = index
        .prepare_cached(
            "SELECT DISTINCT study_id FROM all_copies
             JOIN all_instances ON all_instances.id = all_copies.instance_id
             JOIN all_series ON all_series.id = all_instances.series_id WHERE removal <> 0",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(studies)
}

/// A thing is shown as long as a file of it is.
pub(super) fn show_or_hide(index: &Transaction<'_>, study: i64) -> Result<(), LibraryError> {
    for change in [
        "UPDATE all_instances SET is_removed = NOT EXISTS (
             SELECT 1 FROM all_copies WHERE instance_id = all_instances.id AND removal = 0)
         WHERE series_id IN (SELECT id FROM all_series WHERE study_id = ?1)",
        "UPDATE all_series SET is_removed = NOT EXISTS (
             SELECT 1 FROM all_instances WHERE series_id = all_series.id AND is_removed = 0)
         WHERE study_id = ?1",
        "UPDATE all_studies SET is_removed = NOT EXISTS (
             SELECT 1 FROM all_series WHERE study_id = all_studies.id AND is_removed = 0)
         WHERE id = ?1",
        "UPDATE all_identities SET is_removed = NOT EXISTS (
             SELECT 1 FROM all_studies WHERE identity_id = all_identities.id AND is_removed = 0)
         WHERE id = (SELECT identity_id FROM all_studies WHERE id = ?1)",
    ] {
        index.prepare_cached(change)?.execute(params![study])?;
    }
    Ok(())
}

/// The copy that enters stacks is the first that is shown, a whole one before one cut short.
fn elect(index: &Transaction<'_>, study: i64) -> Result<Vec<Elected>, LibraryError> {
    let mut statement = index.prepare_cached(
        "SELECT shown, best, place FROM (
             SELECT all_instances.id AS shown,
                    (SELECT id FROM all_copies WHERE instance_id = all_instances.id AND removal = 0
                     ORDER BY is_cut_short, id LIMIT 1) AS best
             FROM all_instances JOIN all_series ON all_series.id = all_instances.series_id
             WHERE study_id = ?1 AND all_instances.is_removed = 0)
         JOIN all_copies ON all_copies.id = best WHERE all_copies.is_preferred = 0",
    )?;
    let mut rows = statement.query(params![study])?;
    let mut elected = Vec::new();
    while let Some(row) = rows.next()? {
        let (instance_id, best): (i64, i64) = (row.get(0)?, row.get(1)?);
        elected.push((
            best,
            Elected {
                instance_id,
                place: row.get(2)?,
            },
        ));
    }
    for (best, of) in &elected {
        index
            .prepare_cached(
                "UPDATE all_copies SET is_preferred = (id = ?2) WHERE instance_id = ?1",
            )?
            .execute(params![of.instance_id, best])?;
    }
    Ok(elected.into_iter().map(|(_, elected)| elected).collect())
}

/// Rows of single files, with what hangs on them. `numbers` is a JSON list of removals.
fn forget_files(index: &Transaction<'_>, numbers: &str) -> Result<(), LibraryError> {
    const GONE: &str = "removal IN (SELECT value FROM json_each(?1))";
    for change in [
        format!(
            "DELETE FROM all_pairings WHERE report_id IN (SELECT id FROM all_reports WHERE {GONE})"
        ),
        format!(
            "DELETE FROM words WHERE rowid IN (SELECT id * 2 + 1 FROM all_reports WHERE {GONE})"
        ),
        format!(
            "DELETE FROM met_again WHERE data_set_blake3 IN (
                     SELECT data_set_blake3 FROM all_copies WHERE {GONE}
                     UNION SELECT report_key FROM all_reports WHERE {GONE}
                     UNION SELECT blake3 FROM all_attachments WHERE {GONE})"
        ),
        format!("DELETE FROM all_reports WHERE {GONE}"),
        format!("DELETE FROM all_attachments WHERE {GONE}"),
        format!("DELETE FROM all_copies WHERE {GONE}"),
    ] {
        index.execute(&change, params![numbers])?;
    }
    Ok(())
}

/// Rows of what no file is left of.
fn forget_the_empty(index: &Transaction<'_>) -> Result<(), LibraryError> {
    const EMPTY_STUDIES: &str = "(SELECT id FROM all_studies WHERE NOT EXISTS (
        SELECT 1 FROM all_series WHERE study_id = all_studies.id))";
    for change in [
        "DELETE FROM all_instances WHERE is_removed = 1
             AND NOT EXISTS (SELECT 1 FROM all_copies WHERE instance_id = all_instances.id)"
            .to_owned(),
        "DELETE FROM all_series WHERE is_removed = 1
             AND NOT EXISTS (SELECT 1 FROM all_instances WHERE series_id = all_series.id)"
            .to_owned(),
        format!("DELETE FROM all_pairings WHERE study_id IN {EMPTY_STUDIES}"),
        format!(
            "DELETE FROM words WHERE rowid IN (SELECT id * 2 FROM all_studies WHERE id IN {EMPTY_STUDIES})"
        ),
        format!("UPDATE all_attachments SET study_id = NULL WHERE study_id IN {EMPTY_STUDIES}"),
        format!("DELETE FROM all_studies WHERE id IN {EMPTY_STUDIES}"),
        "UPDATE all_attachments SET identity_id = NULL WHERE identity_id IN (
             SELECT id FROM all_identities WHERE NOT EXISTS (
                 SELECT 1 FROM all_studies WHERE identity_id = all_identities.id))"
            .to_owned(),
        "DELETE FROM all_identities WHERE NOT EXISTS (
             SELECT 1 FROM all_studies WHERE identity_id = all_identities.id)"
            .to_owned(),
    ] {
        index.execute(&change, [])?;
    }
    super::reports::follow_studies(index)?;
    index.execute(
        "DELETE FROM persons WHERE id NOT IN (
             SELECT person_id FROM all_identities WHERE person_id IS NOT NULL
             UNION SELECT person_id FROM all_reports WHERE person_id IS NOT NULL)",
        [],
    )?;
    Ok(())
}
