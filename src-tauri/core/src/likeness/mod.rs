//! Whether two identities may be one person's, and what speaks for it.
//!
//! A pure table: it proposes and gives the evidence, the person decides. Not
//! for reports and studies (`report::pairing`), and not a score: two people can
//! share a name and a birth date, and twins a letter more.

mod name;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use name::{NameLikeness, compare_names};

use crate::study::Identity;

/// How two birth dates (0010,0030) stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BirthDateLikeness {
    /// Both state it, and the same.
    Same,
    /// One does not state it.
    NotStated,
    /// Both state it, and differently.
    Another,
}

/// How two Patient IDs (0010,0020) stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PatientIdLikeness {
    /// The same, and no issuer speaks against it.
    Same,
    /// Given out by different issuers (0010,0021), so they cannot be compared.
    AnotherIssuer,
    /// Another number.
    Another,
    /// One does not state it.
    NotStated,
}

/// Two identities, held beside one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Likeness {
    /// Of their names.
    pub patient_name: NameLikeness,
    /// Of their birth dates.
    pub patient_birth_date: BirthDateLikeness,
    /// Of their numbers.
    pub patient_id: PatientIdLikeness,
}

impl Likeness {
    /// Compares what two media state.
    #[must_use]
    pub fn of(first: &Identity, second: &Identity) -> Self {
        Self {
            patient_name: compare_names(&first.patient_name, &second.patient_name),
            patient_birth_date: compare_birth_dates(
                &first.patient_birth_date,
                &second.patient_birth_date,
            ),
            patient_id: compare_ids(first, second),
        }
    }

    /// Whether to ask if the two are one person. Never against a birth date.
    #[must_use]
    pub fn is_proposed(&self) -> bool {
        use NameLikeness as N;
        let is_near = self.patient_name.is_near();
        let has_same_id = self.patient_id == PatientIdLikeness::Same;
        match self.patient_birth_date {
            // A changed name keeps number and birth date.
            BirthDateLikeness::Same => is_near || has_same_id,
            BirthDateLikeness::NotStated => {
                matches!(self.patient_name, N::Same | N::SpellingVariant)
                    || has_same_id && self.patient_name != N::Another
            }
            BirthDateLikeness::Another => false,
        }
    }

    /// For sorting: the likest first.
    #[must_use]
    pub fn order(&self) -> (BirthDateLikeness, NameLikeness, PatientIdLikeness) {
        (self.patient_birth_date, self.patient_name, self.patient_id)
    }
}

/// Compares two dates as `YYYYMMDD`.
#[must_use]
pub fn compare_birth_dates(first: &str, second: &str) -> BirthDateLikeness {
    if first.is_empty() || second.is_empty() {
        BirthDateLikeness::NotStated
    } else if first == second {
        BirthDateLikeness::Same
    } else {
        BirthDateLikeness::Another
    }
}

fn compare_ids(first: &Identity, second: &Identity) -> PatientIdLikeness {
    let is_same = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
    let (one, other) = (&first.issuer_of_patient_id, &second.issuer_of_patient_id);
    if first.patient_id.is_empty() || second.patient_id.is_empty() {
        PatientIdLikeness::NotStated
    } else if !one.is_empty() && !other.is_empty() && !is_same(one, other) {
        PatientIdLikeness::AnotherIssuer
    } else if is_same(&first.patient_id, &second.patient_id) {
        PatientIdLikeness::Same
    } else {
        PatientIdLikeness::Another
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::PersonName;

    /// `ID/issuer`, name, birth date.
    fn identity((id, name, birth_date): (&str, &str, &str)) -> Identity {
        let (id, issuer) = id.split_once('/').unwrap_or((id, ""));
        Identity {
            patient_id: id.into(),
            issuer_of_patient_id: issuer.into(),
            patient_name: PersonName::parse(name),
            patient_birth_date: birth_date.into(),
            patient_sex: String::new(),
        }
    }

    #[test]
    fn what_may_be_one_person_is_proposed_and_a_birth_date_forbids_it() {
        use BirthDateLikeness as B;
        use NameLikeness as N;
        use PatientIdLikeness as P;
        let mum = ("SMP-20488/General", "Sample^Margaret", "19510504");
        for (stated, (name, birth_date, id), is_proposed) in [
            (
                ("EX-7713/Clinic", "SAMPLE^MARGARET^A.", "19510504"),
                (N::OneLetterMore, B::Same, P::AnotherIssuer),
                true,
            ),
            (
                ("SMP-20488", "Sample^Margaret", "19510504"),
                (N::Same, B::Same, P::Same),
                true,
            ),
            (
                ("7", "Sample^Margaret", "19510504"),
                (N::Same, B::Same, P::Another),
                true,
            ),
            (
                ("SMP-20488", "Married^Margaret", "19510504"),
                (N::Another, B::Same, P::Same),
                true,
            ),
            (
                ("7", "Married^Margaret", "19510504"),
                (N::Another, B::Same, P::Another),
                false,
            ),
            (
                ("", "Sample^Margaret", "19510504"),
                (N::Same, B::Same, P::NotStated),
                true,
            ),
            (
                ("7", "Sample^Margaret", ""),
                (N::Same, B::NotStated, P::Another),
                true,
            ),
            (
                ("7", "Sample^Margarete", ""),
                (N::OneLetterMore, B::NotStated, P::Another),
                false,
            ),
            (
                ("SMP-20488", "", ""),
                (N::NotStated, B::NotStated, P::Same),
                true,
            ),
            (
                ("SMP-20488", "Roe^Mary", ""),
                (N::Another, B::NotStated, P::Same),
                false,
            ),
            (
                ("SMP-20488/General", "Sample^Margaret", "19770101"),
                (N::Same, B::Another, P::Same),
                false,
            ),
            (
                ("7", "", "19510504"),
                (N::NotStated, B::Same, P::Another),
                false,
            ),
        ] {
            for (one, other) in [(stated, mum), (mum, stated)] {
                let likeness = Likeness::of(&identity(one), &identity(other));
                let expected = Likeness {
                    patient_name: name,
                    patient_birth_date: birth_date,
                    patient_id: id,
                };
                assert_eq!(likeness, expected, "{one:?}");
                assert_eq!(likeness.is_proposed(), is_proposed, "{one:?}");
            }
        }
    }
}
