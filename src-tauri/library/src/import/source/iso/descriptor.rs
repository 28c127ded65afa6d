//! Volume descriptors: where the trees of a disc begin (ECMA-119 §8; Joliet).

use std::io;

use scanfolio_core::bytes::ReadAt;

use crate::import::source::bytes::{u16_le, u32_le};
use crate::import::source::sectors::SECTOR;

/// Descriptors looked at in one session.
const DESCRIPTORS: u64 = 64;
/// Escape sequences of Joliet's three levels, at byte 88.
const JOLIET: [&[u8; 3]; 3] = [b"%/@", b"%/C", b"%/E"];

/// A tree of a disc. A disc usually has two of the same files, by other names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Volume {
    pub is_joliet: bool,
    /// Volume Space Size, in logical blocks.
    pub blocks: u32,
    /// Logical Block Size, in bytes: 512, 1024 or 2048.
    pub block: u16,
    /// Logical block of the root directory.
    pub root: u32,
    /// Its Data Length, in bytes.
    pub root_length: u32,
}

/// The volumes whose descriptors begin in this sector, the plain ones first.
///
/// # Errors
/// What reading reports.
pub(crate) fn volumes(disc: &dyn ReadAt, first_sector: u64) -> io::Result<Vec<Volume>> {
    let mut volumes = Vec::new();
    for number in 0..DESCRIPTORS {
        let mut sector = [0; 2048];
        let at = first_sector.saturating_add(number).saturating_mul(SECTOR);
        if disc.read_full(at, &mut sector)? < sector.len() || sector.get(1..6) != Some(b"CD001") {
            break;
        }
        match sector.first() {
            Some(1) => volumes.extend(volume(&sector, false)),
            Some(2) if is_joliet(&sector) => volumes.extend(volume(&sector, true)),
            Some(255) => break,
            _ => {}
        }
    }
    volumes.sort_by_key(|volume| volume.is_joliet);
    Ok(volumes)
}

fn is_joliet(sector: &[u8]) -> bool {
    JOLIET
        .iter()
        .any(|escape| sector.get(88..91) == Some(escape.as_slice()))
}

fn volume(sector: &[u8], is_joliet: bool) -> Option<Volume> {
    let block = u16_le(sector, 128)?;
    matches!(block, 512 | 1024 | 2048).then_some(Volume {
        is_joliet,
        blocks: u32_le(sector, 80)?,
        block,
        // The root directory's record stands at byte 156 (§8.4.18).
        root: u32_le(sector, 158)?,
        root_length: u32_le(sector, 166)?,
    })
}
