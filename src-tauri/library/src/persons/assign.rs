//! Which person the identities of one import belong to.

use std::collections::HashSet;

use scanfolio_core::sample;
use scanfolio_core::study::Identity;

use super::record::IdentityEntry;
use super::{Persons, identity_key};
use crate::content::{Content, KeptFile};
use crate::error::LibraryError;
use crate::files::Files;
use crate::import::keep::key;
use crate::outcome::PersonChoice;
use crate::sidecar::Sidecar;

/// Gives identities their persons during one import.
#[derive(Debug)]
pub(crate) struct Assigner {
    pub persons: Persons,
    choice: PersonChoice,
    import: i64,
    seen: HashSet<String>,
    /// Something was decided that the sidecar does not hold yet.
    is_changed: bool,
}

impl Assigner {
    pub(crate) fn new(persons: Persons, choice: PersonChoice, import: i64) -> Self {
        Self {
            persons,
            choice,
            import,
            seen: HashSet::new(),
            is_changed: false,
        }
    }

    /// Decides about the identities of these files, as far as anybody has said.
    pub(crate) fn assign_all(&mut self, files: &[KeptFile]) {
        for file in files {
            if let Content::Dicom(content) = &file.content {
                let identity = &content.instance.identity;
                self.assign(&identity_key(identity, self.import), identity);
            }
        }
    }

    /// Decides about one identity.
    pub(crate) fn assign(&mut self, identity_key: &str, identity: &Identity) {
        if !self.seen.insert(identity_key.to_owned()) {
            return;
        }
        let birth_date = &identity.patient_birth_date;
        let is_known = self.persons.person_of(identity_key).is_some();
        let person = match &self.choice {
            PersonChoice::Named(label) => {
                let mut named = self
                    .persons
                    .persons
                    .iter()
                    .filter(|person| person.label == *label);
                let is_taken = named.clone().next().is_some();
                match named.find(|person| person.agrees(birth_date)) {
                    Some(person) => person.key.clone(),
                    // The name is taken by someone born on another day: who is known stays, who is new goes without it.
                    None if is_taken && is_known => return,
                    None if is_taken => self.make(identity_key, ""),
                    None => self.make(identity_key, &label.clone()),
                }
            }
            _ if is_known => return,
            PersonChoice::New => self.make(identity_key, ""),
            // The sample is nobody's: it answers for itself.
            PersonChoice::Ask if sample::is_sample(identity) => self.make(identity_key, ""),
            PersonChoice::Ask => return,
        };
        let entry = IdentityEntry {
            key: identity_key.to_owned(),
            patient_birth_date: birth_date.clone(),
        };
        let before = self.persons.clone();
        self.persons.put(entry, &person);
        self.is_changed |= self.persons != before;
    }

    /// Makes what was decided durable.
    pub(crate) fn save(&mut self, files: &Files) -> Result<(), LibraryError> {
        if std::mem::take(&mut self.is_changed) {
            self.persons.save(files)?;
        }
        Ok(())
    }

    fn make(&mut self, identity_key: &str, label: &str) -> String {
        let made = key(&["person", identity_key, &self.import.to_string()]);
        self.persons.make(made.clone(), label);
        made
    }
}

#[cfg(test)]
mod tests {
    use scanfolio_core::values::PersonName;

    use super::*;

    fn identity(id: &str, birth_date: &str) -> Identity {
        Identity {
            patient_id: id.into(),
            patient_name: PersonName::parse("Doe^Jane"),
            patient_birth_date: birth_date.into(),
            ..Identity::default()
        }
    }

    /// Whose each identity is: the index of its person and their label.
    fn check(choice: PersonChoice, given: &[(&str, &str)], expected: &[Option<(usize, &str)>]) {
        let mut assigner = Assigner::new(Persons::default(), choice, 1);
        for (id, birth_date) in given {
            assigner.assign(id, &identity(id, birth_date));
        }
        let persons = &assigner.persons;
        let found: Vec<Option<(usize, &str)>> = given
            .iter()
            .map(|(id, _)| {
                let of = persons.person_of(id)?;
                let at = persons.persons.iter().position(|person| person == of)?;
                Some((at, of.label.as_str()))
            })
            .collect();
        assert_eq!(found, expected, "{persons:?}");
    }

    #[test]
    fn unasked_a_new_identity_waits() {
        check(PersonChoice::Ask, &[("1", ""), ("2", "")], &[None, None]);
    }

    #[test]
    fn new_makes_everyone_a_person_of_their_own() {
        let own = [Some((0, "")), Some((1, ""))];
        check(PersonChoice::New, &[("1", ""), ("2", "")], &own);
    }

    #[test]
    fn a_name_groups_identities_unless_their_birth_dates_contradict() {
        check(
            PersonChoice::Named("Mum".into()),
            &[("1", "19500101"), ("2", ""), ("3", "19770101")],
            &[Some((0, "Mum")), Some((0, "Mum")), Some((1, ""))],
        );
    }

    #[test]
    fn the_sample_answers_for_itself() {
        let mut sample = identity("SYNTHETIC-0001", "19600101");
        sample.issuer_of_patient_id = "SCANFOLIO SAMPLE".into();
        let mut assigner = Assigner::new(Persons::default(), PersonChoice::Ask, 1);
        assigner.assign("sample", &sample);
        assert!(assigner.persons.person_of("sample").is_some());
    }
}
