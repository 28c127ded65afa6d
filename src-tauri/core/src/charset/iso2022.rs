//! Code extension techniques, PS3.5 §6.1.2.5: escape sequences designate what
//! the two halves of the code table mean.

use super::{
    TextKind,
    repertoire::{G0, G1, katakana},
};

pub(super) const ESC: u8 = 0x1B;

/// What both halves of the code table mean at some place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Designation {
    pub(super) g0: G0,
    pub(super) g1: G1,
}

impl Designation {
    pub(super) const DEFAULT: Self = Self::latin(G1::Nothing);

    pub(super) const fn latin(g1: G1) -> Self {
        Self { g0: G0::Ascii, g1 }
    }
}

enum Half {
    Low(G0),
    High(G1),
}

/// The bytes after ESC and what they designate: PS3.3 Tables C.12-3 and
/// C.12-4, and five more that are met in files though not defined there.
const ESCAPES: &[(&[u8], Half)] = &[
    (b"(B", Half::Low(G0::Ascii)),
    (b"(J", Half::Low(G0::Romaji)),
    (b")I", Half::High(G1::Katakana)),
    (b"-A", Half::High(G1::Latin1)),
    (b"-B", Half::High(G1::Latin2)),
    (b"-C", Half::High(G1::Latin3)),
    (b"-D", Half::High(G1::Latin4)),
    (b"-F", Half::High(G1::Greek)),
    (b"-G", Half::High(G1::Arabic)),
    (b"-H", Half::High(G1::Hebrew)),
    (b"-L", Half::High(G1::Cyrillic)),
    (b"-M", Half::High(G1::Latin5)),
    (b"-T", Half::High(G1::Thai)),
    (b"-b", Half::High(G1::Latin9)),
    (b"$B", Half::Low(G0::JisX0208)),
    (b"$(D", Half::Low(G0::JisX0212)),
    (b"$)C", Half::High(G1::KsX1001)),
    (b"$)A", Half::High(G1::Gb2312)),
    // Undefined by DICOM from here on: JIS C 6226-1978, JIS X 0208 by its long
    // form, and three sets in the half that DICOM does not put them in.
    (b"$@", Half::Low(G0::JisX0208)),
    (b"$(B", Half::Low(G0::JisX0208)),
    (b"(I", Half::Low(G0::Katakana)),
    (b"$(C", Half::Low(G0::KsX1001)),
    (b"$A", Half::Low(G0::Gb2312)),
];

/// A stretch of bytes that mean something together.
enum Piece<'a> {
    /// An escape sequence that designates.
    Designated,
    /// ESC and no known sequence after it.
    UnknownEscape,
    /// One character in the lower half.
    Low(u8),
    /// A pair in the lower half.
    Pair(u8, u8),
    /// All that follows in the upper half.
    High(&'a [u8]),
}

struct Pieces<'a> {
    rest: &'a [u8],
    kind: TextKind,
    initial: Designation,
    now: Designation,
}

impl<'a> Pieces<'a> {
    fn new(bytes: &'a [u8], kind: TextKind, initial: Designation) -> Self {
        Self {
            rest: bytes,
            kind,
            initial,
            now: initial,
        }
    }

    /// Where the initial state returns, PS3.5 §6.1.2.5.3: control characters,
    /// and the delimiters of this kind of text.
    fn resets(&self, byte: u8) -> bool {
        byte < 0x20
            || match self.kind {
                TextKind::Long => false,
                TextKind::Short => byte == b'\\',
                TextKind::PersonName => matches!(byte, b'\\' | b'^' | b'='),
            }
    }

    fn escape(&mut self) -> Piece<'a> {
        for (sequence, half) in ESCAPES {
            if let Some(rest) = self.rest.strip_prefix(*sequence) {
                self.rest = rest;
                match half {
                    Half::Low(g0) => self.now.g0 = *g0,
                    Half::High(g1) => self.now.g1 = *g1,
                }
                return Piece::Designated;
            }
        }
        Piece::UnknownEscape
    }

    fn high(&mut self, run: &'a [u8]) -> Piece<'a> {
        let length = run.iter().take_while(|b| **b >= 0x80).count();
        let (high, rest) = run.split_at(length);
        self.rest = rest;
        Piece::High(high)
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (Designation, Piece<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let all = self.rest;
        let (&byte, rest) = all.split_first()?;
        self.rest = rest;
        let before = self.now;
        let piece = match (byte, rest.first()) {
            (ESC, _) => self.escape(),
            (0x80.., _) => self.high(all),
            // A pair may hold the codes of delimiters, so it is looked for first.
            (0x21..=0x7E, Some(&trail @ 0x21..=0x7E)) if before.g0.is_double_byte() => {
                self.rest = rest.get(1..).unwrap_or_default();
                Piece::Pair(byte, trail)
            }
            _ => {
                if self.resets(byte) {
                    self.now = self.initial;
                }
                Piece::Low(byte)
            }
        };
        Some((before, piece))
    }
}

pub(super) fn decode(bytes: &[u8], kind: TextKind, initial: Designation) -> String {
    let mut text = String::with_capacity(bytes.len());
    for (designation, piece) in Pieces::new(bytes, kind, initial) {
        match piece {
            Piece::Designated => {}
            Piece::UnknownEscape => text.push('\u{241B}'),
            Piece::Low(byte) => text.push(low(byte, kind, designation.g0)),
            Piece::Pair(lead, trail) => text.push_str(&designation.g0.pair(lead, trail)),
            Piece::High(run) => text.push_str(&designation.g1.run(run)),
        }
    }
    text
}

pub(super) fn fits(bytes: &[u8], kind: TextKind, initial: Designation) -> bool {
    Pieces::new(bytes, kind, initial).all(|(designation, piece)| match piece {
        Piece::Designated | Piece::Low(_) => true,
        Piece::UnknownEscape => false,
        Piece::Pair(lead, trail) => designation.g0.pair(lead, trail) != "\u{FFFD}",
        Piece::High(run) => {
            designation.g1 != G1::Nothing && !designation.g1.run(run).contains('\u{FFFD}')
        }
    })
}

/// One byte of the lower half. In romaji 5C is ¥, but where it separates
/// values it stays the separator (PS3.5 §6.1.2.5.3 and §H.2 note).
fn low(byte: u8, kind: TextKind, g0: G0) -> char {
    match (g0, byte) {
        (G0::Romaji, b'\\') if kind == TextKind::Long => '\u{A5}',
        (G0::Romaji, b'~') => '\u{203E}',
        (G0::Katakana, 0x21..=0x5F) => katakana(byte | 0x80),
        _ => char::from(byte),
    }
}
