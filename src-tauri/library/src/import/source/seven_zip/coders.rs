//! What it takes to unpack a block: which coders, how much memory.

use sevenz_rust2::{Block, Coder, EncoderMethod};

use super::super::Refusal;
use super::super::unpacking::DICTIONARIES;
use crate::outcome::RejectCode;

/// What a coder takes beside a dictionary, generously.
const ITSELF: u64 = 1 << 20;

/// The largest block of bzip2 is 900,000 bytes, unpacked by four bytes each and once as it is.
const BZIP2_BLOCK: u64 = 5 * 900_000;

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
        EncoderMethod::ID_DEFLATE => Ok(0),
        EncoderMethod::ID_BZIP2 => Ok(BZIP2_BLOCK),
        EncoderMethod::ID_PPMD => ppmd_memory(properties),
        // The reader knows its name and not its way.
        EncoderMethod::ID_DEFLATE64 => Err(unknown("Deflate64")),
        id => {
            let name = EncoderMethod::by_id(id).map_or("an unknown coder", |known| known.name());
            Err(unknown(name))
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

/// An order of one byte, and the size of the model's memory, little-endian: all
/// of it is taken before the first byte is unpacked.
fn ppmd_memory(properties: &[u8]) -> Result<u64, Refusal> {
    let memory = properties.get(1..).and_then(<[u8]>::first_chunk);
    memory
        .map(|bytes| u64::from(u32::from_le_bytes(*bytes)))
        .ok_or_else(|| damaged("PPMd without properties"))
}

fn unknown(method: &str) -> Refusal {
    (RejectCode::ArchiveMethod, method.to_owned())
}

fn damaged(what: &str) -> Refusal {
    (RejectCode::ArchiveDamaged, what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_of_ppmd_is_told_before_it_is_taken() {
        let told = |properties: &[u8]| ppmd_memory(properties).map_err(|(code, _)| code);
        assert_eq!(told(&[6, 0, 0, 0, 1]), Ok(16 << 20));
        assert_eq!(told(&[64, 0xFF, 0xFF, 0xFF, 0xFF]), Ok(0xFFFF_FFFF));
        assert_eq!(told(&[6, 0, 0, 0]), Err(RejectCode::ArchiveDamaged));
        assert_eq!(told(&[]), Err(RejectCode::ArchiveDamaged));
    }

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
