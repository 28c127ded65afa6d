//! Letters made comparable: lower case, without diacritics.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Lower case without diacritics; letters that do not decompose are spelt out
/// (`ß` becomes `ss`, `ø` becomes `o`).
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match letter {
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            // Lower-casing `İ` gives back a combining mark.
            other if is_combining_mark(other) => {}
            other => folded.push(other),
        }
    }
    folded
}

/// As [`fold`], with the German and Nordic two-letter spellings of umlauts
/// (`Müller` becomes `mueller`), by which people travel.
pub(crate) fn fold_spelt_out(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    for letter in text.nfc().flat_map(char::to_lowercase) {
        match letter {
            'ä' => spelt.push_str("ae"),
            'ö' | 'ø' => spelt.push_str("oe"),
            'ü' => spelt.push_str("ue"),
            'å' => spelt.push_str("aa"),
            other => spelt.push(other),
        }
    }
    fold(&spelt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diacritics_fall_away_and_ligatures_are_spelt() {
        for (written, expected) in [
            ("Núñez", "nunez"),
            ("Straße", "strasse"),
            ("ŁÓDŹ", "lodz"),
            ("Œdème", "oedeme"),
            ("CT", "ct"),
        ] {
            assert_eq!(fold(written), expected);
        }
        assert_eq!(fold_spelt_out("Müller"), "mueller");
    }
}
