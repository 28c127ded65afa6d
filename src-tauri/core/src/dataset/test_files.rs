//! Real files for tests: the folder of shared test data, when it is there.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read real files; the crate itself does not"
)]

use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use crate::bytes::ReadAt;

/// The shared data folder; says so on standard error and gives `None` when it is absent.
pub(crate) fn shared_data() -> Option<PathBuf> {
    let named = std::env::var_os("SCANFOLIO_SHARED").map(PathBuf::from);
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // A checkout beside the real one stands one folder deeper.
    let beside = [workspace.join("../shared"), workspace.join("../../shared")];
    let found = named
        .into_iter()
        .chain(beside)
        .map(|shared| shared.join("data"))
        .find(|data| data.is_dir());
    if found.is_none() {
        eprintln!("skipped: the shared test data are not here (SCANFOLIO_SHARED)");
    }
    found
}

/// One of the shared files, whole; `None` when the data are absent.
pub(crate) fn shared_file(name: &str) -> Option<Vec<u8>> {
    let path = shared_data()?.join(name);
    Some(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Every file below `folder`, in order of its path.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files.sort();
    files
}

/// A file on the disk.
pub(crate) struct OnDisk(std::fs::File);

impl OnDisk {
    pub(crate) fn open(path: &Path) -> Self {
        Self(std::fs::File::open(path).unwrap())
    }
}

impl ReadAt for OnDisk {
    fn len(&self) -> u64 {
        self.0.metadata().unwrap().len()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> std::io::Result<usize> {
        self.0.read_at(buf, offset)
    }
}
