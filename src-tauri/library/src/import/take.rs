//! Reads one found file once: what it is, its hashes, and its copy beside.
//!
//! Runs on several threads. Decides nothing that depends on the order of files.

use std::collections::HashSet;
use std::io::Write;
use std::sync::{Arc, PoisonError, RwLock};

use scanfolio_core::bytes::ReadAt;
use scanfolio_core::dicomdir::ReferencedFile;

use super::keep::{self, CopyError, Hashes};
use super::source::archive::Archive;
use super::source::around::Around;
use super::source::part::{Contents, Part, Range};
use super::source::pour::Unpack;
use super::source::seven_zip::{Entry, SevenZip};
use super::source::{
    Found, Memory, Opened, Origin, Refusal, WHOLE_IN_MEMORY, disc, fits_memory, refusal_of, tar,
};
use super::space::Spool;
use crate::content::{self, Content, Examined};
use crate::error::LibraryError;
use crate::files::{Files, STAGING};
use crate::outcome::{ProgramKind, RejectCode};

/// Hashes (without the File Meta group) of what is held already.
pub(crate) type Known = RwLock<HashSet<blake3::Hash>>;

/// What is done with what was read.
pub(crate) enum Keeping<'a> {
    /// Copied beside, in `staging/{import}`.
    Copy { files: &'a Files, import: i64 },
    /// Left where it is.
    Look,
}

/// What came of one file.
pub(crate) enum Taken {
    Content {
        content: Content,
        hashes: Option<Hashes>,
        length: u64,
        staged: String,
    },
    Duplicate(blake3::Hash),
    Ignored,
    Program(ProgramKind),
    Directory(Vec<ReferencedFile>),
    /// More files are inside.
    Archive(Arc<Archive>),
    SevenZip(Arc<SevenZip>),
    Contents(Contents, Around),
    /// What is packed lies at the origin.
    Gzip(Around, Origin),
    Refused(Refusal),
}

/// Takes the file; `number` is unique in this import.
///
/// # Errors
/// Only what stops the whole import: a full disk, a library that cannot be written.
pub(crate) fn take(
    found: &Found,
    number: usize,
    keeping: &Keeping<'_>,
    known: &Known,
) -> Result<Taken, LibraryError> {
    let taken = match keeping {
        Keeping::Look => (|| {
            let source = found.origin.open_for_looking()?;
            found.spend(source.len())?;
            look(found, source)
        })(),
        Keeping::Copy { files, import } => (|| {
            let staged = format!("{STAGING}/{import:06}/{number:08}");
            let source = match found.origin.open()? {
                Opened::Memory(bytes) => Ready::Source(Arc::new(Memory(bytes))),
                Opened::Large(source) => Ready::Source(source),
                Opened::Packed => {
                    let budget = found.is_of_unknown_length().then_some(&found.around);
                    spool(files, &staged, budget, |out| found.origin.unpack_to(out))?
                }
            };
            if let Ready::Source(source) = &source {
                found.spend(source.len())?;
            }
            copy(found, source, files, staged, known)
        })(),
    };
    settled(taken)
}

/// The same for an entry whose turn has come in a pass over its block.
///
/// # Errors
/// As [`take`].
pub(crate) fn take_entry(
    found: &Found,
    archive: &SevenZip,
    mut entry: Entry<'_>,
    number: usize,
    keeping: &Keeping<'_>,
    known: &Known,
) -> Result<Taken, LibraryError> {
    let taken = match keeping {
        Keeping::Look => (|| {
            fits_memory(entry.length)?;
            let bytes = entry.unpack()?;
            archive.remember(entry.index, &bytes);
            look(found, Arc::new(Memory(bytes)))
        })(),
        Keeping::Copy { files, import } => (|| {
            let staged = format!("{STAGING}/{import:06}/{number:08}");
            let source = if entry.length <= WHOLE_IN_MEMORY {
                Ready::Source(Arc::new(Memory(entry.unpack()?)))
            } else {
                spool(files, &staged, None, |out| entry.unpack_to(out))?
            };
            copy(found, source, files, staged, known)
        })(),
    };
    settled(taken)
}

/// What a file's bytes are read from.
enum Ready {
    Source(Arc<dyn ReadAt>),
    /// They lie in staging already.
    Staged(Arc<dyn ReadAt>),
}

fn settled(taken: Result<Taken, Stop>) -> Result<Taken, LibraryError> {
    taken.or_else(|stop| match stop {
        Stop::File(refusal) => Ok(Taken::Refused(refusal)),
        Stop::Import(error) => Err(error),
    })
}

/// Why a file was not taken, or nothing more can be.
enum Stop {
    File(Refusal),
    Import(LibraryError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::File(refusal)
    }
}

fn look(found: &Found, source: Arc<dyn ReadAt>) -> Result<Taken, Stop> {
    let examined = match open_archive(found, &source, content::examine(&found.path, &*source)?)? {
        Ok(taken) => return Ok(taken),
        Err(examined) => examined,
    };
    let content = match leaf(examined) {
        Ok(content) => content,
        Err(taken) => return Ok(taken),
    };
    // Hashing reads the whole file, which a disc takes seconds for: only where a key is made of it.
    let (needs_hash, offset) = match &content {
        Content::Dicom(dicom) => (
            dicom.report.is_some() || !dicom.has_uids(),
            dicom.data_set_offset,
        ),
        _ => (true, 0),
    };
    let hashes = if needs_hash {
        Some(keep::hash(&*source, offset).map_err(|error| refusal_of(&error))?)
    } else {
        None
    };
    Ok(Taken::Content {
        content,
        hashes,
        length: source.len(),
        staged: String::new(),
    })
}

fn copy(
    found: &Found,
    source: Ready,
    files: &Files,
    staged: String,
    known: &Known,
) -> Result<Taken, Stop> {
    let (source, is_staged) = match source {
        Ready::Source(source) => (source, false),
        Ready::Staged(source) => (source, true),
    };
    let examined = match open_archive(found, &source, content::examine(&found.path, &*source)?)? {
        // It lies unpacked in staging, and is read there.
        Ok(Taken::Gzip(around, _)) if is_staged => {
            let whole = Range {
                offset: Some(0),
                length: source.len(),
            };
            let part = Part::new(source, &[whole]).map(Arc::new);
            let origin = part.map_or_else(|| found.origin.clone(), Origin::Part);
            return Ok(Taken::Gzip(around, origin));
        }
        Ok(taken) => return Ok(taken),
        Err(examined) => examined,
    };
    let content = match leaf(examined) {
        Ok(content) => content,
        Err(taken) => return Ok(taken),
    };
    let offset = match &content {
        Content::Dicom(dicom) => dicom.data_set_offset,
        _ => 0,
    };
    let length = source.len();
    let is_known = |hashes: &Hashes| {
        known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&hashes.data_set_blake3)
    };
    let unreadable = |error: std::io::Error| Stop::File(refusal_of(&error));
    let hashes = if is_staged || length <= WHOLE_IN_MEMORY {
        // In memory, or copied already: hash first, so that what is known is not written.
        let hashes = keep::hash(&*source, offset).map_err(unreadable)?;
        if is_known(&hashes) {
            return Ok(Taken::Duplicate(hashes.data_set_blake3));
        }
        if !is_staged {
            write(files, &staged, &*source)?;
        }
        hashes
    } else {
        let mut draft = files.draft(&staged).map_err(stop)?;
        let hashes = keep::copy(&*source, offset, &mut draft).map_err(|error| match error {
            CopyError::Read(error) => unreadable(error),
            CopyError::Write(error) => stop(error),
        })?;
        if is_known(&hashes) {
            return Ok(Taken::Duplicate(hashes.data_set_blake3));
        }
        draft.finish().map_err(stop)?;
        hashes
    };
    Ok(Taken::Content {
        content,
        hashes: Some(hashes),
        length,
        staged,
    })
}

/// Unpacks a large entry into staging, to be read from there.
fn spool(
    files: &Files,
    staged: &str,
    budget: Option<&Around>,
    unpack_to: impl FnOnce(&mut dyn Write) -> Result<(), Unpack>,
) -> Result<Ready, Stop> {
    let draft = files.draft(staged).map_err(stop)?;
    let filled = Spool::new(draft, files, budget).fill(unpack_to);
    filled.map_err(|error| match error {
        Unpack::Refused(refusal) => Stop::File(refusal),
        Unpack::Write(error) => stop(error),
    })?;
    let source = files.open(staged).map_err(Stop::Import)?;
    Ok(Ready::Staged(Arc::new(source)))
}

fn write(files: &Files, staged: &str, source: &dyn ReadAt) -> Result<(), Stop> {
    let mut draft = files.draft(staged).map_err(stop)?;
    let mut buffer = vec![0; usize::try_from(source.len().clamp(1, 1 << 20)).unwrap_or(1)];
    let mut position = 0;
    while position < source.len() {
        let count = source
            .read_full(position, &mut buffer)
            .map_err(|error| Stop::File(refusal_of(&error)))?;
        if count == 0 {
            return Err(Stop::File((
                RejectCode::Changed,
                "became shorter".to_owned(),
            )));
        }
        draft
            .write_all(buffer.get(..count).unwrap_or_default())
            .map_err(stop)?;
        position += count as u64;
    }
    draft.finish().map_err(stop)
}

fn stop(error: std::io::Error) -> Stop {
    Stop::Import(LibraryError::io("copy a file into the library")(error))
}

/// Opens archives: `Ok` when that settles the file, `Err` with what it is otherwise.
fn open_archive(
    found: &Found,
    source: &Arc<dyn ReadAt>,
    examined: Examined,
) -> Result<Result<Taken, Examined>, Refusal> {
    let inside = || found.around.inside(source.len());
    Ok(match examined {
        Examined::Zip => {
            let archive = Archive::open(Arc::clone(source))?;
            match content::of_archive(&archive) {
                Some(examined) => Err(examined),
                None => Ok(Taken::Archive(Arc::new(archive.inside(inside()?)))),
            }
        }
        Examined::Disc => {
            let around = inside()?;
            Ok(Taken::Contents(disc::open(source)?, around))
        }
        Examined::Tar => {
            let around = inside()?;
            Ok(Taken::Contents(tar::open(source)?, around))
        }
        Examined::Gzip => Ok(Taken::Gzip(inside()?, found.origin.clone())),
        Examined::SevenZip => {
            let archive = SevenZip::open(Arc::clone(source), inside()?)?;
            Ok(Taken::SevenZip(Arc::new(archive)))
        }
        other => Err(other),
    })
}

fn leaf(examined: Examined) -> Result<Content, Taken> {
    match examined {
        Examined::Content(content) => Ok(content),
        Examined::Directory(files) => Err(Taken::Directory(files)),
        Examined::Program(kind) => Err(Taken::Program(kind)),
        Examined::Ignored
        | Examined::Zip
        | Examined::Disc
        | Examined::Tar
        | Examined::Gzip
        | Examined::SevenZip => Err(Taken::Ignored),
    }
}
