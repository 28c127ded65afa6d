//! Dates as reports write them; a day and month that could be swapped is no date.

use super::fold::fold;
use crate::values::Date;

const MONTHS: &[(&str, u8)] = &[
    ("january", 1),
    ("jan", 1),
    ("januar", 1),
    ("janner", 1),
    ("janvier", 1),
    ("enero", 1),
    ("gennaio", 1),
    ("januari", 1),
    ("february", 2),
    ("feb", 2),
    ("februar", 2),
    ("fevrier", 2),
    ("febrero", 2),
    ("febbraio", 2),
    ("februari", 2),
    ("march", 3),
    ("mar", 3),
    ("marz", 3),
    ("mars", 3),
    ("marzo", 3),
    ("maart", 3),
    ("april", 4),
    ("apr", 4),
    ("avril", 4),
    ("abril", 4),
    ("aprile", 4),
    ("may", 5),
    ("mai", 5),
    ("mayo", 5),
    ("maggio", 5),
    ("mei", 5),
    ("june", 6),
    ("jun", 6),
    ("juni", 6),
    ("juin", 6),
    ("junio", 6),
    ("giugno", 6),
    ("july", 7),
    ("jul", 7),
    ("juli", 7),
    ("juillet", 7),
    ("julio", 7),
    ("luglio", 7),
    ("august", 8),
    ("aug", 8),
    ("aout", 8),
    ("agosto", 8),
    ("augustus", 8),
    ("september", 9),
    ("sep", 9),
    ("sept", 9),
    ("septembre", 9),
    ("septiembre", 9),
    ("settembre", 9),
    ("october", 10),
    ("oct", 10),
    ("oktober", 10),
    ("okt", 10),
    ("octobre", 10),
    ("octubre", 10),
    ("ottobre", 10),
    ("november", 11),
    ("nov", 11),
    ("novembre", 11),
    ("noviembre", 11),
    ("december", 12),
    ("dec", 12),
    ("dezember", 12),
    ("dez", 12),
    ("decembre", 12),
    ("diciembre", 12),
    ("dicembre", 12),
];

/// The date that a value begins with.
///
/// Read: `2024-01-31`, `20240131`, `31.01.2024` (with points the day always
/// comes first), `31 January 2024`, `Jan 31, 2024`, `31-JAN-2024`, and
/// `31/01/2024` or `01/31/2024` where one number cannot be a month. Not read:
/// `04/10/2024`, which is two days of the year, and years of two digits.
pub(super) fn date_at_start(text: &str) -> Option<Date> {
    let mut parts: Vec<Part> = Vec::with_capacity(4);
    let mut rest = text.trim_start();
    // A weekday may come first ("Monday, 5 May 2024").
    while parts.len() < 3 {
        rest = rest.trim_start_matches([' ', ',', '.', '/', '-']);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            let number = rest.get(..digits)?;
            rest = rest.get(digits..)?;
            if digits == 8 && parts.is_empty() {
                return Date::parse(number);
            }
            let separator = rest.chars().next().unwrap_or(' ');
            parts.push(Part::Number {
                value: number.parse().ok()?,
                digits,
                separator,
            });
            rest = ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|suffix| rest.strip_prefix(suffix))
                .unwrap_or(rest);
        } else {
            let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
            let word = fold(rest.get(..letters).filter(|w| !w.is_empty())?);
            rest = rest.get(letters..)?;
            match MONTHS.iter().find(|(name, _)| *name == word) {
                Some((_, month)) => parts.push(Part::Month(*month)),
                None if parts.is_empty() || ["de", "of"].contains(&word.as_str()) => {
                    if parts.is_empty() && !word.ends_with("day") && !word.ends_with("tag") {
                        return None;
                    }
                }
                None => return None,
            }
        }
    }
    // More digits glued on make it something else.
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    whole(&parts)
}

enum Part {
    Number {
        value: u16,
        digits: usize,
        separator: char,
    },
    Month(u8),
}

fn whole(parts: &[Part]) -> Option<Date> {
    let small = |value: u16| u8::try_from(value).ok();
    match parts {
        [
            Part::Number { value: day, .. },
            Part::Month(month),
            Part::Number {
                value: year,
                digits: 4,
                ..
            },
        ]
        | [
            Part::Month(month),
            Part::Number { value: day, .. },
            Part::Number {
                value: year,
                digits: 4,
                ..
            },
        ] => Date::new(*year, *month, small(*day)?),
        [
            Part::Number {
                value: year,
                digits: 4,
                ..
            },
            Part::Number { value: month, .. },
            Part::Number { value: day, .. },
        ] => Date::new(*year, small(*month)?, small(*day)?),
        [
            Part::Number {
                value: first,
                separator,
                ..
            },
            Part::Number { value: second, .. },
            Part::Number {
                value: year,
                digits: 4,
                ..
            },
        ] => {
            let day_first = Date::new(*year, small(*second)?, small(*first)?);
            let month_first = Date::new(*year, small(*first)?, small(*second)?);
            match (day_first, month_first) {
                (Some(date), _) if *separator == '.' => Some(date),
                (Some(date), Some(other)) => (date == other).then_some(date),
                (date, None) => date,
                (None, date) => date.filter(|_| *separator != '.'),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_many_forms_are_read_and_ambiguous_ones_are_not() {
        for (text, expected) in [
            ("2024-01-31", "20240131"),
            ("20240131", "20240131"),
            ("31.01.2024", "20240131"),
            ("04.10.2024", "20241004"),
            ("31 January 2024", "20240131"),
            ("Jan 31, 2024 10:30", "20240131"),
            ("January 31st, 2024", "20240131"),
            ("31-JAN-2024", "20240131"),
            ("31/01/2024", "20240131"),
            ("01/31/2024", "20240131"),
            ("05/05/2024", "20240505"),
            ("Monday, 5 May 2024", "20240505"),
            ("3 de mayo de 2024", "20240503"),
            ("3. März 2024", "20240303"),
            ("04/10/2024", ""),
            ("01/31/24", ""),
            ("31.01.50", ""),
            ("2024", ""),
            ("45 year old", ""),
            ("none", ""),
            ("99/99/2024", ""),
            ("31/01/20245", ""),
            ("", ""),
        ] {
            assert_eq!(
                date_at_start(text)
                    .map(|d| d.to_string())
                    .unwrap_or_default(),
                expected,
                "{text:?}"
            );
        }
    }
}
