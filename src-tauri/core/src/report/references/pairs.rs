//! Bare pairs that may mean series and image: `(4/37)`, `(2,16)`, `4/10`.
//!
//! Always "maybe". What is as well a date, a score, a fraction, a vertebral
//! level or a blood pressure is left alone.

use super::super::lexer::Tokens;
use super::grammar::{counted, range_end};
use super::words::{AND, NOT_A_PAIR_AFTER, NOT_A_PAIR_BEFORE};
use super::{Certainty, Found};

/// A series number above this is taken for something else.
const SERIES_MAX: i64 = 9999;

/// Pairs that begin at token `at`, which is a bracket or a number.
pub(super) fn pairs_at(tokens: &Tokens<'_>, at: usize) -> Vec<Found> {
    match tokens.mark(at) {
        Some('(' | '[') => bracketed(tokens, at).unwrap_or_default(),
        Some(_) => Vec::new(),
        None => bare(tokens, at).into_iter().collect(),
    }
}

/// Nothing but pairs between the brackets, after at most one leading word.
fn bracketed(tokens: &Tokens<'_>, open: usize) -> Option<Vec<Found>> {
    const LEADS: &[&str] = &["see", "axial", "coronal", "sagittal", "best", "example"];
    if tokens.before(open).is_some()
        && open
            .checked_sub(1)
            .and_then(|i| tokens.word(i))
            .is_some_and(is_score)
    {
        return None;
    }
    let mut at = open + 1;
    while tokens.word(at).is_some_and(|w| LEADS.contains(&w)) {
        at += 1;
    }
    let leads = at > open + 1;
    let mut found = Vec::new();
    loop {
        let pair = pair(tokens, at, &['/', ',', ':'])?;
        at = pair.end;
        found.push(pair);
        match tokens.mark(at) {
            Some(')' | ']') => break,
            Some(',' | ';' | '&') => at += 1,
            _ => {}
        }
        if tokens.word(at).is_some_and(|w| AND.contains(&w)) {
            at += 1;
        }
        if found.len() > 50 || found.last().is_some_and(|last| at == last.end) {
            return None;
        }
    }
    if let [only] = found.as_mut_slice()
        && !leads
    {
        only.first = open;
        only.end = at + 1;
    }
    Some(found)
}

fn bare(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let before = at.checked_sub(1);
    let follows_word = before
        .and_then(|i| tokens.word(i))
        .is_some_and(|w| NOT_A_PAIR_AFTER.contains(&w) || is_score(w));
    // "p. 4/10" is page four of ten.
    let is_page = before.is_some_and(|i| tokens.mark(i) == Some('.'))
        && at
            .checked_sub(2)
            .and_then(|i| tokens.word(i))
            .is_some_and(|w| ["p", "pg", "pp"].contains(&w));
    // "L4/5", "12/4/10", "1.4/10" and "-4/10" are parts of something longer.
    let is_part = tokens.is_glued(at)
        && before.is_some_and(|i| tokens.mark(i).is_none_or(|c| !"(['\"".contains(c)));
    if follows_word || is_page || is_part || !tokens.is_glued(at + 1) || !tokens.is_glued(at + 2) {
        return None;
    }
    let found = pair(tokens, at, &['/'])?;
    let continues = tokens.is_glued(found.end)
        && tokens
            .mark(found.end)
            .is_none_or(|c| "/-:%\u{b0}".contains(c));
    let follows = tokens
        .word(found.end)
        .is_some_and(|w| NOT_A_PAIR_BEFORE.contains(&w));
    let series = found.series.unwrap_or_default();
    let image = found.images.first().copied().unwrap_or_default();
    let is_fraction = series < image && image <= 4;
    let is_measure = (series >= 20 && image >= 20) || series == image || (series, image) == (24, 7);
    (!continues && !follows && !is_fraction && !is_measure).then_some(found)
}

/// `4/37`, `2,16`, `4/37-40`.
fn pair(tokens: &Tokens<'_>, at: usize, separators: &[char]) -> Option<Found> {
    let series = counted(tokens, at).filter(|s| *s <= SERIES_MAX)?;
    let separator = tokens.mark(at + 1).filter(|c| separators.contains(c))?;
    let image = counted(tokens, at + 2)?;
    let digits = tokens.written(at + 2);
    let is_date =
        digits.len() == 4 && (1900..2100).contains(&image) || tokens.mark(at + 3) == Some('/');
    let is_thousand = separator == ',' && digits.starts_with('0');
    let is_time = separator == ':' && series < 24 && image < 60;
    if is_date || is_thousand || is_time || tokens.written(at).starts_with('0') {
        return None;
    }
    let (end, images) = range_end(tokens, at + 3, image).unwrap_or((at + 3, vec![image]));
    Some(Found {
        first: at,
        end,
        series: Some(series),
        images,
        certainty: Certainty::Maybe,
    })
}

fn is_score(word: &str) -> bool {
    [
        "pain", "score", "scale", "strength", "grade", "vas", "murmur", "vision", "pressure", "bp",
        "stage", "rads",
    ]
    .contains(&word)
}
