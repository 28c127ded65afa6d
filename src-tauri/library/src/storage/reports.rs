//! Reports and what ties them to studies.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, params};
use scanfolio_core::report::{
    PairingEvidence, PairingStrength, Report, ReportEvidence, StudyEvidence,
};
use scanfolio_core::study::Identity;

use super::{Storage, from_json, from_word, to_column};
use crate::error::LibraryError;
use crate::listing::{Pairing, ReportBadge};

/// A report as it is opened.
#[derive(Debug)]
pub(crate) struct ReportRow {
    pub badge: ReportBadge,
    pub report: Report,
    pub place: String,
    pub is_dicom: bool,
}

/// A report that looks for its study.
#[derive(Debug)]
pub(crate) struct CandidateReport {
    pub id: i64,
    pub key: String,
    pub evidence: ReportEvidence,
}

/// A tie as it is written.
#[derive(Debug)]
pub(crate) struct PairingRow {
    pub report_id: i64,
    pub study_id: i64,
    pub strength: PairingStrength,
    pub evidence: PairingEvidence,
    /// `''`, `confirmed` or `refused`.
    pub decision: &'static str,
}

const BADGE: &str = "reports.id, reports.person_id, reports.status, reports.source, reports.title, reports.source_path,
                     reports.report_date, reports.is_unread, reports.report_key";

impl Storage {
    pub(crate) fn report(&self, id: i64) -> Result<ReportRow, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(&format!(
                "SELECT {BADGE}, content, place, instance_id IS NOT NULL FROM reports WHERE id = ?1"
            ))?;
            let mut rows = statement.query(params![id])?;
            let row = rows
                .next()?
                .ok_or(LibraryError::NotFound { kind: "report", id })?;
            Ok(ReportRow {
                badge: badge(row)?,
                report: from_json(
                    row.get_ref(9)?
                        .as_str()
                        .map_err(|_| LibraryError::IndexDamaged)?,
                )?,
                place: row.get(10)?,
                is_dicom: row.get(11)?,
            })
        })
    }

    /// All ties of a report that the user did not refuse, surest first.
    pub(crate) fn pairings_of(&self, report: i64) -> Result<Vec<Pairing>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(
                "SELECT study_id, strength, evidence, decision FROM pairings
                 WHERE report_id = ?1 AND decision <> 'refused' ORDER BY study_id",
            )?;
            let mut rows = statement.query(params![report])?;
            let mut pairings = Vec::new();
            while let Some(row) = rows.next()? {
                pairings.push(pairing(row, 0)?);
            }
            pairings.sort_by_key(surest_first);
            Ok(pairings)
        })
    }

    /// Reports that are neither attached to a study nor confirmed to belong to one.
    pub(crate) fn unpaired_reports(
        &self,
        person: Option<i64>,
    ) -> Result<Vec<ReportBadge>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(&format!(
                "SELECT {BADGE} FROM reports
                 WHERE (?1 IS NULL OR reports.person_id IS NULL OR reports.person_id = ?1)
                   AND reports.id NOT IN (SELECT report_id FROM reports_that_wait)
                   AND NOT EXISTS (SELECT 1 FROM pairings WHERE report_id = reports.id AND decision <> 'refused'
                                   AND (strength = 'attached' OR decision = 'confirmed'))
                 ORDER BY reports.report_date DESC, reports.id"
            ))?;
            let mut rows = statement.query(params![person])?;
            let mut badges = Vec::new();
            while let Some(row) = rows.next()? {
                badges.push(badge(row)?);
            }
            Ok(badges)
        })
    }

    pub(crate) fn badge(&self, id: i64) -> Result<ReportBadge, LibraryError> {
        self.read(|index| {
            let mut statement =
                index.prepare_cached(&format!("SELECT {BADGE} FROM reports WHERE id = ?1"))?;
            let mut rows = statement.query(params![id])?;
            badge(
                rows.next()?
                    .ok_or(LibraryError::NotFound { kind: "report", id })?,
            )
        })
    }

    pub(crate) fn mark_read(&self, key: &str, is_unread: bool) -> Result<(), LibraryError> {
        self.write(|index| {
            index.execute(
                "UPDATE all_reports SET is_unread = ?2 WHERE report_key = ?1",
                params![key, is_unread],
            )?;
            Ok(())
        })
    }

    /// Rows of all reports that are shown.
    pub(crate) fn report_ids(&self) -> Result<BTreeSet<i64>, LibraryError> {
        self.read(|index| {
            let ids = index
                .prepare_cached("SELECT id FROM reports")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(ids)
        })
    }

    /// Those of `reports`, and all that no study surely belongs to yet.
    pub(crate) fn reports_to_pair(
        &self,
        reports: &BTreeSet<i64>,
    ) -> Result<Vec<CandidateReport>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(
                "SELECT id, report_key, content, import_id,
                        EXISTS (SELECT 1 FROM pairings WHERE report_id = reports.id
                                AND (strength = 'attached' OR decision = 'confirmed'))
                 FROM reports ORDER BY id",
            )?;
            let mut rows = statement.query([])?;
            let mut candidates = Vec::new();
            while let Some(row) = rows.next()? {
                let (id, is_sure): (i64, bool) = (row.get(0)?, row.get(4)?);
                if is_sure && !reports.contains(&id) {
                    continue;
                }
                let report: Report = from_json(
                    row.get_ref(2)?
                        .as_str()
                        .map_err(|_| LibraryError::IndexDamaged)?,
                )?;
                let import: i64 = row.get(3)?;
                candidates.push(CandidateReport {
                    id,
                    key: row.get(1)?,
                    evidence: ReportEvidence {
                        identity: report.identity,
                        study_instance_uids: report.study_instance_uids,
                        accession_number: report.accession_number,
                        study_date: report.study_date,
                        modality: report.modality,
                        medium: import.to_string(),
                    },
                });
            }
            Ok(candidates)
        })
    }

    /// What every study states: row, key, evidence.
    pub(crate) fn study_evidence(&self) -> Result<Vec<(i64, String, StudyEvidence)>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(
                "SELECT studies.id, study_key, patient_id, issuer_of_patient_id, patient_name,
                        patient_birth_date, patient_sex, study_instance_uid, accession_number, study_date,
                        (SELECT json_group_array(DISTINCT modality) FROM series WHERE study_id = studies.id),
                        (SELECT json_group_array(DISTINCT CAST(import_id AS TEXT)) FROM copies
                         JOIN instances ON instances.id = copies.instance_id
                         JOIN series ON series.id = instances.series_id WHERE series.study_id = studies.id)
                 FROM studies JOIN identities ON identities.id = studies.identity_id ORDER BY studies.id",
            )?;
            let mut rows = statement.query([])?;
            let mut studies = Vec::new();
            while let Some(row) = rows.next()? {
                let json = |column| -> Result<String, LibraryError> { Ok(row.get(column)?) };
                let evidence = StudyEvidence {
                    identity: Identity {
                        patient_id: row.get(2)?,
                        issuer_of_patient_id: row.get(3)?,
                        patient_name: from_json(&json(4)?)?,
                        patient_birth_date: row.get(5)?,
                        patient_sex: row.get(6)?,
                    },
                    study_instance_uid: row.get(7)?,
                    accession_number: row.get(8)?,
                    study_date: row.get(9)?,
                    modalities: from_json(&json(10)?)?,
                    media: from_json(&json(11)?)?,
                };
                studies.push((row.get(0)?, row.get(1)?, evidence));
            }
            Ok(studies)
        })
    }

    /// Replaces all ties of these reports, and whose they are believed to be.
    pub(crate) fn put_pairings(
        &self,
        reports: &[i64],
        pairings: &[PairingRow],
    ) -> Result<(), LibraryError> {
        self.write(|index| {
            for report in reports {
                index
                    .prepare_cached("DELETE FROM all_pairings WHERE report_id = ?1")?
                    .execute(params![report])?;
            }
            for pairing in pairings {
                index
                    .prepare_cached(
                        "INSERT INTO all_pairings (report_id, study_id, strength, evidence, decision)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![
                        pairing.report_id,
                        pairing.study_id,
                        to_column(&pairing.strength)?,
                        to_column(&pairing.evidence)?,
                        pairing.decision
                    ])?;
            }
            follow_studies(index)
        })
    }

    pub(crate) fn report_key(&self, id: i64) -> Result<String, LibraryError> {
        self.read(|index| {
            index
                .query_row(
                    "SELECT report_key FROM reports WHERE id = ?1",
                    params![id],
                    |row| row.get(0),
                )
                .optional()?
                .ok_or(LibraryError::NotFound { kind: "report", id })
        })
    }
}

/// A report is believed to be the person's whose study it is tied to. A DICOM
/// report that no study claims is the person's of its own file.
pub(super) fn follow_studies(index: &Connection) -> Result<(), LibraryError> {
    index.execute(
        "UPDATE all_reports SET person_id = CASE
             WHEN EXISTS (SELECT 1 FROM pairings WHERE report_id = all_reports.id AND (decision = 'confirmed'
                              OR (decision = '' AND strength IN ('attached', 'suggested'))))
             THEN (SELECT identities.person_id FROM pairings
                   JOIN studies ON studies.id = pairings.study_id
                   JOIN identities ON identities.id = studies.identity_id
                   WHERE report_id = all_reports.id AND (decision = 'confirmed'
                         OR (decision = '' AND strength IN ('attached', 'suggested')))
                   ORDER BY decision = 'confirmed' DESC, strength = 'attached' DESC, studies.id LIMIT 1)
             ELSE (SELECT identities.person_id FROM instances
                   JOIN series ON series.id = instances.series_id
                   JOIN studies ON studies.id = series.study_id
                   JOIN identities ON identities.id = studies.identity_id
                   WHERE instances.id = all_reports.instance_id) END",
        [],
    )?;
    Ok(())
}

/// Badges under each study: ties that are sure or suggested. Mere candidates are offered elsewhere.
pub(super) fn badges_by_study(
    index: &Connection,
) -> Result<BTreeMap<i64, Vec<ReportBadge>>, LibraryError> {
    let mut statement = index.prepare_cached(&format!(
        "SELECT {BADGE}, study_id, strength, evidence, decision FROM pairings
         JOIN reports ON reports.id = pairings.report_id
         WHERE decision = 'confirmed' OR (decision = '' AND strength IN ('attached', 'suggested'))
         ORDER BY reports.report_date DESC, reports.id"
    ))?;
    let mut rows = statement.query([])?;
    let mut badges: BTreeMap<i64, Vec<ReportBadge>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut badge = badge(row)?;
        let pairing = pairing(row, 9)?;
        let study = pairing.study_id;
        badge.pairing = Some(pairing);
        badges.entry(study).or_default().push(badge);
    }
    for badges in badges.values_mut() {
        badges.sort_by_key(|badge| badge.pairing.as_ref().map(surest_first));
    }
    Ok(badges)
}

fn surest_first(pairing: &Pairing) -> (bool, PairingStrength) {
    (!pairing.is_confirmed, pairing.strength)
}

fn pairing(row: &Row<'_>, first: usize) -> Result<Pairing, LibraryError> {
    let decision: String = row.get(first + 3)?;
    Ok(Pairing {
        study_id: row.get(first)?,
        strength: from_word(row.get(first + 1)?)?,
        evidence: from_word(row.get(first + 2)?)?,
        is_confirmed: decision == "confirmed",
    })
}

fn badge(row: &Row<'_>) -> Result<ReportBadge, LibraryError> {
    let (title, source_path): (String, String) = (row.get(4)?, row.get(5)?);
    let name = source_path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    Ok(ReportBadge {
        id: row.get(0)?,
        person_id: row.get(1)?,
        status: from_word(row.get(2)?)?,
        source: from_word(row.get(3)?)?,
        title: if title.is_empty() { name } else { title },
        report_date: row.get(6)?,
        is_unread: row.get(7)?,
        report_key: row.get(8)?,
        pairing: None,
    })
}
