//! Who may be the same person, with what speaks for it. Proposed, never decided.

use std::collections::{BTreeMap, BTreeSet};

use scanfolio_core::likeness::{BirthDateLikeness, Likeness};

use crate::error::LibraryError;
use crate::library::Library;
use crate::listing::{Identified, Proposal};

impl Library {
    /// Other persons who may be this one, the likest first.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn alike(&self, person_id: i64) -> Result<Vec<Proposal>, LibraryError> {
        let own = self.identities(person_id)?;
        let mut others = self.storage.identities(None)?;
        others.retain(|one| one.person_id != Some(person_id));
        self.proposals(&own, &others)
    }

    /// Persons these identities may be, the likest first; never one born on another day.
    pub(super) fn proposals(
        &self,
        stated: &[Identified],
        known: &[Identified],
    ) -> Result<Vec<Proposal>, LibraryError> {
        let mut best: BTreeMap<i64, (Likeness, &Identified)> = BTreeMap::new();
        let mut contradicted = BTreeSet::new();
        let pairs = known
            .iter()
            .flat_map(|other| stated.iter().map(move |one| (one, other)));
        for (one, other) in pairs {
            let Some(person) = other.person_id else {
                continue;
            };
            let likeness = Likeness::of(&one.identity, &other.identity);
            if likeness.patient_birth_date == BirthDateLikeness::Another {
                contradicted.insert(person);
            }
            if one.is_weak || other.is_weak || !likeness.is_proposed() {
                continue;
            }
            let held = best.entry(person).or_insert((likeness, other));
            if likeness.order() < held.0.order() {
                *held = (likeness, other);
            }
        }
        let mut found: Vec<(i64, Likeness, &Identified)> = best
            .into_iter()
            .filter(|(person, _)| !contradicted.contains(person))
            .map(|(person, (likeness, of))| (person, likeness, of))
            .collect();
        found.sort_by_key(|(_, likeness, _)| likeness.order());
        found
            .into_iter()
            .map(|(person, likeness, of)| {
                Ok(Proposal {
                    person: self.storage.person(person)?,
                    identity: of.identity.clone(),
                    likeness,
                })
            })
            .collect()
    }
}
