//! What was decided about whose the identities are, and how it is taken back.
//!
//! An identity in no person's list waits for an answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::import::keep::key;
use crate::sidecar::Sidecar;

/// The persons, which identities they group, and how these came together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Persons {
    pub persons: Vec<PersonEntry>,
    /// In the order in which they were made.
    pub merges: Vec<Merge>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PersonEntry {
    pub key: String,
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub identities: Vec<IdentityEntry>,
}

/// One identity of a person, with what could contradict another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IdentityEntry {
    pub key: String,
    #[serde(default)]
    pub patient_birth_date: String,
}

/// Identities that were another person's: enough to give them back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Merge {
    pub into: String,
    pub from: String,
    #[serde(default)]
    pub from_label: String,
    pub identities: Vec<String>,
}

impl Sidecar for Persons {
    const PLACE: &'static str = "decisions/persons.json";
}

impl PersonEntry {
    /// No birth date of the person contradicts this one.
    pub(crate) fn agrees(&self, birth_date: &str) -> bool {
        birth_date.is_empty()
            || self.identities.iter().all(|entry| {
                entry.patient_birth_date.is_empty() || entry.patient_birth_date == birth_date
            })
    }
}

impl Persons {
    /// Whose the identity is; `None` while it waits.
    pub(crate) fn person_of(&self, identity: &str) -> Option<&PersonEntry> {
        self.persons
            .iter()
            .find(|person| person.identities.iter().any(|entry| entry.key == identity))
    }

    /// All identities that do not wait, each with its person.
    pub(crate) fn by_identity(&self) -> BTreeMap<&str, &PersonEntry> {
        self.persons
            .iter()
            .flat_map(|person| {
                let keys = person.identities.iter().map(|entry| entry.key.as_str());
                keys.map(move |key| (key, person))
            })
            .collect()
    }

    /// A new person without identities yet.
    pub(crate) fn make(&mut self, key: String, label: &str) {
        self.persons.push(PersonEntry {
            key,
            label: label.to_owned(),
            identities: Vec::new(),
        });
    }

    /// Puts an identity under a person. One that was another's can be given back.
    pub(crate) fn put(&mut self, identity: IdentityEntry, person: &str) {
        if let Some(from) = self.person_of(&identity.key) {
            let merge = Merge {
                into: person.to_owned(),
                from: from.key.clone(),
                from_label: from.label.clone(),
                identities: vec![identity.key.clone()],
            };
            if merge.from == merge.into {
                return;
            }
            self.merges.push(merge);
        }
        self.shift(identity, person);
    }

    /// The identity waits again.
    pub(crate) fn release(&mut self, identity: &str) {
        for person in &mut self.persons {
            person.identities.retain(|entry| entry.key != identity);
        }
        for merge in &mut self.merges {
            merge.identities.retain(|key| key != identity);
        }
        self.forget_the_empty();
    }

    /// Both are one person from now on, called as `into` is.
    pub(crate) fn merge(&mut self, from: &str, into: &str) {
        let Some(person) = self.persons.iter().find(|person| person.key == from) else {
            return;
        };
        let identities = person.identities.clone();
        self.merges.push(Merge {
            into: into.to_owned(),
            from: from.to_owned(),
            from_label: person.label.clone(),
            identities: identities.iter().map(|entry| entry.key.clone()).collect(),
        });
        for identity in identities {
            self.shift(identity, into);
        }
    }

    /// Takes the last merge into a person back; `false` when there is none.
    pub(crate) fn unmerge(&mut self, into: &str) -> bool {
        let Some(at) = self.merges.iter().rposition(|merge| merge.into == into) else {
            return false;
        };
        let merge = self.merges.remove(at);
        for identity in &merge.identities {
            if self
                .person_of(identity)
                .is_some_and(|person| person.key == into)
            {
                self.give_back(identity, &merge.from, &merge.from_label);
            }
        }
        true
    }

    /// The identity goes back to the person it was of before a merge, or becomes a person of its own.
    pub(crate) fn take_out(&mut self, identity: &str) {
        let Some(person) = self.person_of(identity) else {
            return;
        };
        let (person_key, is_alone) = (person.key.clone(), person.identities.len() == 1);
        let merge = self.merges.iter_mut().rev().find(|merge| {
            merge.into == person_key && merge.identities.iter().any(|key| key == identity)
        });
        if let Some(merge) = merge {
            merge.identities.retain(|key| key != identity);
            let (from, label) = (merge.from.clone(), merge.from_label.clone());
            self.give_back(identity, &from, &label);
        } else if !is_alone {
            let own = self.unused_key(identity);
            self.give_back(identity, &own, "");
        }
    }

    fn give_back(&mut self, identity: &str, person: &str, label: &str) {
        if !self.persons.iter().any(|entry| entry.key == person) {
            self.make(person.to_owned(), label);
        }
        let entry = self
            .persons
            .iter()
            .flat_map(|person| &person.identities)
            .find(|entry| entry.key == identity)
            .cloned();
        if let Some(entry) = entry {
            self.shift(entry, person);
        }
    }

    fn shift(&mut self, identity: IdentityEntry, person: &str) {
        for other in &mut self.persons {
            other.identities.retain(|entry| entry.key != identity.key);
        }
        if let Some(person) = self.persons.iter_mut().find(|entry| entry.key == person) {
            person.identities.push(identity);
        }
        self.forget_the_empty();
    }

    fn forget_the_empty(&mut self) {
        self.persons.retain(|person| !person.identities.is_empty());
        self.merges.retain(|merge| !merge.identities.is_empty());
    }

    fn unused_key(&self, identity: &str) -> String {
        let mut number = 0;
        loop {
            let made = key(&["person", identity, "apart", &number.to_string()]);
            if !self.persons.iter().any(|person| person.key == made) {
                return made;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Mum: a b | Aunt: c`, as it is read and written in the journeys below.
    fn drawn(persons: &Persons) -> String {
        let mut lines: Vec<String> = persons
            .persons
            .iter()
            .map(|person| {
                let mut keys: Vec<&str> = person
                    .identities
                    .iter()
                    .map(|entry| entry.key.as_str())
                    .collect();
                keys.sort_unstable();
                format!("{}: {}", person.label, keys.join(" "))
            })
            .collect();
        lines.sort_unstable();
        lines.join(" | ")
    }

    fn three() -> Persons {
        let mut persons = Persons::default();
        for (person, identities) in [("A", ["a", "b"].as_slice()), ("B", &["c"]), ("C", &["d"])] {
            persons.make(person.to_owned(), person);
            for key in identities {
                let entry = IdentityEntry {
                    key: (*key).to_owned(),
                    patient_birth_date: String::new(),
                };
                persons.put(entry, person);
            }
        }
        persons
    }

    #[test]
    fn every_decision_can_be_taken_back() {
        let before = three();
        let check = |steps: &[&dyn Fn(&mut Persons)], expected: &str| {
            let mut persons = before.clone();
            for step in steps {
                step(&mut persons);
            }
            assert_eq!(drawn(&persons), expected);
        };
        let b_into_a: &dyn Fn(&mut Persons) = &|p| p.merge("B", "A");
        let a_into_c: &dyn Fn(&mut Persons) = &|p| p.merge("A", "C");
        let out = |key: &'static str| move |p: &mut Persons| p.take_out(key);
        check(&[b_into_a], "A: a b c | C: d");
        check(
            &[b_into_a, &|p| assert!(p.unmerge("A"))],
            "A: a b | B: c | C: d",
        );
        check(&[b_into_a, &out("c")], "A: a b | B: c | C: d");
        check(&[b_into_a, a_into_c], "C: a b c d");
        check(&[b_into_a, a_into_c, &out("c")], "A: c | C: a b d");
        check(
            &[b_into_a, a_into_c, &out("c"), &out("c")],
            "B: c | C: a b d",
        );
        check(
            &[b_into_a, a_into_c, &|p| assert!(p.unmerge("C"))],
            "A: a b c | C: d",
        );
        check(&[b_into_a, &out("a")], ": a | A: b c | C: d");
        check(&[&out("a")], ": a | A: b | B: c | C: d");
        check(&[&out("c")], "A: a b | B: c | C: d");
        check(
            &[b_into_a, &|p| p.release("c"), &|p| assert!(!p.unmerge("A"))],
            "A: a b | C: d",
        );
        check(&[&|p| p.release("d")], "A: a b | B: c");
        check(
            &[b_into_a, &out("c"), b_into_a, &out("c")],
            "A: a b | B: c | C: d",
        );
    }
}
