//! Tape archives (POSIX.1-1988 ustar, POSIX.1-2001 pax, GNU, and what was before), read where they lie.
//!
//! Nothing is unpacked: a file is a range of the archive. Not for what packs
//! one (gzip): that is opened first, as a file of its own.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

use std::io;
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use super::archive::{ENTRIES, leads_outside};
use super::part::{Contents, Part, Range};
use super::{Refusal, refusal_of};
use crate::outcome::RejectCode;

/// Everything in it comes in blocks of so many bytes.
const BLOCK: u64 = 512;
/// Longest name or list of attributes read.
const WORDS: u64 = 64 << 10;

/// The bytes begin with a header: its checksum is right.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    Header::read(head).is_some()
}

/// Lists the files of an archive.
///
/// # Errors
/// `archive_damaged` when not even the first header can be read.
pub(crate) fn open(source: &Arc<dyn ReadAt>) -> Result<Contents, Refusal> {
    let mut walk = Walk {
        source,
        at: 0,
        said: Said::default(),
        contents: Contents::default(),
    };
    for _ in 0..ENTRIES {
        match walk.entry() {
            Ok(true) => {}
            Ok(false) => return Ok(walk.contents),
            Err(refusal) if walk.at == 0 => return Err(refusal),
            Err(refusal) => return Ok(walk.ended_by(refusal)),
        }
    }
    let refusal = (RejectCode::ArchiveTooMany, format!("{ENTRIES} entries"));
    Ok(walk.ended_by(refusal))
}

/// What the headers before a file's own said about it.
#[derive(Default)]
struct Said {
    name: Option<String>,
    length: Option<u64>,
    is_sparse: bool,
}

struct Walk<'a> {
    source: &'a Arc<dyn ReadAt>,
    at: u64,
    said: Said,
    contents: Contents,
}

impl Walk<'_> {
    /// What follows cannot be read; what came before stays.
    fn ended_by(mut self, refusal: Refusal) -> Contents {
        self.contents.refused.push(("…".to_owned(), refusal));
        self.contents
    }

    /// Reads one header and goes behind its data; `false` at the end.
    fn entry(&mut self) -> Result<bool, Refusal> {
        let mut block = [0; 512];
        let read = self
            .source
            .read_full(self.at, &mut block)
            .map_err(|error| unreadable(&error))?;
        // Two blocks of zeros end an archive, but many writers leave them out.
        if read == 0 || block.iter().all(|byte| *byte == 0) {
            return Ok(false);
        }
        let header = Header::read(block.get(..read).unwrap_or_default())
            .ok_or_else(|| damaged("a header that is none"))?;
        let is_of_next = matches!(header.kind, b'x' | b'g' | b'L' | b'K');
        let length = match self.said.length {
            Some(length) if !is_of_next => length,
            _ => header.length,
        };
        let start = self.at.saturating_add(BLOCK);
        let data = Range {
            offset: Some(start),
            length,
        };
        let end = length
            .checked_next_multiple_of(BLOCK)
            .and_then(|length| start.checked_add(length))
            .ok_or_else(|| damaged("a length beyond all bounds"))?;
        match header.kind {
            b'x' => self.attributes(data)?,
            b'L' => self.said.name = Some(text(&self.words(data)?)),
            // Attributes of all files, and long targets of links: nothing for us.
            b'g' | b'K' => {}
            _ => {
                let said = std::mem::take(&mut self.said);
                self.file(&header, said, data);
            }
        }
        if start.saturating_add(length) > self.source.len() {
            return Ok(false);
        }
        self.at = end;
        Ok(true)
    }

    fn file(&mut self, header: &Header, said: Said, data: Range) {
        let name = said.name.unwrap_or_else(|| header.name.clone());
        let name = name
            .trim_start_matches("./")
            .trim_end_matches('/')
            .to_owned();
        let refusal = if header.kind == b'5' {
            return;
        } else if name.is_empty() || leads_outside(&name) {
            (
                RejectCode::ArchivePathOutside,
                "the path leads outside".to_owned(),
            )
        } else {
            match header.kind {
                b'0' | 0 | b'7' if said.is_sparse => {
                    (RejectCode::ArchiveMethod, "a sparse file".to_owned())
                }
                b'0' | 0 | b'7' => match Part::new(Arc::clone(self.source), &[data]) {
                    Some(part) => {
                        self.contents
                            .files
                            .push((name.replace('\\', "/"), Arc::new(part)));
                        return;
                    }
                    None => damaged("the archive ends before"),
                },
                b'1' | b'2' => (RejectCode::Link, "a link".to_owned()),
                b'3' | b'4' | b'6' => (RejectCode::SpecialFile, "a device or pipe".to_owned()),
                b'S' => (RejectCode::ArchiveMethod, "a sparse file".to_owned()),
                _ => (
                    RejectCode::ArchiveMethod,
                    "an unknown kind of entry".to_owned(),
                ),
            }
        };
        self.contents.refused.push((name, refusal));
    }

    /// Extended attributes: `length keyword=value\n` each, the length in digits
    /// and of all of it.
    fn attributes(&mut self, data: Range) -> Result<(), Refusal> {
        let bytes = self.words(data)?;
        let mut rest = bytes.as_slice();
        while let Some(space) = rest.iter().position(|byte| *byte == b' ') {
            let length = rest.get(..space).and_then(number).unwrap_or(0);
            let Some((line, behind)) = rest
                .split_at_checked(length)
                .filter(|it| it.0.len() > space)
            else {
                break;
            };
            rest = behind;
            let line = line.get(space..).unwrap_or_default();
            let line = line.strip_prefix(b" ").unwrap_or(line);
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let Some(equals) = line.iter().position(|byte| *byte == b'=') else {
                continue;
            };
            let (keyword, value) = line.split_at(equals);
            let value = value.get(1..).unwrap_or_default();
            match keyword {
                b"path" => self.said.name = Some(text(value)),
                b"size" => self.said.length = number(value).map(|length| length as u64),
                _ if keyword.starts_with(b"GNU.sparse") => self.said.is_sparse = true,
                _ => {}
            }
        }
        Ok(())
    }

    fn words(&self, data: Range) -> Result<Vec<u8>, Refusal> {
        if data.length > WORDS {
            return Err(damaged("a name longer than any"));
        }
        self.source
            .read_range(data.offset.unwrap_or(u64::MAX), data.length)
            .map_err(|error| unreadable(&error))
    }
}

fn unreadable(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => damaged("the archive ends before"),
        _ => refusal_of(error),
    }
}

fn damaged(what: &str) -> Refusal {
    (RejectCode::ArchiveDamaged, what.to_owned())
}

/// Up to the first NUL; what is not UTF-8 is of an eight-bit set.
fn text(bytes: &[u8]) -> String {
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8(bytes.to_vec())
        .unwrap_or_else(|_| bytes.iter().copied().map(char::from).collect())
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

struct Header {
    name: String,
    length: u64,
    kind: u8,
}

impl Header {
    /// `None` when the checksum is wrong, as it is for anything that is no header.
    fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..512)?;
        let said = octal(bytes.get(148..156)?)?;
        // The checksum is taken with blanks in its own place.
        let sum: u64 = bytes
            .iter()
            .enumerate()
            .map(|(at, byte)| match at {
                148..156 => u64::from(b' '),
                _ => u64::from(*byte),
            })
            .sum();
        if sum != said {
            return None;
        }
        let name = text(bytes.get(..100)?);
        // GNU writes times where POSIX has the first half of a long name.
        let is_posix = bytes.get(257..263) == Some(b"ustar\0");
        let prefix = text(bytes.get(345..500)?);
        Some(Self {
            name: if is_posix && !prefix.is_empty() {
                format!("{prefix}/{name}")
            } else {
                name
            },
            length: length(bytes.get(124..136)?)?,
            kind: *bytes.get(156)?,
        })
    }
}

/// Octal digits between blanks and NULs.
fn octal(field: &[u8]) -> Option<u64> {
    let is_filler = |byte: &u8| matches!(byte, b' ' | 0);
    let digits = field
        .iter()
        .skip_while(|byte| is_filler(byte))
        .take_while(|byte| !is_filler(byte));
    digits.copied().try_fold(0_u64, |sum, byte| match byte {
        b'0'..=b'7' => sum
            .checked_mul(8)?
            .checked_add(u64::from(byte.saturating_sub(b'0'))),
        _ => None,
    })
}

/// Octal digits, or for 8 GiB and more the bytes themselves after a first of 0x80 (GNU).
fn length(field: &[u8]) -> Option<u64> {
    match field.split_first() {
        Some((0x80, rest)) => rest.iter().try_fold(0_u64, |sum, byte| {
            sum.checked_mul(256)?.checked_add(u64::from(*byte))
        }),
        _ => octal(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_octal_or_bytes() {
        assert_eq!(length(b"00000001750\0"), Some(1000));
        assert_eq!(length(b"        17 \0"), Some(15));
        assert_eq!(length(b"\x80\0\0\0\0\0\0\x02\0\0\0\0"), Some(8 << 30));
        assert_eq!(length(b"00000000009\0"), None);
        assert_eq!(
            length(b"\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
            None
        );
    }

    #[test]
    fn only_a_right_checksum_makes_a_header() {
        assert!(!is_tar(&[0; 512]));
        assert!(!is_tar(b"short"));
        let mut bytes = [0; 512];
        bytes[0] = b'a';
        bytes[148..156].copy_from_slice(b"000541\0 ");
        assert!(is_tar(&bytes));
        bytes[1] = b'a';
        assert!(!is_tar(&bytes));
    }
}
