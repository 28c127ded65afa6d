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

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use self::archive::Archive;
use self::around::Around;
use self::lasting::Lasting;
use self::medium::Medium;
use self::part::Part;
pub use self::password::ArchivePassword;
use self::seven_zip::SevenZip;
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
    Made(Arc<[u8]>),
}

/// A file, opened.
pub(crate) enum Opened {
    Memory(Arc<[u8]>),
    /// Too large to be read whole.
    Large(Arc<dyn ReadAt>),
    /// An entry of an archive too large to be unpacked into memory unasked.
    Packed {
        length: u64,
    },
}

/// Why something was refused: the code and what the reader said.
pub(crate) type Refusal = (RejectCode, String);

impl Found {
    /// It is this entry of the archive it lies in.
    pub(crate) fn is_entry(&self, number: usize) -> bool {
        matches!(&self.origin, Origin::Solid { index, .. } if *index == number)
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
                    let bytes = file.read_whole().map_err(|error| match error.kind() {
                        io::ErrorKind::UnexpectedEof => (RejectCode::Changed, error.to_string()),
                        _ => refusal_of(&error),
                    })?;
                    Ok(Opened::Memory(bytes.into()))
                } else {
                    Ok(Opened::Large(Arc::new(file)))
                }
            }
            Self::Entry { archive, index } => {
                let length = archive.length_of(*index)?;
                if length <= WHOLE_IN_MEMORY {
                    Ok(Opened::Memory(archive.unpack(*index)?.into()))
                } else {
                    Ok(Opened::Packed { length })
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
            Self::Gzip(packed) => Ok(Opened::Memory(gunzip(packed)?.into())),
            Self::Made(bytes) => Ok(Opened::Memory(Arc::clone(bytes))),
        }
    }

    /// Opens it for looking: an entry is unpacked into memory whatever its size, up to the limit.
    /// Of a file only what is asked for will be read.
    pub(crate) fn open_for_looking(&self) -> Result<Arc<dyn ReadAt>, Refusal> {
        match self {
            Self::File(path, medium) => {
                return Ok(Arc::new(open_file(path, medium.as_ref())?));
            }
            Self::Part(part) => return Ok(Arc::<Part>::clone(part)),
            Self::Entry { .. } | Self::Solid { .. } | Self::Gzip(_) | Self::Made(_) => {}
        }
        match self.open()? {
            Opened::Memory(bytes) => Ok(Arc::new(Memory(bytes))),
            Opened::Large(source) => Ok(source),
            Opened::Packed { length } if length > UNPACKED_IN_MEMORY => Err((
                RejectCode::ArchiveTooLarge,
                format!("{length} bytes unpacked"),
            )),
            Opened::Packed { .. } => match self {
                Self::Entry { archive, index } => {
                    Ok(Arc::new(Memory(archive.unpack(*index)?.into())))
                }
                _ => Err((RejectCode::Unreadable, "not an entry".to_owned())),
            },
        }
    }
}

fn open_file(path: &Path, medium: Option<&Arc<Medium>>) -> Result<Lasting, Refusal> {
    Lasting::open(path.to_path_buf(), medium.cloned()).map_err(|error| refusal_of(&error))
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

/// A gzipped file, unpacked into memory.
fn gunzip(packed: &Origin) -> Result<Vec<u8>, Refusal> {
    let source = packed.open_for_looking()?;
    let limit = around::allowed(source.len()).min(UNPACKED_IN_MEMORY);
    let reader = io::BufReader::new(archive::Reader::new(source));
    let mut gzip = flate2::read::MultiGzDecoder::new(reader);
    let (too_many, damage) = (RejectCode::ArchiveTooLarge, RejectCode::ArchiveDamaged);
    pour::into_memory(|out| pour::pour(&mut gzip, limit, too_many, damage, out).map(drop))
}
