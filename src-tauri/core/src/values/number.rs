//! Decimal String (DS) and Integer String (IS), PS3.5 §6.2.

use super::trim;

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As PS3.5 §6.2 says.
    Regular,
    /// With a decimal comma, a bad exponent, spaces inside: read all the same.
    Irregular,
}

/// A Decimal String: one value, padding allowed. `None` when it is no finite number.
///
/// A decimal comma (`1,5`), an exponent without digits (`1.5E`), a Fortran
/// exponent (`1.5D+02`) and spaces inside are read and called irregular.
/// Several commas, or a comma beside a point, could mean two numbers: `None`.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<(f64, Form)> {
    let text = trim(text);
    if is_plain(text) {
        let value: f64 = text.parse().ok()?;
        return value.is_finite().then_some((value, Form::Regular));
    }
    repaired(text).map(|value| (value, Form::Irregular))
}

/// An Integer String: one value, padding allowed. `12.0` and `1E3` are read and called irregular.
#[must_use]
pub fn parse_integer(text: &str) -> Option<(i64, Form)> {
    let text = trim(text);
    if let Ok(value) = text.parse() {
        return Some((value, Form::Regular));
    }
    let (value, _) = parse_decimal(text)?;
    // Beyond 2^53 a float no longer names one integer.
    (value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0)
        .then_some((value as i64, Form::Irregular))
}

/// Sign, digits, one point, and an exponent with digits: nothing that `f64`
/// reads but DICOM does not (`inf`, `nan`).
fn is_plain(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['E', 'e']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let unsigned = |part: &str| part.strip_prefix(['+', '-']).map_or(part.len(), str::len);
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let points = mantissa.bytes().filter(|byte| *byte == b'.').count();
    digits(mantissa) > 0
        && points <= 1
        && digits(mantissa) + points == unsigned(mantissa)
        && exponent.is_none_or(|part| digits(part) > 0 && digits(part) == unsigned(part))
}

fn repaired(text: &str) -> Option<f64> {
    let text: String = text
        .chars()
        .filter(|character| *character != ' ')
        .map(|character| match character {
            ',' => '.',
            'D' | 'd' => 'E',
            other => other,
        })
        .collect();
    let value: f64 = if is_plain(&text) {
        text.parse().ok()?
    } else {
        let mantissa = text.trim_end_matches(['E', 'e', '+', '-']);
        (mantissa.len() < text.len() && is_plain(mantissa))
            .then(|| mantissa.parse().ok())
            .flatten()?
    };
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::Form::{Irregular, Regular};
    use super::*;

    #[test]
    fn decimals_are_read_as_files_write_them() {
        for (text, expected) in [
            ("1.5", Some((1.5, Regular))),
            (" -0.5 ", Some((-0.5, Regular))),
            ("+3.\0", Some((3.0, Regular))),
            (".25", Some((0.25, Regular))),
            ("1.0E-02", Some((0.01, Regular))),
            ("1e3", Some((1000.0, Regular))),
            ("1,5", Some((1.5, Irregular))),
            ("1.5E", Some((1.5, Irregular))),
            ("1.5e+", Some((1.5, Irregular))),
            ("1.5D+02", Some((150.0, Irregular))),
            ("1.5 E2", Some((150.0, Irregular))),
            ("- 2", Some((-2.0, Irregular))),
            ("", None),
            (" ", None),
            ("-", None),
            (".", None),
            ("E5", None),
            ("nan", None),
            ("inf", None),
            ("1e999", None),
            ("1.2.3", None),
            ("1,234.5", None),
            ("12mm", None),
            ("--1", None),
        ] {
            assert_eq!(parse_decimal(text), expected, "{text:?}");
        }
    }

    #[test]
    fn integers_are_read_as_files_write_them() {
        for (text, expected) in [
            ("12", Some((12, Regular))),
            (" +7 ", Some((7, Regular))),
            ("-3\0", Some((-3, Regular))),
            ("12.0", Some((12, Irregular))),
            ("1E3", Some((1000, Irregular))),
            ("12.5", None),
            ("1e30", None),
            ("", None),
            ("abc", None),
        ] {
            assert_eq!(parse_integer(text), expected, "{text:?}");
        }
    }
}
