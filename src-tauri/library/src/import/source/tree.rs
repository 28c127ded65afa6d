//! What all trees of a disc have in common: their limits, and names that are only shown.
//!
//! Names never become paths on this computer; they are kept to be shown, and to
//! be held against what a DICOMDIR names.

use super::Refusal;
use super::archive::leads_outside;
use crate::outcome::RejectCode;

/// Folders inside one another. ISO 9660 has 8, the others as many as they like.
pub(crate) const DEPTH: usize = 64;
/// Bytes of one folder's entries, and of all folders'.
pub(crate) const FOLDER_LENGTH: u64 = 64 << 20;
pub(crate) const FOLDERS_LENGTH: u64 = 512 << 20;
/// Files may share extents, but not so that reading all takes this many times the disc.
pub(crate) const READ_TIMES: u64 = 16;
/// Longest path, in bytes.
const PATH_LENGTH: usize = 4096;

/// The path of a name in a folder, `''` being the root.
///
/// # Errors
/// What can be shown of the path, and `archive_path_outside`, when the name is none.
pub(crate) fn path_of(folder: &str, name: &str) -> Result<String, (String, Refusal)> {
    let path = match folder {
        "" => name.to_owned(),
        _ => format!("{folder}/{name}"),
    };
    let is_name = !name.is_empty() && !name.contains('/') && !leads_outside(name);
    if is_name && path.len() <= PATH_LENGTH {
        return Ok(path);
    }
    let refusal = (RejectCode::ArchivePathOutside, "not a name".to_owned());
    let shown = path.chars().filter(|c| !c.is_control()).take(200);
    Err((shown.collect(), refusal))
}

/// A folder's path as it is named in a refusal.
pub(crate) fn shown(folder: &str) -> String {
    match folder {
        "" => "/".to_owned(),
        _ => folder.to_owned(),
    }
}
