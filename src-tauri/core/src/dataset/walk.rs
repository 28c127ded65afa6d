//! The bounded walk: pre-scan and reader in one.
//!
//! It steps from header to header without recursion, holds every length
//! against the file and against what the element stands in, and keeps the
//! bytes of values that are not large. Whatever the bytes are, it ends, panics
//! never, and allocates no more than the file has. Not for pixels: those are
//! only located.

use std::io;

use dicom_core::VR;

use super::dictionary::{Sign, value_representation};
use super::encoding::{Encoding, Header, UNDEFINED, has_long_form, vr_bytes};
use super::keep;
use super::pixel_data::{Outcome, PixelData, PixelDataKind, walk_fragments};
use super::tree::{Entry, Tree, UNREAD};
use super::window::{Head, Window};
use crate::charset::CharacterSet;
use crate::tags::{self, Tag};
use crate::warning::{Warning, Warnings};

/// Sequences nested deeper than this are not read.
pub(super) const DEEPEST_NESTING: usize = 64;
/// More elements and items than any real file has, 160 MiB of entries.
const MOST_ENTRIES: usize = 1 << 22;
/// More character sets than any real file has.
const MOST_CHARACTER_SETS: usize = 64;

/// What is open while walking.
#[derive(Debug, Clone, Copy)]
struct Level {
    kind: Kind,
    /// The sequence's or item's own entry.
    entry: u32,
    tag: Tag,
    /// Nothing in it may pass this.
    end: u64,
    /// Its length is not written: a delimiter ends it.
    undefined: bool,
    encoding: Encoding,
    character_set: u32,
    sign: Sign,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// File Meta Information: ends before the first element of another group.
    FileMeta,
    DataSet,
    Sequence,
    Item,
}

/// Walks one source into one [`Tree`].
pub(super) struct Walker<'w, 's> {
    pub(super) window: &'w mut Window<'s>,
    pub(super) tree: Tree,
    pub(super) pixel_data: Option<PixelData>,
    /// The data set's own character set.
    pub(super) character_set: u32,
    warnings: &'w mut Warnings,
    levels: Vec<Level>,
    budget: keep::Budget,
    character_set_terms: Vec<Vec<u8>>,
    /// The place was lost: open levels end without their delimiters.
    lost: bool,
}

impl<'w, 's> Walker<'w, 's> {
    pub(super) fn new(window: &'w mut Window<'s>, warnings: &'w mut Warnings) -> Self {
        Self {
            window,
            tree: Tree {
                character_sets: vec![CharacterSet::default()],
                ..Tree::default()
            },
            pixel_data: None,
            character_set: 0,
            warnings,
            levels: Vec::new(),
            budget: keep::Budget::default(),
            character_set_terms: vec![Vec::new()],
            lost: false,
        }
    }

    /// Goes on filling a tree that has the File Meta Information.
    pub(super) fn resume(&mut self, mut tree: Tree) {
        tree.character_sets = std::mem::take(&mut self.tree.character_sets);
        self.tree = tree;
    }

    pub(super) fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    /// Reads group 0002 and says where it ends.
    pub(super) fn file_meta(&mut self, at: u64, encoding: Encoding) -> io::Result<u64> {
        self.run(at, Kind::FileMeta, encoding)
    }

    /// Reads the data set from `at` to the end of the source.
    pub(super) fn data_set(&mut self, at: u64, encoding: Encoding) -> io::Result<()> {
        self.run(at, Kind::DataSet, encoding).map(|_| ())
    }

    fn run(&mut self, at: u64, kind: Kind, encoding: Encoding) -> io::Result<u64> {
        self.levels.clear();
        self.levels.push(Level {
            kind,
            entry: UNREAD,
            tag: Tag(0, 0),
            end: self.window.length(),
            undefined: false,
            encoding,
            character_set: 0,
            sign: Sign::Unsigned,
        });
        let mut at = at;
        while let Some(level) = self.levels.last().copied() {
            if at >= level.end {
                if level.undefined && !self.lost {
                    self.warn(Warning::MissingDelimiter {
                        tag: level.tag.into(),
                    });
                }
                self.close();
            } else if self.tree.entries.len() >= MOST_ENTRIES {
                self.warn(Warning::TooManyElements);
                self.lost = true;
                at = self.window.length();
            } else if level.kind == Kind::Sequence {
                at = self.item(at, level)?;
            } else {
                at = self.element(at, level)?;
            }
        }
        Ok(at)
    }

    fn close(&mut self) {
        let count = self.tree.count();
        if let Some(level) = self.levels.pop()
            && let Some(entry) = self.tree.entries.get_mut(level.entry as usize)
        {
            entry.next = count;
        }
    }

    /// One step inside a sequence: an item, its end, or something broken.
    fn item(&mut self, at: u64, level: Level) -> io::Result<u64> {
        let room = level.end - at;
        if room < 8 {
            return Ok(self.lose(level.tag, level));
        }
        let head = self.window.head(at)?;
        let length = level.encoding.item_length(head);
        let inside = at + 8;
        match level.encoding.tag(head) {
            tags::ITEM => {
                let undefined = length == UNDEFINED;
                let end = inside.saturating_add(u64::from(length));
                if !undefined && end > level.end {
                    self.warn(self.too_long(level.tag, end));
                }
                let entry = self.tree.count();
                self.tree.entries.push(Entry {
                    tag: tags::ITEM,
                    vr: VR::UN,
                    big_endian: level.encoding.big_endian,
                    kept: level.character_set,
                    length,
                    next: entry + 1,
                    offset: at,
                });
                self.lost = false;
                self.levels.push(Level {
                    kind: Kind::Item,
                    entry,
                    end: if undefined {
                        level.end
                    } else {
                        end.min(level.end)
                    },
                    undefined,
                    ..level
                });
                Ok(inside)
            }
            tags::SEQUENCE_DELIMITATION_ITEM if level.undefined => {
                self.close();
                Ok(inside)
            }
            tags::SEQUENCE_DELIMITATION_ITEM | tags::ITEM_DELIMITATION_ITEM => {
                self.warn(Warning::StrayDelimiter);
                Ok(inside)
            }
            _ => {
                self.warn(Warning::SequenceBroken {
                    tag: level.tag.into(),
                });
                self.close();
                // Without a written length the next element may stand right here.
                Ok(if level.undefined { at } else { level.end })
            }
        }
    }

    /// One step inside a data set or an item.
    fn element(&mut self, at: u64, level: Level) -> io::Result<u64> {
        let room = level.end - at;
        if room < 8 {
            return self.tail(at, room, level);
        }
        let head = self.window.head(at)?;
        let tag = level.encoding.tag(head);
        if tag.0 == tags::ITEM.0 {
            return Ok(self.delimiter(at, tag, level));
        }
        match level.kind {
            Kind::FileMeta if tag.0 != 0x0002 => {
                self.levels.clear();
                return Ok(at);
            }
            Kind::DataSet if head.iter().take(8).all(|byte| *byte == 0) => {
                self.warn(Warning::TrailingBytes { count: room });
                return Ok(level.end);
            }
            Kind::DataSet if tag.0 == 0x0002 => {
                self.warn(Warning::FileMetaInDataSet);
            }
            _ => {}
        }
        let Some(header) = self.header(at, head, level)? else {
            return Ok(self.lose(tag, level));
        };
        self.lost = false;
        self.value(at + header.size, tag, header, level)
    }

    /// What follows an element's header.
    fn value(&mut self, at: u64, tag: Tag, header: Header, level: Level) -> io::Result<u64> {
        let undefined = header.length == UNDEFINED;
        let is_root = level.kind == Kind::DataSet;
        if let Some(kind) = pixel_data_kind(tag).filter(|_| is_root) {
            return self.pixel_data(at, kind, header, level);
        }
        if undefined && tag == tags::PIXEL_DATA {
            // Of an icon: only stepped over.
            let walk = walk_fragments(self.window, at, level.end, level.encoding)?;
            return Ok(walk.end);
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
            next: self.tree.count() + 1,
            offset: at,
        };
        let mut inner = header.encoding;
        if header.vr == VR::UN {
            if level.encoding.explicit {
                inner = Encoding::IMPLICIT_LITTLE;
            }
            let known = value_representation(tag, level.sign);
            if undefined || (known == VR::SQ && self.is_item(at, end, inner)?) {
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
            self.warn(self.too_long(tag, end));
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
            self.warn(self.too_long(tag, end));
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
                self.character_set_terms.push(terms);
                self.character_set_terms.len() - 1
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
            at + present
        };
        if found.truncated {
            self.warn(Warning::PixelDataTruncated);
        }
        if self.pixel_data.is_none() {
            self.pixel_data = Some(found);
        }
        Ok(end)
    }

    /// An item or a delimiter where an element should be.
    fn delimiter(&mut self, at: u64, tag: Tag, level: Level) -> u64 {
        let ends_item = level.kind == Kind::Item && level.undefined;
        match tag {
            tags::ITEM_DELIMITATION_ITEM if ends_item => {
                self.close();
                at + 8
            }
            // The item's own delimiter is missing; the sequence deals with this one.
            tags::SEQUENCE_DELIMITATION_ITEM | tags::ITEM if ends_item => {
                self.warn(Warning::MissingDelimiter {
                    tag: level.tag.into(),
                });
                self.close();
                at
            }
            _ => {
                self.warn(Warning::StrayDelimiter);
                at + 8
            }
        }
    }

    /// Bytes too few for a header.
    fn tail(&mut self, at: u64, room: u64, level: Level) -> io::Result<u64> {
        let count = usize::try_from(room).unwrap_or(0);
        let is_padding = self.window.peek(at, count)?.iter().all(|byte| *byte == 0);
        if is_padding || level.kind == Kind::DataSet {
            self.warn(Warning::TrailingBytes { count: room });
            self.lost = level.undefined;
            return Ok(level.end);
        }
        Ok(self.lose(level.tag, level))
    }

    /// No further element can be found here: goes on after the nearest written end.
    fn lose(&mut self, tag: Tag, level: Level) -> u64 {
        self.warn(self.too_long(tag, level.end));
        self.lost = true;
        level.end
    }

    /// Cut by the end of the file, or by what it stands in.
    fn too_long(&self, tag: Tag, end: u64) -> Warning {
        match end >= self.window.length() {
            true => Warning::Truncated { tag: tag.into() },
            false => Warning::LengthBeyondParent { tag: tag.into() },
        }
    }

    fn is_item(&mut self, at: u64, end: u64, encoding: Encoding) -> io::Result<bool> {
        if at == end || end.saturating_sub(at) < 8 {
            return Ok(false);
        }
        let tag = encoding.tag(self.window.head(at)?);
        Ok(matches!(tag, tags::ITEM | tags::SEQUENCE_DELIMITATION_ITEM))
    }

    /// `None` when the bytes cannot be a header.
    fn header(&mut self, at: u64, head: Head, level: Level) -> io::Result<Option<Header>> {
        let encoding = level.encoding;
        let tag = encoding.tag(head);
        if !encoding.explicit {
            return Ok(Some(Header::implicit(head, encoding, level.sign)));
        }
        let Some(vr) = VR::from_binary(vr_bytes(head)) else {
            return self.header_of_unknown_vr(at, head, level);
        };
        if !has_long_form(vr) {
            return Ok(Some(Header::short(head, encoding, vr)));
        }
        let long = Header::long(head, encoding, vr);
        let fits = long.length == UNDEFINED || self.fits(at, &long, level);
        let short = Header::short(head, encoding, vr);
        // The reserved bytes are in use: some write a 16-bit length there.
        if !fits && short.length != 0 && self.leads_on(at, tag, &short, level)? {
            self.warn(Warning::WrongLengthForm { tag: tag.into() });
            return Ok(Some(short));
        }
        Ok(Some(long))
    }

    /// Tries the forms an element of unknown representation may have and takes
    /// the first after which another element stands.
    fn header_of_unknown_vr(
        &mut self,
        at: u64,
        head: Head,
        level: Level,
    ) -> io::Result<Option<Header>> {
        let encoding = level.encoding;
        let tag = encoding.tag(head);
        let vr = value_representation(tag, level.sign);
        let implicit = Header::implicit(head, encoding, level.sign);
        let short = Header::short(head, encoding, vr);
        let long = Header::long(head, encoding, vr);
        let is_written = vr_bytes(head).iter().all(u8::is_ascii_uppercase);
        // PS3.5 §7.1.2: representations to come have the long form.
        let order = match is_written {
            true => [long, short, implicit],
            false => [implicit, short, long],
        };
        for header in order {
            if self.leads_on(at, tag, &header, level)? {
                self.warn(Warning::UnknownVr { tag: tag.into() });
                return Ok(Some(header));
            }
        }
        Ok(None)
    }

    fn fits(&self, at: u64, header: &Header, level: Level) -> bool {
        at + header.size + u64::from(header.length) <= level.end
    }

    /// Read this way, the element is followed by another, or by the end.
    fn leads_on(&mut self, at: u64, tag: Tag, header: &Header, level: Level) -> io::Result<bool> {
        let value = at + header.size;
        if header.length == UNDEFINED {
            return self.is_item(value, level.end, level.encoding);
        }
        let next = value + u64::from(header.length);
        if next + 8 > level.end {
            return Ok(next == level.end);
        }
        let head = self.window.head(next)?;
        let next_tag = level.encoding.tag(head);
        if next_tag.0 == tags::ITEM.0 {
            let known = [
                tags::ITEM,
                tags::ITEM_DELIMITATION_ITEM,
                tags::SEQUENCE_DELIMITATION_ITEM,
            ];
            return Ok(known.contains(&next_tag));
        }
        let is_vr = VR::from_binary(vr_bytes(head)).is_some();
        Ok(next_tag > tag && (is_vr || next_tag.0 - tag.0 < 0x0100))
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
