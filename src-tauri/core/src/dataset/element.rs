//! One element and its values.

use std::borrow::Cow;

use dicom_core::VR;

use super::text;
use super::tree::Entry;
use super::{DataSet, Item, keyword};
use crate::tags::{self, Tag};
use crate::values::{parse_decimal, parse_integer, trim, trim_end};

/// One element of a data set or an item.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    pub(super) data_set: &'a DataSet,
    pub(super) index: u32,
    pub(super) entry: &'a Entry,
    pub(super) character_set: u32,
}

impl<'a> Element<'a> {
    /// Its tag.
    #[must_use]
    pub fn tag(self) -> Tag {
        self.entry.tag
    }

    /// Its keyword, when the standard knows it.
    #[must_use]
    pub fn keyword(self) -> Option<&'static str> {
        keyword(self.entry.tag)
    }

    /// Its value representation; for UN the one the dictionary knows.
    #[must_use]
    pub fn vr(self) -> VR {
        self.entry.vr
    }

    /// The first byte of its value in what [`DataSet::pixel_source`] gives.
    #[must_use]
    pub fn offset(self) -> u64 {
        self.entry.offset
    }

    /// Bytes of its value as written; `None` for a sequence without a written length.
    #[must_use]
    pub fn length(self) -> Option<u32> {
        (self.entry.length != super::encoding::UNDEFINED).then_some(self.entry.length)
    }

    /// Its value as it stands in the file; `None` for sequences and for values too large to be kept.
    #[must_use]
    pub fn bytes(self) -> Option<&'a [u8]> {
        self.data_set.tree.value(self.entry)
    }

    /// Its items, if it is a sequence.
    pub fn items(self) -> impl Iterator<Item = Item<'a>> {
        let data_set = self.data_set;
        let is_sequence = self.entry.vr == VR::SQ;
        let first = self.index.saturating_add(1);
        let end = if is_sequence { self.entry.next } else { first };
        siblings(data_set, first, end)
            .filter(|(_, entry)| entry.tag == tags::ITEM)
            .map(move |(index, entry)| Item {
                data_set,
                first: index.saturating_add(1),
                end: entry.next,
                character_set: entry.kept,
                offset: entry.offset,
            })
    }

    /// All values as text; numbers in binary are written out.
    #[must_use]
    pub fn texts(self) -> Vec<String> {
        let Some(bytes) = self.bytes() else {
            return Vec::new();
        };
        match self.vr() {
            VR::US | VR::SS | VR::UL | VR::SL | VR::UV | VR::SV => {
                self.integers().iter().map(ToString::to_string).collect()
            }
            VR::FL | VR::FD => self.decimals().iter().map(ToString::to_string).collect(),
            VR::ST | VR::LT | VR::UT | VR::UR => {
                vec![trim_end(&self.decoded(bytes)).to_owned()]
            }
            _ if bytes.is_empty() => Vec::new(),
            _ => self
                .decoded(bytes)
                .split('\\')
                .map(|text| trim(text).to_owned())
                .collect(),
        }
    }

    /// See [`Item::integer`].
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        match self.is_binary() {
            true => self.integers().first().copied(),
            false => parse_integer(&self.first_number()?).map(|(value, _)| value),
        }
    }

    /// See [`Item::integers`].
    #[must_use]
    pub fn integers(self) -> Vec<i64> {
        let Some(bytes) = self.bytes() else {
            return Vec::new();
        };
        match self.vr() {
            VR::US | VR::OW => self.numbers(bytes, |b| Some(u16::from_le_bytes(b).into())),
            VR::SS => self.numbers(bytes, |b| Some(i16::from_le_bytes(b).into())),
            VR::UL | VR::OL => self.numbers(bytes, |b| Some(u32::from_le_bytes(b).into())),
            VR::SL => self.numbers(bytes, |b| Some(i32::from_le_bytes(b).into())),
            VR::UV | VR::OV => self.numbers(bytes, |b| i64::try_from(u64::from_le_bytes(b)).ok()),
            VR::SV => self.numbers(bytes, |b| Some(i64::from_le_bytes(b))),
            VR::AT => self
                .numbers(bytes, |b: [u8; 2]| Some(u16::from_le_bytes(b).into()))
                .chunks_exact(2)
                .map(|pair: &[i64]| pair.iter().fold(0, |tag, half| tag << 16 | half))
                .collect(),
            VR::OB => bytes.iter().map(|byte| i64::from(*byte)).collect(),
            VR::FL | VR::FD | VR::OF | VR::OD => all(self.decimals().into_iter().map(whole)),
            _ => all(self
                .number_texts()
                .iter()
                .map(|text| Some(parse_integer(text)?.0))),
        }
    }

    /// See [`Item::decimal`].
    #[must_use]
    pub fn decimal(self) -> Option<f64> {
        match self.is_binary() {
            true => self.decimals().first().copied(),
            false => parse_decimal(&self.first_number()?).map(|(value, _)| value),
        }
    }

    /// See [`Item::decimals`].
    #[must_use]
    pub fn decimals(self) -> Vec<f64> {
        let Some(bytes) = self.bytes() else {
            return Vec::new();
        };
        let finite = |value: f64| value.is_finite().then_some(value);
        match self.vr() {
            VR::FL | VR::OF => self.numbers(bytes, |b| finite(f32::from_le_bytes(b).into())),
            VR::FD | VR::OD => self.numbers(bytes, |b| finite(f64::from_le_bytes(b))),
            _ if self.is_binary() => self.integers().iter().map(|value| *value as f64).collect(),
            _ => all(self
                .number_texts()
                .iter()
                .map(|text| Some(parse_decimal(text)?.0))),
        }
    }

    /// See [`Item::words`].
    #[must_use]
    pub fn words(self) -> Option<Vec<u16>> {
        Some(self.numbers(self.bytes()?, |b| Some(u16::from_le_bytes(b))))
    }

    /// Numbers of `N` bytes each; empty unless every one can be told.
    fn numbers<T, const N: usize>(
        self,
        bytes: &[u8],
        little: impl Fn([u8; N]) -> Option<T>,
    ) -> Vec<T> {
        all(bytes.as_chunks::<N>().0.iter().map(|chunk| {
            let mut chunk = *chunk;
            if self.entry.big_endian {
                chunk.reverse();
            }
            little(chunk)
        }))
    }

    fn is_binary(self) -> bool {
        use VR::{AT, FD, FL, OB, OD, OF, OL, OV, OW, SL, SS, SV, UL, US, UV};
        matches!(
            self.vr(),
            AT | FD | FL | OB | OD | OF | OL | OV | OW | SL | SS | SV | UL | US | UV
        )
    }

    fn first_number(self) -> Option<String> {
        let bytes = self.bytes()?;
        let first = bytes.split(|byte| *byte == b'\\').next()?;
        Some(String::from_utf8_lossy(first).into_owned())
    }

    /// All values; trailing empty ones are no values.
    fn number_texts(self) -> Vec<String> {
        let text = String::from_utf8_lossy(self.bytes().unwrap_or_default());
        let text = text.trim_end_matches(['\\', ' ', '\0']);
        match text.is_empty() {
            true => Vec::new(),
            false => text.split('\\').map(str::to_owned).collect(),
        }
    }

    /// The bytes in characters.
    pub(super) fn decoded(self, bytes: &'a [u8]) -> Cow<'a, str> {
        let sets = &self.data_set.tree.character_sets;
        text::decode(bytes, self.vr(), sets.get(self.character_set as usize))
    }
}

fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0).then_some(value as i64)
}

fn all<T>(values: impl Iterator<Item = Option<T>>) -> Vec<T> {
    values.collect::<Option<Vec<T>>>().unwrap_or_default()
}

/// The entries from `first` to `end` that stand side by side.
pub(super) fn siblings(
    data_set: &DataSet,
    first: u32,
    end: u32,
) -> impl Iterator<Item = (u32, &Entry)> {
    let mut index = first;
    std::iter::from_fn(move || {
        let at = index;
        let entry = data_set.tree.entry(at).filter(|_| at < end)?;
        index = entry.next.max(at.saturating_add(1));
        Some((at, entry))
    })
}
