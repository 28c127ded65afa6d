//! "Whose is it?" as it crosses: who waits, who it may be, and the answer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use scanfolio_core::likeness::Likeness;
use scanfolio_core::study::Identity;
use scanfolio_library as library;

use super::{Holding, Key, Person, StudySummary};

/// An identity that waits for an answer, with all that waits with it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Waiting {
    /// Its key, for the answer.
    pub key: String,
    /// What the medium says about whose it is.
    pub identity: Identity,
    /// Its studies, newest first.
    pub studies: Vec<StudySummary>,
    /// Who it may be, the likest first.
    pub proposals: Vec<Proposal>,
}

/// A person an identity may belong to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Proposal {
    /// Who.
    pub person: Person,
    /// The likest of their identities.
    pub identity: Identity,
    /// What speaks for it.
    pub likeness: Likeness,
}

/// One identity of a person.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Identified {
    /// Its key, for taking it out.
    pub key: String,
    /// As it was stated.
    pub identity: Identity,
    /// How many studies are held.
    pub studies: u32,
}

/// Whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Answer {
    /// A person who is known.
    Person(Key),
    /// Someone new, and what to call them; `''` for the name in the files.
    New(String),
}

impl From<Answer> for library::Answer {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Person(key) => Self::Person(key.id),
            Answer::New(label) => Self::New { label },
        }
    }
}

impl Holding {
    /// An identity that waits.
    #[must_use]
    pub fn waiting(self, waiting: library::WaitingIdentity) -> Waiting {
        Waiting {
            key: waiting.stated.key,
            identity: waiting.stated.identity,
            studies: self.studies(waiting.studies),
            proposals: self.proposals(waiting.proposals),
        }
    }

    /// Who it may be.
    #[must_use]
    pub fn proposals(self, proposals: Vec<library::Proposal>) -> Vec<Proposal> {
        proposals
            .into_iter()
            .map(|proposal| Proposal {
                person: self.person(proposal.person),
                identity: proposal.identity,
                likeness: proposal.likeness,
            })
            .collect()
    }
}

impl From<library::Identified> for Identified {
    fn from(identified: library::Identified) -> Self {
        Self {
            key: identified.key,
            identity: identified.identity,
            studies: identified.studies,
        }
    }
}
