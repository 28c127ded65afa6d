//! Descriptors: every one begins with a tag that says which it is (ECMA-167 3/7.2).

use std::io;

use scanfolio_core::bytes::ReadAt;

use crate::import::source::bytes::{u16_le, u32_le};

/// Which descriptors are read.
pub(crate) const ANCHOR: u16 = 2;
pub(crate) const PARTITION: u16 = 5;
pub(crate) const LOGICAL_VOLUME: u16 = 6;
pub(crate) const TERMINATOR: u16 = 8;
pub(crate) const FILE_SET: u16 = 256;
pub(crate) const FILE_IDENTIFIER: u16 = 257;
pub(crate) const ALLOCATION_EXTENT: u16 = 258;
pub(crate) const FILE_ENTRY: u16 = 261;
pub(crate) const EXTENDED_FILE_ENTRY: u16 = 266;

/// The tag's identifier; `None` when its checksum is wrong.
pub(crate) fn identifier(bytes: &[u8]) -> Option<u16> {
    let tag: &[u8; 16] = bytes.first_chunk()?;
    let sum = tag
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != 4)
        .fold(0_u8, |sum, (_, byte)| sum.wrapping_add(*byte));
    if Some(&sum) != tag.get(4) {
        return None;
    }
    u16_le(tag, 0).filter(|identifier| *identifier != 0)
}

/// A block whose descriptor is one of those wanted.
///
/// # Errors
/// What reading reports.
pub(crate) fn read(
    disc: &dyn ReadAt,
    offset: u64,
    length: u64,
    wanted: &[u16],
) -> io::Result<Option<Vec<u8>>> {
    if offset
        .checked_add(length)
        .is_none_or(|end| end > disc.len())
    {
        return Ok(None);
    }
    let bytes = disc.read_range(offset, length)?;
    let is_wanted = identifier(&bytes).is_some_and(|identifier| wanted.contains(&identifier));
    Ok(is_wanted.then_some(bytes))
}

/// A place in a partition (long_ad, ECMA-167 4/14.14.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub block: u32,
    /// Which of the logical volume's partition maps.
    pub partition: u16,
}

/// So many bytes at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// 0 recorded, 1 and 2 read as zeros, 3 more extents follow there.
    pub kind: u8,
    pub length: u32,
    pub place: Place,
}

impl Extent {
    /// Of the 16 bytes of a long_ad.
    pub(crate) fn long(bytes: &[u8], at: usize) -> Option<Self> {
        let block = u32_le(bytes, at.checked_add(4)?)?;
        let partition = u16_le(bytes, at.checked_add(8)?)?;
        Some(Self::of(u32_le(bytes, at)?, Place { block, partition }))
    }

    /// Of the 8 bytes of a short_ad, which lies in the partition of its file entry.
    pub(crate) fn short(bytes: &[u8], at: usize, partition: u16) -> Option<Self> {
        let block = u32_le(bytes, at.checked_add(4)?)?;
        Some(Self::of(u32_le(bytes, at)?, Place { block, partition }))
    }

    /// The upper two bits of a length say what kind of extent it is.
    fn of(length: u32, place: Place) -> Self {
        Self {
            kind: (length >> 30) as u8,
            length: length & 0x3FFF_FFFF,
            place,
        }
    }
}
