//! Imports as they cross: what came of one, and those of earlier.

use serde::Serialize;
use ts_rs::TS;

use scanfolio_library as library;

/// An import of earlier.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportEntry {
    /// Its number; 0 for files that lay in the library folder already.
    #[ts(type = "number")]
    pub number: i64,
    /// UTC, RFC 3339; `''` when nobody knows.
    pub started_at: String,
    /// Last parts of the paths that were given.
    pub source_names: Vec<String>,
    /// Studies held with a file of it, waiting ones among them.
    pub studies: u32,
    /// Images and other DICOM instances held of it.
    pub instances: u32,
    /// Reports held of it.
    pub reports: u32,
    /// Other documents held of it.
    pub attachments: u32,
    /// Files of it that wait for an answer.
    pub waiting: u32,
    /// Files it brought that are held no more.
    pub gone: u32,
    /// Files that were there already.
    pub duplicates: u32,
    /// Files that were not taken.
    pub rejected: u32,
    /// Files that a disc's own list names and that were not there.
    pub missing: u32,
    /// The person stopped it.
    pub is_cancelled: bool,
    /// It was killed, and completed by the next opening.
    pub was_interrupted: bool,
}

impl From<library::ImportEntry> for ImportEntry {
    fn from(entry: library::ImportEntry) -> Self {
        let count = super::convert::to_u32;
        Self {
            number: entry.number,
            started_at: entry.started_at,
            source_names: entry.source_names,
            studies: count(entry.held.studies),
            instances: count(entry.held.instances),
            reports: count(entry.held.reports),
            attachments: count(entry.held.attachments),
            waiting: count(entry.held.waiting),
            gone: count(entry.gone),
            duplicates: count(entry.duplicates),
            rejected: count(entry.rejected),
            missing: count(entry.missing),
            is_cancelled: entry.is_cancelled,
            was_interrupted: entry.was_interrupted,
        }
    }
}
