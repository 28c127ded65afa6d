//! The window has words for what core says in codes.

use std::path::Path;

use scanfolio_core::title::ExamTitle;

fn catalogue() -> serde_json::Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/messages/en.json");
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

/// The codes without a message of that kind.
fn without_words<'a>(
    catalogue: &serde_json::Value,
    kind: &str,
    codes: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    codes
        .into_iter()
        .map(|code| format!("{kind}_{}", code.to_lowercase()))
        .filter(|key| catalogue[key].as_str().is_none_or(str::is_empty))
        .collect()
}

#[test]
fn every_code_of_an_exam_title_has_words_in_the_window() {
    let catalogue = catalogue();
    let check = |kind, codes: Vec<&str>| {
        let missing = without_words(&catalogue, kind, codes);
        assert!(missing.is_empty(), "no words for {missing:?}");
    };
    check("part", ExamTitle::body_parts().collect());
    check("side", ExamTitle::LATERALITIES.to_vec());
    check("modality", ExamTitle::MODALITY_GROUPS.to_vec());
}

#[test]
fn the_window_names_no_part_of_the_body_that_core_does_not_know() {
    let catalogue = catalogue();
    let known: Vec<&str> = ExamTitle::body_parts().collect();
    let stale: Vec<&str> = catalogue
        .as_object()
        .unwrap()
        .keys()
        .filter_map(|key| key.strip_prefix("part_"))
        .filter(|code| !known.contains(code))
        .collect();
    assert!(stale.is_empty(), "words nobody asks for: {stale:?}");
}

#[test]
fn a_missing_message_would_be_noticed() {
    let missing = without_words(&catalogue(), "part", ["chest", "planted"]);
    assert_eq!(missing, ["part_planted"]);
}
