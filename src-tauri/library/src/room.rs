//! What a folder has room for: whether it is a library, or could become one.

use std::fs;
use std::io;
use std::path::Path;

use crate::files::{FILES, IMPORTS, STAGING, THUMBNAILS};
use crate::sidecar::{DECISIONS, LibraryFile, Sidecar};

/// Held while a library is open.
pub(crate) const LOCK: &str = "lock";

/// What a folder has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// It is a library.
    Library,
    /// A library can be made in it.
    Empty,
    /// It is not there; a library can be made with it.
    Absent,
    /// It holds somebody's things.
    Taken,
}

/// Looks, and makes nothing.
pub(crate) fn room_in(folder: &Path) -> io::Result<Room> {
    if folder.join(LibraryFile::PLACE).is_file() {
        return Ok(Room::Library);
    }
    match fs::read_dir(folder).map(holds_only_our_own) {
        Ok(true) => Ok(Room::Empty),
        Ok(false) => Ok(Room::Taken),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Room::Absent),
        Err(error) => Err(error),
    }
}

/// Whether a folder is empty, or holds nothing but what the making of a library
/// leaves when it is killed before `library.json` stands: the lock, that file's
/// own draft, and folders that are still empty. Anything else is somebody's.
fn holds_only_our_own(mut entries: fs::ReadDir) -> bool {
    entries.all(|entry| entry.is_ok_and(|entry| is_left_by_making(&entry)))
}

fn is_left_by_making(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name();
    let is_named = |names: &[&str]| names.iter().any(|known| name == *known);
    let Ok(kind) = entry.file_type() else {
        return false;
    };
    if kind.is_dir() {
        let is_empty =
            || fs::read_dir(entry.path()).is_ok_and(|mut entries| entries.next().is_none());
        is_named(&[FILES, IMPORTS, STAGING, DECISIONS, THUMBNAILS]) && is_empty()
    } else {
        kind.is_file() && is_named(&[LOCK, LibraryFile::DRAFT])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Library, OpenMode};

    /// `left` are files, or folders when they end in `/`.
    fn check(left: &[&str], is_opened: bool) {
        let folder = tempfile::tempdir().unwrap();
        for place in left {
            let path = folder.path().join(place);
            if place.ends_with('/') {
                fs::create_dir_all(path).unwrap();
            } else {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, b"{ half").unwrap();
            }
        }
        let opened = Library::open(folder.path(), OpenMode::Create);
        assert_eq!(opened.is_ok(), is_opened, "{left:?}");
        if let Err(error) = opened {
            assert_eq!(error.code(), "not_a_library", "{left:?}");
        }
    }

    #[test]
    fn a_library_whose_making_was_killed_is_made_whole() {
        check(&[], true);
        check(&["lock"], true);
        check(&["lock", "files/", "imports/"], true);
        let folders = [
            "files/",
            "imports/",
            "staging/",
            "decisions/",
            "thumbnails/",
        ];
        check(&[&["lock", "library.new"], &folders[..]].concat(), true);
    }

    #[test]
    fn a_folder_of_somebody_elses_is_refused() {
        check(&["letter.txt"], false);
        check(&["lock", "letter.txt"], false);
        check(&["files/letter.txt"], false);
        check(&["lock/"], false);
        check(&["lock", "files/0a/kept.dcm"], false);
    }
}
