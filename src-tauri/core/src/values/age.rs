//! Age String (AS), PS3.5 §6.2.

use super::trim;

/// An age as written: a count of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// How many units, 0 to 999.
    pub count: u16,
    /// Of what.
    pub unit: AgeUnit,
}

/// What an age counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeUnit {
    /// `D`.
    Days,
    /// `W`.
    Weeks,
    /// `M`.
    Months,
    /// `Y`.
    Years,
}

impl Age {
    /// `018M`; fewer digits (`18M`) and a small letter are read too, a bare number is not.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = trim(text);
        let unit = match text.chars().last()?.to_ascii_uppercase() {
            'D' => AgeUnit::Days,
            'W' => AgeUnit::Weeks,
            'M' => AgeUnit::Months,
            'Y' => AgeUnit::Years,
            _ => return None,
        };
        let digits = text.get(..text.len() - 1)?;
        let is_count =
            (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let count = is_count.then(|| digits.parse().ok()).flatten()?;
        Some(Self { count, unit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_with_their_unit() {
        for (text, expected) in [
            ("018M", Some((18, AgeUnit::Months))),
            ("45Y ", Some((45, AgeUnit::Years))),
            ("003w", Some((3, AgeUnit::Weeks))),
            ("000D", Some((0, AgeUnit::Days))),
            ("45", None),
            ("Y", None),
            ("1000Y", None),
            ("-1Y", None),
            ("", None),
        ] {
            let expected = expected.map(|(count, unit)| Age { count, unit });
            assert_eq!(Age::parse(text), expected, "{text:?}");
        }
    }
}
