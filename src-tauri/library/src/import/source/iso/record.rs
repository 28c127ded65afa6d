//! Directory records (ECMA-119 §9.1) and what Rock Ridge adds to them (SUSP, RRIP).

use std::io;

use scanfolio_core::bytes::ReadAt;

use crate::import::source::bytes::u32_le;
use crate::import::source::sectors::SECTOR;

/// Continuation areas followed for one record.
const CONTINUATIONS: usize = 32;
/// Bytes of an alternate name that are kept; no file system has longer ones.
const NAME_LENGTH: usize = 1024;

/// One entry of a directory.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// Logical block of the data, attribute record included.
    pub block: u32,
    /// Blocks of the extended attribute record before the data.
    pub attributes: u8,
    /// In bytes.
    pub length: u32,
    flags: u8,
    unit: u8,
    gap: u8,
    pub identifier: Vec<u8>,
    system_use: Vec<u8>,
}

impl Record {
    /// File Flags (§9.1.6).
    pub(crate) fn is_directory(&self) -> bool {
        self.flags & 0x02 != 0
    }

    /// A resource fork beside the file of the same name.
    pub(crate) fn is_associated(&self) -> bool {
        self.flags & 0x04 != 0
    }

    /// The file goes on in the next record.
    pub(crate) fn goes_on(&self) -> bool {
        self.flags & 0x80 != 0
    }

    /// Spread over the disc in units with gaps, which no burner does.
    pub(crate) fn is_interleaved(&self) -> bool {
        self.unit != 0 || self.gap != 0
    }

    /// The directory itself, or the one above it.
    pub(crate) fn is_self_or_parent(&self) -> bool {
        matches!(self.identifier.as_slice(), [0 | 1])
    }

    /// From the beginning of these bytes; `None` when they are no record.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(*bytes.first()?);
        let bytes = bytes.get(..length)?;
        let identifier_length = usize::from(*bytes.get(32)?);
        let end = identifier_length.checked_add(33)?;
        let identifier = bytes.get(33..end)?;
        if identifier.is_empty() {
            return None;
        }
        // A filler makes the identifier's end even (§9.1.12).
        let end = end.next_multiple_of(2);
        Some(Self {
            block: u32_le(bytes, 2)?,
            attributes: *bytes.get(1)?,
            length: u32_le(bytes, 10)?,
            flags: *bytes.get(25)?,
            unit: *bytes.get(26)?,
            gap: *bytes.get(27)?,
            identifier: identifier.to_vec(),
            system_use: bytes.get(end..).unwrap_or_default().to_vec(),
        })
    }
}

/// The records of a directory in their order; `Err` once where one cannot be read.
///
/// No record crosses a sector: after one that cannot be read the next sector goes on.
pub(crate) fn records(directory: &[u8]) -> impl Iterator<Item = Result<Record, ()>> {
    directory
        .chunks(usize::try_from(SECTOR).unwrap_or(2048))
        .flat_map(|sector| {
            let mut rest = Some(sector);
            std::iter::from_fn(move || {
                let bytes = rest?;
                let length = usize::from(*bytes.first()?);
                if length == 0 {
                    return None;
                }
                let record = Record::read(bytes);
                rest = record.as_ref().and_then(|_| bytes.get(length..));
                Some(record.ok_or(()))
            })
        })
}

/// What the system use entries of a record say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct RockRidge {
    /// NM: the name the file has on a Unix system.
    pub name: Option<String>,
    /// CL: this file stands for a directory that lies elsewhere.
    pub child: Option<u32>,
    /// RE: this directory was moved away; a CL shows where it belongs.
    pub is_moved_away: bool,
    /// SL, or PX of anything but a file or folder.
    pub is_special: bool,
    /// ZF: the data is packed (zisofs).
    pub is_packed: bool,
}

/// Bytes before the system use entries of every record but the root's first,
/// when the root's first record says that there are any (SUSP §5.3, SP).
pub(crate) fn skipped(root_self: &Record) -> Option<usize> {
    // On CD-ROM XA, 14 bytes of its own stand before.
    [0, 14].into_iter().find_map(|at| {
        let entry = root_self.system_use.get(at..)?;
        let is_sp = entry.starts_with(b"SP") && entry.get(4..6) == Some(&[0xBE, 0xEF]);
        is_sp.then(|| entry.get(6).copied().map(usize::from))?
    })
}

/// Reads the entries of a record, in continuation areas too.
///
/// # Errors
/// What reading a continuation reports.
pub(crate) fn rock_ridge(
    record: &Record,
    skipped: usize,
    disc: &dyn ReadAt,
) -> io::Result<RockRidge> {
    let mut said = RockRidge::default();
    let mut name = Vec::new();
    let mut area = record
        .system_use
        .get(skipped..)
        .unwrap_or_default()
        .to_vec();
    for _ in 0..CONTINUATIONS {
        let Some(next) = entries(&area, &mut said, &mut name) else {
            break;
        };
        let length = u64::from(next.length).min(SECTOR);
        let at = u64::from(next.block)
            .saturating_mul(SECTOR)
            .saturating_add(u64::from(next.offset));
        if at.saturating_add(length) > disc.len() {
            break;
        }
        area = disc.read_range(at, length)?;
    }
    if !name.is_empty() {
        said.name = Some(String::from_utf8(name).unwrap_or_else(|not_utf8| {
            // What is not UTF-8 was written by a system of an eight-bit set.
            not_utf8
                .as_bytes()
                .iter()
                .copied()
                .map(char::from)
                .collect()
        }));
    }
    Ok(said)
}

/// CE: where the entries go on.
struct Continuation {
    block: u32,
    offset: u32,
    length: u32,
}

fn entries(area: &[u8], said: &mut RockRidge, name: &mut Vec<u8>) -> Option<Continuation> {
    let mut rest = area;
    let mut next = None;
    while let (Some(signature), Some(&length)) = (rest.get(..2), rest.get(2)) {
        let Some(entry) = rest.get(..usize::from(length)).filter(|it| it.len() >= 4) else {
            break;
        };
        match signature {
            // Flags 2 and 4 mean "." and "..", which are no names.
            b"NM" if entry.get(4).is_some_and(|flags| flags & 0x06 == 0) => {
                let part = entry.get(5..).unwrap_or_default();
                let room = NAME_LENGTH.saturating_sub(name.len());
                name.extend(part.iter().take(room));
            }
            b"CL" => said.child = u32_le(entry, 4),
            b"RE" => said.is_moved_away = true,
            b"SL" => said.is_special = true,
            b"ZF" => said.is_packed = true,
            b"PX" => {
                let kind = u32_le(entry, 4).map_or(0, |mode| mode & 0o170_000);
                said.is_special |= !matches!(kind, 0 | 0o100_000 | 0o040_000);
            }
            b"CE" => {
                if let (Some(block), Some(offset), Some(length)) =
                    (u32_le(entry, 4), u32_le(entry, 12), u32_le(entry, 20))
                {
                    next = Some(Continuation {
                        block,
                        offset,
                        length,
                    });
                }
            }
            b"ST" => break,
            _ => {}
        }
        rest = rest.get(usize::from(length)..).unwrap_or_default();
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of one file with these system use entries.
    fn record(identifier: &[u8], system_use: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; 33];
        bytes[2..6].copy_from_slice(&20_u32.to_le_bytes());
        bytes[10..14].copy_from_slice(&7_u32.to_le_bytes());
        bytes[32] = identifier.len() as u8;
        bytes.extend(identifier);
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        bytes.extend(system_use);
        bytes[0] = bytes.len() as u8;
        bytes
    }

    #[test]
    fn records_are_read_sector_by_sector_and_a_bad_one_costs_its_sector() {
        let mut directory = record(b"A;1", b"");
        directory.extend(record(b"B;1", b""));
        directory.push(40);
        directory.resize(2048, 0);
        directory.extend(record(b"C;1", b""));
        let read: Vec<_> = records(&directory)
            .map(|record| record.map(|record| record.identifier))
            .collect();
        assert_eq!(
            read,
            [
                Ok(b"A;1".to_vec()),
                Ok(b"B;1".to_vec()),
                Err(()),
                Ok(b"C;1".to_vec())
            ]
        );
    }

    #[test]
    fn a_name_goes_on_in_a_continuation_area_and_a_loop_of_them_ends() {
        let mut ce = b"CE\x1c\x01".to_vec();
        for value in [1_u32, 0, 64] {
            ce.extend(value.to_le_bytes());
            ce.extend(value.to_be_bytes());
        }
        let mut system_use = b"NM\x08\x01\x01long".to_vec();
        system_use[2] = 9;
        system_use.extend(&ce);
        let record = Record::read(&record(b"A;1", &system_use)).unwrap();
        let mut disc = vec![0; 4096];
        let mut area = b"NM\x0a\x01\x00-name".to_vec();
        // It points to itself: read again and again, but not for ever.
        area.extend(&ce);
        disc[2048..2048 + area.len()].copy_from_slice(&area);
        let said = rock_ridge(&record, 0, &disc).unwrap();
        let name = said.name.unwrap();
        assert!(name.starts_with("long-name"), "{name}");
        assert!(name.len() <= NAME_LENGTH);
    }
}
