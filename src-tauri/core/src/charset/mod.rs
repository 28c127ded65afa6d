//! Specific Character Set (0008,0005): bytes of text elements into characters,
//! PS3.3 §C.12.1.1.2 and PS3.5 §6.1.
//!
//! Decoding never fails. What a repertoire has no character for becomes U+FFFD;
//! an escape sequence nobody defined keeps its bytes, its ESC shown as `␛`.
//! Splitting at the backslash and into name components is *not* done here, but
//! the delimiters come out as they went in, so that it can be done afterwards.

mod iso2022;
mod repertoire;
mod terms;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, WINDOWS_1252};

use crate::warning::{Warning, Warnings};
use iso2022::Designation;
use repertoire::{G0, G1};
use terms::Term;

/// What kind of text a value representation holds: it decides where code
/// extensions go back to their initial state and what byte 5C means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// SH, LO, UC: a backslash separates values (PS3.5 §6.1.2.5.3).
    Short,
    /// PN: as `Short`, and `^` and `=` delimit too.
    PersonName,
    /// ST, LT, UT: one value in which a backslash is a character.
    Long,
}

/// How the text of one data set (or of one sequence item that states its own
/// Specific Character Set) is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CharacterSet {
    coding: Coding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// ISO 2022 with or without code extensions, from this initial state.
    Iso2022(Designation),
    /// One encoding for everything, without code extensions: UTF-8, GB18030,
    /// GBK, and those that only misspellers name.
    Whole(&'static Encoding),
}

impl Default for CharacterSet {
    /// ISO_IR 6, which holds when Specific Character Set is absent or empty.
    fn default() -> Self {
        Self {
            coding: Coding::Iso2022(Designation::DEFAULT),
        }
    }
}

impl CharacterSet {
    /// The character set that the values of Specific Character Set name, in
    /// their order. A first value that is empty is ISO 2022 IR 6.
    ///
    /// Later values only announce escape sequences, all of which are known
    /// here anyway, so they are checked but change nothing. A misspelt term
    /// is understood with a warning. For an unknown first term the warning
    /// says so, and text is read as the default repertoire is.
    pub fn from_defined_terms(terms: &[&str], warnings: &mut Warnings) -> Self {
        let mut coding = None;
        for (index, written) in terms.iter().enumerate() {
            let written = written.trim_matches([' ', '\0']);
            if written.is_empty() {
                continue;
            }
            let Some((term, spelling)) = terms::find(written) else {
                warnings.push(Warning::CharacterSetUnknown {
                    term: written.to_owned(),
                });
                continue;
            };
            if spelling == terms::Spelling::Misspelt {
                warnings.push(Warning::CharacterSetMisspelt {
                    term: written.to_owned(),
                });
            }
            if index == 0 {
                coding = Some(match term {
                    Term::Initial(designation) => Coding::Iso2022(designation),
                    Term::Whole(encoding) => Coding::Whole(encoding),
                });
            } else if matches!(term, Term::Whole(_)) || matches!(coding, Some(Coding::Whole(_))) {
                // UTF-8, GB18030 and GBK prohibit code extensions.
                warnings.push(Warning::CharacterSetIgnored {
                    term: written.to_owned(),
                });
            }
        }
        Self {
            coding: coding.unwrap_or(Coding::Iso2022(Designation::DEFAULT)),
        }
    }

    /// The characters of a value or of several values with their backslashes.
    ///
    /// Bytes above 7F where no set for them was stated or designated are read
    /// as UTF-8 if all of them are valid UTF-8, and letter by letter as
    /// Windows-1252 otherwise; [`fits`](Self::fits) tells that apart.
    pub fn decode<'a>(&self, bytes: &'a [u8], kind: TextKind) -> Cow<'a, str> {
        match self.coding {
            Coding::Whole(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Coding::Iso2022(initial) => {
                if initial.g0 == G0::Ascii
                    && bytes.is_ascii()
                    && !bytes.contains(&iso2022::ESC)
                    && let Ok(text) = std::str::from_utf8(bytes)
                {
                    return Cow::Borrowed(text);
                }
                if let Some(text) = shift_jis_in_disguise(bytes, initial) {
                    return text;
                }
                Cow::Owned(iso2022::decode(bytes, kind, initial))
            }
        }
    }

    /// Whether every byte belongs to a repertoire that was stated or
    /// designated. If not, the decoded text rests on a guess or holds U+FFFD,
    /// and a reader warns.
    pub fn fits(&self, bytes: &[u8], kind: TextKind) -> bool {
        match self.coding {
            Coding::Whole(encoding) => !encoding.decode_without_bom_handling(bytes).1,
            Coding::Iso2022(initial) => {
                shift_jis_in_disguise(bytes, initial).is_none()
                    && iso2022::fits(bytes, kind, initial)
            }
        }
    }
}

/// Bytes for which nothing was designated: see [`CharacterSet::decode`].
fn undeclared(bytes: &[u8]) -> Cow<'_, str> {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => text,
        None => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Some Japanese systems write Shift JIS and call it ISO_IR 13, whose
/// katakana it contains. Its lead bytes lie outside of JIS X 0201, so a value
/// that has them, and that decodes, cannot be what was stated.
fn shift_jis_in_disguise(bytes: &[u8], initial: Designation) -> Option<Cow<'_, str>> {
    if initial.g1 != G1::Katakana
        || bytes.contains(&iso2022::ESC)
        || !bytes.iter().any(|b| matches!(b, 0x80..=0xA0 | 0xE0..=0xFF))
    {
        return None;
    }
    SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)
}
