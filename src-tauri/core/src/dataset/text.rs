//! Stands in for `charset.rs` until that is there.

use std::borrow::Cow;

use crate::warning::Warnings;

#[derive(Debug)]
pub(super) struct CharacterSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    Short,
    Long,
}

impl CharacterSet {
    pub(super) fn from_defined_terms(_: &[&str], _: &mut Warnings) -> Self {
        Self
    }

    /// ASCII, and what else fits, of values no character set concerns.
    pub(super) fn default_repertoire(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    pub(super) fn decode<'b>(&self, bytes: &'b [u8], _: TextKind) -> Cow<'b, str> {
        String::from_utf8_lossy(bytes)
    }
}
