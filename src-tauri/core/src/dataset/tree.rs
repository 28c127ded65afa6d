//! What the walk found, in file order.

use dicom_core::VR;

use crate::charset::CharacterSet;
use crate::tags::Tag;

/// An [`Entry`] whose value was left in the file.
pub(super) const UNREAD: u32 = u32::MAX;

/// An element or an item. Entries stand in file order, what is nested right
/// after what it is nested in; `next` leads past it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) tag: Tag,
    pub(super) vr: VR,
    pub(super) big_endian: bool,
    /// Elements: where the value begins in [`Tree::kept`], or [`UNREAD`].
    /// Items: the index of their character set.
    pub(super) kept: u32,
    /// As written.
    pub(super) length: u32,
    /// The entry after this one and all that is nested in it.
    pub(super) next: u32,
    /// Elements: the first byte of the value in the source. Items: their tag.
    pub(super) offset: u64,
}

/// All entries, and the bytes of the values that were kept.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) entries: Vec<Entry>,
    pub(super) kept: Vec<u8>,
    pub(super) character_sets: Vec<CharacterSet>,
}

impl Tree {
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn entry(&self, index: u32) -> Option<&Entry> {
        self.entries.get(index as usize)
    }

    /// The value's bytes; `None` when they were left in the file.
    pub(super) fn value(&self, entry: &Entry) -> Option<&[u8]> {
        if entry.vr == VR::SQ || entry.kept == UNREAD {
            return None;
        }
        let start = entry.kept as usize;
        self.kept
            .get(start..start.checked_add(entry.length as usize)?)
    }
}
