//! Finds the files of a folder, sorted, without following links.

use std::fs;
use std::path::{Path, PathBuf};

use super::around::Around;
use super::{Found, Origin, refusal_of};
use crate::outcome::{RejectCode, Rejected};

/// All files at or below a path. `prefix` stands before their names, `''` for none.
///
/// A link to a file inside the same folder is passed over, for the file itself
/// is found; a link that leads elsewhere or nowhere is rejected.
pub(crate) fn find(
    given: &Path,
    prefix: &str,
    around: &Around,
    found: &mut Vec<Found>,
    rejected: &mut Vec<Rejected>,
) {
    // What the person named may itself be a link: they chose it.
    let root = match fs::canonicalize(given) {
        Ok(root) => root,
        Err(error) => {
            let (code, reason) = refusal_of(&error);
            rejected.push(Rejected {
                path: name_of(given),
                code,
                reason,
            });
            return;
        }
    };
    if root.is_dir() {
        Walk {
            root: &root,
            around,
            found,
            rejected,
        }
        .folder(&root, prefix);
    } else {
        let path = if prefix.is_empty() {
            name_of(given)
        } else {
            prefix.to_owned()
        };
        found.push(Found {
            path,
            origin: Origin::File(root, around.medium.clone()),
            around: around.clone(),
        });
    }
}

/// The last part of a path, as text.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

struct Walk<'a> {
    root: &'a Path,
    around: &'a Around,
    found: &'a mut Vec<Found>,
    rejected: &'a mut Vec<Rejected>,
}

impl Walk<'_> {
    fn folder(&mut self, top: &Path, prefix: &str) {
        // A stack of its own: a medium may nest folders deeper than a thread's stack.
        let mut folders = vec![(top.to_path_buf(), prefix.to_owned())];
        let mut files = Vec::new();
        while let Some((folder, prefix)) = folders.pop() {
            let mut entries = match self.listing(|| fs::read_dir(&folder)) {
                Ok(entries) => entries,
                Err(error) => {
                    self.refuse(prefix, &error);
                    continue;
                }
            };
            while let Some(entry) = self.listing(|| entries.next()) {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        self.refuse(prefix.clone(), &error);
                        break;
                    }
                };
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if prefix.is_empty() {
                    name
                } else {
                    format!("{prefix}/{name}")
                };
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push((entry.path(), path)),
                    Ok(kind) if kind.is_symlink() => self.link(&entry.path(), path),
                    Ok(kind) if kind.is_file() => files.push((path, entry.path())),
                    Ok(_) => self.reject(path, RejectCode::SpecialFile, "a device, pipe or socket"),
                    Err(error) => self.refuse(path, &error),
                }
            }
        }
        files.sort();
        self.found.extend(
            files
                .into_iter()
                .map(|(path, file): (String, PathBuf)| Found {
                    path,
                    origin: Origin::File(file, self.around.medium.clone()),
                    around: self.around.clone(),
                }),
        );
        self.rejected.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// Asks the medium, so that an answer that does not come is noticed.
    fn listing<T>(&self, ask: impl FnOnce() -> T) -> T {
        match &self.around.medium {
            Some(medium) => medium.during(ask),
            None => ask(),
        }
    }

    fn link(&mut self, link: &Path, path: String) {
        match fs::canonicalize(link) {
            Ok(target) if target.starts_with(self.root) => {}
            Ok(_) => self.reject(path, RejectCode::Link, "a link that leads elsewhere"),
            Err(error) => self.reject(path, RejectCode::Link, &error.to_string()),
        }
    }

    fn refuse(&mut self, path: String, error: &std::io::Error) {
        let (code, reason) = refusal_of(error);
        self.reject(path, code, &reason);
    }

    fn reject(&mut self, path: String, code: RejectCode, reason: &str) {
        self.rejected.push(Rejected {
            path,
            code,
            reason: reason.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::medium::Medium;
    use super::*;

    fn paths(folder: &Path) -> (Vec<String>, Vec<(String, RejectCode)>) {
        let (mut found, mut rejected) = (Vec::new(), Vec::new());
        find(folder, "", &Around::default(), &mut found, &mut rejected);
        (
            found.into_iter().map(|found| found.path).collect(),
            rejected
                .into_iter()
                .map(|rejected| (rejected.path, rejected.code))
                .collect(),
        )
    }

    #[test]
    fn files_are_found_in_order_of_their_paths() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/c")).unwrap();
        for name in ["b/c/2", "b/1", "a"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        assert_eq!(
            paths(folder.path()),
            (vec!["a".into(), "b/1".into(), "b/c/2".into()], vec![])
        );
    }

    #[test]
    fn every_answer_of_the_medium_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["1", "2", "3"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let medium = Arc::new(Medium::of(folder.path()).unwrap());
        let around = Around::given(None, Some(Arc::clone(&medium)), Arc::default());
        let (mut found, mut rejected) = (Vec::new(), Vec::new());
        find(folder.path(), "", &around, &mut found, &mut rejected);
        assert_eq!(found.len(), 3);
        assert_eq!(medium.reads(), 5, "opened, three entries, and the end");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_out_of_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "x").unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).unwrap();
        let (found, rejected) = paths(folder.path());
        assert_eq!(found, ["a"]);
        assert_eq!(
            rejected,
            [
                ("dangling".into(), RejectCode::Link),
                ("out".into(), RejectCode::Link)
            ]
        );
    }
}
