//! Which folder the person chose for the library, and which one to propose.
//!
//! The choice is remembered outside of any library, in the program's own
//! configuration on this computer. Not for what is kept in a library.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::LibraryError;
use crate::files::Files;
use crate::library::OpenMode;
use crate::location::{self, Caution};
use crate::room::{Room, room_in};
use crate::sidecar::Sidecar;

/// Name of the folder that is made inside one that already holds other things.
const OWN_FOLDER: &str = "Scanfolio";

/// A folder that could become the library's, looked at and not yet touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The chosen folder, or one inside it when it holds other things.
    pub folder: PathBuf,
    /// It holds a library already, which would be opened.
    pub holds_library: bool,
    /// What makes it a risky home.
    pub caution: Option<Caution>,
}

impl Proposal {
    /// What to do with a folder that the person chose. Makes nothing.
    #[must_use]
    pub fn of(chosen: &Path) -> Self {
        let folder = match room_in(chosen) {
            Ok(Room::Taken) => chosen.join(OWN_FOLDER),
            // A folder that cannot be read is refused when it is to be used.
            Ok(_) | Err(_) => chosen.to_path_buf(),
        };
        Self {
            holds_library: matches!(room_in(&folder), Ok(Room::Library)),
            caution: location::caution(&folder),
            folder,
        }
    }
}

/// `settings.json`: what the program remembers on this computer.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ThisComputer {
    library_folder: Option<PathBuf>,
}

impl Sidecar for ThisComputer {
    const PLACE: &'static str = "settings.json";
}

/// Where the library is to be opened when the program starts, and how: a
/// chosen folder that is gone, such as one on a drive, is not made anew.
///
/// # Errors
/// When what is remembered cannot be read; the usual folder would then look
/// like a lost library.
pub fn at_start(config: &Path, usual: PathBuf) -> Result<(PathBuf, OpenMode), LibraryError> {
    let remembered = ThisComputer::load(&Files::new(config.to_path_buf(), None))?;
    Ok(match remembered.library_folder {
        Some(folder) => (folder, OpenMode::MustExist),
        None => (usual, OpenMode::Create),
    })
}

/// Remembers the folder for the next start.
///
/// # Errors
/// When the configuration cannot be written.
pub fn remember(config: &Path, folder: &Path) -> Result<(), LibraryError> {
    let files = Files::new(config.to_path_buf(), None);
    files
        .make_root()
        .map_err(LibraryError::io("remember the library folder"))?;
    let chosen = ThisComputer {
        library_folder: Some(folder.to_path_buf()),
    };
    chosen.save(&files)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::Library;

    #[test]
    fn an_empty_folder_is_taken_and_one_of_other_things_gets_a_folder_of_ours() {
        let place = tempfile::tempdir().unwrap();
        let check = |chosen: &Path, folder: &Path, holds_library| {
            let proposal = Proposal::of(chosen);
            assert_eq!(proposal.folder, folder);
            assert_eq!(proposal.holds_library, holds_library);
        };
        let (empty, mixed) = (place.path().join("empty"), place.path().join("mixed"));
        fs::create_dir_all(&empty).unwrap();
        fs::create_dir_all(&mixed).unwrap();
        fs::write(mixed.join("letter.txt"), b"mine").unwrap();
        check(&empty, &empty, false);
        check(&mixed, &mixed.join("Scanfolio"), false);
        assert!(!mixed.join("Scanfolio").exists());

        drop(Library::open(&mixed.join("Scanfolio"), OpenMode::Create).unwrap());
        check(&mixed, &mixed.join("Scanfolio"), true);
        check(&mixed.join("Scanfolio"), &mixed.join("Scanfolio"), true);
    }

    #[test]
    fn a_synced_folder_is_proposed_with_its_caution() {
        let proposal = Proposal::of(Path::new("/nowhere/Dropbox"));
        assert_eq!(proposal.caution, Some(Caution::SyncedDropbox));
    }

    #[test]
    fn a_chosen_folder_is_remembered_and_never_made_anew() {
        let config = tempfile::tempdir().unwrap();
        let config = config.path().join("not/yet/there");
        let usual = PathBuf::from("/usual");
        let start = at_start(&config, usual.clone()).unwrap();
        assert_eq!(start, (usual.clone(), OpenMode::Create));

        remember(&config, Path::new("/media/stick/Scanfolio")).unwrap();
        let start = at_start(&config, usual.clone()).unwrap();
        assert_eq!(
            start,
            ("/media/stick/Scanfolio".into(), OpenMode::MustExist)
        );

        fs::write(config.join("settings.json"), b"{ half").unwrap();
        assert_eq!(
            at_start(&config, usual).unwrap_err().code(),
            "sidecar_damaged"
        );
    }
}
