//! How two names stand to one another, as people and machines misspell them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::report::{Agreement, compare_names as agreement, fold, fold_spelt_out};
use crate::values::{NameGroup, PersonName};

/// How two names stand to one another, the likest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum NameLikeness {
    /// The same but for capitals, spaces and titles.
    Same,
    /// Order of the parts, accents, `ae` for `ä`, hyphens.
    SpellingVariant,
    /// One has a letter more: an initial, a doubled letter.
    OneLetterMore,
    /// One letter is another, or two are swapped.
    OneLetterOther,
    /// One has a name more (a middle or maiden name), or writes one out.
    PartMore,
    /// One states none.
    NotStated,
    /// Written in different scripts, which cannot be compared letter by letter.
    NotComparable,
    /// Another name.
    Another,
}

impl NameLikeness {
    /// Near enough to ask.
    #[must_use]
    pub fn is_near(self) -> bool {
        !matches!(self, Self::NotStated | Self::NotComparable | Self::Another)
    }
}

/// Compares two names in all the scripts they are written in.
#[must_use]
pub fn compare_names(first: &PersonName, second: &PersonName) -> NameLikeness {
    if first.is_empty() || second.is_empty() {
        return NameLikeness::NotStated;
    }
    let (one, other) = (&first.alphabetic, &second.alphabetic);
    if !one.is_empty() && components(one) == components(other) {
        return NameLikeness::Same;
    }
    let agreed = agreement(first, second);
    if agreed == Agreement::Agrees {
        return NameLikeness::SpellingVariant;
    }
    let mut nearest = NameLikeness::Another;
    for folding in [fold as fn(&str) -> String, fold_spelt_out] {
        let (one, other) = (words(one, folding), words(other, folding));
        if one.is_empty() || other.is_empty() || is_latin(&one) != is_latin(&other) {
            return NameLikeness::NotComparable;
        }
        nearest = nearest.min(compare_words(&one, &other));
    }
    // A part abbreviated or left out, two whole ones in common.
    if agreed == Agreement::Unknown {
        nearest = nearest.min(NameLikeness::PartMore);
    }
    nearest
}

fn components(group: &NameGroup) -> [String; 3] {
    [&group.family, &group.given, &group.middle].map(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        words.join(" ").to_lowercase()
    })
}

fn words(group: &NameGroup, folding: fn(&str) -> String) -> Vec<String> {
    [&group.family, &group.given, &group.middle]
        .iter()
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’'))
        .map(|word| folding(word).replace(['\'', '’'], ""))
        .filter(|word| !word.is_empty())
        .collect()
}

fn is_latin(words: &[String]) -> bool {
    words.iter().all(|word| word.is_ascii())
}

/// Words that stand in both are taken away; what is left tells.
fn compare_words(first: &[String], second: &[String]) -> NameLikeness {
    let mut right: Vec<&String> = second.iter().collect();
    let mut left = Vec::new();
    for word in first {
        match right.iter().position(|other| *other == word) {
            Some(at) => drop(right.remove(at)),
            None => left.push(word),
        }
    }
    let has_more = first.len().min(second.len()) > 1;
    let is_initial = |words: &[&String]| words.iter().all(|word| word.chars().count() == 1);
    match (left.as_slice(), right.as_slice()) {
        // Word for word the same, without a word to spare: `compare_names` saw that.
        ([], []) => NameLikeness::SpellingVariant,
        ([], more) | (more, []) if more.len() == 1 && is_initial(more) && has_more => {
            NameLikeness::OneLetterMore
        }
        ([one], [other]) if has_more => compare_letters(one, other),
        _ => NameLikeness::Another,
    }
}

/// Words shorter than this differ too much by a letter.
const SHORTEST: usize = 3;

fn compare_letters(one: &str, other: &str) -> NameLikeness {
    let [one, other] = [one, other].map(|word| word.chars().collect::<Vec<char>>());
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() < SHORTEST {
        return NameLikeness::Another;
    }
    let from_start = common(short.iter(), long.iter());
    let from_end = common(short.iter().rev(), long.iter().rev());
    if long.len() == short.len() + 1 && from_start + from_end >= short.len() {
        return NameLikeness::OneLetterMore;
    }
    let rest = short.len().saturating_sub(from_start + from_end);
    let middle = |letters: &[char]| {
        let mut middle: Vec<char> = letters
            .iter()
            .copied()
            .skip(from_start)
            .take(rest)
            .collect();
        middle.sort_unstable();
        middle
    };
    let is_swapped = rest == 2 && middle(&short) == middle(&long);
    if short.len() == long.len() && (rest == 1 || is_swapped) {
        NameLikeness::OneLetterOther
    } else {
        NameLikeness::Another
    }
}

fn common<'a>(one: impl Iterator<Item = &'a char>, other: impl Iterator<Item = &'a char>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_variants_are_told_from_other_names() {
        use NameLikeness::*;
        for (first, second, expected) in [
            ("SAMPLE^MARGARET", "Sample^Margaret", Same),
            ("Sample ^ Margaret", "Sample^Margaret", Same),
            ("Sample^Margaret^^Dr.", "Sample^Margaret", Same),
            ("Margaret^Sample", "Sample^Margaret", SpellingVariant),
            ("Núñez^José", "NUNEZ^JOSE", SpellingVariant),
            ("Müller^Jörg", "MUELLER^JOERG", SpellingVariant),
            ("Müller^Jörg", "MULLER^JORG", SpellingVariant),
            ("Groß^Ann", "GROSS^ANN", SpellingVariant),
            ("O'Neil^Ann", "ONEIL^ANN", SpellingVariant),
            ("Smith-Jones^Ann", "SMITH JONES^ANN", SpellingVariant),
            ("Jones-Smith^Ann", "Smith-Jones^Ann", SpellingVariant),
            (
                "Yamada^Tarou=山田^太郎",
                "YAMADA^TARO=山田^太郎",
                SpellingVariant,
            ),
            ("Sample^Margaret^A.", "Sample^Margaret", OneLetterMore),
            ("Sample^Margaret A", "Sample^Margaret", OneLetterMore),
            ("Sample^Margarete", "Sample^Margaret", OneLetterMore),
            ("Müller^Anna", "MUELER^ANNA", OneLetterMore),
            ("Doe^John", "Doe^Jon", OneLetterMore),
            ("Meyer^Anna", "Meier^Anna", OneLetterOther),
            ("Sample^Margraet", "Sample^Margaret", OneLetterOther),
            ("Miller-Smith^Ann", "Miller^Ann", PartMore),
            ("Sample^Margaret^Ann", "Sample^Margaret", PartMore),
            ("Sample^Margaret^A", "Sample^Margaret^Ann", PartMore),
            ("Sample^Margaret", "", NotStated),
            ("山田^太郎", "Yamada^Tarou", NotComparable),
            ("Sample^Margaret", "Sample^David", Another),
            ("Sample^M", "Sample^Margaret", Another),
            ("Doe^Jane", "Doe^John", Another),
            ("Li^Wu", "Li^Wo", Another),
            ("Madonna", "Madonnа", NotComparable),
            ("Anonymous", "Anonymous A", Another),
        ] {
            let compare =
                |a: &str, b: &str| compare_names(&PersonName::parse(a), &PersonName::parse(b));
            assert_eq!(compare(first, second), expected, "{first} / {second}");
            assert_eq!(compare(second, first), expected, "{second} / {first}");
        }
    }
}
