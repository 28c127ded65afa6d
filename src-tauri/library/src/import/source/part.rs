//! A file inside a disc image or a tape archive: ranges of another source, read as one.
//!
//! Nothing is unpacked: every byte is read where it lies.

use std::io;
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use super::around::Around;
use super::{Found, Origin, Refusal};
use crate::outcome::Rejected;

/// Bytes of the source behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    /// From its start; `None` for bytes that were never written and are zeros.
    pub offset: Option<u64>,
    /// In bytes.
    pub length: u64,
}

impl Range {
    /// Where the next byte behind lies.
    pub(crate) fn end(self) -> Option<u64> {
        self.offset?.checked_add(self.length)
    }
}

/// Ranges in their order, as one source. All lie inside the source behind.
pub(crate) struct Part {
    source: Arc<dyn ReadAt>,
    /// With where each begins in the part, from 0 on, without gaps.
    ranges: Box<[(u64, Range)]>,
    length: u64,
}

impl Part {
    /// `None` when a range passes the end of the source.
    pub(crate) fn new(source: Arc<dyn ReadAt>, ranges: &[Range]) -> Option<Self> {
        let mut placed = Vec::with_capacity(ranges.len());
        let mut length: u64 = 0;
        for range in ranges {
            if range.offset.is_some() && range.end()? > source.len() {
                return None;
            }
            if range.length > 0 {
                placed.push((length, *range));
                length = length.checked_add(range.length)?;
            }
        }
        Some(Self {
            source,
            ranges: placed.into(),
            length,
        })
    }
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part")
            .field("ranges", &self.ranges)
            .finish_non_exhaustive()
    }
}

impl ReadAt for Part {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let after = self.ranges.partition_point(|(start, _)| *start <= offset);
        let Some((start, range)) = after.checked_sub(1).and_then(|at| self.ranges.get(at)) else {
            return Ok(0);
        };
        let inside = offset.saturating_sub(*start);
        let left = range.length.saturating_sub(inside);
        let count = usize::try_from(left).map_or(buf.len(), |left| left.min(buf.len()));
        let Some(buf) = buf.get_mut(..count).filter(|buf| !buf.is_empty()) else {
            return Ok(0);
        };
        match range.offset {
            Some(offset) => self.source.read_at(offset.saturating_add(inside), buf),
            None => {
                buf.fill(0);
                Ok(count)
            }
        }
    }
}

/// What lies in a disc image or a tape archive, by path from its root, in order.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub files: Vec<(String, Arc<Part>)>,
    pub refused: Vec<(String, Refusal)>,
}

impl Contents {
    /// As found; `path` is the archive's own path, which stands before theirs.
    pub(crate) fn list(self, path: &str, around: &Around) -> (Vec<Found>, Vec<Rejected>) {
        let found = self.files.into_iter().map(|(name, part)| Found {
            path: format!("{path}/{name}"),
            origin: Origin::Part(part),
            around: around.clone(),
        });
        let rejected = self
            .refused
            .into_iter()
            .map(|(name, (code, reason))| Rejected {
                path: format!("{path}/{name}"),
                code,
                reason,
            });
        (found.collect(), rejected.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stands for bytes that were never written.
    const HOLE: u64 = 77;

    fn part(ranges: &[(u64, u64)]) -> Option<Part> {
        let ranges: Vec<Range> = ranges
            .iter()
            .map(|&(offset, length)| Range {
                offset: (offset != HOLE).then_some(offset),
                length,
            })
            .collect();
        Part::new(Arc::new((0..10_u8).collect::<Vec<u8>>()), &ranges)
    }

    #[test]
    fn ranges_are_read_as_one_from_any_place() {
        let part = part(&[(8, 2), (3, 0), (0, 3)]).unwrap();
        assert_eq!(part.len(), 5);
        assert_eq!(part.read_range(0, 5).unwrap(), [8, 9, 0, 1, 2]);
        assert_eq!(part.read_range(1, 2).unwrap(), [9, 0]);
        assert_eq!(part.read_range(4, 1).unwrap(), [2]);
        assert_eq!(part.read_at(5, &mut [0; 4]).unwrap(), 0);
    }

    #[test]
    fn a_range_past_the_end_makes_no_part() {
        assert!(part(&[(0, 10)]).is_some());
        assert!(part(&[(0, 11)]).is_none());
        assert!(part(&[(u64::MAX, 2)]).is_none());
    }

    #[test]
    fn what_was_never_written_reads_as_zeros() {
        let part = part(&[(9, 1), (HOLE, 3), (1, 1)]).unwrap();
        assert_eq!(part.read_range(0, 5).unwrap(), [9, 0, 0, 0, 1]);
    }
}
