//! Reports: opened, tied to studies, decided about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use scanfolio_core::dataset::DataSet;
use scanfolio_core::report::{self, PairingEvidence, PairingStrength, ReportSource, StudyEvidence};
use scanfolio_core::warning::Warnings;

use crate::error::LibraryError;
use crate::files::Files;
use crate::library::{Holding, Library};
use crate::listing::{ReportBadge, ReportDetail};
use crate::references;
use crate::sidecar::{Decision, PairingDecisions, ReadReports, Sidecar};
use crate::storage::PairingRow;

impl Library {
    /// A report with what its text names and the study it is shown beside.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn report(&self, report_id: i64) -> Result<ReportDetail, LibraryError> {
        let row = self.storage.report(report_id)?;
        let pairings = self.storage.pairings_of(report_id)?;
        let shown = pairings.iter().find(|pairing| {
            pairing.is_confirmed
                || matches!(
                    pairing.strength,
                    PairingStrength::Attached | PairingStrength::Suggested
                )
        });
        let study = shown
            .map(|pairing| self.study(pairing.study_id))
            .transpose()?;
        let mut badge = row.badge;
        badge.pairing = shown.cloned();
        let references = report::references(&row.report.text)
            .into_iter()
            .map(|reference| references::resolve(reference, study.as_ref()))
            .collect();
        Ok(ReportDetail {
            study_id: shown.map(|pairing| pairing.study_id),
            pairings,
            references,
            measurements: report::measurements(&row.report.text),
            has_document: matches!(
                row.report.source,
                ReportSource::Pdf | ReportSource::EncapsulatedPdf
            ),
            report: row.report,
            badge,
        })
    }

    /// The PDF of a report, as it was issued.
    ///
    /// # Errors
    /// [`LibraryError::NoDocument`] when it never was one.
    pub fn report_document(&self, report_id: i64) -> Result<Vec<u8>, LibraryError> {
        let row = self.storage.report(report_id)?;
        let source = self.open_place(&row.place)?;
        let unreadable = |source| LibraryError::Unreadable {
            path: row.place.clone(),
            source,
        };
        if !row.is_dicom {
            return match row.report.source {
                ReportSource::Pdf => source.read_range(0, source.len()).map_err(unreadable),
                _ => Err(LibraryError::NoDocument),
            };
        }
        let data_set =
            DataSet::read(&*source, &mut Warnings::new()).map_err(|_| LibraryError::NoDocument)?;
        report::encapsulated_document(&data_set)
            .map(<[u8]>::to_vec)
            .ok_or(LibraryError::NoDocument)
    }

    /// Reports without a study they surely belong to; of a person, or all.
    ///
    /// # Errors
    /// When the index cannot answer.
    pub fn unpaired_reports(
        &self,
        person_id: Option<i64>,
    ) -> Result<Vec<ReportBadge>, LibraryError> {
        self.storage.unpaired_reports(person_id)
    }

    /// One report in one glance.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn report_badge(&self, report_id: i64) -> Result<ReportBadge, LibraryError> {
        self.storage.badge(report_id)
    }

    /// The user's word: the report belongs to the study, or does not.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::NothingKept`] while only looking.
    pub fn decide_pairing(
        &self,
        report_id: i64,
        study_id: i64,
        decision: Decision,
    ) -> Result<(), LibraryError> {
        let files = self.files()?;
        let report_key = self.storage.report_key(report_id)?;
        let study_key = self.storage.study_key(study_id)?;
        {
            let _change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
            let mut decisions = PairingDecisions::load(files)?;
            let of_report = decisions.0.entry(report_key).or_default();
            if decision == Decision::Confirmed {
                // One report, one study: a new word takes the place of an older one.
                of_report.retain(|_, earlier| *earlier != Decision::Confirmed);
            }
            of_report.insert(study_key, decision);
            decisions.save(files)?;
        }
        self.pair_reports(&BTreeSet::from([report_id]), &BTreeSet::new())?;
        self.storage
            .set_decisions_followed(&digest_of_decisions(files)?)
    }

    /// Makes the index follow what was decided about reports, when it does not
    /// yet: a kill may have come between the two, or the index is an older copy.
    pub(crate) fn follow_decisions(&self) -> Result<(), LibraryError> {
        let files = self.files()?;
        let digest = digest_of_decisions(files)?;
        if self.storage.decisions_followed()? == digest {
            return Ok(());
        }
        let all = self.storage.report_ids()?;
        self.pair_reports(&all, &BTreeSet::new())?;
        for key in ReadReports::load(files)?.0 {
            self.storage.mark_read(&key, false)?;
        }
        self.storage.set_decisions_followed(&digest)
    }

    /// The report was opened.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn mark_read(&self, report_id: i64) -> Result<(), LibraryError> {
        let key = self.storage.report_key(report_id)?;
        if let Holding::Kept(kept) = &self.holding {
            let _change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
            let mut read = ReadReports::load(&kept.files)?;
            if read.0.insert(key.clone()) {
                read.save(&kept.files)?;
            }
            self.storage.mark_read(&key, false)?;
            return self
                .storage
                .set_decisions_followed(&digest_of_decisions(&kept.files)?);
        }
        self.storage.mark_read(&key, false)
    }

    /// Ties these reports, and all that are still without a sure study, to the studies held.
    /// Gives those of `reports` that stay without one.
    pub(crate) fn pair_reports(
        &self,
        reports: &BTreeSet<i64>,
        new_studies: &BTreeSet<i64>,
    ) -> Result<Vec<i64>, LibraryError> {
        if reports.is_empty() && new_studies.is_empty() {
            return Ok(Vec::new());
        }
        let decisions = match &self.holding {
            Holding::Kept(kept) => PairingDecisions::load(&kept.files)?,
            Holding::Looked(_) => PairingDecisions::default(),
        };
        let (rows, looked) = propose(&self.storage, reports, &decisions)?;
        self.storage.put_pairings(&looked, &rows)?;
        let sure: BTreeSet<i64> = rows
            .iter()
            .filter(|row| {
                row.decision == "confirmed"
                    || row.decision.is_empty() && row.strength == PairingStrength::Attached
            })
            .map(|row| row.report_id)
            .collect();
        Ok(reports
            .iter()
            .copied()
            .filter(|id| !sure.contains(id))
            .collect())
    }
}

/// BLAKE3 of what was decided about reports, as hex.
fn digest_of_decisions(files: &Files) -> Result<String, LibraryError> {
    let mut hasher = blake3::Hasher::new();
    for place in [PairingDecisions::PLACE, ReadReports::PLACE] {
        match files.read(place) {
            Ok(bytes) => hasher.update(blake3::hash(&bytes).as_bytes()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => hasher.update(&[0]),
            Err(source) => {
                return Err(LibraryError::Unreadable {
                    path: place.to_owned(),
                    source,
                });
            }
        };
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// The ties, and the reports that looked for them.
type Proposals = (Vec<PairingRow>, Vec<i64>);

/// The ties of all reports that look for a study.
pub(crate) fn propose(
    storage: &crate::storage::Storage,
    reports: &BTreeSet<i64>,
    decisions: &PairingDecisions,
) -> Result<Proposals, LibraryError> {
    let candidates = storage.reports_to_pair(reports)?;
    if candidates.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let studies = storage.study_evidence()?;
    let evidence: Vec<StudyEvidence> = studies
        .iter()
        .map(|(.., evidence)| evidence.clone())
        .collect();
    let none = BTreeMap::new();
    let (mut rows, mut looked) = (Vec::new(), Vec::new());
    for candidate in candidates {
        let decided = decisions.0.get(&candidate.key).unwrap_or(&none);
        let mut proposals = report::pair(&candidate.evidence, &evidence);
        for (index, (_, study_key, ..)) in studies.iter().enumerate() {
            let is_proposed = proposals.iter().any(|proposal| proposal.index == index);
            if decided.contains_key(study_key) && !is_proposed {
                proposals.push(report::PairingProposal {
                    index,
                    evidence: PairingEvidence::Chosen,
                    strength: PairingStrength::Candidate,
                });
            }
        }
        for proposal in proposals {
            let Some((study_id, study_key, _)) = studies.get(proposal.index) else {
                continue;
            };
            let decision = decided
                .get(study_key)
                .map_or("", |decision| decision.as_str());
            let (strength, evidence) = match decision {
                "confirmed" => (PairingStrength::Attached, PairingEvidence::Chosen),
                _ => (proposal.strength, proposal.evidence),
            };
            rows.push(PairingRow {
                report_id: candidate.id,
                study_id: *study_id,
                strength,
                evidence,
                decision,
            });
        }
        looked.push(candidate.id);
    }
    Ok((rows, looked))
}
