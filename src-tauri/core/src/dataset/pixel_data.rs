//! Where the pixel data stand; not what they mean (`pixels/`).

use std::io;

use dicom_core::VR;

use super::encoding::{Encoding, UNDEFINED};
use super::window::Window;
use crate::tags;

/// Which of the three pixel data elements (PS3.5 §8.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelDataKind {
    /// Pixel Data (7FE0,0010).
    Integer,
    /// Float Pixel Data (7FE0,0008).
    Float,
    /// Double Float Pixel Data (7FE0,0009).
    DoubleFloat,
}

/// The place of the pixel data in what [`pixel_source`](super::DataSet::pixel_source) gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PixelData {
    /// Which element.
    pub kind: PixelDataKind,
    /// As written, or OW in an implicit data set.
    pub vr: VR,
    /// The first byte of the value; for encapsulated data the tag of the first item.
    pub offset: u64,
    /// Bytes that are there, or `None` when the data are encapsulated (PS3.5 §A.4).
    pub length: Option<u64>,
    /// The file ends before the data do.
    pub truncated: bool,
    /// Words of native data are in big endian order.
    pub big_endian: bool,
    /// The items of encapsulated data in file order; the first is the Basic Offset Table.
    pub fragments: Vec<Fragment>,
}

/// One item of encapsulated pixel data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fragment {
    /// The first byte of the value, past the item's header of 8 bytes.
    pub offset: u64,
    /// Bytes of the value that are there.
    pub length: u32,
}

/// More fragments than any file has: slides reach some hundred thousand.
const MOST_FRAGMENTS: usize = 1 << 22;

/// The walk over the items of encapsulated pixel data.
pub(super) struct Fragments {
    pub(super) fragments: Vec<Fragment>,
    /// Where the next element begins.
    pub(super) end: u64,
    pub(super) outcome: Outcome,
}

/// How the items ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Delimited,
    /// At something that is no item.
    Undelimited,
    /// Inside an item, at the end of the file.
    Truncated,
}

/// Steps from item to item, reading headers only.
pub(super) fn walk_fragments(
    window: &mut Window<'_>,
    at: u64,
    limit: u64,
    encoding: Encoding,
) -> io::Result<Fragments> {
    let mut walk = Fragments {
        fragments: Vec::new(),
        end: at,
        outcome: Outcome::Undelimited,
    };
    while walk.end.saturating_add(8) <= limit {
        let head = window.head(walk.end)?;
        let length = encoding.item_length(head);
        match encoding.tag(head) {
            tags::SEQUENCE_DELIMITATION_ITEM => {
                walk.end = walk.end.saturating_add(8);
                walk.outcome = Outcome::Delimited;
                return Ok(walk);
            }
            tags::ITEM if length != UNDEFINED && walk.fragments.len() < MOST_FRAGMENTS => {}
            _ => return Ok(walk),
        }
        let offset = walk.end.saturating_add(8);
        let present = u32::try_from(limit.saturating_sub(offset))
            .unwrap_or(u32::MAX)
            .min(length);
        walk.fragments.push(Fragment {
            offset,
            length: present,
        });
        walk.end = offset.saturating_add(present.into());
        if present < length {
            walk.outcome = Outcome::Truncated;
            return Ok(walk);
        }
    }
    walk.outcome = Outcome::Truncated;
    walk.end = limit;
    Ok(walk)
}

/// More than one frame may need: 32,768 × 32,768 pixels of 8 bits.
pub const LARGEST_FRAME_BYTES: u64 = 1 << 30;

/// Bytes of one native frame, 1-bit frames rounded up to a byte; `None` when
/// an extent is zero, or the product overflows or passes [`LARGEST_FRAME_BYTES`].
/// Ask before allocating anything by what a header says.
#[must_use]
pub fn checked_frame_bytes(
    rows: u32,
    columns: u32,
    samples_per_pixel: u16,
    bits_allocated: u16,
) -> Option<usize> {
    let bits = u64::from(rows)
        .checked_mul(u64::from(columns))?
        .checked_mul(u64::from(samples_per_pixel))?
        .checked_mul(u64::from(bits_allocated))?;
    let bytes = bits.div_ceil(8);
    (1..=LARGEST_FRAME_BYTES)
        .contains(&bytes)
        .then(|| usize::try_from(bytes).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_measured_before_it_is_allocated() {
        for (rows, columns, samples, bits, expected) in [
            (512, 512, 1, 16, Some(524_288)),
            (3, 3, 1, 1, Some(2)),
            (2, 2, 3, 8, Some(12)),
            (0, 512, 1, 16, None),
            (512, 512, 0, 16, None),
            (512, 512, 1, 0, None),
            (65_535, 65_535, 1, 16, None),
            (u32::MAX, u32::MAX, u16::MAX, u16::MAX, None),
        ] {
            let bytes = checked_frame_bytes(rows, columns, samples, bits);
            assert_eq!(bytes, expected, "{rows} {columns} {samples} {bits}");
        }
    }
}
