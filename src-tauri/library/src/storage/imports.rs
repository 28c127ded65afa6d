//! Runs of imports, and what is held already.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{OptionalExtension, params};

use super::Storage;
use crate::error::LibraryError;
use crate::journal::{Finished, Remarks};

impl Storage {
    /// A run begins. One that was killed before it kept anything had the same number.
    pub(crate) fn begin_import(
        &self,
        number: i64,
        started_at: &str,
        source_names: &[String],
    ) -> Result<(), LibraryError> {
        self.write(|index| {
            index.execute(
                "INSERT INTO imports (id, started_at, source_names) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, source_names = excluded.source_names",
                params![number, started_at, super::to_column(&source_names)?],
            )?;
            Ok(())
        })
    }

    /// A run ended: its studies are whole, unless it was stopped.
    pub(crate) fn finish_import(
        &self,
        number: i64,
        finished: &Finished,
        remarks: Remarks<'_>,
    ) -> Result<(), LibraryError> {
        self.write(|index| {
            index.execute(
                "UPDATE imports SET finished_at = ?2, files = ?3, instances = ?4, reports = ?5, attachments = ?6,
                                    duplicates = ?7, ignored = ?8, waiting = ?9, is_cancelled = ?10,
                                    was_interrupted = ?11
                 WHERE id = ?1",
                params![
                    number,
                    finished.finished_at,
                    column(finished.files),
                    column(finished.instances),
                    column(finished.reports),
                    column(finished.attachments),
                    column(finished.duplicates),
                    column(finished.ignored),
                    column(finished.waiting),
                    finished.is_cancelled,
                    finished.was_interrupted
                ],
            )?;
            index.execute("DELETE FROM met_again WHERE import_id = ?1", params![number])?;
            index.execute("DELETE FROM import_lines WHERE import_id = ?1", params![number])?;
            let mut line = index.prepare_cached(
                "INSERT INTO import_lines (import_id, outcome, path, code, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for rejected in remarks.rejected {
                line.execute(params![number, "rejected", rejected.path, rejected.code.as_str(), rejected.reason])?;
            }
            for path in remarks.missing {
                line.execute(params![number, "missing", path, "", ""])?;
            }
            super::listed::put(index, number, remarks.listings)?;
            if !finished.is_cancelled && !finished.was_interrupted {
                index.execute(
                    "UPDATE all_studies SET unfinished_import = 0 WHERE unfinished_import = ?1",
                    params![number],
                )?;
            }
            let mut met = index.prepare_cached(
                "INSERT INTO met_again (data_set_blake3, import_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?;
            for hash in &finished.met {
                met.execute(params![hash, number])?;
            }
            let mut complete =
                index.prepare_cached("UPDATE all_studies SET unfinished_import = 0 WHERE study_key = ?1")?;
            for study_key in &finished.completed {
                complete.execute(params![study_key])?;
            }
            attach_documents(index, number)
        })
    }

    /// Keys of studies that an earlier import left unfinished, and of which
    /// everything it brought was met again: the medium was read to its end now.
    pub(crate) fn completed_studies(
        &self,
        number: i64,
        met: &HashSet<blake3::Hash>,
    ) -> Result<Vec<String>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare(
                "SELECT study_key, data_set_blake3 FROM studies
                 JOIN series ON series.study_id = studies.id
                 JOIN instances ON instances.series_id = series.id
                 JOIN copies ON copies.instance_id = instances.id AND copies.import_id = studies.unfinished_import
                 WHERE studies.unfinished_import NOT IN (0, ?1) ORDER BY study_key",
            )?;
            let mut rows = statement.query(params![number])?;
            let mut studies: BTreeMap<String, bool> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let hex = row.get_ref(1)?.as_str().map_err(|_| LibraryError::IndexDamaged)?;
                let is_met = blake3::Hash::from_hex(hex).is_ok_and(|hash| met.contains(&hash));
                *studies.entry(row.get(0)?).or_insert(true) &= is_met;
            }
            Ok(studies.into_iter().filter_map(|(key, all_met)| all_met.then_some(key)).collect())
        })
    }

    /// Imports that began and did not end.
    pub(crate) fn unfinished_imports(&self) -> Result<Vec<i64>, LibraryError> {
        self.read(|index| {
            let mut statement =
                index.prepare("SELECT id FROM imports WHERE finished_at = '' ORDER BY id")?;
            let numbers = statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(numbers)
        })
    }

    /// Imports that ended.
    pub(crate) fn finished_imports(&self) -> Result<HashSet<i64>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare("SELECT id FROM imports WHERE finished_at <> ''")?;
            let numbers = statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(numbers)
        })
    }

    /// Reports and studies of which an import brought something.
    pub(crate) fn brought_by(
        &self,
        number: i64,
    ) -> Result<(BTreeSet<i64>, BTreeSet<i64>), LibraryError> {
        self.read(|index| {
            let reports = index
                .prepare_cached("SELECT id FROM reports WHERE import_id = ?1")?
                .query_map(params![number], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let studies = index
                .prepare_cached(
                    "SELECT DISTINCT series.study_id FROM copies
                     JOIN instances ON instances.id = copies.instance_id
                     JOIN series ON series.id = instances.series_id WHERE copies.import_id = ?1",
                )?
                .query_map(params![number], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok((reports, studies))
        })
    }

    /// The counts of what an import kept, for one that was cut short before it counted.
    pub(crate) fn kept_by(&self, number: i64) -> Result<Finished, LibraryError> {
        let loose_that_wait = self.loose_reports_that_wait(number)?;
        let counts = self.read(|index| {
            Ok(index.query_row(
                "WITH came AS (
                     SELECT identities.person_id IS NULL AS waits,
                            EXISTS (SELECT 1 FROM reports WHERE reports.instance_id = instances.id) AS is_report
                     FROM copies
                     JOIN instances ON instances.id = copies.instance_id
                     JOIN series ON series.id = instances.series_id
                     JOIN studies ON studies.id = series.study_id
                     JOIN identities ON identities.id = studies.identity_id
                     WHERE copies.import_id = ?1)
                 SELECT (SELECT count(*) FROM came WHERE NOT waits AND NOT is_report),
                        (SELECT count(*) FROM came WHERE NOT waits AND is_report),
                        (SELECT count(*) FROM reports WHERE import_id = ?1 AND instance_id IS NULL),
                        (SELECT count(*) FROM attachments WHERE import_id = ?1),
                        (SELECT count(*) FROM came WHERE waits)",
                params![number],
                |row| {
                    let count = |column| row.get::<_, u32>(column).map(u64::from);
                    Ok([count(0)?, count(1)?, count(2)?, count(3)?, count(4)?])
                },
            )?)
        })?;
        let [
            instances,
            dicom_reports,
            loose_reports,
            attachments,
            waiting,
        ] = counts;
        Ok(Finished {
            files: counts.iter().sum(),
            instances,
            reports: dicom_reports + loose_reports.saturating_sub(loose_that_wait),
            attachments,
            waiting: waiting + loose_that_wait,
            ..Finished::default()
        })
    }

    /// An import that kept nothing and left no journal.
    pub(crate) fn forget_import(&self, number: i64) -> Result<(), LibraryError> {
        self.write(|index| {
            index.execute("DELETE FROM imports WHERE id = ?1", params![number])?;
            Ok(())
        })
    }

    /// Hashes, without the File Meta group, of all that is held.
    pub(crate) fn known_hashes(&self) -> Result<HashSet<blake3::Hash>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare(
                "SELECT data_set_blake3 FROM all_copies
                 UNION ALL SELECT report_key FROM all_reports WHERE instance_id IS NULL
                 UNION ALL SELECT blake3 FROM all_attachments",
            )?;
            let mut rows = statement.query([])?;
            let mut known = HashSet::new();
            while let Some(row) = rows.next()? {
                let hex = row
                    .get_ref(0)?
                    .as_str()
                    .map_err(|_| LibraryError::IndexDamaged)?;
                known.extend(blake3::Hash::from_hex(hex).ok());
            }
            Ok(known)
        })
    }

    /// How many files of each length are held.
    pub(crate) fn held_lengths(&self) -> Result<BTreeMap<u64, u64>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare(
                "SELECT file_length, count(*) FROM (
                     SELECT file_length FROM all_copies
                     UNION ALL SELECT file_length FROM all_reports WHERE instance_id IS NULL
                     UNION ALL SELECT file_length FROM all_attachments)
                 GROUP BY file_length",
            )?;
            let lengths = statement
                .query_map([], |row| {
                    let (length, count): (i64, i64) = (row.get(0)?, row.get(1)?);
                    Ok((length.unsigned_abs(), count.unsigned_abs()))
                })?
                .collect::<Result<_, _>>()?;
            Ok(lengths)
        })
    }

    /// Place and BLAKE3 of everything that is held, removed things among them.
    pub(crate) fn known_files(&self) -> Result<Vec<(String, String)>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare(
                "SELECT place, blake3 FROM all_copies
                 UNION ALL SELECT place, report_key FROM all_reports WHERE instance_id IS NULL
                 UNION ALL SELECT place, blake3 FROM all_attachments",
            )?;
            let files = statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            Ok(files)
        })
    }

    /// What the decisions were when the index last followed them; `''` when it never did.
    pub(crate) fn decisions_followed(&self) -> Result<String, LibraryError> {
        self.read(|index| {
            let mark = index
                .query_row("SELECT blake3 FROM decisions WHERE id = 1", [], |row| {
                    row.get(0)
                })
                .optional()?;
            Ok(mark.unwrap_or_default())
        })
    }

    /// The decisions are in.
    pub(crate) fn set_decisions_followed(&self, blake3: &str) -> Result<(), LibraryError> {
        self.write(|index| {
            index.execute(
                "INSERT INTO decisions (id, blake3) VALUES (1, ?1)
                 ON CONFLICT (id) DO UPDATE SET blake3 = excluded.blake3",
                params![blake3],
            )?;
            Ok(())
        })
    }

    /// Places of everything that is held.
    pub(crate) fn known_places(&self) -> Result<HashSet<String>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare(
                "SELECT place FROM all_copies UNION SELECT place FROM all_reports
                 UNION SELECT place FROM all_attachments",
            )?;
            let places = statement
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(places)
        })
    }
}

/// Documents belong to the one study, or the one identity, that came with them.
fn attach_documents(index: &rusqlite::Transaction<'_>, import: i64) -> Result<(), LibraryError> {
    index.execute(
        "WITH came AS (
             SELECT DISTINCT all_studies.id AS study_id, all_studies.identity_id FROM all_copies
             JOIN all_instances ON all_instances.id = all_copies.instance_id
             JOIN all_series ON all_series.id = all_instances.series_id
             JOIN all_studies ON all_studies.id = all_series.study_id
             WHERE all_copies.import_id = ?1)
         UPDATE all_attachments SET
             study_id = (SELECT min(study_id) FROM came HAVING count(*) = 1),
             identity_id = (SELECT min(identity_id) FROM came HAVING count(DISTINCT identity_id) = 1)
         WHERE import_id = ?1",
        params![import],
    )?;
    Ok(())
}

fn column(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
