//! Walks one tree of a disc, folder by folder, within limits.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use super::descriptor::Volume;
use super::record::{Record, RockRidge, records, rock_ridge, skipped};
use super::sessions::Sessions;
use crate::import::source::archive::ENTRIES;
use crate::import::source::part::{Contents, Part, Range};
use crate::import::source::tree::{
    DEPTH, FOLDER_LENGTH, FOLDERS_LENGTH, READ_TIMES, path_of, shown,
};
use crate::import::source::{Refusal, disc_layout};
use crate::outcome::RejectCode;

/// How a tree's names are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// Capitals, digits and `_`, with a version number.
    Plain,
    /// UCS-2.
    Joliet,
    /// Alternate names, after so many bytes of every record's system use area.
    RockRidge { skipped: usize },
}

/// The names the volume's records have; `None` when its root cannot be read.
///
/// # Errors
/// What reading reports.
pub(crate) fn names(
    disc: &dyn ReadAt,
    volume: &Volume,
    sessions: &Sessions,
) -> io::Result<Option<Names>> {
    let Some(at) = sessions.place_of(volume.root, volume.block) else {
        return Ok(None);
    };
    let mut head = [0; 256];
    let read = disc.read_full(at, &mut head)?;
    let Some(root) = head.get(..read).and_then(Record::read) else {
        return Ok(None);
    };
    Ok(Some(match skipped(&root) {
        _ if volume.is_joliet => Names::Joliet,
        Some(skipped) => Names::RockRidge { skipped },
        None => Names::Plain,
    }))
}

/// All files of the tree by their paths, and what of it cannot be read.
pub(crate) fn walk(
    disc: &Arc<dyn ReadAt>,
    volume: &Volume,
    names: Names,
    sessions: &Sessions,
) -> Contents {
    let mut walk = Walk {
        disc,
        volume,
        names,
        sessions,
        entries: 0,
        folder_bytes: 0,
        readable: disc.len().saturating_mul(READ_TIMES),
        met: BTreeSet::new(),
        folders: Vec::new(),
        contents: Contents::default(),
    };
    walk.folders.push(Folder {
        path: String::new(),
        depth: 0,
        block: volume.root,
        attributes: 0,
        length: volume.root_length,
    });
    while let Some(folder) = walk.folders.pop() {
        let path = folder.path.clone();
        if let Err(refusal) = walk.folder(folder) {
            walk.refuse(shown(&path), refusal);
        }
        if walk.entries > ENTRIES {
            let refusal = (RejectCode::ArchiveTooMany, format!("{ENTRIES} entries"));
            walk.refuse(shown(""), refusal);
            break;
        }
    }
    walk.contents.files.sort_by(|a, b| a.0.cmp(&b.0));
    walk.contents.refused.sort();
    walk.contents
}

struct Folder {
    path: String,
    depth: usize,
    block: u32,
    attributes: u8,
    length: u32,
}

struct Walk<'a> {
    disc: &'a Arc<dyn ReadAt>,
    volume: &'a Volume,
    names: Names,
    sessions: &'a Sessions,
    entries: usize,
    folder_bytes: u64,
    /// Bytes that files may still have together.
    readable: u64,
    /// Blocks of folders that were read.
    met: BTreeSet<u32>,
    folders: Vec<Folder>,
    contents: Contents,
}

impl Walk<'_> {
    fn refuse(&mut self, path: String, refusal: Refusal) {
        self.contents.refused.push((path, refusal));
    }

    fn folder(&mut self, folder: Folder) -> Result<(), Refusal> {
        if !self.met.insert(folder.block) {
            return Err(disc_layout("a folder that lies inside itself"));
        }
        if folder.depth > DEPTH {
            return Err(disc_layout("too many folders inside one another"));
        }
        if u64::from(folder.length) > FOLDER_LENGTH || self.folder_bytes > FOLDERS_LENGTH {
            return Err(disc_layout("a folder larger than a disc has"));
        }
        self.folder_bytes = self.folder_bytes.saturating_add(u64::from(folder.length));
        let bytes = self
            .range(folder.block, folder.attributes, folder.length)
            .and_then(|range| self.disc.read_range(range.offset?, range.length).ok())
            .ok_or_else(|| disc_layout("a folder that lies outside the image"))?;
        let mut parts: Vec<Record> = Vec::new();
        let mut is_damaged = false;
        for record in records(&bytes) {
            self.entries = self.entries.saturating_add(1);
            if self.entries > ENTRIES {
                return Ok(());
            }
            match record {
                Ok(record) if record.is_self_or_parent() || record.is_associated() => {}
                Ok(record) if record.goes_on() => parts.push(record),
                Ok(record) => {
                    parts.push(record);
                    self.entry(&folder, &std::mem::take(&mut parts));
                }
                Err(()) => is_damaged = true,
            }
        }
        if is_damaged || !parts.is_empty() {
            return Err(disc_layout("a folder with damaged entries"));
        }
        Ok(())
    }

    /// One file or folder. A file of several extents has a record of each.
    fn entry(&mut self, folder: &Folder, parts: &[Record]) {
        let Some(last) = parts.last() else { return };
        let said = match self.names {
            Names::RockRidge { skipped } => {
                rock_ridge(last, skipped, &**self.disc).unwrap_or_default()
            }
            Names::Plain | Names::Joliet => RockRidge::default(),
        };
        if said.is_moved_away {
            return;
        }
        let name = self.name(last, said.name.as_deref());
        let path = match path_of(&folder.path, &name) {
            Ok(path) => path,
            Err((shown, refusal)) => return self.refuse(shown, refusal),
        };
        if last.is_directory() || said.child.is_some() {
            self.folders.push(Folder {
                path,
                depth: folder.depth.saturating_add(1),
                block: said.child.unwrap_or(last.block),
                attributes: last.attributes,
                length: match said.child {
                    Some(block) => self.length_of(block),
                    None => last.length,
                },
            });
        } else {
            match self.file(parts, &said) {
                Ok(part) => self.contents.files.push((path, Arc::new(part))),
                Err(refusal) => self.refuse(path, refusal),
            }
        }
    }

    fn file(&mut self, parts: &[Record], said: &RockRidge) -> Result<Part, Refusal> {
        if said.is_special {
            return Err((RejectCode::Link, "a link or device on a disc".to_owned()));
        }
        if said.is_packed {
            return Err((RejectCode::ArchiveMethod, "packed by zisofs".to_owned()));
        }
        if parts.iter().any(Record::is_interleaved) {
            return Err(disc_layout("an interleaved file"));
        }
        let ranges: Option<Vec<Range>> = parts
            .iter()
            .map(|part| self.range(part.block, part.attributes, part.length))
            .collect();
        let cut = || {
            (
                RejectCode::ArchiveDamaged,
                "the image ends before".to_owned(),
            )
        };
        let part = Part::new(Arc::clone(self.disc), &ranges.ok_or_else(cut)?).ok_or_else(cut)?;
        self.readable = self.readable.checked_sub(part.len()).ok_or_else(|| {
            let reason = format!("{READ_TIMES} times the disc");
            (RejectCode::ArchiveTooLarge, reason)
        })?;
        Ok(part)
    }

    /// Data Length of a folder that another record stands for: its first record says it.
    fn length_of(&self, block: u32) -> u32 {
        let mut head = [0; 34];
        self.range(block, 0, 34)
            .and_then(|range| self.disc.read_full(range.offset?, &mut head).ok())
            .and_then(|_| Record::read(&[&head[..], &[0; 222]].concat()))
            .map_or(0, |record| record.length)
    }

    fn range(&self, block: u32, attributes: u8, length: u32) -> Option<Range> {
        let block = block.checked_add(u32::from(attributes))?;
        Some(Range {
            // Some burners write any block for a file of no bytes.
            offset: match length {
                0 => None,
                _ => Some(self.sessions.place_of(block, self.volume.block)?),
            },
            length: u64::from(length),
        })
    }

    fn name(&self, record: &Record, alternate: Option<&str>) -> String {
        if let Some(name) = alternate {
            return name.to_owned();
        }
        let name = if self.names == Names::Joliet {
            let units = record.identifier.as_chunks().0;
            String::from_utf16_lossy(
                &units
                    .iter()
                    .map(|unit| u16::from_be_bytes(*unit))
                    .collect::<Vec<_>>(),
            )
        } else {
            record.identifier.iter().copied().map(char::from).collect()
        };
        without_version(&name).to_owned()
    }
}

/// Without `;1`, and without the point that ends a name of no extension.
fn without_version(name: &str) -> &str {
    let name = match name.rsplit_once(';') {
        Some((name, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => name,
    };
    match name.strip_suffix('.') {
        Some(plain) if !plain.is_empty() && !plain.ends_with('.') => plain,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_final_points_are_no_part_of_a_name() {
        for (written, expected) in [
            ("IM1;1", "IM1"),
            ("IM1.;1", "IM1"),
            ("A.DCM;12", "A.DCM"),
            ("a;b", "a;b"),
            ("..", ".."),
            (".", "."),
        ] {
            assert_eq!(without_version(written), expected);
        }
    }
}
