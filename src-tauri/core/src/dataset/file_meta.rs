//! Preamble and File Meta Information, PS3.10 §7.1.

use std::io;

use super::encoding::Encoding;
use super::sniff;
use super::walk::Walker;
use super::window::Window;
use crate::tags;
use crate::values::trim;
use crate::warning::Warning;

const PREFIX: &[u8] = b"DICM";
const PREAMBLE: usize = 128;
/// Where File Meta Information begins.
const FILE_META_OFFSET: u64 = 132;

/// How a file begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// File Meta Information at this offset.
    FileMeta(u64),
    /// The data set at once.
    NoFileMeta,
}

/// The prefix stands after a preamble, or at the very beginning.
pub(super) fn has_prefix(head: &[u8]) -> bool {
    head.starts_with(PREFIX) || head.get(PREAMBLE..).unwrap_or_default().starts_with(PREFIX)
}

/// `None` when the file begins like nothing of DICOM.
pub(super) fn find_start(window: &mut Window<'_>) -> io::Result<Option<Start>> {
    let head = window.peek(0, 2 * PREAMBLE)?;
    let begins_like_elements = sniff::starts_like_elements(head);
    let body = head.get(PREAMBLE..).unwrap_or_default();
    if let Some(file_meta) = body.strip_prefix(PREFIX) {
        // Without a preamble the four letters may be part of a value.
        let is_value = begins_like_elements && !file_meta.starts_with(&[0x02, 0x00]);
        if !is_value {
            return Ok(Some(Start::FileMeta(FILE_META_OFFSET)));
        }
    }
    if head.starts_with(PREFIX) {
        return Ok(Some(Start::FileMeta(PREFIX.len() as u64)));
    }
    if !begins_like_elements {
        return Ok(None);
    }
    let is_file_meta = Encoding::EXPLICIT_LITTLE.tag(window.head(0)?).group() == 0x0002;
    Ok(Some(match is_file_meta {
        true => Start::FileMeta(0),
        false => Start::NoFileMeta,
    }))
}

/// Reads the File Meta Information; says where it ends and which transfer
/// syntax it names.
pub(super) fn read(walker: &mut Walker<'_, '_>, start: Start) -> io::Result<(u64, Option<String>)> {
    let Start::FileMeta(at) = start else {
        return Ok((0, None));
    };
    if at != FILE_META_OFFSET {
        walker.warn(Warning::MissingPreamble);
    }
    let first = Encoding::EXPLICIT_LITTLE.tag(walker.window.head(at)?);
    if first.group() != 0x0002 {
        walker.warn(Warning::MissingFileMeta);
        return Ok((at, None));
    }
    let encoding = sniff::sniff(walker.window, at, Some(Encoding::EXPLICIT_LITTLE))?;
    let encoding = encoding.filter(|encoding| !encoding.big_endian);
    let end = walker.file_meta(at, encoding.unwrap_or(Encoding::EXPLICIT_LITTLE))?;
    let tree = &walker.tree;
    let value = |tag| {
        let entry = tree.entries.iter().find(|entry| entry.tag == tag)?;
        tree.value(entry)
    };
    let uid = value(tags::TRANSFER_SYNTAX_UID)
        .map(|uid| trim(&String::from_utf8_lossy(uid)).to_owned())
        .filter(|uid| !uid.is_empty());
    // The length counts from the end of its own element, which has 12 bytes.
    let declared_end = value(tags::FILE_META_INFORMATION_GROUP_LENGTH)
        .and_then(|bytes| bytes.try_into().ok())
        .map(|bytes| {
            at.saturating_add(12)
                .saturating_add(u32::from_le_bytes(bytes).into())
        });
    if declared_end != Some(end) {
        walker.warn(Warning::FileMetaLengthWrong);
    }
    Ok((end, uid))
}
