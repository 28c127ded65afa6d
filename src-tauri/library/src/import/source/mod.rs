//! Where files come from: folders, single files, archives, disc images, bytes made by the program.
//!
//! A source only finds and opens; what a file is, is said by
//! [`classify`](super::classify).

pub(crate) mod archive;
pub(crate) mod around;
mod bytes;
pub(crate) mod disc;
pub(crate) mod folder;
mod iso;
mod lasting;
pub(crate) mod medium;
pub(crate) mod part;
mod password;
pub(crate) mod pour;
pub(crate) mod sectors;
pub(crate) mod seven_zip;
pub(crate) mod tar;
mod tree;
mod udf;
pub(crate) mod unpacking;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use self::archive::Archive;
use self::around::Around;
use self::lasting::Lasting;
use self::medium::Medium;
use self::part::Part;
pub use self::password::ArchivePassword;
use self::pour::Unpack;
use self::seven_zip::SevenZip;
use crate::copying::CopiedFile;
use crate::outcome::{RejectCode, Rejected};

/// Files up to this size are read once, into memory.
pub(crate) const WHOLE_IN_MEMORY: u64 = 64 << 20;
/// Largest thing that is unpacked into memory at all.
pub(crate) const UNPACKED_IN_MEMORY: u64 = 1 << 30;

/// What is given to an import or a look.
#[derive(Debug, Clone)]
pub enum Source {
    /// A folder, an archive, a disc image or a file.
    Path(PathBuf),
    /// The same, with the password for what is locked in it.
    Locked(PathBuf, ArchivePassword),
    /// Files made by the program itself: the sample study.
    Made {
        /// What the source is called.
        name: String,
        /// Name and bytes of each file.
        files: Vec<(String, Arc<[u8]>)>,
    },
}

impl Source {
    /// Paths a person gave, with the password they gave for them, if any.
    #[must_use]
    pub fn of_paths(paths: &[PathBuf], password: Option<&ArchivePassword>) -> Vec<Self> {
        let source = |path: &PathBuf| match password {
            Some(password) => Self::Locked(path.clone(), password.clone()),
            None => Self::Path(path.clone()),
        };
        paths.iter().map(source).collect()
    }
}

/// A file that was found and not opened yet.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Relative to what was given, with `/`.
    pub path: String,
    pub origin: Origin,
    pub around: Around,
}

/// Where the bytes are.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// A file, and what it lies on.
    File(PathBuf, Option<Arc<Medium>>),
    Entry {
        archive: Arc<Archive>,
        index: usize,
    },
    /// An entry that is reached only through those before it.
    Solid {
        archive: Arc<SevenZip>,
        index: usize,
    },
    /// A file in a disc image or tape archive, read where it lies.
    Part(Arc<Part>),
    Gzip(Arc<Origin>),
    /// What an import copied a moment ago.
    Copied(Arc<CopiedFile>),
    Made(Arc<[u8]>),
}

/// A file, opened.
pub(crate) enum Opened {
    Memory(Arc<[u8]>),
    /// Too large to be read whole.
    Large(Arc<dyn ReadAt>),
    /// Too large to be unpacked into memory unasked ([`Origin::unpack_to`]).
    Packed,
}

/// Why something was refused: the code and what the reader said.
pub(crate) type Refusal = (RejectCode, String);

impl Found {
    /// It is this entry of the archive it lies in.
    pub(crate) fn is_entry(&self, number: usize) -> bool {
        matches!(&self.origin, Origin::Solid { index, .. } if *index == number)
    }

    /// Only unpacking tells how long it is.
    pub(crate) fn is_of_unknown_length(&self) -> bool {
        matches!(self.origin, Origin::Gzip(_))
    }

    /// Takes its length off what may be unpacked, when nothing told it before.
    ///
    /// # Errors
    /// `archive_too_large`.
    pub(crate) fn spend(&self, length: u64) -> Result<(), Refusal> {
        match self.is_of_unknown_length() {
            true => self.around.spend(length),
            false => Ok(()),
        }
    }

    pub(crate) fn rejected(&self, (code, reason): Refusal) -> Rejected {
        Rejected {
            path: self.path.clone(),
            code,
            reason,
        }
    }
}

impl Origin {
    /// Opens it, reading small files whole.
    pub(crate) fn open(&self) -> Result<Opened, Refusal> {
        match self {
            Self::File(path, medium) => {
                let file = open_file(path, medium.as_ref())?;
                if file.len() <= WHOLE_IN_MEMORY {
                    match file.read_whole() {
                        Ok(bytes) => Ok(Opened::Memory(bytes.into())),
                        // A bad sector costs what lies on it, and not all of an archive.
                        Err(error) if crate::platform::is_read_error(&error) => {
                            Ok(Opened::Large(Arc::new(file)))
                        }
                        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                            Err((RejectCode::Changed, error.to_string()))
                        }
                        Err(error) => Err(refusal_of(&error)),
                    }
                } else {
                    Ok(Opened::Large(Arc::new(file)))
                }
            }
            Self::Entry { archive, index } => {
                let length = archive.length_of(*index)?;
                if length <= WHOLE_IN_MEMORY {
                    Ok(Opened::Memory(archive.unpack(*index)?.into()))
                } else {
                    Ok(Opened::Packed)
                }
            }
            Self::Solid { archive, index } => Ok(Opened::Memory(archive.again(*index)?)),
            Self::Part(part) if part.len() <= WHOLE_IN_MEMORY => {
                let bytes = part
                    .read_range(0, part.len())
                    .map_err(|error| refusal_of(&error))?;
                Ok(Opened::Memory(bytes.into()))
            }
            Self::Part(part) => Ok(Opened::Large(Arc::<Part>::clone(part))),
            Self::Gzip(packed) => match gunzip(packed, WHOLE_IN_MEMORY) {
                Err((RejectCode::ArchiveTooLarge, _)) => Ok(Opened::Packed),
                bytes => Ok(Opened::Memory(bytes?.into())),
            },
            Self::Copied(_) => Ok(Opened::Large(self.open_for_looking()?)),
            Self::Made(bytes) => Ok(Opened::Memory(Arc::clone(bytes))),
        }
    }

    /// Unpacks what is too large for memory.
    pub(crate) fn unpack_to(&self, out: &mut dyn Write) -> Result<(), Unpack> {
        match self {
            Self::Entry { archive, index } => archive.unpack_to(*index, out),
            Self::Gzip(packed) => gunzip_to(packed, u64::MAX, out),
            Self::File(..)
            | Self::Solid { .. }
            | Self::Part(_)
            | Self::Copied(_)
            | Self::Made(_) => {
                let reason = "not packed by itself".to_owned();
                Err(Unpack::Refused((RejectCode::Unreadable, reason)))
            }
        }
    }

    /// Opens it for looking: what is packed is unpacked into memory, up to the limit.
    /// Of a file only what is asked for will be read.
    pub(crate) fn open_for_looking(&self) -> Result<Arc<dyn ReadAt>, Refusal> {
        let bytes = match self {
            Self::File(path, medium) => {
                return Ok(Arc::new(open_file(path, medium.as_ref())?));
            }
            Self::Part(part) => return Ok(Arc::<Part>::clone(part)),
            Self::Copied(copied) => {
                let file = copied.open();
                return Ok(Arc::new(
                    file.map_err(|error| (RejectCode::Unreadable, error.to_string()))?,
                ));
            }
            Self::Entry { archive, index } => {
                fits_memory(archive.length_of(*index)?)?;
                archive.unpack(*index)?.into()
            }
            Self::Solid { archive, index } => archive.again(*index)?,
            Self::Gzip(packed) => match gunzip(packed, UNPACKED_IN_MEMORY) {
                Err((RejectCode::ArchiveTooLarge, reason)) => {
                    return Err((RejectCode::ArchiveTooLargeToLook, reason));
                }
                bytes => bytes?.into(),
            },
            Self::Made(bytes) => Arc::clone(bytes),
        };
        Ok(Arc::new(Memory(bytes)))
    }

    /// In bytes, where that is known before it is opened.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::File(path, medium) => {
                let ask = || Some(std::fs::metadata(path).ok()?.len());
                match medium {
                    Some(medium) => medium.during(ask),
                    None => ask(),
                }
            }
            Self::Entry { archive, index } => archive.length_of(*index).ok(),
            Self::Solid { archive, index } => archive.length_of(*index),
            Self::Part(part) => Some(part.len()),
            Self::Gzip(_) | Self::Copied(_) => None,
            Self::Made(bytes) => Some(bytes.len()),
        }
    }
}

fn open_file(path: &Path, medium: Option<&Arc<Medium>>) -> Result<Lasting, Refusal> {
    Lasting::open(path.to_path_buf(), medium.cloned()).map_err(|error| refusal_of(&error))
}

/// Looking has no place to unpack to but memory.
///
/// # Errors
/// `archive_too_large_to_look`.
pub(crate) fn fits_memory(unpacked: u64) -> Result<(), Refusal> {
    if unpacked > UNPACKED_IN_MEMORY {
        let reason = format!("{unpacked} bytes unpacked");
        return Err((RejectCode::ArchiveTooLargeToLook, reason));
    }
    Ok(())
}

/// A disc whose structure is broken here.
pub(crate) fn disc_layout(what: &str) -> Refusal {
    (RejectCode::DiscLayout, what.to_owned())
}

/// Shared bytes as a source.
#[derive(Debug, Clone)]
pub(crate) struct Memory(pub Arc<[u8]>);

impl ReadAt for Memory {
    fn len(&self) -> u64 {
        ReadAt::len(&*self.0)
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        ReadAt::read_at(&*self.0, offset, buf)
    }
}

/// Why the system did not give the file.
pub(crate) fn refusal_of(error: &io::Error) -> Refusal {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return (RejectCode::Link, error.to_string());
    }
    if crate::platform::is_read_error(error) {
        return (RejectCode::ReadError, error.to_string());
    }
    match error.kind() {
        io::ErrorKind::InvalidInput => (RejectCode::SpecialFile, error.to_string()),
        io::ErrorKind::NotFound => (RejectCode::Absent, error.to_string()),
        _ => (RejectCode::Unreadable, error.to_string()),
    }
}

/// A gzipped file, unpacked into memory; `archive_too_large` beyond `most` bytes.
fn gunzip(packed: &Origin, most: u64) -> Result<Vec<u8>, Refusal> {
    pour::into_memory(|out| gunzip_to(packed, most, out))
}

/// The same, unpacked anywhere, and never to more than its own length allows.
fn gunzip_to(packed: &Origin, most: u64, out: &mut dyn Write) -> Result<(), Unpack> {
    let source = packed.open_for_looking().map_err(Unpack::Refused)?;
    let most = around::allowed(source.len()).min(most);
    let reader = io::BufReader::new(archive::Reader::new(source));
    let mut gzip = flate2::read::MultiGzDecoder::new(reader);
    let (too_many, damage) = (RejectCode::ArchiveTooLarge, RejectCode::ArchiveDamaged);
    pour::pour(&mut gzip, most, too_many, damage, out).map(drop)
}
