//! Text as plain words: lower case, without accents, so that one spelling in
//! a table meets all of them.

/// The words of a text: letters and digits only.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match fold(letter) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }),
        }
    }
    folded.split_whitespace().map(str::to_owned).collect()
}

/// Accented letters of the languages the tables speak. Combining accents
/// vanish.
fn fold(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        '\u{300}'..='\u{36F}' => "",
        _ => return None,
    })
}

/// How many of `words` the pattern takes at their beginning: a pattern is
/// words with spaces between; a `*` ends a word that may go on.
pub(super) fn matched(pattern: &str, words: &[String]) -> Option<usize> {
    let mut count = 0;
    for expected in pattern.split(' ') {
        let word = words.get(count)?;
        let fits = match expected.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == expected,
        };
        if !fits {
            return None;
        }
        count += 1;
    }
    Some(count)
}

fn any(words: &[String], patterns: &[&str]) -> bool {
    words.iter().any(|word| {
        patterns
            .iter()
            .any(|p| matched(p, std::slice::from_ref(word)).is_some())
    })
}

/// English, German, French, Spanish, Italian, Dutch.
const LEFT: &[&str] = &[
    "left",
    "lt",
    "links",
    "linke*",
    "linker*",
    "gauche*",
    "izquierd*",
    "izq",
    "sinistr*",
    "sin",
    "sx",
];
const RIGHT: &[&str] = &[
    "right", "rt", "rechts", "rechte*", "droit*", "derech*", "der", "destr*", "dx",
];
const BOTH: &[&str] = &[
    "bilat*",
    "both",
    "beide*",
    "beidseit*",
    "bds",
    "bilateraux",
    "ambos",
    "ambas",
    "ambedue",
    "entrambi",
    "entrambe",
    "beiderseits",
    "weerszijden",
];

pub(super) fn say_left(words: &[String]) -> bool {
    any(words, LEFT)
}

pub(super) fn say_right(words: &[String]) -> bool {
    // "der" is Spanish for right only where German's article is unlikely.
    let article = words
        .windows(2)
        .any(|pair| matches!(pair, [first, second] if first == "der" && second.len() > 3));
    let without: Vec<String> = words
        .iter()
        .filter(|word| !(article && word.as_str() == "der"))
        .cloned()
        .collect();
    any(&without, RIGHT)
}

pub(super) fn say_both(words: &[String]) -> bool {
    any(words, BOTH)
}
