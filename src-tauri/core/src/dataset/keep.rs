//! Which values are kept in memory, and whether those are well written.

use dicom_core::VR;

use super::text::text_kind;
use super::tree::Entry;
use crate::charset::CharacterSet;
use crate::tags;
use crate::values::{Form, parse_decimal, parse_integer};
use crate::warning::Warning;

/// Larger values stay in the file, but for the kinds below.
const LARGEST_VALUE: u32 = 1 << 20;
/// Text, look-up tables and overlays.
const LARGEST_TEXT_OR_TABLE: u32 = 16 << 20;
/// Encapsulated documents, which are wanted whole.
const LARGEST_DOCUMENT: u32 = 256 << 20;
/// All values but documents together.
const LARGEST_TOTAL: u64 = 128 << 20;
/// Values that are kept even when the total is used up.
const SMALL_VALUE: u32 = 64;
/// Longer values are not checked number by number: contours of RT structures.
const LARGEST_CHECKED: usize = 4 << 10;

/// How much was kept so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    kept: u64,
}

impl Budget {
    /// The value may be kept; its length was already held against the file.
    pub(super) fn allows(&mut self, entry: &Entry) -> bool {
        if entry.tag == tags::ENCAPSULATED_DOCUMENT {
            return entry.length <= LARGEST_DOCUMENT;
        }
        let total = self.kept.saturating_add(entry.length.into());
        let is_allowed = entry.length <= largest(entry)
            && (total <= LARGEST_TOTAL || entry.length <= SMALL_VALUE);
        if is_allowed {
            self.kept = total;
        }
        is_allowed
    }
}

fn largest(entry: &Entry) -> u32 {
    let is_overlay = entry.tag.0 & 0xFF00 == 0x6000 && entry.tag.1 == tags::OVERLAY_DATA.inner().1;
    let is_text = matches!(entry.vr, VR::LT | VR::UT | VR::UC | VR::UR);
    let is_table = matches!(
        entry.tag,
        tags::LUT_DATA
            | tags::EXTENDED_OFFSET_TABLE
            | tags::EXTENDED_OFFSET_TABLE_LENGTHS
            | tags::ICC_PROFILE
    );
    match is_overlay || is_text || is_table {
        true => LARGEST_TEXT_OR_TABLE,
        false => LARGEST_VALUE,
    }
}

/// A warning when a value is not written as PS3.5 §6 says.
pub(super) fn check(
    entry: &Entry,
    value: &[u8],
    character_set: Option<&CharacterSet>,
) -> Option<Warning> {
    match entry.vr {
        VR::DS | VR::IS => check_numbers(entry, value),
        VR::UN => None,
        vr => {
            let kind = text_kind(vr)?;
            let is_checked = value.len() <= LARGEST_CHECKED && !is_plain(value);
            (is_checked && !character_set?.fits(value, kind)).then(|| {
                Warning::TextOutsideCharacterSet {
                    tag: entry.tag.into(),
                }
            })
        }
    }
}

/// ASCII without escape sequences fits every character set.
fn is_plain(value: &[u8]) -> bool {
    value.is_ascii() && !value.contains(&0x1B)
}

fn check_numbers(entry: &Entry, value: &[u8]) -> Option<Warning> {
    let text = std::str::from_utf8(value)
        .ok()
        .filter(|text| text.len() <= LARGEST_CHECKED)?;
    let tag = entry.tag.into();
    let mut warning = None;
    for text in text.split('\\').map(crate::values::trim) {
        let form = match entry.vr {
            VR::IS => parse_integer(text).map(|(_, form)| form),
            _ => parse_decimal(text).map(|(_, form)| form),
        };
        match form {
            Some(Form::Regular) => {}
            None if text.is_empty() => {}
            Some(Form::Irregular) => warning = Some(Warning::NumberIrregular { tag }),
            None => return Some(Warning::NumberUnreadable { tag }),
        }
    }
    warning
}
