//! What was decided, as the index followed it: for a sidecar that is damaged.

use super::Storage;
use crate::error::LibraryError;
use crate::persons::{IdentityEntry, Persons};
use crate::sidecar::{Decision, PairingDecisions, ReadReports};

impl Storage {
    /// Persons with their identities. How they came together is not known here.
    pub(crate) fn decided_persons(&self) -> Result<Persons, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare(
                "SELECT person_key, label, identity_key, patient_birth_date FROM persons
                 JOIN all_identities ON all_identities.person_id = persons.id
                 ORDER BY persons.id, all_identities.id",
            )?;
            let mut rows = statement.query([])?;
            let mut persons = Persons::default();
            while let Some(row) = rows.next()? {
                let (key, label): (String, String) = (row.get(0)?, row.get(1)?);
                if persons.persons.last().is_none_or(|last| last.key != key) {
                    persons.make(key.clone(), &label);
                }
                let identity = IdentityEntry {
                    key: row.get(2)?,
                    patient_birth_date: row.get(3)?,
                };
                persons.put(identity, &key);
            }
            Ok(persons)
        })
    }

    /// What was decided about reports.
    pub(crate) fn decided_pairings(&self) -> Result<PairingDecisions, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare(
                "SELECT report_key, study_key, decision FROM all_pairings
                 JOIN all_reports ON all_reports.id = all_pairings.report_id
                 JOIN all_studies ON all_studies.id = all_pairings.study_id WHERE decision <> ''",
            )?;
            let mut rows = statement.query([])?;
            let mut decisions = PairingDecisions::default();
            while let Some(row) = rows.next()? {
                let decision: Decision = super::from_word(row.get(2)?)?;
                let of_report = decisions.0.entry(row.get(0)?).or_default();
                of_report.insert(row.get(1)?, decision);
            }
            Ok(decisions)
        })
    }

    /// Reports that were opened.
    pub(crate) fn read_reports(&self) -> Result<ReadReports, LibraryError> {
        self.read(|index| {
            let keys = index
                .prepare("SELECT report_key FROM all_reports WHERE is_unread = 0")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(ReadReports(keys))
        })
    }
}
