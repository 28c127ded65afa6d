//! Where things are kept: the library folder, its index, what comes in.
//!
//! Kept files are never changed. `storage` alone speaks SQL, `files` alone
//! opens kept files; the index can be deleted at any time and is made anew from
//! the files, the import journals and the sidecars. Not for what bytes mean:
//! that is `scanfolio-core`.

mod clock;
mod content;
mod copying;
mod error;
/// Faults on request, for tests.
#[cfg(feature = "faults")]
pub mod faults;
#[cfg(not(feature = "faults"))]
mod faults;
mod files;
mod glossary;
mod history;
/// Which folder the person chose for the library.
pub mod home;
mod import;
mod journal;
mod keeping;
mod lacking;
mod library;
mod list;
mod listing;
/// Where a library lies by default, and which folders are a risk.
pub mod location;
mod looked;
mod mend;
mod outcome;
mod persons;
mod platform;
mod references;
mod remove;
mod reports;
mod room;
mod sidecar;
mod stack;
mod storage;
mod sums;
mod thumbnail;
mod verify;
/// Decoding as a request and a reply by value.
pub mod worker;

pub use copying::Copying;
pub use error::LibraryError;
pub use files::{FileSource, PLACE_LENGTH};
pub use glossary::glossary;
pub use history::{Held, ImportEntry};
pub use import::source::{ArchivePassword, Source};
pub use lacking::MissingParts;
pub use library::{Library, OpenMode, OpenOptions};
pub use listing::{
    FrameRef, Identified, OtherContent, Pairing, Person, PersonListing, Proposal, ReferenceTarget,
    ReportBadge, ReportDetail, ResolvedReference, SearchHit, SeriesDetail, StackDetail,
    StudyDetail, StudySummary, WaitingIdentity,
};
pub use mend::Mended;
pub use outcome::{
    ImportOutcome, IncompleteStudy, PersonChoice, Phase, Program, ProgramKind, Progress,
    RejectCode, Rejected,
};
pub use persons::Answer;
pub use remove::{HeldSpace, Purged, Removable, Removal, Removing};
pub use sidecar::{Decision, FORMAT_VERSION};
pub use thumbnail::png_of;
pub use verify::Verification;
pub use worker::DecodeError;
