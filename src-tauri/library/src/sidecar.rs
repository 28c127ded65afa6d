//! JSON files beside the kept ones: all that cannot be read from them again.
//!
//! Persons and merges ([`crate::persons`]), decisions about reports, what was read, settings. With
//! them and the import journals ([`crate::journal`]) the index can be deleted
//! and made anew. Not for anything that a kept file itself says.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::LibraryError;
use crate::files::Files;
use crate::sums;

/// Newest format of a library folder this program knows.
pub const FORMAT_VERSION: u32 = 1;

/// Sidecars lie below this.
pub(crate) const DECISIONS: &str = "decisions";

/// A JSON file of the library.
pub(crate) trait Sidecar: Serialize + DeserializeOwned + Default {
    /// Its place.
    const PLACE: &'static str;

    /// Reads it; the default when it is not there.
    fn load(files: &Files) -> Result<Self, LibraryError> {
        match files.read(Self::PLACE) {
            Ok(bytes) => Self::of(&bytes).ok_or_else(|| LibraryError::SidecarDamaged {
                name: Self::PLACE.to_owned(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(LibraryError::Unreadable {
                path: Self::PLACE.to_owned(),
                source,
            }),
        }
    }

    /// What the bytes of the file say; `None` when they are damaged.
    fn of(bytes: &[u8]) -> Option<Self> {
        let content = sums::checked(bytes.strip_suffix(b"\n")?)?;
        serde_json::from_slice(content).ok()
    }

    /// Writes it, durably and at once.
    fn save(&self, files: &Files) -> Result<(), LibraryError> {
        let content = serde_json::to_vec_pretty(self).map_err(|error| LibraryError::Io {
            doing: "write a sidecar",
            source: error.into(),
        })?;
        let mut bytes = sums::with_sum(&content);
        bytes.push(b'\n');
        files
            .replace(Self::PLACE, &bytes)
            .map_err(LibraryError::io("write a sidecar"))
    }
}

/// `library.json`: what makes a folder a library.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct LibraryFile {
    /// Told apart from other libraries by this.
    pub id: String,
    /// See [`FORMAT_VERSION`].
    pub format_version: u32,
}

impl LibraryFile {
    /// Where [`Files::replace`] writes it before it stands.
    pub(crate) const DRAFT: &'static str = "library.new";

    /// The version a library says it has, whatever else of the file is understood:
    /// a newer program may write all else in another way.
    pub(crate) fn stated_version(bytes: &[u8]) -> Option<u32> {
        let json: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        let version = json
            .pointer("/content/format_version")
            .or_else(|| json.get("format_version"))?;
        u32::try_from(version.as_u64()?).ok()
    }
}

impl Sidecar for LibraryFile {
    const PLACE: &'static str = "library.json";
}

/// What the user decided about reports: report key → study key → decision.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PairingDecisions(pub BTreeMap<String, BTreeMap<String, Decision>>);

/// The user's word on a pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The report belongs to the study.
    Confirmed,
    /// It does not.
    Refused,
}

impl Decision {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Refused => "refused",
        }
    }
}

impl Sidecar for PairingDecisions {
    const PLACE: &'static str = "decisions/pairings.json";
}

/// Keys of the reports that were opened.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ReadReports(pub BTreeSet<String>);

impl Sidecar for ReadReports {
    const PLACE: &'static str = "decisions/read.json";
}

/// Settings of the host, which alone knows their meaning.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Settings(pub serde_json::Value);

impl Sidecar for Settings {
    const PLACE: &'static str = "decisions/settings.json";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::persons::Persons;

    #[test]
    fn a_damaged_sidecar_is_named_and_never_overwritten_by_loading() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_path_buf(), None);
        files.make_folder(DECISIONS).unwrap();
        std::fs::write(folder.path().join(Persons::PLACE), b"{ half").unwrap();
        let error = Persons::load(&files).unwrap_err();
        assert_eq!(error.code(), "sidecar_damaged");
        assert_eq!(error.params(), vec![("name", Persons::PLACE.to_owned())]);
        assert_eq!(files.read(Persons::PLACE).unwrap(), b"{ half");
    }
}
