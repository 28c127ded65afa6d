//! Imports as they are listed, and what they brought.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};

use super::{Storage, from_json, from_word};
use crate::error::LibraryError;
use crate::history::{Held, ImportEntry};
use crate::outcome::{ImportOutcome, Rejected};

/// Files of imports with the study they are of.
const COPIES: &str = "copies
     JOIN instances ON instances.id = copies.instance_id
     JOIN series ON series.id = instances.series_id
     JOIN studies ON studies.id = series.study_id
     JOIN identities ON identities.id = studies.identity_id";

impl Storage {
    /// One import, or all, the newest first.
    pub(crate) fn imports(&self, number: Option<i64>) -> Result<Vec<ImportEntry>, LibraryError> {
        self.read(|index| {
            let mut held = held(index, number)?;
            let mut statement = index.prepare_cached(
                "SELECT id, started_at, source_names, instances + reports + attachments + waiting, duplicates, ignored,
                        (SELECT count(*) FROM import_lines WHERE import_id = imports.id AND outcome = 'rejected'),
                        (SELECT count(*) FROM import_lines WHERE import_id = imports.id AND outcome = 'missing'),
                        is_cancelled, was_interrupted
                 FROM imports WHERE ?1 IS NULL OR id = ?1 ORDER BY id DESC",
            )?;
            let mut rows = statement.query(params![number])?;
            let mut imports = Vec::new();
            while let Some(row) = rows.next()? {
                let number = row.get(0)?;
                let held = held.remove(&number).unwrap_or_default();
                let source_names: String = row.get(2)?;
                imports.push(ImportEntry {
                    number,
                    started_at: row.get(1)?,
                    source_names: from_json(&source_names)?,
                    held,
                    gone: count(row, 3)?.saturating_sub(held.files()),
                    duplicates: count(row, 4)?,
                    ignored: count(row, 5)?,
                    rejected: count(row, 6)?,
                    missing: count(row, 7)?,
                    is_cancelled: row.get(8)?,
                    was_interrupted: row.get(9)?,
                });
            }
            Ok(imports)
        })
    }

    /// What an import did not take, and what was missing on its medium, in order.
    pub(crate) fn import_lines(
        &self,
        number: i64,
    ) -> Result<(Vec<Rejected>, Vec<String>), LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(
                "SELECT outcome, path, code, reason FROM import_lines WHERE import_id = ?1 ORDER BY id",
            )?;
            let mut rows = statement.query(params![number])?;
            let (mut rejected, mut missing) = (Vec::new(), Vec::new());
            while let Some(row) = rows.next()? {
                let (outcome, path): (String, String) = (row.get(0)?, row.get(1)?);
                if outcome == "missing" {
                    missing.push(path);
                } else {
                    rejected.push(Rejected {
                        path,
                        code: from_word(row.get(2)?)?,
                        reason: row.get(3)?,
                    });
                }
            }
            Ok((rejected, missing))
        })
    }

    /// Whom and what an import touched, as it is held today.
    pub(crate) fn brought(&self, number: i64) -> Result<ImportOutcome, LibraryError> {
        self.read(|index| {
            let mut outcome = ImportOutcome {
                study_ids: column(
                    index,
                    number,
                    &format!("SELECT DISTINCT studies.id FROM {COPIES} WHERE import_id = ?1 ORDER BY 1"),
                )?,
                person_ids: column(
                    index,
                    number,
                    &format!(
                        "SELECT DISTINCT person_id FROM {COPIES}
                         WHERE import_id = ?1 AND person_id IS NOT NULL ORDER BY 1"
                    ),
                )?,
                waiting_identities: column(
                    index,
                    number,
                    &format!(
                        "SELECT DISTINCT identity_key FROM {COPIES}
                         WHERE import_id = ?1 AND person_id IS NULL ORDER BY 1"
                    ),
                )?,
                unpaired_report_ids: column(
                    index,
                    number,
                    "SELECT id FROM reports WHERE import_id = ?1
                       AND NOT EXISTS (SELECT 1 FROM pairings WHERE report_id = reports.id AND decision <> 'refused'
                                       AND (strength = 'attached' OR decision = 'confirmed'))
                     ORDER BY id",
                )?,
                cut_short: column(
                    index,
                    number,
                    "SELECT source_path FROM copies WHERE import_id = ?1 AND is_cut_short ORDER BY id",
                )?,
                ..ImportOutcome::default()
            };
            let series: Vec<i64> = column(
                index,
                number,
                &format!("SELECT DISTINCT series.id FROM {COPIES} WHERE import_id = ?1"),
            )?;
            outcome.studies = outcome.study_ids.len() as u64;
            outcome.series = series.len() as u64;
            outcome.differing = index
                .prepare_cached(
                    "SELECT count(*) FROM copies WHERE import_id = ?1 AND EXISTS (
                         SELECT 1 FROM copies AS earlier
                         WHERE earlier.instance_id = copies.instance_id AND earlier.id < copies.id)",
                )?
                .query_row(params![number], |row| row.get(0))
                .map(u32::into)?;
            outcome.joined_study_ids = joined_studies(index, number)?;
            Ok(outcome)
        })
    }

    /// Studies that were there before an import and to which a report of it surely belongs.
    pub(crate) fn joined_studies(&self, number: i64) -> Result<Vec<i64>, LibraryError> {
        self.read(|index| joined_studies(index, number))
    }
}

fn joined_studies(index: &Connection, number: i64) -> Result<Vec<i64>, LibraryError> {
    column(
        index,
        number,
        &format!(
            "SELECT DISTINCT study_id FROM pairings JOIN reports ON reports.id = pairings.report_id
             WHERE reports.import_id = ?1
               AND (decision = 'confirmed' OR (decision = '' AND strength = 'attached'))
               AND study_id NOT IN (SELECT studies.id FROM {COPIES} WHERE copies.import_id = ?1)
             ORDER BY study_id"
        ),
    )
}

/// What is held of each import.
fn held(index: &Connection, number: Option<i64>) -> Result<BTreeMap<i64, Held>, LibraryError> {
    let mut held: BTreeMap<i64, Held> = BTreeMap::new();
    // The join makes SQLite look a file's report up instead of reading all reports for each file.
    let mut statement = index.prepare_cached(&format!(
        "SELECT copies.import_id, count(DISTINCT studies.id), sum(person_id IS NOT NULL AND report IS NULL),
                sum(person_id IS NOT NULL AND report IS NOT NULL), sum(person_id IS NULL)
         FROM {COPIES}
         LEFT JOIN (SELECT instance_id AS of_instance, place AS of_place, id AS report FROM reports
                    WHERE instance_id IS NOT NULL)
                ON of_instance = copies.instance_id AND of_place = copies.place
         WHERE ?1 IS NULL OR copies.import_id = ?1 GROUP BY copies.import_id"
    ))?;
    let mut rows = statement.query(params![number])?;
    while let Some(row) = rows.next()? {
        let entry = Held {
            studies: count(row, 1)?,
            instances: count(row, 2)?,
            reports: count(row, 3)?,
            waiting: count(row, 4)?,
            attachments: 0,
        };
        held.insert(row.get(0)?, entry);
    }
    let mut statement = index.prepare_cached(
        "SELECT import_id, sum(id NOT IN (SELECT report_id FROM reports_that_wait)), count(*) FROM reports
         WHERE instance_id IS NULL AND (?1 IS NULL OR import_id = ?1) GROUP BY import_id",
    )?;
    let mut rows = statement.query(params![number])?;
    while let Some(row) = rows.next()? {
        let entry = held.entry(row.get(0)?).or_default();
        let (known, all) = (count(row, 1)?, count(row, 2)?);
        entry.reports += known;
        entry.waiting += all - known;
    }
    let mut statement = index.prepare_cached(
        "SELECT import_id, count(*) FROM attachments WHERE ?1 IS NULL OR import_id = ?1 GROUP BY import_id",
    )?;
    let mut rows = statement.query(params![number])?;
    while let Some(row) = rows.next()? {
        held.entry(row.get(0)?).or_default().attachments = count(row, 1)?;
    }
    Ok(held)
}

/// A count, of which the index holds no larger ones.
fn count(row: &Row<'_>, column: usize) -> Result<u64, LibraryError> {
    Ok(u64::from(row.get::<_, u32>(column)?))
}

/// One column of what belongs to an import.
fn column<T: rusqlite::types::FromSql>(
    index: &Connection,
    number: i64,
    question: &str,
) -> Result<Vec<T>, LibraryError> {
    let values = index
        .prepare_cached(question)?
        .query_map(params![number], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(values)
}
