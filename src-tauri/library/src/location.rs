//! Where a library lies by default, and which folders are a risk.

use std::path::{Path, PathBuf};

/// What is known about a folder that makes it a risky home for a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// OneDrive copies it elsewhere.
    SyncedOnedrive,
    /// iCloud Drive copies it elsewhere.
    SyncedIcloud,
    /// Dropbox copies it elsewhere.
    SyncedDropbox,
    /// It is on a network volume.
    Network,
}

impl Caution {
    /// A stable code in snake_case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SyncedOnedrive => "synced_onedrive",
            Self::SyncedIcloud => "synced_icloud",
            Self::SyncedDropbox => "synced_dropbox",
            Self::Network => "network",
        }
    }
}

/// The folder a library is kept in when none is named: the local data folder of
/// the user, which neither roams nor shows among Documents. `None` when the
/// system names no home.
#[must_use]
pub fn default_folder() -> Option<PathBuf> {
    Some(
        directories::ProjectDirs::from("org", "Scanfolio", "Scanfolio")?
            .data_local_dir()
            .join("library"),
    )
}

/// The folder of what the program remembers on this computer. `None` when the
/// system names no home.
#[must_use]
pub fn config_folder() -> Option<PathBuf> {
    Some(
        directories::ProjectDirs::from("org", "Scanfolio", "Scanfolio")?
            .config_local_dir()
            .to_path_buf(),
    )
}

/// Whether the folder is synced or on a network.
#[must_use]
pub fn caution(folder: &Path) -> Option<Caution> {
    by_name(folder).or_else(|| {
        let nearest = folder.ancestors().find(|path| path.exists())?;
        crate::platform::is_network(nearest).then_some(Caution::Network)
    })
}

/// Folder of the index: in the library, unless that is synced or on a network.
/// Then it stays on this computer, told apart by the library's id.
pub(crate) fn index_folder(folder: &Path, uuid: &str) -> PathBuf {
    let local = || {
        Some(
            directories::ProjectDirs::from("org", "Scanfolio", "Scanfolio")?
                .data_local_dir()
                .join("index"),
        )
    };
    match caution(folder).and_then(|_| local()) {
        Some(local) => local.join(uuid),
        None => folder.join("index"),
    }
}

fn by_name(folder: &Path) -> Option<Caution> {
    folder.components().find_map(|part| {
        let name = part.as_os_str().to_string_lossy().to_lowercase();
        if name == "onedrive" || name.starts_with("onedrive -") || name.starts_with("onedrive-") {
            Some(Caution::SyncedOnedrive)
        } else if name == "icloud drive" || name == "iclouddrive" || name == "com~apple~clouddocs" {
            Some(Caution::SyncedIcloud)
        } else if name == "dropbox" || name.starts_with("dropbox (") || name.starts_with("dropbox-")
        {
            Some(Caution::SyncedDropbox)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synced_folders_are_known_by_their_names() {
        let check = |path: &str, expected| assert_eq!(by_name(Path::new(path)), expected, "{path}");
        check("home/ann/OneDrive/scans", Some(Caution::SyncedOnedrive));
        check(
            "home/ann/OneDrive - Clinic/scans",
            Some(Caution::SyncedOnedrive),
        );
        check(
            "Users/ann/Library/CloudStorage/OneDrive-Personal/scans",
            Some(Caution::SyncedOnedrive),
        );
        check(
            "Users/ann/Library/Mobile Documents/com~apple~CloudDocs/x",
            Some(Caution::SyncedIcloud),
        );
        check(
            "home/ann/Dropbox (Personal)/x",
            Some(Caution::SyncedDropbox),
        );
        check("home/ann/scans of dropbox", None);
    }

    #[test]
    fn the_index_of_a_synced_library_stays_on_this_computer() {
        let synced = Path::new("/home/ann/Dropbox/scans");
        assert!(!index_folder(synced, "id").starts_with(synced));
        let plain = tempfile::tempdir().unwrap();
        assert!(index_folder(plain.path(), "id").starts_with(plain.path()));
    }
}
