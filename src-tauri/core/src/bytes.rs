//! Reading bytes at a place, wherever they are kept.
//!
//! Not a stream: a header is read here and there, and a frame of a large file
//! on its own. What stands behind it (a kept file, an entry of an archive, a
//! slice in a test) is nothing to this crate.

use std::io;
use std::sync::Arc;

/// Bytes that can be read at any offset, by several threads at once.
pub trait ReadAt: Send + Sync {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Reads into `buf` from `offset` on; fewer bytes than asked only at the end.
    ///
    /// # Errors
    /// Whatever the place where the bytes are kept reports.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize>;

    /// There are no bytes at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Exactly `length` bytes from `offset` on. The range is held against
    /// [`len`](Self::len) first, so a hostile length allocates nothing.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] when the range passes the end.
    fn read_range(&self, offset: u64, length: u64) -> io::Result<Vec<u8>> {
        let end = offset.checked_add(length);
        if end.is_none_or(|end| end > self.len()) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let length =
            usize::try_from(length).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
        let mut bytes = vec![0; length];
        match self.read_full(offset, &mut bytes)? == length {
            true => Ok(bytes),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Fills `buf` from `offset` on, asking again after short reads; the count
    /// is short only at the end.
    ///
    /// # Errors
    /// Whatever [`read_at`](Self::read_at) reports, interruptions aside.
    fn read_full(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = buf.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.read_at(offset.saturating_add(filled as u64), rest) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

impl ReadAt for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset)
            .ok()
            .and_then(|offset| self.get(offset..))
            .unwrap_or_default();
        let count = rest.len().min(buf.len());
        if let (Some(to), Some(from)) = (buf.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        Ok(count)
    }
}

impl ReadAt for Vec<u8> {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        self.as_slice().read_at(offset, buf)
    }
}

macro_rules! read_at_through {
    ($($pointer:ty),*) => {$(
        impl<T: ReadAt + ?Sized> ReadAt for $pointer {
            fn len(&self) -> u64 {
                (**self).len()
            }

            fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
                (**self).read_at(offset, buf)
            }
        }
    )*};
}

read_at_through!(&T, Arc<T>, Box<T>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_past_the_end_is_refused_before_anything_is_allocated() {
        let bytes = [1_u8, 2, 3];
        assert_eq!(bytes.as_slice().read_range(1, 2).unwrap(), [2, 3]);
        assert_eq!(bytes.as_slice().read_range(3, 0).unwrap(), [0_u8; 0]);
        for (offset, length) in [(0, 4), (4, 0), (0, u64::MAX), (u64::MAX, u64::MAX)] {
            let error = bytes.as_slice().read_range(offset, length).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        }
    }

    #[test]
    fn short_and_interrupted_reads_are_asked_again() {
        struct Stubborn(std::sync::atomic::AtomicU32);
        impl ReadAt for Stubborn {
            fn len(&self) -> u64 {
                3
            }
            fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
                use std::sync::atomic::Ordering::Relaxed;
                if self.0.fetch_add(1, Relaxed).is_multiple_of(2) {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                [7_u8, 8, 9].as_slice().read_at(offset, &mut buf[..1])
            }
        }
        let source = Stubborn(0.into());
        assert_eq!(source.read_range(0, 3).unwrap(), [7, 8, 9]);
    }
}
