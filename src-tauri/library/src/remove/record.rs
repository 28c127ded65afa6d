//! What was removed and is not gone from disk yet.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::sidecar::Sidecar;

/// All removals, in the order in which they were made.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Removals {
    /// The highest number that was ever given.
    pub last: i64,
    pub removals: Vec<RemovalEntry>,
}

/// One removal, by stable keys, with what it covers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RemovalEntry {
    pub number: i64,
    pub removed_at: String,
    pub what: Target,
    /// It cannot be undone any more: deleting has begun, or must begin.
    #[serde(default)]
    pub is_final: bool,
    pub files: Vec<Covered>,
    /// Keys of what the files are of: what is decided about them is forgotten with them.
    #[serde(default)]
    pub studies: BTreeSet<String>,
    #[serde(default)]
    pub identities: BTreeSet<String>,
    #[serde(default)]
    pub reports: BTreeSet<String>,
}

/// What was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// Key of a study.
    Study(String),
    /// Key of a report.
    Report(String),
    /// Keys of a person's identities.
    Person(Vec<String>),
    /// Number of an import.
    Import(i64),
}

/// A kept file that goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Covered {
    /// The import that brought it.
    pub import: i64,
    /// Below the library folder.
    pub place: String,
    /// BLAKE3 without the File Meta group, hex.
    pub data_set_blake3: String,
    /// In bytes.
    pub length: u64,
}

impl Sidecar for Removals {
    const PLACE: &'static str = "decisions/removals.json";
}

impl Removals {
    /// Imports that are removed themselves: what they met again does not count.
    pub(crate) fn imports(&self) -> Vec<i64> {
        self.removals
            .iter()
            .filter_map(|removal| match removal.what {
                Target::Import(number) => Some(number),
                _ => None,
            })
            .collect()
    }

    /// Files that are brought in again are no longer removed; `false` when none was.
    pub(crate) fn take_back(&mut self, met: &HashSet<blake3::Hash>) -> bool {
        let is_met = |file: &Covered| {
            blake3::Hash::from_hex(&file.data_set_blake3).is_ok_and(|hash| met.contains(&hash))
        };
        let mut is_changed = false;
        for removal in self.removals.iter_mut().filter(|removal| !removal.is_final) {
            let before = removal.files.len();
            removal.files.retain(|file| !is_met(file));
            is_changed |= removal.files.len() < before;
        }
        self.removals.retain(|removal| !removal.files.is_empty());
        is_changed
    }
}
