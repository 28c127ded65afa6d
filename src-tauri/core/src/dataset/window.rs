//! A small view that moves over a large file.

use std::io;

use crate::bytes::ReadAt;

/// Enough for the header of most images, so that they cost one read.
const FIRST_READ: usize = 16 << 10;
/// After a jump over pixel data or fragments little is wanted.
const READ_AFTER_JUMP: usize = 512;
/// Reading on doubles the read up to this.
const LARGEST_READ: usize = 256 << 10;

/// The first bytes of an element: as many as the longest header has.
pub(super) type Head = [u8; 12];

/// Reads headers from a source in few reads, without touching what is jumped over.
pub(super) struct Window<'s> {
    source: &'s dyn ReadAt,
    length: u64,
    start: u64,
    bytes: Vec<u8>,
    next_read: usize,
}

impl<'s> Window<'s> {
    pub(super) fn new(source: &'s dyn ReadAt) -> Self {
        Self {
            source,
            length: source.len(),
            start: 0,
            bytes: Vec::new(),
            next_read: FIRST_READ,
        }
    }

    /// How long the source is.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// `count` bytes at `at`, fewer at the end; `count` is at most [`FIRST_READ`].
    pub(super) fn peek(&mut self, at: u64, count: usize) -> io::Result<&[u8]> {
        let wanted_end = at.saturating_add(count as u64).min(self.length);
        let end = self.end();
        if at < self.start || wanted_end > end {
            self.fill(at, count)?;
        }
        let from = usize::try_from(at.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let rest = self.bytes.get(from..).unwrap_or_default();
        Ok(rest.get(..count).unwrap_or(rest))
    }

    /// The bytes of a header at `at`, zeros past the end of the source.
    pub(super) fn head(&mut self, at: u64) -> io::Result<Head> {
        let bytes = self.peek(at, size_of::<Head>())?;
        if let Ok(head) = bytes.try_into() {
            return Ok(head);
        }
        let mut head = Head::default();
        head.iter_mut()
            .zip(bytes)
            .for_each(|(to, from)| *to = *from);
        Ok(head)
    }

    /// Appends `length` bytes from `at` on to `to`. The caller has held the
    /// range against [`length`](Self::length).
    pub(super) fn copy(&mut self, at: u64, length: usize, to: &mut Vec<u8>) -> io::Result<()> {
        if length <= FIRST_READ {
            let bytes = self.peek(at, length)?;
            if bytes.len() < length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            to.extend_from_slice(bytes);
            return Ok(());
        }
        to.extend_from_slice(&self.source.read_range(at, length as u64)?);
        Ok(())
    }

    fn end(&self) -> u64 {
        self.start.saturating_add(self.bytes.len() as u64)
    }

    fn fill(&mut self, at: u64, count: usize) -> io::Result<()> {
        let end = self.end();
        let reads_on = at >= self.start && at <= end;
        let size = if reads_on {
            self.next_read
        } else {
            READ_AFTER_JUMP
        };
        self.next_read = size.saturating_mul(2).min(LARGEST_READ);
        let size = size.max(count) as u64;
        let size = usize::try_from(self.length.saturating_sub(at).min(size)).unwrap_or(0);
        self.bytes.clear();
        self.bytes.resize(size, 0);
        self.start = at;
        let filled = self.source.read_full(at, &mut self.bytes)?;
        self.bytes.truncate(filled);
        Ok(())
    }
}
