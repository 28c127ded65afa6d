//! What it takes to unpack a block: which coders, how much memory.

use sevenz_rust2::{Block, Coder, EncoderMethod};

use super::super::Refusal;
use super::super::unpacking::DICTIONARIES;
use crate::outcome::RejectCode;

/// What a coder takes beside a dictionary, generously.
const ITSELF: u64 = 1 << 20;

/// Bytes of memory that unpacking this block takes.
///
/// # Errors
/// `archive_method` for a coder that is not known here, `archive_memory` beyond [`DICTIONARIES`].
pub(super) fn memory_of(block: &Block) -> Result<u64, Refusal> {
    let mut memory: u64 = 0;
    for coder in &block.coders {
        let dictionary = dictionary_of(coder)?;
        memory = memory.saturating_add(dictionary).saturating_add(ITSELF);
    }
    if memory > DICTIONARIES {
        let reason = format!("{memory} bytes of memory, {DICTIONARIES} allowed");
        return Err((RejectCode::ArchiveMemory, reason));
    }
    Ok(memory)
}

/// A password is needed.
pub(super) fn is_locked(block: &Block) -> bool {
    block
        .coders
        .iter()
        .any(|coder| coder.encoder_method_id() == EncoderMethod::ID_AES256_SHA256)
}

fn dictionary_of(coder: &Coder) -> Result<u64, Refusal> {
    let properties = coder.properties();
    match coder.encoder_method_id() {
        EncoderMethod::ID_COPY
        | EncoderMethod::ID_AES256_SHA256
        | EncoderMethod::ID_DELTA
        | EncoderMethod::ID_BCJ_X86
        | EncoderMethod::ID_BCJ2
        | EncoderMethod::ID_BCJ_PPC
        | EncoderMethod::ID_BCJ_IA64
        | EncoderMethod::ID_BCJ_ARM
        | EncoderMethod::ID_BCJ_ARM64
        | EncoderMethod::ID_BCJ_ARM_THUMB
        | EncoderMethod::ID_BCJ_SPARC
        | EncoderMethod::ID_BCJ_RISCV => Ok(0),
        EncoderMethod::ID_LZMA => properties
            .get(1..5)
            .and_then(|bytes| bytes.first_chunk())
            .map(|bytes| u64::from(u32::from_le_bytes(*bytes)))
            .ok_or_else(|| damaged("LZMA without properties")),
        EncoderMethod::ID_LZMA2 => properties
            .first()
            .and_then(|bits| lzma2_dictionary(*bits))
            .ok_or_else(|| damaged("LZMA2 without properties")),
        id => {
            let name = EncoderMethod::by_id(id).map_or("an unknown coder", |known| known.name());
            Err((RejectCode::ArchiveMethod, name.to_owned()))
        }
    }
}

/// Two bits of mantissa and an exponent; 40 stands for all 32 bits.
fn lzma2_dictionary(bits: u8) -> Option<u64> {
    match bits {
        40 => Some(u64::from(u32::MAX)),
        0..40 => Some((2 | u64::from(bits & 1)) << (bits / 2 + 11)),
        _ => None,
    }
}

fn damaged(what: &str) -> Refusal {
    (RejectCode::ArchiveDamaged, what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_of_lzma2_is_told_by_one_byte() {
        assert_eq!(lzma2_dictionary(0), Some(4 << 10));
        assert_eq!(lzma2_dictionary(1), Some(6 << 10));
        assert_eq!(lzma2_dictionary(24), Some(16 << 20));
        assert_eq!(lzma2_dictionary(39), Some(3 << 30));
        assert_eq!(lzma2_dictionary(40), Some(0xFFFF_FFFF));
        assert_eq!(lzma2_dictionary(41), None);
    }
}
