//! Person Name (PN), PS3.5 §6.2.1.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::trim;

/// A name in up to three scripts, each in its components.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct PersonName {
    /// In letters.
    pub alphabetic: NameGroup,
    /// In ideographs, for example Kanji or Hanja.
    pub ideographic: NameGroup,
    /// As it sounds, for example in Hiragana or Hangul.
    pub phonetic: NameGroup,
}

/// The five components of a name in one script, each `''` when absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct NameGroup {
    /// Family name complex.
    pub family: String,
    /// Given name complex.
    pub given: String,
    /// Middle name.
    pub middle: String,
    /// `Rev.`, `Dr.`…
    pub prefix: String,
    /// `Jr.`, `M.D.`…
    pub suffix: String,
}

impl PersonName {
    /// One value, decoded: groups split at `=`, components at `^`; padding of each is removed.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut groups = text.splitn(3, '=').map(NameGroup::parse);
        Self {
            alphabetic: groups.next().unwrap_or_default(),
            ideographic: groups.next().unwrap_or_default(),
            phonetic: groups.next().unwrap_or_default(),
        }
    }

    /// No script has any component.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.alphabetic, &self.ideographic, &self.phonetic]
            .iter()
            .all(|group| group.is_empty())
    }
}

/// As PS3.5 writes it, without trailing delimiters: `Yamada^Tarou=山田^太郎=やまだ^たろう`.
impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let groups = [&self.alphabetic, &self.ideographic, &self.phonetic];
        f.write_str(&joined(groups.map(ToString::to_string), '='))
    }
}

impl NameGroup {
    fn parse(text: &str) -> Self {
        let mut parts = text.splitn(5, '^').map(|part| trim(part).to_owned());
        Self {
            family: parts.next().unwrap_or_default(),
            given: parts.next().unwrap_or_default(),
            middle: parts.next().unwrap_or_default(),
            prefix: parts.next().unwrap_or_default(),
            suffix: parts.next().unwrap_or_default(),
        }
    }

    /// No component is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|part| part.is_empty())
    }

    fn parts(&self) -> [&str; 5] {
        [
            &self.family,
            &self.given,
            &self.middle,
            &self.prefix,
            &self.suffix,
        ]
    }
}

/// As PS3.5 writes it, without trailing delimiters: `Adams^John^Robert^Rev.^B.A.`.
impl std::fmt::Display for NameGroup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&joined(self.parts().map(str::to_owned), '^'))
    }
}

fn joined<const N: usize>(parts: [String; N], delimiter: char) -> String {
    let whole = parts.join(delimiter.encode_utf8(&mut [0; 4]));
    whole.trim_end_matches(delimiter).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples printed in PS3.5 §6.2.1.1 and §H.3.1.
    #[test]
    fn names_of_the_standards_examples_fall_into_their_components() {
        let name = PersonName::parse("Adams^John Robert Quincy^^Rev.^B.A. M.Div.").alphabetic;
        let parts = ["Adams", "John Robert Quincy", "", "Rev.", "B.A. M.Div."];
        assert_eq!(name.parts(), parts);

        let name = PersonName::parse("Yamada^Tarou=山田^太郎=やまだ^たろう");
        assert_eq!(name.alphabetic.family, "Yamada");
        assert_eq!(name.ideographic.given, "太郎");
        assert_eq!(name.phonetic.family, "やまだ");
    }

    #[test]
    fn names_are_written_back_as_they_came_but_for_padding() {
        for (text, expected) in [
            ("Doe^Jane", "Doe^Jane"),
            ("Doe^Jane^^^ ", "Doe^Jane"),
            (" Doe ^ Jane ", "Doe^Jane"),
            ("=山田^太郎", "=山田^太郎"),
            ("Doe^^^Dr.", "Doe^^^Dr."),
            ("a^b^c^d^e^f", "a^b^c^d^e^f"),
            ("==", ""),
            ("", ""),
        ] {
            assert_eq!(PersonName::parse(text).to_string(), expected, "{text:?}");
        }
        assert!(PersonName::parse(" ^^=^ =").is_empty());
    }
}
