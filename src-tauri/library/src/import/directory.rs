//! What a DICOMDIR names, held against what was found.

use std::collections::{BTreeMap, BTreeSet};

/// Paths of everything that was found, and what DICOMDIRs name.
#[derive(Debug, Default)]
pub(crate) struct Directories {
    found: BTreeSet<String>,
    /// Folded path → as it shall be shown.
    named: BTreeMap<String, String>,
}

impl Directories {
    pub(crate) fn found(&mut self, path: &str) {
        self.found.insert(fold(path));
    }

    /// `directory`: the DICOMDIR's own path; its file IDs are relative to its folder.
    pub(crate) fn named(&mut self, directory: &str, files: &[String]) {
        let folder = directory.rsplit_once('/').map_or("", |(folder, _)| folder);
        for file in files {
            let path = if folder.is_empty() {
                file.clone()
            } else {
                format!("{folder}/{file}")
            };
            self.named.entry(fold(&path)).or_insert(path);
        }
    }

    /// Named and not found, in order.
    pub(crate) fn missing(&self) -> Vec<String> {
        self.named
            .iter()
            .filter(|(folded, _)| !self.found.contains(*folded))
            .map(|(_, path)| path.clone())
            .collect()
    }
}

/// Discs are mounted in capitals or not, with ISO 9660's `;1` and final dot or not.
fn fold(path: &str) -> String {
    let plain = |part: &str| {
        part.split(';')
            .next()
            .unwrap_or_default()
            .trim_end_matches('.')
            .to_lowercase()
    };
    path.split('/').map(plain).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_however_the_disc_was_mounted() {
        let mut directories = Directories::default();
        directories.found("disc/images/im1");
        directories.found("disc/IMAGES/IM2.;1");
        directories.named(
            "disc/DICOMDIR",
            &[
                "IMAGES/IM1".into(),
                "IMAGES/IM2".into(),
                "IMAGES/IM3".into(),
            ],
        );
        assert_eq!(directories.missing(), ["disc/IMAGES/IM3"]);
    }
}
