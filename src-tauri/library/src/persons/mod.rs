//! Whose the studies are: identities, the persons that group them, and the gate.
//!
//! Nothing is merged silently: an identity the library has not seen waits until
//! somebody says whose it is. Every such word stands in the persons' sidecar
//! and can be taken back; the index only follows it. Not for SQL.

mod assign;
mod gate;
mod merge;
mod propose;
mod record;

pub(crate) use assign::Assigner;
pub use gate::Answer;
pub(crate) use record::{IdentityEntry, PersonEntry, Persons};

use scanfolio_core::study::Identity;

use crate::import::keep::key;

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

#[cfg(test)]
mod tests {
    use scanfolio_core::values::PersonName;

    use super::*;

    fn identity(id: &str, name: &str) -> Identity {
        Identity {
            patient_id: id.into(),
            patient_name: PersonName::parse(name),
            ..Identity::default()
        }
    }

    #[test]
    fn case_and_spacing_do_not_tell_identities_apart() {
        let one = identity_key(&identity("7", "Doe^Jane"), 1);
        assert_eq!(one, identity_key(&identity(" 7", "DOE^JANE "), 1));
        assert_ne!(one, identity_key(&identity("8", "Doe^Jane"), 1));
    }

    #[test]
    fn a_weak_identity_belongs_to_its_import_alone() {
        let weak = identity("", "Anonymous");
        assert_ne!(identity_key(&weak, 1), identity_key(&weak, 2));
        let strong = identity("7", "Doe^Jane");
        assert_eq!(identity_key(&strong, 1), identity_key(&strong, 2));
    }
}
