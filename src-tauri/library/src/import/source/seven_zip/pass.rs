//! One pass over a block: each entry's bytes as they come.

use std::io::{Read, Write};
use std::sync::Arc;

use sevenz_rust2::{ArchiveEntry, BlockDecoder, Error};

use super::super::pour::{Unpack, into_memory, pour};
use super::super::{Refusal, fits_memory};
use super::window::Window;
use super::{SevenZip, coders, damaged, password_of, refusal_of};
use crate::outcome::RejectCode;

/// Bytes of the entries behind one that was asked for again which are unpacked
/// with it: whoever looks at one image will look at the next.
const AHEAD: u64 = 256 << 20;

/// An entry whose turn has come in a pass.
pub(crate) struct Entry<'a> {
    /// Among all of the archive.
    pub index: usize,
    /// In bytes when unpacked, as declared.
    pub length: u64,
    packed: &'a mut dyn Read,
    damage: RejectCode,
}

/// Whether a pass goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// With the next entry; what was left unread of this one is passed over.
    GoOn,
    Stop,
}

impl Entry<'_> {
    /// Unpacks it; its checksum is verified.
    pub(crate) fn unpack_to(&mut self, out: &mut dyn Write) -> Result<(), Unpack> {
        // That it is not shorter than declared is held to below.
        pour(self.packed, self.length, self.damage, self.damage, out).map(drop)
    }

    /// The same, into memory.
    pub(crate) fn unpack(&mut self) -> Result<Arc<[u8]>, Refusal> {
        into_memory(|out| self.unpack_to(out)).map(Arc::from)
    }
}

impl SevenZip {
    /// Unpacks a block from its beginning and shows each entry that has bytes, in order.
    ///
    /// # Errors
    /// Why no more entries can be shown.
    pub(crate) fn pass(
        &self,
        block: usize,
        each: &mut dyn FnMut(Entry<'_>) -> Next,
    ) -> Result<(), Refusal> {
        let _dictionary = self
            .around
            .unpacking
            .dictionary(coders::memory_of(self.block(block)?)?);
        self.unpack_block(block, each)
    }

    /// An entry again, for looking at: out of memory, or else by a pass of its own.
    pub(crate) fn again(&self, index: usize) -> Result<Arc<[u8]>, Refusal> {
        let unpacking = &self.around.unpacking;
        if let Some(bytes) = unpacking.recent(self.number, index) {
            return Ok(bytes);
        }
        let _turn = unpacking.turn();
        // Whoever had the turn before may have unpacked it.
        if let Some(bytes) = unpacking.recent(self.number, index) {
            return Ok(bytes);
        }
        let block = self
            .block_of(index)
            .ok_or_else(|| damaged("an entry without a block"))?;
        let mut wanted = Err(damaged("the block ends before"));
        let mut ahead: u64 = 0;
        let ended = self.unpack_block(block, &mut |mut entry| {
            if entry.index < index {
                return Next::GoOn;
            }
            if entry.index == index {
                wanted = self.unpack_bounded(&mut entry);
                return if wanted.is_ok() {
                    Next::GoOn
                } else {
                    Next::Stop
                };
            }
            ahead = ahead.saturating_add(entry.length);
            if ahead > AHEAD {
                return Next::Stop;
            }
            match self.unpack_bounded(&mut entry) {
                Ok(_) => Next::GoOn,
                Err(_) => Next::Stop,
            }
        });
        // Damage behind the entry does not matter to it.
        wanted.or_else(|refusal| ended.and(Err(refusal)))
    }

    /// Keeps what a pass unpacked for looking, as long as there is room.
    pub(crate) fn remember(&self, index: usize, bytes: &Arc<[u8]>) {
        let unpacking = &self.around.unpacking;
        unpacking.keep_if_room(self.number, index, bytes);
    }

    fn unpack_bounded(&self, entry: &mut Entry<'_>) -> Result<Arc<[u8]>, Refusal> {
        fits_memory(entry.length)?;
        let bytes = entry.unpack()?;
        let unpacking = &self.around.unpacking;
        unpacking.keep(self.number, entry.index, &bytes);
        Ok(bytes)
    }

    fn unpack_block(
        &self,
        number: usize,
        each: &mut dyn FnMut(Entry<'_>) -> Next,
    ) -> Result<(), Refusal> {
        let block = self.block(number)?;
        coders::memory_of(block)?;
        // What a wrong password gives is garbage, which only looks damaged.
        let damage = if coders::is_locked(block) {
            RejectCode::ArchivePasswordWrong
        } else {
            RejectCode::ArchiveDamaged
        };
        let password = password_of(&self.around)?;
        let mut window = Window::new(&self.packed);
        let decoder = BlockDecoder::new(1, number, &self.listed, &password, &mut window);
        let first = &self.listed.stream_map.block_first_file_index;
        let mut index = first.get(number).copied().unwrap_or(usize::MAX);
        let mut show = |file: &ArchiveEntry, packed: &mut dyn Read| -> Result<bool, Error> {
            let entry = Entry {
                index,
                length: file.size,
                packed,
                damage,
            };
            index = index.saturating_add(1);
            Ok(!file.has_stream || each(entry) == Next::GoOn)
        };
        match decoder.for_each_entries(&mut show) {
            Ok(_) => Ok(()),
            Err(error) => Err(refusal_of(&error, damage)),
        }
    }

    fn block(&self, number: usize) -> Result<&sevenz_rust2::Block, Refusal> {
        let blocks = &self.listed.blocks;
        blocks
            .get(number)
            .ok_or_else(|| damaged("an entry without a block"))
    }
}
