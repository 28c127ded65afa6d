//! The words that ship inside the program, parsed once.

use std::sync::OnceLock;

use scanfolio_core::report::Glossary;

/// All files of `assets/glossary`, read as one.
const FILES: [&str; 5] = [
    include_str!("../../../assets/glossary/anatomy.tsv"),
    include_str!("../../../assets/glossary/findings.tsv"),
    include_str!("../../../assets/glossary/looks.tsv"),
    include_str!("../../../assets/glossary/techniques.tsv"),
    include_str!("../../../assets/glossary/words.tsv"),
];

/// The glossary. Its files are part of the program and a test holds them
/// readable; if one were not, the program would explain no word.
#[must_use]
pub fn glossary() -> &'static Glossary {
    static GLOSSARY: OnceLock<Glossary> = OnceLock::new();
    GLOSSARY.get_or_init(|| Glossary::parse(&FILES.join("\n")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_word_can_be_read() {
        let entries = Glossary::parse(&FILES.join("\n")).unwrap().entries().len();
        assert!(entries > 100);
        assert_eq!(glossary().entries().len(), entries);
    }
}
