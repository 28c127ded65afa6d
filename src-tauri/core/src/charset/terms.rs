//! The Defined Terms of Specific Character Set, PS3.3 Tables C.12-2 to C.12-5,
//! and how they are misspelt.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use super::{
    iso2022::Designation,
    repertoire::{G0, G1},
};

/// What a term stands for when it is the first value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    /// The initial designation; code extensions may follow.
    Initial(Designation),
    /// One encoding for all text.
    Whole(&'static Encoding),
}

/// Whether a term was written as the standard does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Standard,
    Misspelt,
}

/// By the number of the International Register. JIS X 0208, JIS X 0212, KS X
/// 1001 and GB 2312 may not come first; where they do, text begins as ASCII,
/// with the upper half ready where the set lives there.
const REGISTERED: &[(&str, Designation)] = &[
    ("6", Designation::DEFAULT),
    (
        "13",
        Designation {
            g0: G0::Romaji,
            g1: G1::Katakana,
        },
    ),
    ("58", Designation::latin(G1::Gb2312)),
    ("87", Designation::DEFAULT),
    ("100", Designation::latin(G1::Latin1)),
    ("101", Designation::latin(G1::Latin2)),
    ("109", Designation::latin(G1::Latin3)),
    ("110", Designation::latin(G1::Latin4)),
    ("126", Designation::latin(G1::Greek)),
    ("127", Designation::latin(G1::Arabic)),
    ("138", Designation::latin(G1::Hebrew)),
    ("144", Designation::latin(G1::Cyrillic)),
    ("148", Designation::latin(G1::Latin5)),
    ("149", Designation::latin(G1::KsX1001)),
    ("159", Designation::DEFAULT),
    ("166", Designation::latin(G1::Thai)),
    ("203", Designation::latin(G1::Latin9)),
];

/// Only ISO 2022 terms: there is no single-byte `ISO_IR 87`.
const MULTI_BYTE: &[&str] = &["58", "87", "149", "159"];

/// The term as written, without padding.
pub(super) fn find(written: &str) -> Option<(Term, Spelling)> {
    match written {
        "ISO_IR 192" => return Some((Term::Whole(UTF_8), Spelling::Standard)),
        "GB18030" => return Some((Term::Whole(GB18030), Spelling::Standard)),
        "GBK" => return Some((Term::Whole(GBK), Spelling::Standard)),
        _ => {}
    }
    let single_byte = written
        .strip_prefix("ISO_IR ")
        // "ISO_IR 6" is not a Defined Term, but the standard's own text uses it.
        .filter(|number| !MULTI_BYTE.contains(number));
    if let Some(designation) = single_byte
        .or_else(|| written.strip_prefix("ISO 2022 IR "))
        .and_then(registered)
    {
        return Some((Term::Initial(designation), Spelling::Standard));
    }
    misspelt(written).map(|term| (term, Spelling::Misspelt))
}

fn registered(number: &str) -> Option<Designation> {
    REGISTERED
        .iter()
        .find(|(known, _)| *known == number)
        .map(|(_, designation)| *designation)
}

/// "ISO-IR 100", "iso_ir_100", "ISO2022IR100", "IR 100", "100", and names of
/// encodings as the web knows them: "UTF-8", "latin1", "Shift_JIS".
fn misspelt(written: &str) -> Option<Term> {
    let bare: String = written
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '.' | '/'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if let "GB2312" | "EUCCN" = bare.as_str() {
        return Some(Term::Whole(GBK));
    }
    if let Some(encoding) = Encoding::for_label(written.as_bytes())
        .or_else(|| Encoding::for_label(bare.as_bytes()))
        .filter(|encoding| encoding.is_ascii_compatible())
    {
        return Some(Term::Whole(encoding));
    }
    let number = bare.strip_prefix("ISO").unwrap_or(&bare);
    let number = number.strip_prefix("2022").unwrap_or(number);
    let number = number.strip_prefix("IR").unwrap_or(number);
    match number {
        "192" | "10646" => Some(Term::Whole(UTF_8)),
        "646" | "2022JP" => Some(Term::Initial(Designation::DEFAULT)),
        number => registered(number).map(Term::Initial),
    }
}
