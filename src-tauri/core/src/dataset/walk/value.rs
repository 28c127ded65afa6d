//! What follows a header: a value, a sequence, or pixel data.

use std::io;

use dicom_core::VR;

use super::super::dictionary::{Sign, value_representation};
use super::super::encoding::{Encoding, Header, UNDEFINED};
use super::super::keep;
use super::super::pixel_data::{Outcome, PixelData, PixelDataKind, walk_fragments};
use super::super::tree::{Entry, UNREAD};
use super::{Kind, Level, Walker};
use crate::charset::CharacterSet;
use crate::tags::{self, Tag};
use crate::warning::Warning;

/// Sequences nested deeper than this are not read.
pub(in super::super) const DEEPEST_NESTING: usize = 64;
/// More character sets than any real file has.
const MOST_CHARACTER_SETS: usize = 64;

impl Walker<'_, '_> {
    /// What follows an element's header.
    pub(super) fn value(
        &mut self,
        at: u64,
        tag: Tag,
        header: Header,
        level: Level,
    ) -> io::Result<u64> {
        let undefined = header.length == UNDEFINED;
        let is_root = level.kind == Kind::DataSet;
        if let Some(kind) = pixel_data_kind(tag).filter(|_| is_root) {
            return self.pixel_data(at, kind, header, level);
        }
        let end = match undefined {
            true => level.end,
            false => at.saturating_add(u64::from(header.length)),
        };
        // PS3.5 §6.2.2 note 2: a value of unknown representation is little
        // endian, and if its length is undefined an implicit sequence.
        let mut entry = Entry {
            tag,
            vr: header.vr,
            big_endian: level.encoding.big_endian && header.vr != VR::UN,
            kept: UNREAD,
            length: header.length,
            next: self.tree.count().saturating_add(1),
            offset: at,
        };
        if undefined && tag == tags::PIXEL_DATA {
            // Of an icon: only stepped over.
            let walk = walk_fragments(self.window, at, level.end, level.encoding)?;
            self.tree.entries.push(entry);
            return Ok(walk.end);
        }
        let mut inner = header.encoding;
        if header.vr == VR::UN {
            if level.encoding.explicit {
                inner = Encoding::IMPLICIT_LITTLE;
            }
            let known = value_representation(tag, level.sign);
            let may_be_sequence = known == VR::SQ || (known == VR::UN && tag.0 % 2 == 1);
            if undefined || (may_be_sequence && self.is_item(at, end, inner)?) {
                entry.vr = VR::SQ;
            } else if known != VR::SQ {
                entry.vr = known;
            }
        } else if undefined && header.vr != VR::SQ {
            if !self.is_item(at, end, inner)? {
                return Ok(self.lose(tag, level));
            }
            self.warn(Warning::UnknownVr { tag: tag.into() });
            entry.vr = VR::SQ;
        }
        if entry.vr == VR::SQ {
            return self.enter(at, end, entry, undefined, inner, level);
        }
        if end > level.end {
            self.warn(self.too_long(tag, level));
            self.lost = true;
            return Ok(level.end);
        }
        self.leaf(entry)?;
        Ok(end)
    }

    fn enter(
        &mut self,
        at: u64,
        end: u64,
        entry: Entry,
        undefined: bool,
        encoding: Encoding,
        level: Level,
    ) -> io::Result<u64> {
        let tag = entry.tag;
        if end > level.end {
            self.warn(self.too_long(tag, level));
        }
        let end = end.min(level.end);
        let depth = self
            .levels
            .iter()
            .filter(|level| level.kind == Kind::Sequence);
        if depth.count() >= DEEPEST_NESTING {
            self.warn(Warning::NestedTooDeep { tag: tag.into() });
            self.lost |= undefined;
            return Ok(end);
        }
        let index = self.tree.count();
        self.tree.entries.push(entry);
        self.levels.push(Level {
            kind: Kind::Sequence,
            entry: index,
            tag,
            end,
            undefined,
            encoding,
            ..level
        });
        Ok(at)
    }

    /// Keeps a value that fits, and heeds the attributes that say how to read on.
    fn leaf(&mut self, mut entry: Entry) -> io::Result<()> {
        let start = u32::try_from(self.tree.kept.len()).unwrap_or(UNREAD);
        if start != UNREAD && self.budget.allows(&entry) {
            let length = entry.length as usize;
            self.window
                .copy(entry.offset, length, &mut self.tree.kept)?;
            entry.kept = start;
        } else {
            self.warn(Warning::ValueTooLong {
                tag: entry.tag.into(),
            });
        }
        self.tree.entries.push(entry);
        match entry.tag {
            tags::SPECIFIC_CHARACTER_SET => self.set_character_set(&entry),
            tags::PIXEL_REPRESENTATION => {
                let value = self.tree.value(&entry).unwrap_or_default();
                let is_signed = value.contains(&1);
                if let Some(level) = self.levels.last_mut() {
                    level.sign = if is_signed {
                        Sign::Signed
                    } else {
                        Sign::Unsigned
                    };
                }
            }
            _ => {
                let value = self.tree.value(&entry).unwrap_or_default();
                let set = self.levels.last().map(|level| level.character_set as usize);
                let set = set.and_then(|set| self.tree.character_sets.get(set));
                if let Some(warning) = keep::check(&entry, value, set) {
                    self.warn(warning);
                }
            }
        }
        Ok(())
    }

    fn set_character_set(&mut self, entry: &Entry) {
        let terms = self.tree.value(entry).unwrap_or_default().to_vec();
        let known = self
            .character_set_terms
            .iter()
            .position(|known| *known == terms);
        let index = match known {
            Some(index) => index,
            None if self.character_set_terms.len() < MOST_CHARACTER_SETS => {
                let text = String::from_utf8_lossy(&terms).into_owned();
                let terms_of: Vec<&str> = text.split('\\').map(crate::values::trim).collect();
                let set = CharacterSet::from_defined_terms(&terms_of, self.warnings);
                self.tree.character_sets.push(set);
                let index = self.character_set_terms.len();
                self.character_set_terms.push(terms);
                index
            }
            None => return,
        };
        let index = u32::try_from(index).unwrap_or(0);
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        level.character_set = index;
        match level.kind {
            Kind::DataSet => self.character_set = index,
            Kind::Item => {
                if let Some(item) = self.tree.entries.get_mut(level.entry as usize) {
                    item.kept = index;
                }
            }
            Kind::FileMeta | Kind::Sequence => {}
        }
    }

    /// The pixel data of the data set itself.
    fn pixel_data(
        &mut self,
        at: u64,
        kind: PixelDataKind,
        header: Header,
        level: Level,
    ) -> io::Result<u64> {
        let mut found = PixelData {
            kind,
            vr: header.vr,
            offset: at,
            length: None,
            truncated: false,
            big_endian: level.encoding.big_endian,
            fragments: Vec::new(),
        };
        let end = if header.length == UNDEFINED {
            let walk = walk_fragments(self.window, at, level.end, level.encoding)?;
            found.fragments = walk.fragments;
            found.truncated = walk.outcome == Outcome::Truncated;
            if walk.outcome == Outcome::Undelimited {
                self.warn(Warning::MissingDelimiter {
                    tag: tags::PIXEL_DATA.into(),
                });
            }
            walk.end
        } else {
            let present = u64::from(header.length).min(level.end.saturating_sub(at));
            found.length = Some(present);
            found.truncated = present < u64::from(header.length);
            at.saturating_add(present)
        };
        if found.truncated {
            self.warn(Warning::PixelDataTruncated);
        }
        if self.pixel_data.is_some() {
            let tag = tags::PIXEL_DATA.into();
            self.warn(Warning::DuplicateElement { tag });
        } else {
            self.pixel_data = Some(found);
        }
        Ok(end)
    }
}

fn pixel_data_kind(tag: Tag) -> Option<PixelDataKind> {
    match tag {
        tags::PIXEL_DATA => Some(PixelDataKind::Integer),
        tags::FLOAT_PIXEL_DATA => Some(PixelDataKind::Float),
        tags::DOUBLE_FLOAT_PIXEL_DATA => Some(PixelDataKind::DoubleFloat),
        _ => None,
    }
}
