//! Partitions: where the blocks of a volume lie on the disc.
//!
//! Discs written in packets have maps between: of packets that went bad
//! (sparable), of blocks that were written anew (virtual), or a file that holds
//! all folders (metadata).

use std::collections::BTreeMap;
use std::io;

use scanfolio_core::bytes::ReadAt;

use super::entry::Entry;
use super::tag::{self, Place};
use crate::import::source::bytes::{u16_le, u32_le};
use crate::import::source::part::Range;
use crate::import::source::{Refusal, disc_layout};

/// Largest table of bad packets, and of blocks written anew.
const TABLE: u32 = 16 << 20;
/// Blocks at the end of a disc in which its virtual allocation table is looked for:
/// it is the last thing written, but an image may go on with nothing.
const TABLE_DISTANCE: u64 = 1 << 15;
/// Ranges that one extent may be spread over.
const RANGES: usize = 1 << 20;

/// How the blocks of one partition lie.
#[derive(Debug, Clone)]
pub(crate) enum Partition {
    /// One after another, from this block of the disc on.
    Plain { first: u32, length: u32 },
    /// The same, but for packets of so many blocks that lie elsewhere.
    Sparable {
        first: u32,
        length: u32,
        packet: u32,
        spared: BTreeMap<u32, u32>,
    },
    /// Block by block as a table says, counted from the partition's first.
    Virtual { first: u32, table: Vec<u32> },
    /// As the ranges of a file lie.
    Metadata { ranges: Vec<Range> },
    /// In a way that cannot be read here.
    Unknown,
}

impl Partition {
    /// Reads one partition map (ECMA-167 3/10.7, UDF 2.2.8 to 2.2.10).
    ///
    /// `physical` gives a partition's first block and length by its number.
    ///
    /// # Errors
    /// What reading reports.
    pub(crate) fn of_map(
        map: &[u8],
        disc: &dyn ReadAt,
        block: u64,
        physical: impl Fn(u16) -> Option<(u32, u32)>,
    ) -> io::Result<Self> {
        let number_at = if map.first() == Some(&1) { 4 } else { 38 };
        let Some((first, length)) = u16_le(map, number_at).and_then(physical) else {
            return Ok(Self::Unknown);
        };
        let plain = Self::Plain { first, length };
        if map.first() == Some(&1) {
            return Ok(plain);
        }
        let identifier = map.get(5..28).unwrap_or_default();
        if identifier.starts_with(b"*UDF Sparable Partition") {
            sparable(map, disc, block, first, length)
        } else if identifier.starts_with(b"*UDF Metadata Partition") {
            let base = Blocks {
                block,
                partitions: vec![plain],
            };
            // The file and its mirror (UDF 2.2.10).
            let places = [u32_le(map, 40), u32_le(map, 44)];
            Ok(places
                .into_iter()
                .flatten()
                .find_map(|block| {
                    Entry::read(
                        disc,
                        &base,
                        Place {
                            block,
                            partition: 0,
                        },
                    )
                    .ok()
                })
                .map_or(Self::Unknown, |entry| Self::Metadata {
                    ranges: entry.ranges,
                }))
        } else if identifier.starts_with(b"*UDF Virtual Partition") {
            let base = Blocks {
                block,
                partitions: vec![plain],
            };
            Ok(table(disc, &base, first)
                .map_or(Self::Unknown, |table| Self::Virtual { first, table }))
        } else {
            Ok(Self::Unknown)
        }
    }
}

/// Sparing table (UDF 2.2.12): pairs of the packet that went bad and where it lies now.
fn sparable(
    map: &[u8],
    disc: &dyn ReadAt,
    block: u64,
    first: u32,
    length: u32,
) -> io::Result<Partition> {
    let (Some(packet), Some(count), Some(size)) = (
        u16_le(map, 40).filter(|packet| *packet > 0),
        map.get(42),
        u32_le(map, 44).filter(|size| (56..=TABLE).contains(size)),
    ) else {
        return Ok(Partition::Unknown);
    };
    for copy in 0..usize::from(*count).min(4) {
        let Some(at) = copy
            .checked_mul(4)
            .and_then(|at| u32_le(map, at.checked_add(48)?))
        else {
            break;
        };
        let at = u64::from(at).saturating_mul(block);
        if at.saturating_add(u64::from(size)) > disc.len() {
            continue;
        }
        let bytes = disc.read_range(at, u64::from(size))?;
        if bytes
            .get(17..40)
            .is_none_or(|it| !it.starts_with(b"*UDF Sparing Table"))
        {
            continue;
        }
        let count = usize::from(u16_le(&bytes, 48).unwrap_or(0));
        let pairs = bytes.get(56..).unwrap_or_default().as_chunks::<8>().0;
        let spared = pairs
            .iter()
            .take(count)
            .filter_map(|pair| Some((u32_le(pair, 0)?, u32_le(pair, 4)?)))
            // What is above means "free" and "defective".
            .filter(|(from, _)| *from < 0xFFFF_FFF0)
            .collect();
        return Ok(Partition::Sparable {
            first,
            length,
            packet: u32::from(packet),
            spared,
        });
    }
    Ok(Partition::Unknown)
}

/// The virtual allocation table: a file in the last block written (UDF 2.2.11).
fn table(disc: &dyn ReadAt, base: &Blocks, first: u32) -> Option<Vec<u32>> {
    let last = disc.len().checked_div(base.block)?.checked_sub(1)?;
    let lowest = last.saturating_sub(TABLE_DISTANCE);
    (lowest..=last).rev().find_map(|at| {
        let block = u32::try_from(at.checked_sub(u64::from(first))?).ok()?;
        let entry = Entry::read(
            disc,
            base,
            Place {
                block,
                partition: 0,
            },
        )
        .ok()?;
        if entry.length > u64::from(TABLE) || !matches!(entry.kind, 0 | 248) {
            return None;
        }
        let bytes = entry.bytes(disc)?;
        let entries = match entry.kind {
            248 => bytes.get(usize::from(u16_le(&bytes, 0)?)..)?,
            // UDF 1.50: the table first, then its identifier and where the one before lies.
            _ => {
                let end = bytes.len().checked_sub(36)?;
                let identifier = bytes.get(end.checked_add(1)?..)?;
                identifier
                    .starts_with(b"*UDF Virtual Alloc Tbl")
                    .then(|| bytes.get(..end))??
            }
        };
        let numbers = entries.as_chunks::<4>().0;
        Some(numbers.iter().map(|it| u32::from_le_bytes(*it)).collect())
    })
}

/// All partitions of a volume, by their maps.
#[derive(Debug)]
pub(crate) struct Blocks {
    /// Bytes of a block.
    pub block: u64,
    pub partitions: Vec<Partition>,
}

impl Blocks {
    /// Where so many bytes at a place lie on the disc.
    ///
    /// # Errors
    /// `disc_layout` when they lie in no partition that can be read.
    pub(crate) fn ranges(&self, place: Place, length: u64) -> Result<Vec<Range>, Refusal> {
        let partition = self
            .partitions
            .get(usize::from(place.partition))
            .ok_or_else(|| disc_layout("a partition that is not there"))?;
        let mut ranges: Vec<Range> = Vec::new();
        let mut block = place.block;
        let mut left = length;
        while left > 0 {
            let run = self.run(partition, block)?;
            let count = run.length.min(left);
            let offset = run.offset;
            match ranges.last_mut() {
                Some(last) if last.end() == offset && offset.is_some() => {
                    last.length = last.length.saturating_add(count);
                }
                _ => ranges.push(Range {
                    offset,
                    length: count,
                }),
            }
            if ranges.len() > RANGES {
                return Err(disc_layout("a file in too many pieces"));
            }
            left = left.saturating_sub(count);
            let blocks = u32::try_from(count.div_ceil(self.block));
            block = blocks
                .ok()
                .and_then(|blocks| block.checked_add(blocks))
                .ok_or_else(|| disc_layout("a block beyond all discs"))?;
        }
        Ok(ranges)
    }

    /// From a block on, as far as blocks lie one after another.
    fn run(&self, partition: &Partition, block: u32) -> Result<Range, Refusal> {
        let outside = || disc_layout("a block outside its partition");
        let of_blocks = |at: u32, count: u32| Range {
            offset: Some(u64::from(at).saturating_mul(self.block)),
            length: u64::from(count).saturating_mul(self.block),
        };
        match partition {
            Partition::Plain { first, length } => {
                let count = length.checked_sub(block).filter(|count| *count > 0);
                let at = first.checked_add(block);
                Ok(of_blocks(
                    at.ok_or_else(outside)?,
                    count.ok_or_else(outside)?,
                ))
            }
            Partition::Sparable {
                first,
                length,
                packet,
                spared,
            } => {
                let inside = block.checked_rem(*packet).unwrap_or(0);
                let count = packet.saturating_sub(inside);
                let start = block.saturating_sub(inside);
                let at = match spared.get(&start) {
                    Some(elsewhere) => elsewhere.checked_add(inside),
                    None if block >= *length => None,
                    None => first.checked_add(block),
                };
                Ok(of_blocks(at.ok_or_else(outside)?, count))
            }
            Partition::Virtual { first, table } => {
                let at = usize::try_from(block)
                    .ok()
                    .and_then(|at| table.get(at))
                    .filter(|at| **at != u32::MAX)
                    .and_then(|at| first.checked_add(*at));
                Ok(of_blocks(at.ok_or_else(outside)?, 1))
            }
            Partition::Metadata { ranges } => {
                let mut at = u64::from(block).saturating_mul(self.block);
                for range in ranges {
                    if let (Some(offset), Some(left)) = (
                        range.offset,
                        range.length.checked_sub(at).filter(|left| *left > 0),
                    ) {
                        return Ok(Range {
                            offset: offset.checked_add(at),
                            length: left,
                        });
                    }
                    at = at.saturating_sub(range.length);
                }
                Err(outside())
            }
            Partition::Unknown => Err(disc_layout("a partition of an unknown kind")),
        }
    }
}

/// A block whose descriptor is one of those wanted, with its place on the disc.
///
/// # Errors
/// `disc_layout` when there is none.
pub(crate) fn descriptor(
    disc: &dyn ReadAt,
    blocks: &Blocks,
    place: Place,
    wanted: &[u16],
) -> Result<(u64, Vec<u8>), Refusal> {
    let ranges = blocks.ranges(place, blocks.block)?;
    let offset = ranges
        .first()
        .and_then(|range| range.offset)
        .ok_or_else(|| disc_layout("a block outside its partition"))?;
    let bytes = tag::read(disc, offset, blocks.block, wanted)
        .map_err(|error| crate::import::source::refusal_of(&error))?
        .ok_or_else(|| disc_layout("another descriptor than expected"))?;
    Ok((offset, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(partition: Partition, block: u32, length: u64) -> Option<Vec<(u64, u64)>> {
        let blocks = Blocks {
            block: 2048,
            partitions: vec![partition],
        };
        let place = Place {
            block,
            partition: 0,
        };
        let ranges = blocks.ranges(place, length).ok()?;
        let in_blocks = |range: &Range| (range.offset.unwrap() / 2048, range.length);
        Some(ranges.iter().map(in_blocks).collect())
    }

    #[test]
    fn blocks_one_after_another_are_one_range() {
        let plain = || Partition::Plain {
            first: 100,
            length: 10,
        };
        assert_eq!(ranges(plain(), 3, 5000), Some(vec![(103, 5000)]));
        assert_eq!(ranges(plain(), 9, 2049), None);
        assert_eq!(ranges(plain(), 10, 1), None);
        assert_eq!(ranges(plain(), u32::MAX, 1), None);
    }

    #[test]
    fn a_packet_that_went_bad_is_read_where_it_lies_now() {
        let sparable = Partition::Sparable {
            first: 100,
            length: 64,
            packet: 32,
            spared: [(32, 900)].into(),
        };
        let expected = vec![(130, 2 * 2048), (900, 32 * 2048)];
        assert_eq!(ranges(sparable, 30, 34 * 2048), Some(expected));
    }

    #[test]
    fn a_block_written_anew_is_found_by_the_table() {
        let virtual_ = || Partition::Virtual {
            first: 100,
            table: vec![7, u32::MAX, 3],
        };
        assert_eq!(ranges(virtual_(), 2, 100), Some(vec![(103, 100)]));
        assert_eq!(ranges(virtual_(), 1, 100), None);
        assert_eq!(ranges(virtual_(), 3, 100), None);
    }

    #[test]
    fn blocks_of_a_metadata_file_lie_as_its_ranges_do() {
        let range = |block: u64, count: u64| Range {
            offset: Some(block * 2048),
            length: count * 2048,
        };
        let metadata = Partition::Metadata {
            ranges: vec![range(500, 2), range(50, 2)],
        };
        let expected = vec![(501, 2048), (50, 2048)];
        assert_eq!(ranges(metadata, 1, 4096), Some(expected));
    }
}
