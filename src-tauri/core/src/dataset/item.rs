//! Reading attributes: typed, trimmed, and never failing.

use dicom_core::VR;

use super::DataSet;
use super::element::{Element, siblings};
use crate::tags::Tag;
use crate::values::{Date, PersonName, trim_end};

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
