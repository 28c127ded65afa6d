//! Discs and sticks, as they cross to the window.

use std::path::PathBuf;

use serde::Serialize;
use ts_rs::TS;

use crate::platform::media;

/// A disc or stick that is in the computer.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Medium {
    /// Its root, which may be looked at or kept.
    #[ts(type = "string")]
    pub folder: PathBuf,
    /// What the system calls it.
    pub name: String,
    /// A DICOMDIR lies at its root.
    pub has_directory: bool,
}

impl From<media::Medium> for Medium {
    fn from(medium: media::Medium) -> Self {
        Self {
            folder: medium.folder,
            name: medium.name,
            has_directory: medium.has_directory,
        }
    }
}
