//! File entries: how long a file is and where its bytes lie (ECMA-167 4/14.9, 4/14.17).

use scanfolio_core::bytes::ReadAt;

use super::partition::{Blocks, descriptor};
use super::tag::{self, Extent, Place};
use crate::import::source::bytes::{u16_le, u32_le, u64_le};
use crate::import::source::part::Range;
use crate::import::source::{Refusal, disc_layout};

/// Extents of one file, and descriptors of more that are followed.
const EXTENTS: usize = 1 << 17;
const CONTINUATIONS: usize = 4096;

/// A file, folder or another thing of the volume.
#[derive(Debug)]
pub(crate) struct Entry {
    /// File Type (4/14.6.6): 4 is a folder, 5 a file.
    pub kind: u8,
    /// In bytes.
    pub length: u64,
    /// `length` bytes in all.
    pub ranges: Vec<Range>,
}

impl Entry {
    /// # Errors
    /// `disc_layout`.
    pub(crate) fn read(disc: &dyn ReadAt, blocks: &Blocks, place: Place) -> Result<Self, Refusal> {
        let wanted = [tag::FILE_ENTRY, tag::EXTENDED_FILE_ENTRY];
        let (offset, bytes) = descriptor(disc, blocks, place, &wanted)?;
        let cut = || disc_layout("a file entry cut short");
        // Attributes and extents stand behind the fixed part of either kind.
        let fixed: usize = match tag::identifier(&bytes) {
            Some(tag::EXTENDED_FILE_ENTRY) => 216,
            _ => 176,
        };
        if u16_le(&bytes, 20) != Some(4) {
            return Err(disc_layout("a file entry of an unknown strategy"));
        }
        let length_at = fixed.saturating_sub(8);
        let attributes = u32_le(&bytes, length_at).ok_or_else(cut)?;
        let count = u32_le(&bytes, length_at.saturating_add(4)).ok_or_else(cut)?;
        let length = u64_le(&bytes, 56).ok_or_else(cut)?;
        let start = usize::try_from(attributes)
            .ok()
            .and_then(|attributes| attributes.checked_add(fixed));
        let end = start.and_then(|start| start.checked_add(usize::try_from(count).ok()?));
        let (start, end) = start.zip(end).ok_or_else(cut)?;
        let descriptors = bytes.get(start..end).ok_or_else(cut)?;
        let flags = u16_le(&bytes, 34).ok_or_else(cut)?;
        let ranges = match flags & 7 {
            // The bytes themselves stand here.
            3 if length <= u64::from(count) => vec![Range {
                offset: Some(offset.saturating_add(start as u64)),
                length,
            }],
            kind @ (0 | 1) => Extents {
                disc,
                blocks,
                is_long: kind == 1,
                partition: place.partition,
                left: length,
                ranges: Vec::new(),
            }
            .follow(descriptors.to_vec())?,
            _ => return Err(disc_layout("extents of an unknown kind")),
        };
        Ok(Self {
            kind: *bytes.get(27).ok_or_else(cut)?,
            length,
            ranges,
        })
    }

    /// All of it; the caller has held the length against a limit.
    pub(crate) fn bytes(&self, disc: &dyn ReadAt) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for range in &self.ranges {
            match range.offset {
                Some(offset) => bytes.extend(disc.read_range(offset, range.length).ok()?),
                None => bytes.resize(
                    bytes
                        .len()
                        .checked_add(usize::try_from(range.length).ok()?)?,
                    0,
                ),
            }
        }
        Some(bytes)
    }
}

struct Extents<'a> {
    disc: &'a dyn ReadAt,
    blocks: &'a Blocks,
    is_long: bool,
    /// Of the file entry, and so of its short descriptors.
    partition: u16,
    /// Bytes of the file still to be found.
    left: u64,
    ranges: Vec<Range>,
}

impl Extents<'_> {
    fn follow(mut self, mut descriptors: Vec<u8>) -> Result<Vec<Range>, Refusal> {
        for _ in 0..CONTINUATIONS {
            let Some(next) = self.add(&descriptors)? else {
                return match self.left {
                    0 => Ok(self.ranges),
                    _ => Err(disc_layout("a file shorter than it says")),
                };
            };
            let wanted = [tag::ALLOCATION_EXTENT];
            let (_, bytes) = descriptor(self.disc, self.blocks, next, &wanted)?;
            let count = u32_le(&bytes, 20).and_then(|count| usize::try_from(count).ok());
            descriptors = count
                .and_then(|count| bytes.get(24..count.checked_add(24)?))
                .ok_or_else(|| disc_layout("extents cut short"))?
                .to_vec();
        }
        Err(disc_layout("a file in too many pieces"))
    }

    /// Adds what the descriptors name; gives where more of them stand.
    fn add(&mut self, descriptors: &[u8]) -> Result<Option<Place>, Refusal> {
        let size = if self.is_long { 16 } else { 8 };
        for bytes in descriptors.chunks_exact(size) {
            let extent = if self.is_long {
                Extent::long(bytes, 0)
            } else {
                Extent::short(bytes, 0, self.partition)
            };
            let Some(extent) = extent.filter(|extent| extent.length > 0 && self.left > 0) else {
                return Ok(None);
            };
            if extent.kind == 3 {
                return Ok(Some(extent.place));
            }
            let length = u64::from(extent.length).min(self.left);
            self.left = self.left.saturating_sub(length);
            if extent.kind == 0 {
                self.ranges
                    .extend(self.blocks.ranges(extent.place, length)?);
            } else {
                self.ranges.push(Range {
                    offset: None,
                    length,
                });
            }
            if self.ranges.len() > EXTENTS {
                return Err(disc_layout("a file in too many pieces"));
            }
        }
        Ok(None)
    }
}
