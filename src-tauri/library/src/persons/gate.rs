//! The gate: "Whose is it?", asked of every identity the library has not seen.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use super::Persons;
use super::record::IdentityEntry;
use crate::error::LibraryError;
use crate::files::Files;
use crate::import::keep::key;
use crate::library::{Holding, Library};
use crate::listing::{Identified, StudySummary, WaitingIdentity};
use crate::sidecar::Sidecar;

/// Whose the studies of an identity are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A person who is known, by the row of the index.
    Person(i64),
    /// Someone new.
    New {
        /// What to call them, or `''`.
        label: String,
    },
}

impl Library {
    /// The identities that wait for an answer, in order of first sight, each
    /// with its studies and with the persons they may be.
    ///
    /// # Errors
    /// When the index cannot answer.
    pub fn waiting(&self) -> Result<Vec<WaitingIdentity>, LibraryError> {
        let identities = self.storage.identities(None)?;
        if identities.iter().all(|one| one.person_id.is_some()) {
            return Ok(Vec::new());
        }
        let mut studies: BTreeMap<i64, Vec<StudySummary>> = BTreeMap::new();
        for (identity, study) in self.storage.waiting_studies()? {
            studies.entry(identity).or_default().push(study);
        }
        let (known, waiting): (Vec<Identified>, Vec<Identified>) = identities
            .into_iter()
            .partition(|one| one.person_id.is_some());
        waiting
            .into_iter()
            .map(|one| {
                Ok(WaitingIdentity {
                    proposals: self.proposals(std::slice::from_ref(&one), &known)?,
                    studies: studies.remove(&one.id).unwrap_or_default(),
                    stated: one,
                })
            })
            .collect()
    }

    /// Says whose an identity is; one that somebody has already is moved. Gives the person's row.
    ///
    /// # Errors
    /// [`LibraryError::UnknownIdentity`], [`LibraryError::NotFound`] for the person;
    /// [`LibraryError::NothingKept`] while only looking.
    pub fn answer(&self, identity_key: &str, answer: &Answer) -> Result<i64, LibraryError> {
        let identity = self.storage.identity(identity_key)?;
        let known = match answer {
            Answer::Person(id) => Some(self.storage.person_key(*id)?),
            Answer::New { .. } => None,
        };
        self.decide(|persons| {
            let person = known.unwrap_or_else(|| {
                let number = persons.persons.len() + persons.merges.len();
                let made = key(&["person", identity_key, "answer", &number.to_string()]);
                let label = match answer {
                    Answer::New { label } => label.trim(),
                    Answer::Person(_) => "",
                };
                persons.make(made.clone(), label);
                made
            });
            let entry = IdentityEntry {
                key: identity_key.to_owned(),
                patient_birth_date: identity.identity.patient_birth_date.clone(),
            };
            persons.put(entry, &person);
        })?;
        self.storage
            .identity(identity_key)?
            .person_id
            .ok_or(LibraryError::IndexDamaged)
    }

    /// Takes an answer back: the identity waits again.
    ///
    /// # Errors
    /// [`LibraryError::UnknownIdentity`]; [`LibraryError::NothingKept`] while only looking.
    pub fn unanswer(&self, identity_key: &str) -> Result<(), LibraryError> {
        self.storage.identity(identity_key)?;
        self.decide(|persons| persons.release(identity_key))
    }

    /// A change of the persons: the sidecar first, then the index follows.
    pub(crate) fn decide(&self, change: impl FnOnce(&mut Persons)) -> Result<(), LibraryError> {
        let files = self.files()?;
        let _change = self.changing();
        let mut persons = Persons::load(files)?;
        change(&mut persons);
        self.put_persons(files, &persons)
    }

    pub(crate) fn put_persons(&self, files: &Files, persons: &Persons) -> Result<(), LibraryError> {
        persons.save(files)?;
        self.storage.follow_persons(persons)
    }

    /// Makes the index follow the sidecar: a kill may have come between the two.
    pub(crate) fn follow_persons(&self) -> Result<(), LibraryError> {
        match &self.holding {
            Holding::Kept(kept) => self.storage.follow_persons(&Persons::load(&kept.files)?),
            Holding::Looked(_) => Ok(()),
        }
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.change.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
