//! Time (TM) and Date Time (DT), PS3.5 §6.2.

use super::{Date, trim};

/// A time of day; parts that were not written are zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60: a leap second is allowed.
    pub second: u8,
    /// 0 to 999,999.
    pub microsecond: u32,
}

impl Time {
    /// `HH[MM[SS[.F…]]]`, and the older `HH:MM:SS.F…`; padding allowed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = trim(text);
        let (clock, fraction) = match text.split_once('.') {
            Some((clock, fraction)) => (clock, Some(fraction)),
            None => (text, None),
        };
        let clock = clock.replace(':', "");
        if !matches!(clock.len(), 2 | 4 | 6) || !clock.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part = |range| {
            clock
                .get(range)
                .map_or(Some(0), |part: &str| part.parse::<u8>().ok())
        };
        let time = Self {
            hour: part(0..2)?,
            minute: part(2..4)?,
            second: part(4..6)?,
            microsecond: fraction.map_or(Some(0), microseconds)?,
        };
        (time.hour < 24 && time.minute < 60 && time.second <= 60).then_some(time)
    }

    /// Microseconds since midnight.
    #[must_use]
    pub fn microseconds(self) -> u64 {
        let seconds =
            u64::from(self.hour) * 3600 + u64::from(self.minute) * 60 + u64::from(self.second);
        seconds * 1_000_000 + u64::from(self.microsecond)
    }
}

fn microseconds(fraction: &str) -> Option<u32> {
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
    digits.parse().ok()
}

/// A date with a time; parts that were not written are the first of their kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: Time,
    /// Minutes east of UTC, when written.
    pub offset_minutes: Option<i16>,
}

impl DateTime {
    /// `YYYY[MM[DD[HH[MM[SS[.F…]]]]]][±ZZXX]`; padding allowed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = trim(text);
        let (clock, offset_minutes) = match text.rfind(['+', '-']) {
            Some(at) => (text.get(..at)?, Some(offset(text.get(at..)?)?)),
            None => (text, None),
        };
        let day = clock.get(..clock.len().min(8))?;
        let date = match day.len() {
            4 => Date::parse(&format!("{day}0101")),
            6 => Date::parse(&format!("{day}01")),
            _ => Date::parse(day),
        }?;
        let time = match clock.get(8..) {
            None | Some("") => Time::default(),
            Some(rest) => Time::parse(rest)?,
        };
        Some(Self {
            date,
            time,
            offset_minutes,
        })
    }
}

fn offset(text: &str) -> Option<i16> {
    let sign = match text.get(..1)? {
        "-" => -1,
        _ => 1,
    };
    let digits = text.get(1..)?;
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i16 = digits.get(..2)?.parse().ok()?;
    let minutes: i16 = digits.get(2..)?.parse().ok()?;
    // PS3.5 §6.2: -1200 to +1400.
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: u8, minute: u8, second: u8, microsecond: u32) -> Time {
        Time {
            hour,
            minute,
            second,
            microsecond,
        }
    }

    #[test]
    fn times_are_read_however_much_of_them_is_written() {
        for (text, expected) in [
            ("070907.0705 ", Some(time(7, 9, 7, 70_500))),
            ("1010", Some(time(10, 10, 0, 0))),
            ("23", Some(time(23, 0, 0, 0))),
            ("12:34:56", Some(time(12, 34, 56, 0))),
            ("235960", Some(time(23, 59, 60, 0))),
            ("120000.123456789", Some(time(12, 0, 0, 123_456))),
            ("021 ", None),
            ("240000", None),
            ("126000", None),
            ("12.", None),
            ("", None),
            ("ab", None),
        ] {
            assert_eq!(Time::parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn date_times_are_read_with_their_offset() {
        for (text, expected) in [
            (
                "19530827111300.0",
                Some(("19530827", time(11, 13, 0, 0), None)),
            ),
            (
                "20240102030405.5+0530",
                Some(("20240102", time(3, 4, 5, 500_000), Some(330))),
            ),
            (
                "2024-0500",
                Some(("20240101", time(0, 0, 0, 0), Some(-300))),
            ),
            ("202406", Some(("20240601", time(0, 0, 0, 0), None))),
            ("2024060112", Some(("20240601", time(12, 0, 0, 0), None))),
            ("2024-05", None),
            ("20240102+1500", None),
            ("202", None),
            ("", None),
        ] {
            let read = DateTime::parse(text);
            let read = read.map(|read| (read.date.to_string(), read.time, read.offset_minutes));
            let expected = expected.map(|(date, time, offset)| (date.to_owned(), time, offset));
            assert_eq!(read, expected, "{text:?}");
        }
    }
}
