//! Who waits for an answer, as `list` prints it.

use scanfolio_core::likeness::{BirthDateLikeness, Likeness, NameLikeness, PatientIdLikeness};
use scanfolio_core::study::{Identity, PersonName};
use scanfolio_library::{Library, LibraryError, Person, Proposal};
use serde::Serialize;

use crate::outcome::{self, ListedStudy};

/// An identity that waits for an answer.
#[derive(Serialize)]
pub struct Listed {
    /// For `answer`.
    identity: String,
    #[serde(flatten)]
    stated: Stated,
    studies: Vec<ListedStudy>,
    proposals: Vec<ListedProposal>,
}

/// What a medium says about whose the images are.
#[derive(Serialize)]
struct Stated {
    patient_id: String,
    issuer_of_patient_id: String,
    patient_name: PersonName,
    patient_birth_date: String,
    patient_sex: String,
}

/// Who it may be, and what speaks for it.
#[derive(Serialize)]
struct ListedProposal {
    person: Person,
    identity: Stated,
    likeness: ListedLikeness,
}

#[derive(Serialize)]
struct ListedLikeness {
    patient_name: NameLikeness,
    patient_birth_date: BirthDateLikeness,
    patient_id: PatientIdLikeness,
}

/// # Errors
/// When the index cannot answer.
pub fn listed(library: &Library) -> Result<Vec<Listed>, LibraryError> {
    library
        .waiting()?
        .into_iter()
        .map(|one| {
            Ok(Listed {
                identity: one.stated.key,
                stated: one.stated.identity.into(),
                studies: outcome::studies(library, one.studies)?,
                proposals: one
                    .proposals
                    .into_iter()
                    .map(ListedProposal::from)
                    .collect(),
            })
        })
        .collect()
}

impl From<Proposal> for ListedProposal {
    fn from(proposal: Proposal) -> Self {
        Self {
            person: proposal.person,
            identity: proposal.identity.into(),
            likeness: proposal.likeness.into(),
        }
    }
}

impl From<Likeness> for ListedLikeness {
    fn from(likeness: Likeness) -> Self {
        Self {
            patient_name: likeness.patient_name,
            patient_birth_date: likeness.patient_birth_date,
            patient_id: likeness.patient_id,
        }
    }
}

impl From<Identity> for Stated {
    fn from(identity: Identity) -> Self {
        Self {
            patient_id: identity.patient_id,
            issuer_of_patient_id: identity.issuer_of_patient_id,
            patient_name: identity.patient_name,
            patient_birth_date: identity.patient_birth_date,
            patient_sex: identity.patient_sex,
        }
    }
}
