//! Whether two names can be the same person's.

use super::fold::{fold, fold_spelt_out};
use crate::values::{NameGroup, PersonName};

/// What comparing two statements of one thing gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Both state it, and the same.
    Agrees,
    /// Both state it, and differently.
    Contradicts,
    /// One does not state it, or not in a way that can be compared.
    Unknown,
}

/// Compares names: order of the parts, capitals, diacritics and titles do not
/// matter; every other difference does. A part that only one of them has (a
/// middle name) and an initial leave it open.
#[must_use]
pub fn compare_names(first: &PersonName, second: &PersonName) -> Agreement {
    let ideographic = [&first.ideographic, &second.ideographic].map(|group| words(group, fold));
    if let [one, other] = &ideographic
        && !one.is_empty()
        && one == other
    {
        return Agreement::Agrees;
    }
    let alphabetic = [&first.alphabetic, &second.alphabetic];
    let mut best = Agreement::Unknown;
    for folding in [fold as fn(&str) -> String, fold_spelt_out] {
        match compare_words(
            &words(alphabetic[0], folding),
            &words(alphabetic[1], folding),
        ) {
            Agreement::Agrees => return Agreement::Agrees,
            other => {
                best = if best == Agreement::Unknown {
                    other
                } else {
                    best
                }
            }
        }
    }
    best
}

fn words(group: &NameGroup, folding: fn(&str) -> String) -> Vec<String> {
    let mut words: Vec<String> = [&group.family, &group.given, &group.middle]
        .iter()
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’'))
        .map(|word| folding(word).replace(['\'', '’'], ""))
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words
}

fn compare_words(first: &[String], second: &[String]) -> Agreement {
    let is_latin = |words: &[String]| words.iter().all(|word| word.is_ascii());
    if first.is_empty() || second.is_empty() {
        return Agreement::Unknown;
    }
    if first == second || first.concat() == second.concat() {
        return Agreement::Agrees;
    }
    // Different scripts cannot be compared letter by letter.
    if is_latin(first) != is_latin(second) {
        return Agreement::Unknown;
    }
    let (short, long) = if first.len() <= second.len() {
        (first, second)
    } else {
        (second, first)
    };
    let mut left: Vec<&String> = long.iter().collect();
    let mut initials = 0;
    for word in short {
        let same = left.iter().position(|other| *other == word);
        let initial = || {
            let starts = |a: &str, b: &str| a.len() == 1 && b.starts_with(a);
            left.iter()
                .position(|other| starts(word, other) || starts(other, word))
        };
        match same {
            Some(at) => {
                left.remove(at);
            }
            None => match initial() {
                Some(at) => {
                    left.remove(at);
                    initials += 1;
                }
                None => return Agreement::Contradicts,
            },
        }
    }
    // Two whole words in common, at the least, to leave it open.
    if short.len() >= initials + 2 {
        Agreement::Unknown
    } else {
        Agreement::Contradicts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_regard_to_order_case_and_diacritics_only() {
        use Agreement::{Agrees, Contradicts, Unknown};
        for (first, second, expected) in [
            ("DOE^JOHN", "Doe^John", Agrees),
            ("JOHN^DOE", "Doe^John", Agrees),
            ("Müller^Jörg", "MULLER^JORG", Agrees),
            ("Müller^Jörg", "MUELLER^JOERG", Agrees),
            ("O'Neil^Ann", "ONEIL^ANN", Agrees),
            ("Smith-Jones^Ann", "SMITH JONES^ANN", Agrees),
            ("Doe^John^^Dr.^Jr.", "DOE^JOHN", Agrees),
            ("Yamada^Tarou=山田^太郎", "YAMADA^TARO=山田^太郎", Agrees),
            ("Doe^John", "Doe^Jane", Contradicts),
            ("Doe^John", "Do^John", Contradicts),
            ("Doe^John", "Roe^Mary", Contradicts),
            ("Doe^John^A", "Doe^John", Unknown),
            ("Doe^John^A", "Doe^John^Albert", Unknown),
            ("Doe^J", "Doe^John", Contradicts),
            ("Doe^John", "", Unknown),
            ("山田^太郎", "Yamada^Tarou", Unknown),
        ] {
            let compare =
                |a: &str, b: &str| compare_names(&PersonName::parse(a), &PersonName::parse(b));
            assert_eq!(compare(first, second), expected, "{first} / {second}");
            assert_eq!(compare(second, first), expected, "{second} / {first}");
        }
    }
}
