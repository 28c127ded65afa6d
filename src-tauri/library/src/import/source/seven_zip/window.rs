//! A buffered position in shared bytes that keeps its buffer over a seek.
//!
//! A block may be packed in four streams that are read in turn, each read with
//! a seek before it: a buffer that a seek empties would read everything a
//! thousand times.

use std::io::{self, Read, Seek, SeekFrom};

use super::super::archive::Reader;

const LENGTH: usize = 64 << 10;

pub(super) struct Window {
    reader: Reader,
    position: u64,
    buffer: Vec<u8>,
    /// Where the buffer's first byte lies.
    start: u64,
}

impl Window {
    pub(super) fn new(reader: &Reader) -> Self {
        Self {
            reader: reader.clone(),
            position: 0,
            buffer: Vec::new(),
            start: 0,
        }
    }

    /// What of the buffer lies at the position and behind.
    fn ahead(&self) -> &[u8] {
        self.position
            .checked_sub(self.start)
            .and_then(|skip| usize::try_from(skip).ok())
            .and_then(|skip| self.buffer.get(skip..))
            .unwrap_or_default()
    }
}

impl Read for Window {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.ahead().is_empty() {
            self.buffer.resize(LENGTH, 0);
            self.start = self.position;
            self.reader.seek(SeekFrom::Start(self.position))?;
            let read = self.reader.read(&mut self.buffer);
            self.buffer.truncate(*read.as_ref().unwrap_or(&0));
            read?;
        }
        let count = self.ahead().read(buf)?;
        self.position = self.position.saturating_add(count as u64);
        Ok(count)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Current(by) => SeekFrom::Start(
                self.position
                    .checked_add_signed(by)
                    .ok_or(io::ErrorKind::InvalidInput)?,
            ),
            other => other,
        };
        self.position = self.reader.seek(to)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn it_reads_from_any_place_and_to_the_end() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|number| number as u8).collect();
        let mut window = Window::new(&Reader::new(Arc::new(bytes.clone())));
        for at in [0_usize, 70_000, 10, 65_530, 199_990, 65_536] {
            window.seek(SeekFrom::Start(at as u64)).unwrap();
            let mut read = Vec::new();
            (&mut window).take(20).read_to_end(&mut read).unwrap();
            assert_eq!(read, bytes[at..(at + 20).min(bytes.len())], "{at}");
        }
        assert_eq!(window.seek(SeekFrom::End(-1)).unwrap(), 199_999);
        assert_eq!(window.read(&mut [0; 9]).unwrap(), 1);
        assert_eq!(window.read(&mut [0; 9]).unwrap(), 0);
        assert!(window.seek(SeekFrom::Current(-300_000)).is_err());
    }
}
