//! Reading attributes: typed, trimmed, and never failing.

use std::borrow::Cow;

use dicom_core::VR;

use super::text;
use super::tree::Entry;
use super::{DataSet, keyword};
use crate::tags::{self, Tag};
use crate::values::{Date, PersonName, parse_decimal, parse_integer, trim, trim_end};

/// A data set or an item of a sequence.
///
/// Values are trimmed as PS3.5 §6.2 says. What is absent, empty or unreadable
/// is `None` or an empty list; what was odd about it was said once, in the
/// warnings of [`DataSet::read`].
#[derive(Clone, Copy)]
pub struct Item<'a> {
    pub(super) data_set: &'a DataSet,
    pub(super) first: u32,
    pub(super) end: u32,
    pub(super) character_set: u32,
    /// The item's tag in the source; for a data set its first element.
    pub(super) offset: u64,
}

impl<'a> Item<'a> {
    /// The first value as text, decoded with the Specific Character Set in force here.
    #[must_use]
    pub fn text(self, tag: Tag) -> Option<String> {
        self.texts(tag)
            .into_iter()
            .next()
            .filter(|text| !text.is_empty())
    }

    /// All values as text; empty ones keep their place.
    #[must_use]
    pub fn texts(self, tag: Tag) -> Vec<String> {
        self.find(tag)
            .map(|element| element.texts())
            .unwrap_or_default()
    }

    /// The whole value of an ST, LT or UT, backslashes and leading spaces included.
    #[must_use]
    pub fn long_text(self, tag: Tag) -> Option<String> {
        let element = self.find(tag)?;
        let text = element.decoded(element.bytes()?);
        Some(trim_end(&text).to_owned()).filter(|text| !text.is_empty())
    }

    /// The first value of a PN; `None` when no component is there.
    #[must_use]
    pub fn person_name(self, tag: Tag) -> Option<PersonName> {
        let name = PersonName::parse(&self.text(tag)?);
        (!name.is_empty()).then_some(name)
    }

    /// The first value of a UI.
    #[must_use]
    pub fn uid(self, tag: Tag) -> Option<String> {
        self.text(tag)
    }

    /// The first value as a whole number (US SS UL SL UV SV IS, and others that are whole).
    #[must_use]
    pub fn integer(self, tag: Tag) -> Option<i64> {
        self.find(tag)?.integer()
    }

    /// All values as whole numbers; empty unless every one is.
    #[must_use]
    pub fn integers(self, tag: Tag) -> Vec<i64> {
        self.find(tag)
            .map(|element| element.integers())
            .unwrap_or_default()
    }

    /// The first value as a number (DS IS FL FD and whole numbers); finite.
    #[must_use]
    pub fn decimal(self, tag: Tag) -> Option<f64> {
        self.find(tag)?.decimal()
    }

    /// All values as numbers; empty unless every one is finite.
    #[must_use]
    pub fn decimals(self, tag: Tag) -> Vec<f64> {
        self.find(tag)
            .map(|element| element.decimals())
            .unwrap_or_default()
    }

    /// The first value of a DA.
    #[must_use]
    pub fn date(self, tag: Tag) -> Option<Date> {
        Date::parse(&self.text(tag)?)
    }

    /// The first value of an AT.
    #[must_use]
    pub fn tag(self, tag: Tag) -> Option<Tag> {
        let value = self
            .find(tag)
            .filter(|element| element.vr() == VR::AT)?
            .integer()?;
        let value = u32::try_from(value).ok()?;
        Some(Tag((value >> 16) as u16, (value & 0xFFFF) as u16))
    }

    /// The value's bytes as they stand in the file; `None` when they were too many to be kept.
    #[must_use]
    pub fn bytes(self, tag: Tag) -> Option<&'a [u8]> {
        self.find(tag)?.bytes()
    }

    /// The value as unsigned 16-bit words, decoded from the file's byte order; a last odd byte is left out.
    #[must_use]
    pub fn words(self, tag: Tag) -> Option<Vec<u16>> {
        self.find(tag)?.words()
    }

    /// The value representation; for UN the one the dictionary knows.
    #[must_use]
    pub fn vr(self, tag: Tag) -> Option<VR> {
        self.find(tag).map(Element::vr)
    }

    /// The element is there, perhaps without a value.
    #[must_use]
    pub fn has(self, tag: Tag) -> bool {
        self.find(tag).is_some()
    }

    /// The items of a sequence.
    #[must_use]
    pub fn items(self, tag: Tag) -> Vec<Item<'a>> {
        self.find(tag)
            .map(|element| element.items().collect())
            .unwrap_or_default()
    }

    /// The first item of a sequence.
    #[must_use]
    pub fn first_item(self, tag: Tag) -> Option<Item<'a>> {
        self.item(tag, 0)
    }

    /// One item of a sequence, `index` from 0.
    #[must_use]
    pub fn item(self, tag: Tag, index: usize) -> Option<Item<'a>> {
        self.find(tag)?.items().nth(index)
    }

    /// The element itself.
    #[must_use]
    pub fn find(self, tag: Tag) -> Option<Element<'a>> {
        match self.data_set.is_root(self) {
            true => self.element(self.data_set.root_entry(tag)?),
            false => self.elements().find(|element| element.tag() == tag),
        }
    }

    /// All elements in file order.
    pub fn elements(self) -> impl Iterator<Item = Element<'a>> {
        siblings(self.data_set, self.first, self.end)
            .filter_map(move |(index, _)| self.element(index))
    }

    /// Where this stands in the source: an item's tag (the offsets of a DICOMDIR
    /// count so), or a data set's first element.
    #[must_use]
    pub fn offset(self) -> u64 {
        self.offset
    }

    /// The place and the tag of every element.
    pub(super) fn places(self) -> impl Iterator<Item = (u32, Tag)> {
        siblings(self.data_set, self.first, self.end).map(|(index, entry)| (index, entry.tag))
    }

    fn element(self, index: u32) -> Option<Element<'a>> {
        Some(Element {
            data_set: self.data_set,
            index,
            entry: self.data_set.tree.entry(index)?,
            character_set: self.character_set,
        })
    }
}

fn siblings(data_set: &DataSet, first: u32, end: u32) -> impl Iterator<Item = (u32, &Entry)> {
    let mut index = first;
    std::iter::from_fn(move || {
        let at = index;
        let entry = data_set.tree.entry(at).filter(|_| at < end)?;
        index = entry.next.max(at + 1);
        Some((at, entry))
    })
}

/// One element of a data set or an item.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    data_set: &'a DataSet,
    index: u32,
    entry: &'a Entry,
    character_set: u32,
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
                first: index + 1,
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

    fn decoded(self, bytes: &'a [u8]) -> Cow<'a, str> {
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
