//! The sessions of a disc: each burning adds one, and the last says what is on the disc.
//!
//! Blocks are counted from the start of the disc. An image may lack the start,
//! or the gaps between sessions, so where a block lies in the image is found
//! out from the root directory, which says its own block.

use std::io;

use scanfolio_core::bytes::ReadAt;

use super::descriptor::{Volume, volumes};
use super::record::Record;
use crate::import::source::sectors::{FIRST_DESCRIPTOR, SECTOR};

/// Sessions read of one disc. A CD holds 99 tracks.
const SESSIONS: usize = 99;
/// Sectors behind a session in which the next is looked for: the longest gap is 11,400.
const GAP: u64 = 12_288;
/// Sectors in which a moved root directory is looked for.
const ROOT_DISTANCE: u64 = 4096;
/// Sectors read at once while looking.
const STEP: u64 = 256;

/// One burning.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// Its first sector in the image.
    first: u64,
    /// Bytes to add to a block's place on the disc to get its place in the image.
    shift: i64,
    pub volumes: Vec<Volume>,
}

impl Session {
    /// Where on the disc it begins, in bytes.
    fn start(&self) -> i64 {
        signed(self.first.saturating_mul(SECTOR)).saturating_sub(self.shift)
    }

    /// First sector behind it. Volume Space Size counts from the start of the
    /// disc or of the session, as the writer liked.
    fn end(&self) -> u64 {
        let of_volume = |volume: &Volume| {
            u64::from(volume.blocks)
                .saturating_mul(u64::from(volume.block))
                .div_ceil(SECTOR)
        };
        let size = self.volumes.iter().map(of_volume).max().unwrap_or(0);
        let end = if size > self.first {
            size
        } else {
            self.first.saturating_add(size)
        };
        // Behind its own descriptor at least, or it would be found again.
        let descriptor = self.first.saturating_add(FIRST_DESCRIPTOR);
        end.max(descriptor.saturating_add(1))
    }
}

/// All sessions found, the first burnt first.
#[derive(Debug)]
pub(crate) struct Sessions(Vec<Session>);

impl Sessions {
    /// # Errors
    /// What reading reports.
    pub(crate) fn find(disc: &dyn ReadAt) -> io::Result<Self> {
        let mut found = Vec::new();
        let mut first: Option<u64> = Some(0);
        while let Some(at) = first.filter(|_| found.len() < SESSIONS) {
            let volumes = volumes(disc, at.saturating_add(FIRST_DESCRIPTOR))?;
            let Some(plain) = volumes.first() else {
                break;
            };
            let session = Session {
                first: at,
                shift: shift(disc, at, plain)?,
                volumes,
            };
            first = next(disc, session.end())?;
            found.push(session);
        }
        Ok(Self(found))
    }

    /// The last burnt first.
    pub(crate) fn latest_first(&self) -> impl Iterator<Item = &Session> {
        self.0.iter().rev()
    }

    /// Where a block lies in the image, in bytes. A later session names files of earlier ones.
    pub(crate) fn place_of(&self, block: u32, block_length: u16) -> Option<u64> {
        let at = signed(u64::from(block).saturating_mul(u64::from(block_length)));
        let session = self
            .0
            .iter()
            .filter(|session| session.start() <= at)
            .max_by_key(|session| session.start())
            .or_else(|| self.0.first())?;
        u64::try_from(at.checked_add(session.shift)?).ok()
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// The first sector of the next session at or behind `from`.
fn next(disc: &dyn ReadAt, from: u64) -> io::Result<Option<u64>> {
    let found = look(disc, from, GAP, |sector| {
        sector.starts_with(b"\x01CD001\x01")
    })?;
    Ok(found.and_then(|sector| sector.checked_sub(FIRST_DESCRIPTOR)))
}

fn shift(disc: &dyn ReadAt, first: u64, volume: &Volume) -> io::Result<i64> {
    let said = signed(u64::from(volume.root).saturating_mul(u64::from(volume.block)));
    let start = signed(first.saturating_mul(SECTOR));
    for shift in [0, start] {
        if let Ok(at) = u64::try_from(said.saturating_add(shift)) {
            let mut head = [0; 34];
            disc.read_full(at, &mut head)?;
            if is_root(&head, volume) {
                return Ok(shift);
            }
        }
    }
    let behind = first.saturating_add(FIRST_DESCRIPTOR);
    let moved = look(disc, behind, ROOT_DISTANCE, |sector| {
        is_root(sector, volume)
    })?;
    Ok(moved.map_or(0, |sector| {
        signed(sector.saturating_mul(SECTOR)).saturating_sub(said)
    }))
}

/// A root directory begins with a record of itself (ECMA-119 §6.8.2.2).
fn is_root(sector: &[u8], volume: &Volume) -> bool {
    Record::read(sector).is_some_and(|record| {
        record.is_directory() && record.identifier == [0] && record.block == volume.root
    })
}

/// The first of at most `count` sectors from `from` on that is wanted.
fn look(
    disc: &dyn ReadAt,
    from: u64,
    count: u64,
    is_wanted: impl Fn(&[u8]) -> bool,
) -> io::Result<Option<u64>> {
    let mut buffer = vec![0; usize::try_from(STEP.saturating_mul(SECTOR)).unwrap_or(0)];
    let sector_length = usize::try_from(SECTOR).unwrap_or(2048);
    let mut at = from;
    while at < from.saturating_add(count) {
        let read = disc.read_full(at.saturating_mul(SECTOR), &mut buffer)?;
        let sectors = buffer
            .get(..read)
            .unwrap_or_default()
            .chunks_exact(sector_length);
        if let Some(index) = sectors.clone().position(&is_wanted) {
            return Ok(Some(at.saturating_add(index as u64)));
        }
        if read < buffer.len() {
            break;
        }
        at = at.saturating_add(STEP);
    }
    Ok(None)
}
