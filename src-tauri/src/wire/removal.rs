//! Removing as it crosses: what, and what that takes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use scanfolio_library as library;

use super::Key;

/// What can be removed from the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Removable {
    /// An exam, with the reports that surely belong to it.
    Study(Key),
    /// A report alone.
    Report(Key),
    /// All that is a person's.
    Person(Key),
    /// What an import brought, by its number.
    Import(#[ts(type = "number")] i64),
}

/// What a removal takes.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Removing {
    /// Studies of which something goes.
    pub studies: u32,
    /// Frames that could be scrolled through.
    pub images: u32,
    /// Reports.
    pub reports: u32,
    /// Other documents.
    pub attachments: u32,
    /// Kept files, all of the above among them.
    pub files: u32,
    /// Their length.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Files of an import that stay, because another import met them again.
    pub met_again: u32,
}

/// How large the library is, and how much room there is beside it; in bytes.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HeldSpace {
    /// All kept files, those that are removed and not gone yet among them.
    #[ts(type = "number")]
    pub kept: u64,
    /// Of these, what is removed.
    #[ts(type = "number")]
    pub removed: u64,
    /// Free on the volume; `None` when the system does not tell.
    #[ts(type = "number | null")]
    pub free: Option<u64>,
}

impl From<library::HeldSpace> for HeldSpace {
    fn from(space: library::HeldSpace) -> Self {
        Self {
            kept: space.kept,
            removed: space.removed,
            free: space.free,
        }
    }
}

impl From<Removable> for library::Removable {
    fn from(what: Removable) -> Self {
        match what {
            Removable::Study(key) => Self::Study(key.id),
            Removable::Report(key) => Self::Report(key.id),
            Removable::Person(key) => Self::Person(key.id),
            Removable::Import(number) => Self::Import(number),
        }
    }
}

impl From<library::Removing> for Removing {
    fn from(removing: library::Removing) -> Self {
        let count = super::convert::to_u32;
        Self {
            studies: count(removing.studies),
            images: count(removing.images),
            reports: count(removing.reports),
            attachments: count(removing.attachments),
            files: count(removing.files),
            bytes: removing.bytes,
            met_again: count(removing.met_again),
        }
    }
}
