//! Whether a file notes that contrast was given: only what it says in so many
//! words. Silence is no statement, so nothing here ever says "without".

use super::words;

/// Values that sites write into Contrast/Bolus Agent (0018,0010) to say that
/// there was none, as folded words.
const NONE: &[&str] = &[
    "0",
    "n",
    "na",
    "n a",
    "nein",
    "nil",
    "no",
    "none",
    "non",
    "keine",
    "keines",
    "kein km",
    "aucun",
    "ninguno",
    "nessuno",
    "geen",
    "nativ",
    "native",
    "no contrast",
    "non contrast",
    "without contrast",
    "without",
    "w o",
    "w o contrast",
    "wo contrast",
    "ohne",
    "ohne km",
    "ohne kontrastmittel",
    "sans",
    "sans contraste",
    "sin contraste",
    "senza contrasto",
    "senza mdc",
    "zonder contrast",
    "unknown",
];

/// The agent named in Contrast/Bolus Agent (0018,0010) or its sequence
/// (0018,0012) is one; a word for "none" is not.
#[must_use]
pub fn contrast_is_noted(contrast_bolus_agent: &str) -> bool {
    let said = words::of(contrast_bolus_agent).join(" ");
    !said.is_empty() && !NONE.contains(&said.as_str())
}

#[cfg(test)]
mod tests {
    use super::contrast_is_noted;

    #[test]
    fn only_a_named_agent_is_contrast() {
        for agent in [
            "Omnipaque 350",
            "GADAVIST",
            "CE",
            "IV",
            "yes",
            "Gd-DTPA",
            "造影剤",
        ] {
            assert!(contrast_is_noted(agent), "{agent}");
        }
        for nothing in [
            "",
            "  ",
            "NONE",
            "no",
            "No Contrast",
            "W/O",
            "ohne KM",
            "-",
            "N/A",
        ] {
            assert!(!contrast_is_noted(nothing), "{nothing}");
        }
    }
}
