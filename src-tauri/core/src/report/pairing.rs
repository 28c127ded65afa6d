//! Which study a report belongs to, by what both state.
//!
//! A pure table; it proposes and gives the reason, the person decides. Nothing
//! is attached on a likeness: only a UID, or an accession number together with
//! an identity, attaches.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::names::{Agreement, compare_names};
use crate::study::Identity;
use crate::values::Date;

/// What speaks for, or against, a pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PairingEvidence {
    /// The report names the study by its Study Instance UID.
    StudyInstanceUid,
    /// Same accession number, and the identity agrees.
    AccessionAndIdentity,
    /// Same accession number; the identity is not stated on both sides.
    AccessionNumber,
    /// Came on the same media, at most a day apart, same modality.
    SameMedia,
    /// Same name, at most a day apart.
    NameAndDate,
    /// Something agrees, but the birth dates differ.
    BirthDateContradicts,
    /// Something agrees, but the names differ.
    NameContradicts,
    /// The person paired them.
    Chosen,
}

/// What happens with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PairingStrength {
    /// Shown together.
    Attached,
    /// Shown together, marked as a suggestion.
    Suggested,
    /// The person is asked: the names differ.
    Ask,
    /// One of a list to choose from.
    Candidate,
    /// Not paired; the person may override it, warned.
    Refused,
}

/// What a report states that can be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportEvidence {
    /// Whose it is, as stated.
    pub identity: Identity,
    /// Studies named by UID.
    pub study_instance_uids: Vec<String>,
    /// (0008,0050), or as a text states it; `''` when absent.
    pub accession_number: String,
    /// `YYYYMMDD` of the exam, `''` when absent.
    pub study_date: String,
    /// DICOM modality, `''` when unknown.
    pub modality: String,
    /// Names the medium or download it came with; `''` when unknown.
    pub medium: String,
}

/// What a study states that can be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StudyEvidence {
    /// Whose it is, as stated.
    pub identity: Identity,
    /// (0020,000D).
    pub study_instance_uid: String,
    /// (0008,0050), `''` when absent.
    pub accession_number: String,
    /// `YYYYMMDD`, `''` when absent.
    pub study_date: String,
    /// Modalities of its series.
    pub modalities: Vec<String>,
    /// Media or downloads it came with.
    pub media: Vec<String>,
}

/// One study that a report may belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairingProposal {
    /// Into the candidates given.
    pub index: usize,
    /// The reason.
    pub evidence: PairingEvidence,
    /// What follows.
    pub strength: PairingStrength,
}

/// Proposes studies, firmest first, in the given order among equals. A study
/// with which nothing agrees is not proposed at all.
#[must_use]
pub fn pair(report: &ReportEvidence, candidates: &[StudyEvidence]) -> Vec<PairingProposal> {
    let mut proposals: Vec<PairingProposal> = candidates
        .iter()
        .enumerate()
        .filter_map(|(index, study)| {
            let (evidence, strength) = compare(report, study)?;
            Some(PairingProposal {
                index,
                evidence,
                strength,
            })
        })
        .collect();
    proposals.sort_by_key(|proposal| proposal.strength);
    proposals
}

fn compare(
    report: &ReportEvidence,
    study: &StudyEvidence,
) -> Option<(PairingEvidence, PairingStrength)> {
    let name = compare_names(&report.identity.patient_name, &study.identity.patient_name);
    let birth_date = compare_dates(
        &report.identity.patient_birth_date,
        &study.identity.patient_birth_date,
    );
    let patient_id = compare_ids(&report.identity, &study.identity);

    let by_uid = !study.study_instance_uid.is_empty()
        && report
            .study_instance_uids
            .contains(&study.study_instance_uid);
    let by_accession = is_same_accession(&report.accession_number, &study.accession_number);
    let near = is_within_a_day(&report.study_date, &study.study_date);
    let by_media = !report.medium.is_empty()
        && study.media.contains(&report.medium)
        && near
        && is_same_modality(&report.modality, &study.modalities);
    let by_name = name == Agreement::Agrees && near;
    if !(by_uid || by_accession || by_media || by_name) {
        return None;
    }

    use PairingEvidence as E;
    use PairingStrength as S;
    let contradicted = [name, birth_date, patient_id].contains(&Agreement::Contradicts);
    let agrees = !contradicted && (name == Agreement::Agrees || patient_id == Agreement::Agrees);
    Some(if birth_date == Agreement::Contradicts {
        (E::BirthDateContradicts, S::Refused)
    } else if name == Agreement::Contradicts {
        (E::NameContradicts, S::Ask)
    } else if by_uid {
        (E::StudyInstanceUid, S::Attached)
    } else if by_accession && agrees {
        (E::AccessionAndIdentity, S::Attached)
    } else if by_media {
        (E::SameMedia, S::Suggested)
    } else if by_accession {
        (E::AccessionNumber, S::Candidate)
    } else {
        (E::NameAndDate, S::Candidate)
    })
}

fn compare_dates(first: &str, second: &str) -> Agreement {
    match (Date::parse(first), Date::parse(second)) {
        (Some(first), Some(second)) if first == second => Agreement::Agrees,
        (Some(_), Some(_)) => Agreement::Contradicts,
        _ => Agreement::Unknown,
    }
}

/// Two hospitals give one person two IDs: only the same issuer can contradict.
fn compare_ids(first: &Identity, second: &Identity) -> Agreement {
    let ids = [first.patient_id.trim(), second.patient_id.trim()];
    let issuers = [
        first.issuer_of_patient_id.trim(),
        second.issuer_of_patient_id.trim(),
    ];
    let [one, other] = ids;
    if one.is_empty() || other.is_empty() {
        Agreement::Unknown
    } else if one.eq_ignore_ascii_case(other) {
        if issuers[0].is_empty() || issuers[1].is_empty() || issuers[0] == issuers[1] {
            Agreement::Agrees
        } else {
            Agreement::Unknown
        }
    } else if !issuers[0].is_empty() && issuers[0] == issuers[1] {
        Agreement::Contradicts
    } else {
        Agreement::Unknown
    }
}

/// An accession number of nothing but zeros is a placeholder.
fn is_same_accession(first: &str, second: &str) -> bool {
    let (first, second) = (first.trim(), second.trim());
    first.chars().any(|c| c != '0') && first.eq_ignore_ascii_case(second)
}

fn is_within_a_day(first: &str, second: &str) -> bool {
    match (Date::parse(first), Date::parse(second)) {
        (Some(first), Some(second)) => first.day_number().abs_diff(second.day_number()) <= 1,
        _ => false,
    }
}

/// A text says "X-ray" where DICOM says CR, DX, RG or RF.
fn is_same_modality(report: &str, study: &[String]) -> bool {
    let group = |modality: &str| match modality {
        "CR" | "DX" | "RG" | "RF" | "XR" => "DX".to_owned(),
        other => other.to_owned(),
    };
    !report.is_empty()
        && study
            .iter()
            .any(|modality| group(modality) == group(report))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::PersonName;

    fn identity(name: &str, birth_date: &str, id: &str) -> Identity {
        Identity {
            patient_name: PersonName::parse(name),
            patient_birth_date: birth_date.into(),
            patient_id: id.into(),
            ..Identity::default()
        }
    }

    fn study() -> StudyEvidence {
        StudyEvidence {
            identity: identity("DOE^JOHN", "19500131", "77"),
            study_instance_uid: "1.2.3".into(),
            accession_number: "AC1".into(),
            study_date: "20240131".into(),
            modalities: vec!["CT".into()],
            media: vec!["disc".into()],
        }
    }

    fn check(report: ReportEvidence, expected: Option<(PairingEvidence, PairingStrength)>) {
        let found = pair(&report, &[study()])
            .first()
            .map(|p| (p.evidence, p.strength));
        assert_eq!(found, expected, "{report:?}");
    }

    #[test]
    fn the_table_of_evidence_holds_line_by_line() {
        use {PairingEvidence as E, PairingStrength as S};
        let uid = || ReportEvidence {
            study_instance_uids: vec!["1.2.3".into()],
            ..ReportEvidence::default()
        };
        let accession = || ReportEvidence {
            accession_number: "ac1 ".into(),
            ..ReportEvidence::default()
        };
        let media = || ReportEvidence {
            medium: "disc".into(),
            study_date: "20240201".into(),
            modality: "CT".into(),
            ..ReportEvidence::default()
        };
        let named = |report, name, birth| ReportEvidence {
            identity: identity(name, birth, ""),
            ..report
        };

        check(uid(), Some((E::StudyInstanceUid, S::Attached)));
        check(
            named(uid(), "DOE^JOHN", "19500131"),
            Some((E::StudyInstanceUid, S::Attached)),
        );
        check(
            named(uid(), "DOE^JOHN", "19500201"),
            Some((E::BirthDateContradicts, S::Refused)),
        );
        check(
            named(uid(), "ROE^MARY", ""),
            Some((E::NameContradicts, S::Ask)),
        );
        check(
            named(accession(), "Doe^Johnny", ""),
            Some((E::NameContradicts, S::Ask)),
        );
        check(
            named(accession(), "Doe^John", ""),
            Some((E::AccessionAndIdentity, S::Attached)),
        );
        check(
            named(accession(), "Doe^John", "19510131"),
            Some((E::BirthDateContradicts, S::Refused)),
        );
        check(accession(), Some((E::AccessionNumber, S::Candidate)));
        check(media(), Some((E::SameMedia, S::Suggested)));
        check(
            ReportEvidence {
                study_date: "20240203".into(),
                ..media()
            },
            None,
        );
        check(
            ReportEvidence {
                modality: "MR".into(),
                ..media()
            },
            None,
        );
        check(
            ReportEvidence {
                medium: "other".into(),
                ..media()
            },
            None,
        );
        check(
            named(
                ReportEvidence {
                    study_date: "20240130".into(),
                    ..ReportEvidence::default()
                },
                "Doe^John",
                "",
            ),
            Some((E::NameAndDate, S::Candidate)),
        );
        check(
            named(ReportEvidence::default(), "Doe^John", "19500131"),
            None,
        );
        check(
            ReportEvidence {
                accession_number: "0000".into(),
                ..ReportEvidence::default()
            },
            None,
        );
        check(ReportEvidence::default(), None);
    }

    #[test]
    fn the_firmest_proposal_comes_first() {
        let weak = StudyEvidence {
            study_instance_uid: "9".into(),
            accession_number: String::new(),
            ..study()
        };
        let report = ReportEvidence {
            identity: identity("Doe^John", "", ""),
            study_instance_uids: vec!["1.2.3".into()],
            study_date: "20240131".into(),
            ..ReportEvidence::default()
        };
        let order: Vec<usize> = pair(&report, &[weak, study()])
            .iter()
            .map(|p| p.index)
            .collect();
        assert_eq!(order, [1, 0]);
    }
}
