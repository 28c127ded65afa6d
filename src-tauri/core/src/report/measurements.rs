//! Lengths a report states: `6 mm`, `1.2 x 3.4 cm`, `2.3 × 1.1 × 0.9 cm`, `3-5 mm`.
//!
//! Not areas, volumes, pressures, speeds or doses. Nothing is judged: the quote
//! is highlighted, the millimetres serve tables and tests.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::lexer::{Kind, Tokens};

/// One length, range of lengths, or size in up to four directions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// UTF-8 bytes in the text.
    pub range: Range<usize>,
    /// As written.
    pub quote: String,
    /// Every number in millimetres, in the order written.
    pub values_mm: Vec<f64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Millimetre,
    Centimetre,
}

struct Part {
    digits: String,
    unit: Option<Unit>,
}

/// Finds every length in a text, in order.
#[must_use]
pub fn measurements(text: &str) -> Vec<Measurement> {
    let tokens = Tokens::of(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match measurement_at(&tokens, at) {
            Some((next, values_mm)) => {
                let range = tokens.span(at, next);
                let quote = text.get(range.clone()).unwrap_or_default().to_owned();
                found.push(Measurement {
                    range,
                    quote,
                    values_mm,
                });
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

fn measurement_at(tokens: &Tokens<'_>, first: usize) -> Option<(usize, Vec<f64>)> {
    let before = first.checked_sub(1);
    // "1/2 cm" is a fraction, "T5 mm" a name: neither number stands alone.
    if tokens.is_glued(first)
        && before.is_some_and(|b| {
            tokens.mark(b).is_some_and(|c| "/.,".contains(c))
                || tokens.word(b).is_some_and(|w| w != "x")
        })
    {
        return None;
    }
    let (mut at, digits) = number_at(tokens, first)?;
    let mut parts = vec![Part { digits, unit: None }];
    let mut end = at;
    while parts.len() <= 4 {
        let (after_unit, unit, joins) = match unit_at(tokens, at) {
            // "3.4 (TR) cm": the unit stands behind the direction.
            (_, None, _) => match unit_at(tokens, after_label(tokens, at)) {
                (_, None, _) => (at, None, false),
                found => found,
            },
            found => found,
        };
        if let Some(last) = parts.last_mut() {
            last.unit = unit;
        }
        if unit.is_some() {
            end = after_unit;
        }
        let next = if joins {
            Some(after_unit)
        } else {
            separator_at(tokens, after_unit)
                .or_else(|| separator_at(tokens, after_label(tokens, after_unit)))
        };
        let Some((after_number, digits)) = next.and_then(|i| number_at(tokens, i)) else {
            break;
        };
        parts.push(Part { digits, unit: None });
        at = after_number;
    }
    // Numbers after the last unit are not part of it ("6 mm - 3 nodules").
    while parts.last().is_some_and(|part| part.unit.is_none()) {
        parts.pop();
    }
    let mut unit = parts.last()?.unit?;
    let mut values_mm = Vec::with_capacity(parts.len());
    for part in parts.iter().rev() {
        unit = part.unit.unwrap_or(unit);
        values_mm.push(to_mm(&part.digits, unit)?);
    }
    values_mm.reverse();
    Some((end, values_mm))
}

/// Shifts the decimal point in the text, so that 2.3 cm is 23 mm exactly.
fn to_mm(digits: &str, unit: Unit) -> Option<f64> {
    let exponent = if unit == Unit::Centimetre { "e1" } else { "" };
    format!("{digits}{exponent}")
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
}

/// A number with point or decimal comma; digits come back with a point.
fn number_at(tokens: &Tokens<'_>, at: usize) -> Option<(usize, String)> {
    let written = tokens.written(at);
    match tokens.get(at)?.kind {
        Kind::Decimal if written.matches('.').count() == 1 && written.len() <= 12 => {
            Some((at + 1, written.to_owned()))
        }
        Kind::Integer(_) => {
            let has_comma = tokens.mark(at + 1) == Some(',')
                && tokens.is_glued(at + 1)
                && tokens.is_glued(at + 2);
            let fraction = tokens.written(at + 2);
            if has_comma && tokens.integer(at + 2).is_some() && fraction.len() <= 2 {
                return Some((at + 3, format!("{written}.{fraction}")));
            }
            Some((at + 1, written.to_owned()))
        }
        Kind::Mark('.') if tokens.is_glued(at + 1) && tokens.integer(at + 1).is_some() => {
            Some((at + 2, format!("0.{}", tokens.written(at + 1))))
        }
        _ => None,
    }
}

/// The unit at `at`, where it ends, and whether an `x` is glued to it (`12mmx8mm`).
fn unit_at(tokens: &Tokens<'_>, at: usize) -> (usize, Option<Unit>, bool) {
    let none = (at, None, false);
    let word_at = if tokens.mark(at).is_some_and(|c| "-‐‑".contains(c))
        && tokens.is_glued(at)
        && tokens.is_glued(at + 1)
    {
        at + 1
    } else {
        at
    };
    let Some(word) = tokens.word(word_at) else {
        return none;
    };
    let (unit, joins) = match word {
        "mm" | "mms" | "millimeter" | "millimeters" | "millimetre" | "millimetres"
        | "milimetro" | "milimetros" | "millimetro" | "millimetri" | "millimetern" => {
            (Unit::Millimetre, false)
        }
        "cm" | "cms" | "centimeter" | "centimeters" | "centimetre" | "centimetres"
        | "zentimeter" | "zentimetern" | "centimetro" | "centimetros" | "centimetri" => {
            (Unit::Centimetre, false)
        }
        "mmx" => (Unit::Millimetre, true),
        "cmx" => (Unit::Centimetre, true),
        _ => return none,
    };
    let next = word_at + 1;
    let is_power = tokens.is_glued(next)
        && (tokens.mark(next).is_some_and(|c| "²³^".contains(c))
            || matches!(tokens.integer(next), Some(2 | 3)) && !joins);
    let is_rate = tokens.mark(next) == Some('/') && tokens.word(next + 1).is_some();
    let is_pressure = tokens
        .word(next)
        .is_some_and(|w| ["hg", "h", "water"].contains(&w));
    if is_power || is_rate || is_pressure {
        none
    } else {
        (next, Some(unit), joins)
    }
}

/// After `x`, `×`, `by`, or the dash of a range.
fn separator_at(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_separator = match (tokens.word(at), tokens.mark(at)) {
        (Some(word), _) => ["x", "by", "mal", "to", "bis"].contains(&word),
        (_, Some(mark)) => "×✕*-–—‐‑".contains(mark),
        _ => false,
    };
    is_separator.then_some(at + 1)
}

/// Directions written between numbers: `1.2 (AP) x 3.4 (TR) cm`.
fn after_label(tokens: &Tokens<'_>, at: usize) -> usize {
    const LABELS: &[&str] = &[
        "ap",
        "tr",
        "tv",
        "trans",
        "transverse",
        "cc",
        "craniocaudal",
        "ml",
        "mediolateral",
        "si",
        "anteroposterior",
        "long",
        "wide",
        "deep",
        "in",
        "length",
        "width",
        "height",
        "l",
        "w",
        "h",
        "d",
    ];
    let mut next = at;
    while next < at + 4 {
        let is_label = tokens.word(next).is_some_and(|w| LABELS.contains(&w))
            || tokens.mark(next).is_some_and(|c| c == '(' || c == ')');
        if !is_label {
            break;
        }
        next += 1;
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &[f64])]) {
        let found = measurements(text);
        let seen: Vec<(&str, &[f64])> = found
            .iter()
            .map(|m| (m.quote.as_str(), m.values_mm.as_slice()))
            .collect();
        assert_eq!(seen, expected, "{text}");
        for one in &found {
            assert_eq!(text[one.range.clone()], one.quote);
        }
    }

    #[test]
    fn lengths_are_read_in_millimetres() {
        check("A 6 mm nodule", &[("6 mm", &[6.0])]);
        check(
            "measuring 1.2 x 3.4 cm.",
            &[("1.2 x 3.4 cm", &[12.0, 34.0])],
        );
        check(
            "2.3 × 1.1 × 0.9 cm",
            &[("2.3 × 1.1 × 0.9 cm", &[23.0, 11.0, 9.0])],
        );
        check(
            "3-5 mm, 3 to 5 mm, 3–5mm",
            &[
                ("3-5 mm", &[3.0, 5.0]),
                ("3 to 5 mm", &[3.0, 5.0]),
                ("3–5mm", &[3.0, 5.0]),
            ],
        );
        check("a 6-mm stone", &[("6-mm", &[6.0])]);
        check("5 mm x 1.2 cm", &[("5 mm x 1.2 cm", &[5.0, 12.0])]);
        check("12mmx8mm", &[("12mmx8mm", &[12.0, 8.0])]);
        check("1,2 x 3,4 cm groß", &[("1,2 x 3,4 cm", &[12.0, 34.0])]);
        check(
            "1.2 (AP) x 3.4 (TR) cm",
            &[("1.2 (AP) x 3.4 (TR) cm", &[12.0, 34.0])],
        );
        check(
            "1.5 cm AP x 2 cm TR",
            &[("1.5 cm AP x 2 cm", &[15.0, 20.0])],
        );
        check("a .5 cm cyst", &[(".5 cm", &[5.0])]);
        check("4 by 5 millimeters", &[("4 by 5 millimeters", &[4.0, 5.0])]);
        check(
            "5 x 4 mm, previously 3 mm",
            &[("5 x 4 mm", &[5.0, 4.0]), ("3 mm", &[3.0])],
        );
    }

    #[test]
    fn areas_pressures_speeds_doses_and_dates_are_not_lengths() {
        for text in [
            "5 cm2",
            "5 cm²",
            "3 cm^3",
            "120 mm Hg",
            "120 mmHg",
            "30 cm/s",
            "2 mm/yr",
            "5 mg",
            "12.03.2020",
            "100 mL",
            "2 mSv",
            "1/2 cm",
            "3 nodules",
            "10 cm H2O",
            "5 min",
            "4.5.6 mm",
            "99999999999999999999999 x",
            "mm",
            "x mm",
        ] {
            check(text, &[]);
        }
    }
}
