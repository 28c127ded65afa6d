//! References that say "series" or "image" in words.

use super::super::lexer::Tokens;
use super::words::{AND, FILLERS, IMAGE, IMAGES, NUMBER, SERIES, TO, UNITS};
use super::{Certainty, Found};

/// Longest range that is spelt out.
const RANGE_MAX: i64 = 500;
/// Most images one reference keeps.
const IMAGES_MAX: usize = 1000;
/// Most tokens between the series and the image.
const BETWEEN_MAX: usize = 8;

pub(super) struct Part {
    pub(super) end: usize,
    pub(super) numbers: Vec<i64>,
    /// `4/37` stood where one number was expected.
    pair: Option<i64>,
    is_abbreviated: bool,
}

/// References that begin at token `at`; `last` is the one found before.
pub(super) fn reference_at(tokens: &Tokens<'_>, at: usize, last: Option<&Found>) -> Vec<Found> {
    both_words(tokens, at)
        .or_else(|| series_first(tokens, at))
        .or_else(|| image_first(tokens, at, last))
        .into_iter()
        .collect()
}

/// `series/image 4/37`, `se/im: 4/37`.
fn both_words(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    if !tokens.word(at).is_some_and(|w| SERIES.contains(&w))
        || !tokens.mark(at + 1).is_some_and(|c| "/-,".contains(c))
    {
        return None;
    }
    tokens
        .word(at + 2)
        .filter(|w| IMAGE.contains(w) || IMAGES.contains(w))?;
    let number = skip_number_words(tokens, at + 3);
    let series = counted(tokens, number)?;
    tokens.mark(number + 1).filter(|c| "/-,:".contains(*c))?;
    let (end, images) = image_list(tokens, number + 2, true)?;
    Some(Found {
        first: at,
        end,
        series: Some(series),
        images,
        certainty: Certainty::Sure,
    })
}

fn series_first(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let series = series_part(tokens, at)?;
    if let Some(image) = series.pair {
        let mut images = vec![image];
        let mut end = series.end;
        if let Some((after, more)) = range_end(tokens, end, image) {
            images = more;
            end = after;
        }
        return Some(Found {
            first: at,
            end,
            series: series.numbers.first().copied(),
            images,
            certainty: Certainty::Maybe,
        });
    }
    let image_at = skip_between(
        tokens,
        series.end,
        &[',', ';', ':', '/', '-', '–', '(', ')', '[', ']', '\\'],
    )?;
    let image = image_part(tokens, image_at, true)?;
    Some(Found {
        first: at,
        end: image.end,
        series: only(&series.numbers),
        images: image.numbers,
        certainty: Certainty::Sure,
    })
}

fn image_first(tokens: &Tokens<'_>, at: usize, last: Option<&Found>) -> Option<Found> {
    let image = image_part(tokens, at, false)?;
    if let Some(second) = image.pair {
        let series = image.numbers.first().copied();
        return Some(Found {
            first: at,
            end: image.end,
            series,
            images: vec![second],
            certainty: Certainty::Maybe,
        });
    }
    let series = skip_between(tokens, image.end, &[',', ':', '/', '-', '–', '(', '['])
        .and_then(|i| series_part(tokens, i));
    if let Some(series) = series.filter(|s| s.pair.is_none() && !image_follows(tokens, s.end)) {
        let opened =
            (image.end..series.end).any(|i| tokens.mark(i).is_some_and(|c| c == '(' || c == '['));
        let closes = tokens
            .mark(series.end)
            .is_some_and(|c| c == ')' || c == ']');
        let end = series.end + usize::from(opened && closes);
        return Some(Found {
            first: at,
            end,
            series: only(&series.numbers),
            images: image.numbers,
            certainty: Certainty::Sure,
        });
    }
    let carried = last
        .filter(|l| l.certainty == Certainty::Sure && carries_over(tokens, l.end, at))
        .and_then(|l| l.series);
    let certainty = if image.is_abbreviated && carried.is_none() {
        Certainty::Maybe
    } else {
        Certainty::Sure
    };
    Some(Found {
        first: at,
        end: image.end,
        series: carried,
        images: image.numbers,
        certainty,
    })
}

/// One series is meant, or none can be told.
fn only(numbers: &[i64]) -> Option<i64> {
    match numbers {
        [one] => Some(*one),
        _ => None,
    }
}

/// "image 37, series 5, image 12": the series belongs to what follows it.
fn image_follows(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.mark(at) == Some(',')
        && tokens
            .word(at + 1)
            .is_some_and(|w| IMAGE.contains(&w) || IMAGES.contains(&w))
}

/// Only commas, `and` and fillers stand between: the series goes on.
fn carries_over(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    to.saturating_sub(from) <= 4
        && (from..to).all(|i| {
            tokens.mark(i).is_some_and(|c| ",;&".contains(c))
                || tokens
                    .word(i)
                    .is_some_and(|w| AND.contains(&w) || FILLERS.contains(&w))
        })
}

/// Skips fillers to the next word that may name a series or an image.
fn skip_between(tokens: &Tokens<'_>, from: usize, marks: &[char]) -> Option<usize> {
    let mut at = from;
    while at < from + BETWEEN_MAX {
        let token = tokens.get(at)?;
        if token.after_blank_line {
            return None;
        }
        if let Some(word) = tokens.word(at) {
            let names = SERIES.contains(&word)
                || IMAGE.contains(&word)
                || IMAGES.contains(&word)
                || letter_with_number(tokens, at);
            if names {
                return Some(at);
            }
            if !FILLERS.contains(&word) {
                return None;
            }
            // "T2", "phase 3": a number glued to a filler is part of its name.
            at += if tokens.is_glued(at + 1) && tokens.integer(at + 1).is_some() {
                2
            } else {
                1
            };
        } else if tokens.mark(at).is_some_and(|c| marks.contains(&c)) {
            at += 1;
        } else {
            return None;
        }
    }
    None
}

/// `S4`, `I37`: a capital letter with its number glued on.
fn letter_with_number(tokens: &Tokens<'_>, at: usize) -> bool {
    ["S", "I"].contains(&tokens.written(at))
        && tokens.is_glued(at + 1)
        && tokens.integer(at + 1).is_some()
}

fn series_part(tokens: &Tokens<'_>, at: usize) -> Option<Part> {
    let word = tokens.word(at)?;
    let is_letter = tokens.written(at) == "S" && letter_with_number(tokens, at);
    // "S4" alone is a vertebra: it needs an "I37" after it.
    if is_letter
        && !(at + 2..at + 5).any(|i| tokens.written(i) == "I" && letter_with_number(tokens, i))
    {
        return None;
    }
    if !SERIES.contains(&word) && !is_letter {
        return None;
    }
    let number = skip_number_words(tokens, at + 1);
    let first = counted(tokens, number)?;
    let mut end = number + 1;
    if tokens.mark(end) == Some('/') && tokens.is_glued(end) {
        let second = counted(tokens, end + 1).filter(|_| tokens.is_glued(end + 1));
        // Three numbers are a date.
        if let Some(second) = second.filter(|_| tokens.mark(end + 2) != Some('/')) {
            return Some(Part {
                end: end + 2,
                numbers: vec![first],
                pair: Some(second),
                is_abbreviated: false,
            });
        }
    }
    let mut numbers = vec![first];
    while numbers.len() < 20
        && (tokens.word(end).is_some_and(|w| AND.contains(&w)) || tokens.mark(end) == Some('&'))
    {
        let Some(next) = counted(tokens, end + 1) else {
            break;
        };
        numbers.push(next);
        end += 2;
    }
    Some(Part {
        end,
        numbers,
        pair: None,
        is_abbreviated: false,
    })
}

/// An image word with its numbers; with a known series `37/120` means 37 of 120.
fn image_part(tokens: &Tokens<'_>, at: usize, has_series: bool) -> Option<Part> {
    let word = tokens.word(at)?;
    let is_letter = has_series && tokens.written(at) == "I" && letter_with_number(tokens, at);
    let is_many = IMAGES.contains(&word);
    if !is_many && !IMAGE.contains(&word) && !is_letter {
        return None;
    }
    let number = skip_number_words(tokens, at + 1);
    let first = counted(tokens, number)?;
    let next = number + 1;
    if tokens
        .mark(next)
        .is_some_and(|c| c == '/' || (c == ':' && tokens.is_glued(next)))
    {
        let second = counted(tokens, next + 1)
            .filter(|_| tokens.is_glued(next) && tokens.is_glued(next + 1))?;
        if tokens.mark(next + 2) == Some('/') && tokens.is_glued(next + 2) {
            return None;
        }
        return Some(if has_series {
            Part {
                end: next + 2,
                numbers: vec![first],
                pair: None,
                is_abbreviated: false,
            }
        } else {
            Part {
                end: next + 2,
                numbers: vec![first],
                pair: Some(second),
                is_abbreviated: false,
            }
        });
    }
    let (end, numbers) = image_list(tokens, number, is_many)?;
    // "Images: 120" counts them.
    if is_many && !has_series && numbers.len() == 1 && tokens.mark(at + 1) == Some(':') {
        return None;
    }
    Some(Part {
        end,
        numbers,
        pair: None,
        is_abbreviated: word == "im",
    })
}

/// `37`, `12 and 15`, `12-15, 20`, `37 of 120`. After a singular word, a list
/// must end where a phrase ends ("image 12, 2 nodules" names one image).
pub(super) fn image_list(
    tokens: &Tokens<'_>,
    at: usize,
    is_many: bool,
) -> Option<(usize, Vec<i64>)> {
    let first = counted(tokens, at)?;
    let (mut end, mut numbers) = range_end(tokens, at + 1, first).unwrap_or((at + 1, vec![first]));
    while numbers.len() < IMAGES_MAX {
        let mut next = end;
        if tokens.mark(next).is_some_and(|c| c == ',' || c == '&') {
            next += 1;
        }
        if tokens.word(next).is_some_and(|w| AND.contains(&w)) {
            next += 1;
        }
        if next == end {
            break;
        }
        let Some(number) = counted(tokens, next).filter(|_| tokens.mark(next + 1) != Some('/'))
        else {
            break;
        };
        if !is_many
            && tokens
                .word(next + 1)
                .is_some_and(|w| !AND.contains(&w) && !FILLERS.contains(&w))
        {
            break;
        }
        let (after, more) = range_end(tokens, next + 1, number).unwrap_or((next + 1, vec![number]));
        numbers.extend(more);
        end = after;
    }
    if tokens.word(end) == Some("of") && counted(tokens, end + 1).is_some() {
        end += 2;
    }
    Some((end, numbers))
}

/// The rest of a range that began with `from`: `-15`, `to 15`.
pub(super) fn range_end(tokens: &Tokens<'_>, at: usize, from: i64) -> Option<(usize, Vec<i64>)> {
    let joins = tokens.mark(at).is_some_and(|c| "-–—‐‑".contains(c))
        || tokens.word(at).is_some_and(|w| TO.contains(&w));
    if !joins {
        return None;
    }
    let to = counted(tokens, at + 1).filter(|to| *to > from)?;
    let numbers = if to - from <= RANGE_MAX {
        (from..=to).collect()
    } else {
        vec![from, to]
    };
    Some((at + 2, numbers))
}

/// `.`, `:`, `#`, `no.` and `number` before the number itself.
fn skip_number_words(tokens: &Tokens<'_>, from: usize) -> usize {
    let mut at = from;
    while at < from + 4 {
        let skips = tokens.mark(at).is_some_and(|c| ".:#°º=".contains(c))
            || tokens.word(at).is_some_and(|w| NUMBER.contains(&w));
        if !skips {
            break;
        }
        at += 1;
    }
    at
}

/// A whole number of 1 or more that no unit, point or letter turns into something else.
pub(super) fn counted(tokens: &Tokens<'_>, at: usize) -> Option<i64> {
    let number = tokens.integer(at).filter(|n| (1..=999_999).contains(n))?;
    let next = at + 1;
    let has_unit = tokens.word(next).is_some_and(|w| UNITS.contains(&w))
        || tokens.mark(next).is_some_and(|c| "%°×".contains(c))
        || (tokens.mark(next) == Some('-')
            && tokens.is_glued(next)
            && tokens.word(next + 1).is_some_and(|w| UNITS.contains(&w)));
    (!has_unit).then_some(number)
}
