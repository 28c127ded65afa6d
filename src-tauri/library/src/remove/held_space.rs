//! How large what is kept is, how much of it goes, and what the volume has free.
//!
//! From the index, so it costs no look at the files; what lies in the folder
//! beside kept files (index, pictures made from them, journals) is not counted.

use serde::Serialize;

use crate::error::LibraryError;
use crate::library::Library;

/// Bytes of kept files, and of the volume they lie on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct HeldSpace {
    /// All kept files, those that are removed and not gone yet among them.
    pub kept: u64,
    /// Of these, what is removed: it comes free when the program closes.
    pub removed: u64,
    /// Free on the volume; `None` when the system does not tell.
    pub free: Option<u64>,
}

impl Library {
    /// How large the library is, and how much room there is beside it.
    ///
    /// # Errors
    /// [`LibraryError::NothingKept`] while only looking; when the index cannot answer.
    pub fn held_space(&self) -> Result<HeldSpace, LibraryError> {
        let free = self.files()?.space().ok().map(|space| space.free);
        let (kept, removed) = self.storage.kept_bytes()?;
        Ok(HeldSpace {
            kept,
            removed,
            free,
        })
    }
}
