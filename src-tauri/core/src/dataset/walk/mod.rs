//! The bounded walk: pre-scan and reader in one.
//!
//! It steps from header to header without recursion, holds every length
//! against the file and against what the element stands in, and keeps the
//! bytes of values that are not large. Whatever the bytes are, it ends, panics
//! never, and allocates no more than the file has. Not for pixels: those are
//! only located.

mod header;
mod value;

use std::io;

use dicom_core::VR;

use super::dictionary::Sign;
use super::encoding::{Encoding, UNDEFINED};
use super::keep;
use super::pixel_data::PixelData;
use super::tree::{Entry, Tree, UNREAD};
use super::window::Window;
use crate::charset::CharacterSet;
use crate::tags::{self, Tag};
use crate::warning::{Warning, Warnings};

/// More elements and items than any real file has, 128 MiB of entries.
const MOST_ENTRIES: usize = 1 << 22;

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
        let room = level.end.saturating_sub(at);
        if room < 8 {
            return Ok(self.cut(level));
        }
        let head = self.window.head(at)?;
        let length = level.encoding.item_length(head);
        let inside = at.saturating_add(8);
        match level.encoding.tag(head) {
            tags::ITEM => {
                let undefined = length == UNDEFINED;
                let end = inside.saturating_add(u64::from(length));
                if !undefined && end > level.end {
                    self.warn(self.too_long(level.tag, level));
                }
                let entry = self.tree.count();
                self.tree.entries.push(Entry {
                    tag: tags::ITEM,
                    vr: VR::UN,
                    big_endian: level.encoding.big_endian,
                    kept: level.character_set,
                    length,
                    next: entry.saturating_add(1),
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
        let room = level.end.saturating_sub(at);
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
        if header.size > room {
            return Ok(self.cut(Level { tag, ..level }));
        }
        self.lost = false;
        self.value(header.value_at(at), tag, header, level)
    }

    /// An item or a delimiter where an element should be.
    fn delimiter(&mut self, at: u64, tag: Tag, level: Level) -> u64 {
        let ends_item = level.kind == Kind::Item && level.undefined;
        match tag {
            tags::ITEM_DELIMITATION_ITEM if ends_item => {
                self.close();
                at.saturating_add(8)
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
                at.saturating_add(8)
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
        Ok(self.cut(level))
    }

    /// What is open ends in the middle of a header.
    fn cut(&mut self, level: Level) -> u64 {
        self.warn(self.too_long(level.tag, level));
        self.lost = true;
        level.end
    }

    /// No further element can be found here: goes on after the nearest written end.
    fn lose(&mut self, tag: Tag, level: Level) -> u64 {
        self.warn(Warning::RestUnreadable { tag: tag.into() });
        self.lost = true;
        level.end
    }

    /// Cut by the end of the file, or by what it stands in.
    fn too_long(&self, tag: Tag, level: Level) -> Warning {
        match level.end >= self.window.length() {
            true => Warning::Truncated { tag: tag.into() },
            false => Warning::LengthBeyondParent { tag: tag.into() },
        }
    }
}
