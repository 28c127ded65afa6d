//! Deleting kept files: what the person removed.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use super::Files;
use crate::faults::Point;

impl Files {
    /// Deletes a file; `false` when it was not there.
    pub(crate) fn remove(&self, place: &str) -> io::Result<bool> {
        match fs::remove_file(self.path(place)?) {
            Ok(()) => {
                self.at(Point::FileRemoved);
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes the deletion of these files durable, and deletes the folders they left empty.
    pub(crate) fn remove_empty_folders(&self, places: &[&str]) -> io::Result<()> {
        let folders: BTreeSet<&str> = places
            .iter()
            .filter_map(|place| Some(place.rsplit_once('/')?.0))
            .collect();
        let mut above = BTreeSet::new();
        for folder in folders {
            let path = self.path(folder)?;
            match fs::remove_dir(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
                    crate::platform::sync_folder(&path)?;
                }
                Err(error) => return Err(error),
            }
            above.extend(path.parent().map(std::path::Path::to_path_buf));
        }
        above
            .iter()
            .filter(|folder| folder.is_dir())
            .try_for_each(|folder| crate::platform::sync_folder(folder))
    }
}
