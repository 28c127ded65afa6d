//! Date (DA), PS3.5 §6.2.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::trim;

/// A day of the Gregorian calendar that exists; written `YYYYMMDD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(into = "String", try_from = "String")]
#[ts(type = "string")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// `None` when there is no such day.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_day = (1..=9999).contains(&year) && (1..=days_in(year, month)).contains(&day);
        is_day.then_some(Self { year, month, day })
    }

    /// `19930822`, the older `1993.08.22` (ACR-NEMA), and `1993-08-22`; padding allowed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = trim(text);
        let digits: String = match text.len() {
            8 => text.to_owned(),
            10 => {
                let separator = text
                    .as_bytes()
                    .get(4)
                    .filter(|byte| b".-/".contains(byte))?;
                let parts: Vec<&str> = text.split(char::from(*separator)).collect();
                let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
                (lengths == [4, 2, 2]).then(|| parts.concat())?
            }
            _ => return None,
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part = |range| {
            digits
                .get(range)
                .and_then(|part: &str| part.parse::<u16>().ok())
        };
        let month = u8::try_from(part(4..6)?).ok()?;
        let day = u8::try_from(part(6..8)?).ok()?;
        Self::new(part(0..4)?, month, day)
    }

    /// 1 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1 March of year 0, so that two dates can be subtracted.
    #[must_use]
    pub fn day_number(self) -> i64 {
        // The year starts in March: the leap day comes last, and months follow
        // the pattern 153 days for five.
        let shift = i64::from(self.month <= 2);
        let year = i64::from(self.year) - shift;
        let month = i64::from(self.month) + 12 * shift - 3;
        365 * year + year / 4 - year / 100
            + year / 400
            + (153 * month + 2) / 5
            + i64::from(self.day)
            - 1
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.year, self.month, self.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a date is written YYYYMMDD")
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_present_and_the_older_form() {
        for (text, expected) in [
            ("19930822", "19930822"),
            ("1993.08.22", "19930822"),
            ("1993-08-22", "19930822"),
            (" 20240229 ", "20240229"),
            ("00010101", "00010101"),
        ] {
            assert_eq!(Date::parse(text).unwrap().to_string(), expected, "{text:?}");
        }
        for text in [
            "",
            "1993",
            "199308",
            "20230229",
            "19000229",
            "20231301",
            "20230400",
            "00000101",
            "1993.0822.",
            "22.08.1993",
            "1993/8/22",
            "+1993082",
            "é930822",
            "19930822-19940822",
        ] {
            assert_eq!(Date::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn dates_are_counted_in_days() {
        for (earlier, later, days) in [
            ("20240228", "20240301", 2),
            ("20230228", "20230301", 1),
            ("19991231", "20000101", 1),
            ("19000101", "20000101", 36_524),
            ("20200615", "20200615", 0),
        ] {
            let number = |text| Date::parse(text).unwrap().day_number();
            assert_eq!(number(later) - number(earlier), days, "{earlier} {later}");
        }
    }
}
