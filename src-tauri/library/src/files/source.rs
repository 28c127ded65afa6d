//! A file opened for reading at any offset, from any thread.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

use scanfolio_core::bytes::ReadAt;

use crate::faults::Subject;

/// Waits between the tries to read what a drive failed to read: a scratched disc
/// often gives the bytes when asked again.
const WAITS: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(200)];

/// Reads, and reads again when the drive failed.
fn again<T>(mut read: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for wait in WAITS {
        match read() {
            Err(error) if crate::platform::is_read_error(&error) => std::thread::sleep(wait),
            other => return other,
        }
    }
    read()
}

/// A file opened for reading at any offset, from any thread.
#[derive(Debug)]
pub struct FileSource {
    file: File,
    length: u64,
    subject: Subject,
}

impl FileSource {
    /// Opens a regular file. A link as the last part of the path is not followed (Unix).
    ///
    /// # Errors
    /// What the system says; `InvalidInput` for anything but a regular file.
    pub fn open(path: &Path) -> io::Result<Self> {
        let subject = Subject::of(path);
        again(|| {
            subject.read(0, 0)?;
            Self::open_once(path)
        })
    }

    fn open_once(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true);
        crate::platform::no_follow(&mut options);
        let file = options.open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not a regular file",
            ));
        }
        Ok(Self {
            file,
            length: metadata.len(),
            subject: Subject::of(path),
        })
    }
}

impl ReadAt for FileSource {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let mut done = 0;
        while let Some(rest) = buf.get_mut(done..).filter(|rest| !rest.is_empty()) {
            let position = offset + done as u64;
            let read = again(|| {
                self.subject.read(position, rest.len())?;
                crate::platform::read_at(&self.file, position, rest)
            });
            match read {
                Ok(0) => break,
                Ok(count) => done += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_source_reads_anywhere_and_stops_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, b"0123456789").unwrap();
        let source = FileSource::open(&path).unwrap();
        let mut buf = [0; 4];
        assert_eq!(source.read_at(8, &mut buf).unwrap(), 2);
        assert_eq!(&buf[..2], b"89");
        assert_eq!(source.read_at(3, &mut buf).unwrap(), 4);
        assert_eq!(&buf, b"3456");
        assert_eq!(
            FileSource::open(folder.path()).unwrap_err().kind(),
            io::ErrorKind::InvalidInput
        );
    }
}
