//! Which person an identity belongs to.
//!
//! Nothing is merged silently: an identity joins a person only by the choice
//! made at import or recorded earlier, and never against a contradicting birth
//! date. Not for SQL: this works on the sidecar, which a rebuild reads again.

use scanfolio_core::study::Identity;

use crate::import::keep::key;
use crate::outcome::PersonChoice;
use crate::sidecar::{IdentityEntry, PersonEntry, Persons};

/// What tells identities apart: all that the medium states, letter case and
/// spacing aside. A weak one belongs to its import alone.
pub(crate) fn identity_key(identity: &Identity, import: i64) -> String {
    let name = identity.patient_name.to_string();
    let parts = [
        fold(&identity.patient_id),
        fold(&identity.issuer_of_patient_id),
        fold(
            name.split('=')
                .find(|group| !group.is_empty())
                .unwrap_or_default(),
        ),
        identity.patient_birth_date.clone(),
        if identity.is_weak() {
            format!("import {import}")
        } else {
            String::new()
        },
    ];
    key(&parts.each_ref().map(String::as_str))
}

/// The key of a study: unique per identity, never by its UID alone.
pub(crate) fn study_key(identity_key: &str, study_instance_uid: &str) -> String {
    key(&[identity_key, study_instance_uid])
}

fn fold(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_uppercase()
}

/// Gives identities their persons during one import.
pub(crate) struct Assigner {
    pub persons: Persons,
    choice: PersonChoice,
    import: i64,
    /// The person made for [`PersonChoice::New`].
    new_person: Option<String>,
    pub is_changed: bool,
    keeps_recorded: bool,
}

impl Assigner {
    pub(crate) fn new(persons: Persons, choice: PersonChoice, import: i64) -> Self {
        Self {
            persons,
            choice,
            import,
            new_person: None,
            is_changed: false,
            keeps_recorded: false,
        }
    }

    /// For a rebuild: what is recorded of an identity stands, whatever was chosen at its import.
    pub(crate) fn recorded(mut self) -> Self {
        self.keeps_recorded = true;
        self
    }

    /// Key and label of the person.
    pub(crate) fn person_of(
        &mut self,
        identity_key: &str,
        identity: &Identity,
    ) -> (String, String) {
        let known = self.persons.persons.iter().position(|person| {
            person
                .identities
                .iter()
                .any(|entry| entry.key == identity_key)
        });
        let birth_date = &identity.patient_birth_date;
        let chosen = match (&self.choice, known) {
            (_, Some(known)) if self.keeps_recorded => Some(known),
            (PersonChoice::Named(label), _) => self
                .persons
                .persons
                .iter()
                .position(|person| person.label == *label && agrees(person, birth_date)),
            (_, Some(known)) => Some(known),
            (PersonChoice::New, None) => self.persons.persons.iter().position(|person| {
                Some(&person.key) == self.new_person.as_ref() && agrees(person, birth_date)
            }),
            (PersonChoice::Automatic, None) => None,
        };
        let index = match (chosen, known) {
            (Some(chosen), Some(known)) if chosen == known => chosen,
            (Some(chosen), known) => {
                self.join(chosen, known, identity_key, birth_date);
                chosen
            }
            // The name is taken by someone born on another day: the known person stays, a new one goes without it.
            (None, Some(known)) if self.is_name_taken() => known,
            (None, known) => {
                let made = self.make(identity_key);
                self.join(made, known, identity_key, birth_date);
                made
            }
        };
        self.persons
            .persons
            .get(index)
            .map(|person| (person.key.clone(), person.label.clone()))
            .unwrap_or_default()
    }

    fn is_name_taken(&self) -> bool {
        matches!(&self.choice, PersonChoice::Named(label) if self.persons.persons.iter().any(|person| person.label == *label))
    }

    fn make(&mut self, identity_key: &str) -> usize {
        let label = match &self.choice {
            PersonChoice::Named(label) if !self.is_name_taken() => label.clone(),
            _ => String::new(),
        };
        let key = key(&["person", identity_key, &self.import.to_string()]);
        if self.choice == PersonChoice::New && self.new_person.is_none() {
            self.new_person = Some(key.clone());
        }
        self.persons.persons.push(PersonEntry {
            key,
            label,
            identities: Vec::new(),
        });
        self.persons.persons.len() - 1
    }

    fn join(&mut self, person: usize, from: Option<usize>, identity_key: &str, birth_date: &str) {
        if let Some(from) = from.and_then(|from| self.persons.persons.get_mut(from)) {
            from.identities.retain(|entry| entry.key != identity_key);
        }
        if let Some(person) = self.persons.persons.get_mut(person) {
            person.identities.push(IdentityEntry {
                key: identity_key.to_owned(),
                patient_birth_date: birth_date.to_owned(),
            });
        }
        self.is_changed = true;
    }
}

/// No birth date of the person contradicts this one.
fn agrees(person: &PersonEntry, birth_date: &str) -> bool {
    birth_date.is_empty()
        || person.identities.iter().all(|entry| {
            entry.patient_birth_date.is_empty() || entry.patient_birth_date == birth_date
        })
}

#[cfg(test)]
mod tests {
    use scanfolio_core::values::PersonName;

    use super::*;

    fn identity(id: &str, name: &str, birth_date: &str) -> Identity {
        Identity {
            patient_id: id.into(),
            patient_name: PersonName::parse(name),
            patient_birth_date: birth_date.into(),
            ..Identity::default()
        }
    }

    fn persons_of(choice: PersonChoice, identities: &[Identity]) -> Vec<(String, String)> {
        let mut assigner = Assigner::new(Persons::default(), choice, 1);
        identities
            .iter()
            .map(|identity| assigner.person_of(&identity_key(identity, 1), identity))
            .collect()
    }

    #[test]
    fn spelling_does_not_tell_identities_apart_but_numbers_do() {
        let key = |id: &str, name: &str| identity_key(&identity(id, name, "19500101"), 1);
        assert_eq!(key("1", "Doe^Jane"), key("1 ", "DOE^JANE"));
        assert_ne!(key("1", "Doe^Jane"), key("2", "Doe^Jane"));
    }

    #[test]
    fn a_weak_identity_belongs_to_its_import_alone() {
        let weak = identity("", "Anonymous", "");
        assert_ne!(identity_key(&weak, 1), identity_key(&weak, 2));
        let strong = identity("7", "Doe^Jane", "");
        assert_eq!(identity_key(&strong, 1), identity_key(&strong, 2));
    }

    #[test]
    fn by_itself_every_identity_is_a_person() {
        let persons = persons_of(
            PersonChoice::Automatic,
            &[identity("1", "A", ""), identity("2", "A", "")],
        );
        assert_ne!(persons[0].0, persons[1].0);
    }

    #[test]
    fn a_name_groups_identities_unless_their_birth_dates_contradict() {
        let mum = PersonChoice::Named("Mum".into());
        let persons = persons_of(
            mum,
            &[
                identity("1", "A", "19500101"),
                identity("2", "B", ""),
                identity("3", "C", "19770101"),
            ],
        );
        assert_eq!(persons[0], persons[1]);
        assert_eq!(persons[0].1, "Mum");
        assert_ne!(persons[0].0, persons[2].0);
        assert_eq!(persons[2].1, "");
    }

    #[test]
    fn one_new_person_holds_all_that_an_import_brings() {
        let persons = persons_of(
            PersonChoice::New,
            &[identity("1", "A", ""), identity("2", "B", "")],
        );
        assert_eq!(persons[0].0, persons[1].0);
    }
}
