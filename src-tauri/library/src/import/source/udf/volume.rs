//! The logical volume: its block size, its partitions, and where its files begin.

use std::io;

use scanfolio_core::bytes::ReadAt;

use super::partition::{Blocks, Partition};
use super::tag::{self, Extent};
use crate::import::source::bytes::{u16_le, u32_le};

/// Descriptors read of a sequence.
const DESCRIPTORS: u64 = 256;
/// Logical block sizes in use; discs have the first.
const BLOCKS: [u64; 4] = [2048, 512, 4096, 1024];
/// Partition maps read. UDF allows two or three.
const MAPS: usize = 8;

/// What the descriptors of a volume say.
pub(crate) struct Volume {
    pub blocks: Blocks,
    /// Where the File Set Descriptor lies.
    pub file_set: Extent,
}

/// Finds the volume; `None` when nothing of it can be read.
///
/// # Errors
/// What reading reports.
pub(crate) fn find(disc: &dyn ReadAt) -> io::Result<Option<Volume>> {
    for block in BLOCKS {
        for anchor in anchors(disc.len(), block) {
            let Some(bytes) = tag::read(disc, anchor, 512, &[tag::ANCHOR])? else {
                continue;
            };
            // The main sequence and its reserve (ECMA-167 3/10.2).
            for (at, first_at) in [(16, 20), (24, 28)] {
                let (Some(length), Some(first)) = (u32_le(&bytes, at), u32_le(&bytes, first_at))
                else {
                    continue;
                };
                let sequence = Sequence::read(disc, block, first, length)?;
                if let Some(volume) = sequence.volume(disc, block)? {
                    return Ok(Some(volume));
                }
            }
        }
    }
    Ok(None)
}

/// Two of these three places hold an anchor (UDF 2.2.3); of a disc not closed, 512 does.
fn anchors(length: u64, block: u64) -> impl Iterator<Item = u64> {
    let blocks = length.checked_div(block).unwrap_or(0);
    [
        Some(256),
        blocks.checked_sub(1),
        blocks.checked_sub(257),
        Some(512),
    ]
    .into_iter()
    .flatten()
    .map(move |at| at.saturating_mul(block))
}

#[derive(Default)]
struct Sequence {
    /// Number, first block, length in blocks.
    partitions: Vec<(u16, u32, u32)>,
    logical_volume: Option<Vec<u8>>,
}

impl Sequence {
    fn read(disc: &dyn ReadAt, block: u64, first: u32, length: u32) -> io::Result<Self> {
        let mut sequence = Self::default();
        let count = u64::from(length).checked_div(block).unwrap_or(0);
        for number in 0..count.min(DESCRIPTORS) {
            let at = u64::from(first)
                .saturating_add(number)
                .saturating_mul(block);
            let wanted = [tag::PARTITION, tag::LOGICAL_VOLUME, tag::TERMINATOR];
            let Some(bytes) = tag::read(disc, at, block, &wanted)? else {
                continue;
            };
            match tag::identifier(&bytes) {
                Some(tag::PARTITION) => {
                    if let (Some(number), Some(first), Some(length)) =
                        (u16_le(&bytes, 22), u32_le(&bytes, 188), u32_le(&bytes, 192))
                    {
                        sequence.partitions.push((number, first, length));
                    }
                }
                // A later one of the same kind prevails (ECMA-167 3/8.4.3).
                Some(tag::LOGICAL_VOLUME) => sequence.logical_volume = Some(bytes),
                _ => break,
            }
        }
        Ok(sequence)
    }

    fn volume(&self, disc: &dyn ReadAt, block: u64) -> io::Result<Option<Volume>> {
        let Some(bytes) = &self.logical_volume else {
            return Ok(None);
        };
        let (Some(said), Some(file_set), Some(count)) = (
            u32_le(bytes, 212),
            Extent::long(bytes, 248),
            u32_le(bytes, 268),
        ) else {
            return Ok(None);
        };
        if u64::from(said) != block {
            return Ok(None);
        }
        let mut partitions = Vec::new();
        let mut rest = bytes.get(440..).unwrap_or_default();
        for _ in 0..usize::try_from(count).unwrap_or(MAPS).min(MAPS) {
            let Some(map) = rest
                .get(1)
                .and_then(|length| rest.get(..usize::from(*length)))
                .filter(|map| map.len() >= 6)
            else {
                break;
            };
            partitions.push(Partition::of_map(map, disc, block, |number| {
                let found = self.partitions.iter().rfind(|it| it.0 == number)?;
                Some((found.1, found.2))
            })?);
            rest = rest.get(map.len()..).unwrap_or_default();
        }
        Ok(Some(Volume {
            blocks: Blocks { block, partitions },
            file_set,
        }))
    }
}
