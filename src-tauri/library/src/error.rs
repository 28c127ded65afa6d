//! What the library could not do, and why.
//!
//! Hosts branch on [`LibraryError::code`], never on the text. No message holds
//! a patient's name; a path comes last.

use std::io;
use std::path::PathBuf;

/// What the library could not do.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// There is no library in this folder, and none was to be made.
    #[error("there is no library in {}", folder.display())]
    Absent {
        /// The folder that was looked in.
        folder: PathBuf,
    },
    /// The folder holds other things and no library.
    #[error("the folder holds other files and no library: {}", folder.display())]
    NotALibrary {
        /// The folder that was looked in.
        folder: PathBuf,
    },
    /// The folder cannot be made or written.
    #[error("cannot write to the library folder ({source}): {}", folder.display())]
    NotWritable {
        /// The library folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another program has this library open.
    #[error("another program has the library open: {}", folder.display())]
    Locked {
        /// The library folder.
        folder: PathBuf,
    },
    /// The library was made by a newer version of the program.
    #[error("the library has format {found}, this program knows up to {supported}")]
    Newer {
        /// Format the library has.
        found: u32,
        /// Newest format this program reads.
        supported: u32,
    },
    /// No room is left.
    #[error("the disk is full")]
    DiskFull,
    /// The volume has less room than what was found surely needs. Nothing of it was copied.
    #[error("{needed} bytes are needed and {free} are free")]
    TooLittleRoom {
        /// Bytes needed at least.
        needed: u64,
        /// Bytes free.
        free: u64,
    },
    /// The index is damaged; a rebuild makes it anew from the kept files.
    #[error("the index is damaged")]
    IndexDamaged,
    /// A JSON file beside the kept files cannot be understood.
    #[error("cannot understand {name}")]
    SidecarDamaged {
        /// Path below the library folder.
        name: String,
    },
    /// The SQLite linked in is older than the first one without the WAL corruption bug.
    #[error("SQLite {found} is too old")]
    SqliteTooOld {
        /// Its version.
        found: String,
    },
    /// The index has no such row.
    #[error("there is no {kind} with number {id}")]
    NotFound {
        /// `person`, `study`, `series`, `instance`, `report`, `import`, `removal`.
        kind: &'static str,
        /// The number asked for.
        id: i64,
    },
    /// The index has no such identity.
    #[error("there is no identity {key}")]
    UnknownIdentity {
        /// The key asked for.
        key: String,
    },
    /// This report has no pages to show.
    #[error("the report has no document of its own")]
    NoDocument,
    /// The series holds no image that can be drawn.
    #[error("nothing in the series can be drawn")]
    NoPicture,
    /// A source that is only looked at cannot do this.
    #[error("what is only looked at cannot be changed")]
    NothingKept,
    /// A kept file or a source cannot be read any more.
    #[error("cannot read a file ({source}): {path}")]
    Unreadable {
        /// Path below the library folder, or on the medium.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The person stopped it.
    #[error("stopped")]
    Cancelled,
    /// Reading or writing failed in another way.
    #[error("cannot {doing}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The index refused a question.
    #[error("the index cannot answer")]
    Index(#[source] rusqlite::Error),
}

impl LibraryError {
    /// A stable code in snake_case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Absent { .. } => "library_absent",
            Self::NotALibrary { .. } => "not_a_library",
            Self::NotWritable { .. } => "library_not_writable",
            Self::Locked { .. } => "library_in_use",
            Self::Newer { .. } => "library_newer",
            Self::DiskFull => "disk_full",
            Self::TooLittleRoom { .. } => "too_little_room",
            Self::IndexDamaged => "index_damaged",
            Self::SidecarDamaged { .. } => "sidecar_damaged",
            Self::SqliteTooOld { .. } => "sqlite_too_old",
            Self::NotFound { .. } => "not_found",
            Self::UnknownIdentity { .. } => "identity_unknown",
            Self::NoDocument => "no_document",
            Self::NoPicture => "no_picture",
            Self::NothingKept => "nothing_kept",
            Self::Unreadable { .. } => "unreadable",
            Self::Cancelled => "cancelled",
            Self::Io { .. } => "io",
            Self::Index(_) => "index",
        }
    }

    /// Named values for the sentence a host makes of the code.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Absent { folder }
            | Self::NotALibrary { folder }
            | Self::NotWritable { folder, .. }
            | Self::Locked { folder } => vec![("folder", folder.display().to_string())],
            Self::Newer { found, supported } => {
                vec![
                    ("found", found.to_string()),
                    ("supported", supported.to_string()),
                ]
            }
            Self::TooLittleRoom { needed, free } => {
                vec![("needed", needed.to_string()), ("free", free.to_string())]
            }
            Self::SidecarDamaged { name } => vec![("name", name.clone())],
            Self::SqliteTooOld { found } => vec![("found", found.clone())],
            Self::NotFound { kind, id } => {
                vec![("kind", (*kind).to_owned()), ("id", id.to_string())]
            }
            Self::UnknownIdentity { key } => vec![("key", key.clone())],
            Self::Unreadable { path, .. } => vec![("path", path.clone())],
            Self::Io { doing, .. } => vec![("doing", (*doing).to_owned())],
            Self::DiskFull
            | Self::IndexDamaged
            | Self::NoDocument
            | Self::NoPicture
            | Self::NothingKept
            | Self::Cancelled
            | Self::Index(_) => Vec::new(),
        }
    }

    /// An input or output error; a full disk is told apart.
    pub(crate) fn io(doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io { doing, source },
        }
    }
}

impl From<rusqlite::Error> for LibraryError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::IndexDamaged,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Index(error),
        }
    }
}
