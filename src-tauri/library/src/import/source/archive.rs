//! ZIP archives: entries listed and unpacked one by one, within limits.
//!
//! Sizes are taken from the central directory in its order, so which entries
//! are refused does not depend on timing; while unpacking the declared size is
//! held to. Nothing is ever unpacked by its stored path.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;
use zip::ZipArchive;
use zip::read::ZipReadOptions;
use zip::result::ZipError;

use super::around::Around;
use super::pour::{Unpack, fault, into_memory, pour};
use super::{ArchivePassword, Found, Origin, Refusal};
use crate::outcome::{RejectCode, Rejected};

/// Entries of one archive.
pub(crate) const ENTRIES: usize = 500_000;

/// An opened archive.
#[derive(Debug)]
pub(crate) struct Archive {
    zip: ZipArchive<Reader>,
    /// Of what lies inside.
    around: Around,
}

/// What an archive is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Holds files.
    Container,
    /// Is itself a document.
    Document(&'static str),
    /// Is a program.
    Program,
}

impl Archive {
    /// Opens an archive.
    pub(crate) fn open(source: Arc<dyn ReadAt>) -> Result<Self, Refusal> {
        let zip = ZipArchive::new(Reader::new(source)).map_err(|error| refusal_of(&error))?;
        if zip.len() > ENTRIES {
            return Err((RejectCode::ArchiveTooMany, format!("{} entries", zip.len())));
        }
        Ok(Self {
            zip,
            around: Around::default(),
        })
    }

    /// The same with the limits and the password for what lies inside.
    pub(crate) fn inside(self, around: Around) -> Self {
        Self { around, ..self }
    }

    /// Told by the names inside.
    pub(crate) fn purpose(&self) -> Purpose {
        let has = |wanted: &str| {
            self.zip
                .file_names_raw()
                .any(|name| name == wanted.as_bytes())
        };
        let has_end = |wanted: &str| {
            self.zip
                .file_names_raw()
                .any(|name| name.ends_with(wanted.as_bytes()))
        };
        if has("[Content_Types].xml") {
            Purpose::Document("application/vnd.openxmlformats-officedocument")
        } else if has("mimetype") && has("META-INF/manifest.xml") {
            Purpose::Document("application/vnd.oasis.opendocument")
        } else if has("META-INF/MANIFEST.MF") && has_end(".class") || has("AndroidManifest.xml") {
            Purpose::Program
        } else {
            Purpose::Container
        }
    }

    /// Its files in their order. `path` is its own path, which stands before theirs.
    pub(crate) fn list(self: &Arc<Self>, path: &str) -> (Vec<Found>, Vec<Rejected>) {
        let (mut found, mut rejected) = (Vec::new(), Vec::new());
        for index in 0..self.zip.len() {
            let name = match self.zip.name_for_index(index) {
                Some(Ok(name)) => name.into_owned(),
                _ => format!("#{index}"),
            };
            let shown = format!("{path}/{}", name.replace('\\', "/"));
            match self.check(index, &name) {
                Ok(Entry::Folder) => {}
                Ok(Entry::File) => found.push(Found {
                    path: shown,
                    origin: Origin::Entry {
                        archive: Arc::clone(self),
                        index,
                    },
                    around: self.around.clone(),
                }),
                Err((code, reason)) => rejected.push(Rejected {
                    path: shown,
                    code,
                    reason,
                }),
            }
        }
        (found, rejected)
    }

    fn check(&self, index: usize, name: &str) -> Result<Entry, Refusal> {
        let entry = self
            .zip
            .by_index_data(index)
            .map_err(|error| refusal_of(&error))?;
        if leads_outside(name) {
            return Err((
                RejectCode::ArchivePathOutside,
                "the path leads outside".to_owned(),
            ));
        }
        if entry.is_dir() {
            return Ok(Entry::Folder);
        }
        if entry.is_symlink() {
            return Err((RejectCode::Link, "a link".to_owned()));
        }
        if entry.encrypted() && self.around.password.is_none() {
            return Err((
                RejectCode::ArchiveEncrypted,
                "a password is needed".to_owned(),
            ));
        }
        self.around.spend(entry.size())?;
        Ok(Entry::File)
    }

    /// Bytes of an entry when unpacked, as declared.
    pub(crate) fn length_of(&self, index: usize) -> Result<u64, Refusal> {
        Ok(self
            .zip
            .by_index_data(index)
            .map_err(|error| refusal_of(&error))?
            .size())
    }

    /// An entry, unpacked into memory; its checksum is verified.
    pub(crate) fn unpack(&self, index: usize) -> Result<Vec<u8>, Refusal> {
        into_memory(|out| self.unpack_to(index, out))
    }

    /// An entry, unpacked; its checksum is verified.
    pub(crate) fn unpack_to(&self, index: usize, out: &mut dyn Write) -> Result<(), Unpack> {
        // A clone shares the directory and has a position of its own: entries unpack in parallel.
        let mut zip = self.zip.clone();
        let password = self.around.password.as_ref().map(ArchivePassword::bytes);
        let mut entry = zip
            .by_index_with_options(index, ZipReadOptions::new().password(password))
            .map_err(|error| Unpack::Refused(refusal_of(&error)))?;
        let declared = entry.size();
        // ZipCrypto checks one byte of the password: one wrong one in 256 shows by the data alone.
        let code = if entry.encrypted() {
            RejectCode::ArchivePasswordWrong
        } else {
            RejectCode::ArchiveDamaged
        };
        if pour(&mut entry, declared, code, code, out)? < declared {
            let reason = "shorter than it says".to_owned();
            return Err(Unpack::Refused((code, reason)));
        }
        Ok(())
    }
}

enum Entry {
    File,
    Folder,
}

fn refusal_of(error: &ZipError) -> Refusal {
    let code = match error {
        ZipError::Io(error) => return fault(error, RejectCode::ArchiveDamaged),
        ZipError::UnsupportedArchive(text) if *text == ZipError::PASSWORD_REQUIRED => {
            RejectCode::ArchiveEncrypted
        }
        ZipError::InvalidPassword => RejectCode::ArchivePasswordWrong,
        ZipError::CompressionMethodNotSupported(method) => {
            return (RejectCode::ArchiveMethod, method_name(*method));
        }
        ZipError::UnsupportedArchive(_) => RejectCode::ArchiveMethod,
        _ => RejectCode::ArchiveDamaged,
    };
    (code, error.to_string())
}

/// As packers call it (APPNOTE.TXT 4.4.5).
fn method_name(method: u16) -> String {
    match method {
        9 => "Deflate64".to_owned(),
        12 => "BZip2".to_owned(),
        14 => "LZMA".to_owned(),
        93 => "Zstandard".to_owned(),
        95 => "XZ".to_owned(),
        98 => "PPMd".to_owned(),
        other => format!("method {other}"),
    }
}

/// Absolute, with a drive, or climbing above the archive's root, by the rules of any system.
pub(crate) fn leads_outside(name: &str) -> bool {
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    let mut depth = 0_i64;
    let climbs = name.split(['/', '\\']).any(|part| {
        depth += match part {
            ".." => -1,
            "" | "." => 0,
            _ => 1,
        };
        depth < 0
    });
    climbs || has_drive || name.starts_with(['/', '\\']) || name.contains('\0')
}

/// A position in shared bytes.
#[derive(Clone)]
pub(crate) struct Reader {
    source: Arc<dyn ReadAt>,
    position: u64,
}

impl Reader {
    pub(crate) fn new(source: Arc<dyn ReadAt>) -> Self {
        Self {
            source,
            position: 0,
        }
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

impl Read for Reader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read_at(self.position, buf)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(by) => self.source.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_archive_are_told_on_every_system() {
        for name in [
            "../a",
            "a/../../b",
            "/etc/passwd",
            "\\a",
            "C:\\a",
            "C:a",
            "..\\a",
            "a\0b",
        ] {
            assert!(leads_outside(name), "{name:?}");
        }
        for name in ["a", "a/b", "a/../b", "DICOM\\IM1", "..a/b..", "./a"] {
            assert!(!leads_outside(name), "{name:?}");
        }
    }
}
