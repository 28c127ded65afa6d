//! Walks the folders of a volume, within limits.

use std::collections::BTreeSet;
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use super::entry::Entry;
use super::partition::Blocks;
use super::tag::{self, Extent, Place};
use crate::import::source::archive::ENTRIES;
use crate::import::source::bytes::u16_le;
use crate::import::source::part::{Contents, Part};
use crate::import::source::tree::{
    DEPTH, FOLDER_LENGTH, FOLDERS_LENGTH, READ_TIMES, path_of, shown,
};
use crate::import::source::{Refusal, disc_layout};
use crate::outcome::RejectCode;

/// All files below the root by their paths, and what cannot be read.
///
/// # Errors
/// `disc_layout` when not even the root can be read.
pub(crate) fn walk(
    disc: &Arc<dyn ReadAt>,
    blocks: &Blocks,
    root: Place,
) -> Result<Contents, Refusal> {
    let mut walk = Walk {
        disc,
        blocks,
        entries: 0,
        folder_bytes: 0,
        readable: disc.len().saturating_mul(READ_TIMES),
        met: BTreeSet::new(),
        folders: Vec::new(),
        contents: Contents::default(),
    };
    walk.folder("", 0, root)?;
    while let Some((path, depth, place)) = walk.folders.pop() {
        if let Err(refusal) = walk.folder(&path, depth, place) {
            walk.contents.refused.push((shown(&path), refusal));
        }
        if walk.entries > ENTRIES {
            let refusal = (RejectCode::ArchiveTooMany, format!("{ENTRIES} entries"));
            walk.contents.refused.push((shown(""), refusal));
            break;
        }
    }
    walk.contents.files.sort_by(|a, b| a.0.cmp(&b.0));
    walk.contents.refused.sort();
    Ok(walk.contents)
}

struct Walk<'a> {
    disc: &'a Arc<dyn ReadAt>,
    blocks: &'a Blocks,
    entries: usize,
    folder_bytes: u64,
    /// Bytes that files may still have together.
    readable: u64,
    /// Folders that were read.
    met: BTreeSet<Place>,
    folders: Vec<(String, usize, Place)>,
    contents: Contents,
}

impl Walk<'_> {
    fn folder(&mut self, path: &str, depth: usize, place: Place) -> Result<(), Refusal> {
        if !self.met.insert(place) {
            return Err(disc_layout("a folder that lies inside itself"));
        }
        if depth > DEPTH {
            return Err(disc_layout("too many folders inside one another"));
        }
        let entry = Entry::read(&**self.disc, self.blocks, place)?;
        if entry.length > FOLDER_LENGTH || self.folder_bytes > FOLDERS_LENGTH {
            return Err(disc_layout("a folder larger than a disc has"));
        }
        self.folder_bytes = self.folder_bytes.saturating_add(entry.length);
        let bytes = entry
            .bytes(&**self.disc)
            .ok_or_else(|| disc_layout("a folder that lies outside the image"))?;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            self.entries = self.entries.saturating_add(1);
            if self.entries > ENTRIES {
                return Ok(());
            }
            let identifier = Identifier::read(rest)
                .ok_or_else(|| disc_layout("a folder with damaged entries"))?;
            rest = rest.get(identifier.size..).unwrap_or_default();
            if identifier.is_deleted || identifier.is_parent {
                continue;
            }
            match path_of(path, &identifier.name) {
                Err((shown, refusal)) => self.contents.refused.push((shown, refusal)),
                Ok(path) if identifier.is_folder => {
                    self.folders
                        .push((path, depth.saturating_add(1), identifier.place));
                }
                Ok(path) => match self.file(identifier.place) {
                    Ok(part) => self.contents.files.push((path, Arc::new(part))),
                    Err(refusal) => self.contents.refused.push((path, refusal)),
                },
            }
        }
        Ok(())
    }

    fn file(&mut self, place: Place) -> Result<Part, Refusal> {
        let entry = Entry::read(&**self.disc, self.blocks, place)?;
        match entry.kind {
            // 249 is a file that must be read in time, as video is.
            0 | 5 | 249 => {}
            12 => return Err((RejectCode::Link, "a link on a disc".to_owned())),
            _ => return Err((RejectCode::SpecialFile, "a device on a disc".to_owned())),
        }
        let cut = || {
            (
                RejectCode::ArchiveDamaged,
                "the image ends before".to_owned(),
            )
        };
        let part = Part::new(Arc::clone(self.disc), &entry.ranges).ok_or_else(cut)?;
        self.readable = self.readable.checked_sub(part.len()).ok_or_else(|| {
            let reason = format!("{READ_TIMES} times the disc");
            (RejectCode::ArchiveTooLarge, reason)
        })?;
        Ok(part)
    }
}

/// One entry of a folder (ECMA-167 4/14.4).
struct Identifier {
    is_folder: bool,
    is_deleted: bool,
    is_parent: bool,
    place: Place,
    name: String,
    /// Bytes it takes in the folder.
    size: usize,
}

impl Identifier {
    fn read(bytes: &[u8]) -> Option<Self> {
        if tag::identifier(bytes) != Some(tag::FILE_IDENTIFIER) {
            return None;
        }
        let characteristics = *bytes.get(18)?;
        let name_length = usize::from(*bytes.get(19)?);
        let start = usize::from(u16_le(bytes, 36)?).checked_add(38)?;
        let end = start.checked_add(name_length)?;
        Some(Self {
            is_folder: characteristics & 0x02 != 0,
            is_deleted: characteristics & 0x04 != 0,
            is_parent: characteristics & 0x08 != 0,
            place: Extent::long(bytes, 20)?.place,
            name: name(bytes.get(start..end)?),
            size: end.next_multiple_of(4),
        })
    }
}

/// OSTA compressed Unicode: 8 or 16 bits a character (UDF 2.1.1).
fn name(bytes: &[u8]) -> String {
    match bytes.split_first() {
        Some((16 | 255, units)) => {
            let units = units.as_chunks().0.iter();
            String::from_utf16_lossy(&units.map(|it| u16::from_be_bytes(*it)).collect::<Vec<_>>())
        }
        Some((_, latin)) => latin.iter().copied().map(char::from).collect(),
        None => String::new(),
    }
}
