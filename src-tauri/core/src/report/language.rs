//! The language of a text, by its commonest small words.

use super::fold::fold;

const WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "of", "and", "is", "are", "no", "with", "to", "there", "in", "was", "within",
            "for", "without", "evidence", "or", "by", "from", "at", "has",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "kein", "keine", "mit", "des", "im", "ist", "nicht", "bei", "zum",
            "ohne", "von", "keinen", "eine", "den", "nachweis", "sowie", "auf",
        ],
    ),
    (
        "fr",
        &[
            "le", "les", "des", "du", "et", "est", "pas", "sans", "une", "au", "aux", "avec",
            "sur", "dans", "de", "la", "un", "par", "il", "absence",
        ],
    ),
    (
        "es",
        &[
            "el",
            "los",
            "las",
            "del",
            "y",
            "sin",
            "con",
            "se",
            "no",
            "una",
            "en",
            "por",
            "de",
            "la",
            "al",
            "es",
            "son",
            "un",
            "que",
            "evidencia",
        ],
    ),
    (
        "it",
        &[
            "il", "della", "di", "non", "con", "del", "e", "dei", "alla", "sono", "nel", "per",
            "si", "le", "una", "senza", "delle", "in", "la", "al",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "van", "geen", "en", "met", "is", "niet", "voor", "aan", "bij",
            "er", "zonder", "op", "in", "wordt", "te", "links", "als",
        ],
    ),
];

/// Fewest small words on which to judge.
const HITS_MIN: usize = 3;

/// A BCP 47 primary language tag (`en`, `de`, `fr`, `es`, `it`, `nl`), or `''`
/// when the text is too short or no language clearly leads.
#[must_use]
pub fn language(text: &str) -> &'static str {
    let mut hits = [0_usize; WORDS.len()];
    let mut words = 0_usize;
    // The first few thousand words tell as much as all of them.
    for word in text
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
        .take(5000)
    {
        words += 1;
        let word = fold(word);
        for (count, (_, known)) in hits.iter_mut().zip(WORDS) {
            *count += usize::from(known.contains(&word.as_str()));
        }
    }
    let mut ranked: Vec<(usize, &'static str)> = hits
        .iter()
        .copied()
        .zip(WORDS.iter().map(|(tag, _)| *tag))
        .collect();
    ranked.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    match ranked.as_slice() {
        // Terse reports hold few small words, other scripts none of these.
        [(best, tag), (second, _), ..]
            if *best >= HITS_MIN && *best * 2 >= *second * 3 && *best * 25 >= words =>
        {
            tag
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart_and_doubt_is_said() {
        for (text, expected) in [
            (
                "The lungs are clear. There is no pleural effusion or pneumothorax.",
                "en",
            ),
            (
                "Kein Nachweis einer Raumforderung. Die Lunge ist frei, ohne Erguss und mit regelrechter Belüftung.",
                "de",
            ),
            (
                "Absence d'épanchement. Le parenchyme est sans anomalie et les cavités sont de taille normale.",
                "fr",
            ),
            (
                "No se observan lesiones. El parénquima es normal, sin derrame y con buena aireación de las bases.",
                "es",
            ),
            (
                "Non si osservano lesioni della parete. Il parenchima è nei limiti, senza versamento del cavo.",
                "it",
            ),
            (
                "Geen aanwijzingen voor een afwijking. Het hart is niet vergroot en er is geen vocht van belang.",
                "nl",
            ),
            ("CT 12345", ""),
            ("肺野に異常はありません。", ""),
            ("", ""),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
