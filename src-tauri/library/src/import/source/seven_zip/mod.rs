//! 7z archives: blocks of entries, each unpacked from its beginning.
//!
//! A block is one stream: an entry is reached only by unpacking all before it.
//! So a run takes what it wants of a block in one [pass](SevenZip::pass). While
//! looking, entries stay in memory within a bound ([`super::unpacking`]), and of
//! what was let go the block is read again; nothing is written for it. Sizes are
//! taken from the header and held to while unpacking, as for ZIP.

mod coders;
mod pass;
mod window;

use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;
use sevenz_rust2::{ArchiveEntry, Error, Password};

pub(crate) use self::pass::{Entry, Next};
use self::window::Window;
use super::archive::{ENTRIES, Reader, leads_outside};
use super::around::Around;
use super::pour::fault;
use super::{ArchivePassword, Found, Origin, Refusal};
use crate::outcome::{RejectCode, Rejected};

/// Largest header, in KiB: the reader takes about 100 bytes of memory for each of
/// its bytes when a hostile one makes the most of it, and one honest file takes
/// about 100 bytes of header.
const HEADER_KIB: usize = 12 << 10;

/// An opened archive.
#[derive(Debug)]
pub(crate) struct SevenZip {
    /// Tells it apart from others of the same run.
    number: u64,
    packed: Reader,
    listed: sevenz_rust2::Archive,
    /// Of what lies inside.
    around: Around,
}

impl SevenZip {
    /// Opens an archive; `around` is of what lies inside.
    ///
    /// # Errors
    /// `archive_encrypted` and `archive_password_wrong` when even the names are locked.
    pub(crate) fn open(source: Arc<dyn ReadAt>, around: Around) -> Result<Self, Refusal> {
        let packed = Reader::new(source);
        let read = |password: &Password| {
            let mut window = Window::new(&packed);
            sevenz_rust2::Archive::read_with_memory_limit(&mut window, password, HEADER_KIB)
        };
        let password = password_of(&around)?;
        let listed = read(&password).map_err(|error| {
            let refusal = refusal_of(&error, RejectCode::ArchiveDamaged);
            let needs_it = || matches!(read(&Password::empty()), Err(Error::PasswordRequired));
            // A wrong password makes of a locked header what no header is.
            match refusal.0 {
                RejectCode::ArchiveDamaged if !password.is_empty() && needs_it() => {
                    (RejectCode::ArchivePasswordWrong, refusal.1)
                }
                _ => refusal,
            }
        })?;
        if listed.files.len() > ENTRIES {
            let reason = format!("{} entries", listed.files.len());
            return Err((RejectCode::ArchiveTooMany, reason));
        }
        Ok(Self {
            number: around.unpacking.number(),
            packed,
            listed,
            around,
        })
    }

    /// Its files in their order. `path` is its own path, which stands before theirs.
    pub(crate) fn list(self: &Arc<Self>, path: &str) -> (Vec<Found>, Vec<Rejected>) {
        let (mut found, mut rejected) = (Vec::new(), Vec::new());
        for (index, entry) in self.listed.files.iter().enumerate() {
            let shown = format!("{path}/{}", entry.name.replace('\\', "/"));
            match self.check(index, entry) {
                Ok(None) => {}
                Ok(Some(origin)) => found.push(Found {
                    path: shown,
                    origin,
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

    /// The block an entry lies in; `None` when it has no bytes.
    pub(crate) fn block_of(&self, index: usize) -> Option<usize> {
        let blocks = &self.listed.stream_map.file_block_index;
        blocks.get(index).copied().flatten()
    }

    /// Bytes of an entry when unpacked, as declared.
    pub(crate) fn length_of(&self, index: usize) -> Option<u64> {
        self.listed.files.get(index).map(|entry| entry.size)
    }

    /// Where its bytes are; `None` for a folder, or for what an update took away.
    fn check(
        self: &Arc<Self>,
        index: usize,
        entry: &ArchiveEntry,
    ) -> Result<Option<Origin>, Refusal> {
        if entry.name.is_empty() || leads_outside(&entry.name) {
            return Err((
                RejectCode::ArchivePathOutside,
                "the path leads outside".to_owned(),
            ));
        }
        if entry.is_directory || entry.is_anti_item {
            return Ok(None);
        }
        kind_of(entry)?;
        if !entry.has_stream {
            return Ok(Some(Origin::Made(Arc::default())));
        }
        let block = self
            .block_of(index)
            .and_then(|block| self.listed.blocks.get(block))
            .ok_or_else(|| damaged("an entry without a block"))?;
        if coders::is_locked(block) && self.around.password.is_none() {
            return Err((
                RejectCode::ArchiveEncrypted,
                "a password is needed".to_owned(),
            ));
        }
        coders::memory_of(block)?;
        self.around.spend(entry.size)?;
        Ok(Some(Origin::Solid {
            archive: Arc::clone(self),
            index,
        }))
    }
}

/// Refuses what is no plain file: Windows calls links reparse points, 7-Zip keeps
/// the mode of a Unix system in the upper half.
fn kind_of(entry: &ArchiveEntry) -> Result<(), Refusal> {
    const REPARSE_POINT: u32 = 0x400;
    const OF_UNIX: u32 = 0x8000;
    if !entry.has_windows_attributes {
        return Ok(());
    }
    let attributes = entry.windows_attributes;
    let kind = match attributes & OF_UNIX {
        0 => 0,
        _ => attributes >> 28,
    };
    match kind {
        0o12 => Err((RejectCode::Link, "a link".to_owned())),
        _ if attributes & REPARSE_POINT != 0 => Err((RejectCode::Link, "a link".to_owned())),
        0 | 0o10 => Ok(()),
        _ => Err((
            RejectCode::SpecialFile,
            "a device, pipe or socket".to_owned(),
        )),
    }
}

/// As the format has it: UTF-16.
fn password_of(around: &Around) -> Result<Password, Refusal> {
    let Some(bytes) = around.password.as_ref().map(ArchivePassword::bytes) else {
        return Ok(Password::empty());
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Password::new(text)),
        Err(_) => Err((RejectCode::ArchivePasswordWrong, "not text".to_owned())),
    }
}

/// `damage`: what it is when the bytes make no sense.
fn refusal_of(error: &Error, damage: RejectCode) -> Refusal {
    let code = match error {
        Error::Io(error, _) | Error::MaybeBadPassword(error) => return fault(error, damage),
        Error::PasswordRequired => RejectCode::ArchiveEncrypted,
        Error::UnsupportedCompressionMethod(_)
        | Error::Unsupported(_)
        | Error::UnsupportedVersion { .. }
        | Error::ExternalUnsupported => RejectCode::ArchiveMethod,
        // Only the header is bounded by the reader itself.
        Error::MaxMemLimited { .. } => RejectCode::ArchiveTooMany,
        _ => damage,
    };
    (code, error.to_string())
}

fn damaged(what: &str) -> Refusal {
    (RejectCode::ArchiveDamaged, what.to_owned())
}
