//! Which files a removal covers. Not for hiding them: that is `removal`.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};

use super::{Storage, to_column};
use crate::error::LibraryError;
use crate::remove::{Covered, Removing, Target};

/// What a removal covers: the files, and the keys of what they are of.
#[derive(Debug, Default)]
pub(crate) struct Covering {
    pub files: Vec<Covered>,
    pub studies: BTreeSet<String>,
    pub identities: BTreeSet<String>,
    pub reports: BTreeSet<String>,
    pub removing: Removing,
}

const COPIES: &str = "SELECT copies.import_id, copies.place, copies.data_set_blake3, copies.file_length,
        studies.study_key, identities.identity_key, reports.report_key,
        CASE WHEN copies.is_preferred AND instances.kind = 'image' THEN instances.number_of_frames ELSE 0 END
    FROM copies
    JOIN instances ON instances.id = copies.instance_id
    JOIN series ON series.id = instances.series_id
    JOIN studies ON studies.id = series.study_id
    JOIN identities ON identities.id = studies.identity_id
    LEFT JOIN reports ON reports.instance_id = copies.instance_id AND reports.place = copies.place";

const REPORTS: &str = "SELECT import_id, place, report_key, file_length, '', '', report_key, 0
    FROM reports WHERE instance_id IS NULL";

const ATTACHMENTS: &str =
    "SELECT import_id, place, blake3, file_length, '', '', NULL, 0 FROM attachments";

/// Reports all of whose sure ties are to these studies; `?1` is a JSON list of study keys.
const SURELY_OF: &str = "id IN (
        SELECT report_id FROM pairings JOIN studies ON studies.id = pairings.study_id
        WHERE decision = 'confirmed' OR (decision = '' AND strength = 'attached')
        GROUP BY report_id HAVING min(study_key IN (SELECT value FROM json_each(?1))))";

impl Storage {
    /// What is covered by the removal of something that is held. `removed`:
    /// imports that are removed themselves.
    pub(crate) fn covering(
        &self,
        target: &Target,
        removed: &[i64],
    ) -> Result<Covering, LibraryError> {
        self.read(|index| {
            let mut covering = Covering::default();
            match target {
                Target::Study(study) => {
                    let keys = to_column(&[study])?;
                    covering.copies(index, "study_key IN (SELECT value FROM json_each(?1))", &keys)?;
                    covering.reports(index, SURELY_OF, &keys)?;
                    covering.attachments(
                        index,
                        "study_id IN (SELECT id FROM studies WHERE study_key IN (SELECT value FROM json_each(?1)))",
                        &keys,
                    )?;
                }
                Target::Report(report) => {
                    covering.copies(index, "reports.report_key = ?1", report)?;
                    covering.reports(index, "report_key = ?1", report)?;
                }
                Target::Person(identities) => {
                    let keys = to_column(identities)?;
                    let of = "IN (SELECT id FROM identities WHERE identity_key IN (SELECT value FROM json_each(?1)))";
                    covering.copies(index, &format!("identities.id {of}"), &keys)?;
                    covering.reports(
                        index,
                        "person_id IN (SELECT person_id FROM identities
                                       WHERE identity_key IN (SELECT value FROM json_each(?1)))",
                        &keys,
                    )?;
                    covering.attachments(index, &format!("identity_id {of}"), &keys)?;
                }
                Target::Import(number) => {
                    let parameter = to_column(&(number, removed))?;
                    let brought = |hash: &str| {
                        format!(
                            "import_id = json_extract(?1, '$[0]') AND {hash} NOT IN (
                                 SELECT data_set_blake3 FROM met_again
                                 WHERE met_again.import_id <> json_extract(?1, '$[0]')
                                   AND met_again.import_id NOT IN (SELECT value FROM json_each(?1, '$[1]')))"
                        )
                    };
                    covering.copies(index, &format!("copies.{}", brought("copies.data_set_blake3")), &parameter)?;
                    covering.reports(index, &brought("report_key"), &parameter)?;
                    covering.attachments(index, &brought("blake3"), &parameter)?;
                    covering.removing.met_again = met_again(index, &parameter)?;
                }
            }
            Ok(covering)
        })
    }
}

impl Covering {
    fn copies(
        &mut self,
        index: &Connection,
        condition: &str,
        parameter: &str,
    ) -> Result<(), LibraryError> {
        self.read(index, &format!("{COPIES} WHERE {condition}"), parameter)
    }

    fn reports(
        &mut self,
        index: &Connection,
        condition: &str,
        parameter: &str,
    ) -> Result<(), LibraryError> {
        self.read(index, &format!("{REPORTS} AND {condition}"), parameter)
    }

    fn attachments(
        &mut self,
        index: &Connection,
        condition: &str,
        parameter: &str,
    ) -> Result<(), LibraryError> {
        let before = self.files.len();
        self.read(
            index,
            &format!("{ATTACHMENTS} WHERE {condition}"),
            parameter,
        )?;
        self.removing.attachments += (self.files.len() - before) as u64;
        Ok(())
    }

    fn read(
        &mut self,
        index: &Connection,
        question: &str,
        parameter: &str,
    ) -> Result<(), LibraryError> {
        let mut statement = index.prepare_cached(question)?;
        let mut rows = statement.query(params![parameter])?;
        while let Some(row) = rows.next()? {
            self.add(row)?;
        }
        self.removing.studies = self.studies.len() as u64;
        self.removing.reports = self.reports.len() as u64;
        Ok(())
    }

    fn add(&mut self, row: &Row<'_>) -> Result<(), LibraryError> {
        let length: i64 = row.get(3)?;
        let file = Covered {
            import: row.get(0)?,
            place: row.get(1)?,
            data_set_blake3: row.get(2)?,
            length: length.unsigned_abs(),
        };
        self.removing.files += 1;
        self.removing.bytes += file.length;
        self.removing.images += u64::from(row.get::<_, u32>(7)?);
        let (study, identity): (String, String) = (row.get(4)?, row.get(5)?);
        if !study.is_empty() {
            self.studies.insert(study);
            self.identities.insert(identity);
        }
        self.reports.extend(row.get::<_, Option<String>>(6)?);
        self.files.push(file);
        Ok(())
    }
}

/// How many files of an import stay because another import, which stands, met them again.
fn met_again(index: &Connection, parameter: &str) -> Result<u64, LibraryError> {
    let count: u32 = index
        .prepare_cached(
            "SELECT count(*) FROM (
                 SELECT data_set_blake3 AS hash, import_id FROM copies
                 UNION ALL SELECT report_key, import_id FROM reports WHERE instance_id IS NULL
                 UNION ALL SELECT blake3, import_id FROM attachments)
             WHERE import_id = json_extract(?1, '$[0]') AND hash IN (
                 SELECT data_set_blake3 FROM met_again
                 WHERE met_again.import_id <> json_extract(?1, '$[0]')
                   AND met_again.import_id NOT IN (SELECT value FROM json_each(?1, '$[1]')))",
        )?
        .query_row(params![parameter], |row| row.get(0))?;
    Ok(u64::from(count))
}
