//! Copies one file beside, hashed while copying.

use std::io::{self, Write};

use scanfolio_core::bytes::ReadAt;

/// BLAKE3 of a file, and of what follows its File Meta group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hashes {
    pub blake3: blake3::Hash,
    pub data_set_blake3: blake3::Hash,
}

/// Why copying ended early.
pub(crate) enum CopyError {
    Read(io::Error),
    Write(io::Error),
}

/// Hashes the source and writes it to `out`. `data_set_offset` is 0 for what is not DICOM.
pub(crate) fn copy(
    source: &dyn ReadAt,
    data_set_offset: u64,
    out: &mut dyn Write,
) -> Result<Hashes, CopyError> {
    let mut whole = blake3::Hasher::new();
    let mut data_set = blake3::Hasher::new();
    let length = source.len();
    let mut buffer = vec![
        0;
        usize::try_from(length.min(1 << 20))
            .unwrap_or(1 << 20)
            .max(1)
    ];
    let mut position = 0;
    while position < length {
        let count = source
            .read_full(position, &mut buffer)
            .map_err(CopyError::Read)?;
        if count == 0 {
            return Err(CopyError::Read(io::ErrorKind::UnexpectedEof.into()));
        }
        let piece = buffer.get(..count).unwrap_or_default();
        out.write_all(piece).map_err(CopyError::Write)?;
        whole.update(piece);
        if data_set_offset > 0 {
            let skip =
                usize::try_from(data_set_offset.saturating_sub(position)).unwrap_or(usize::MAX);
            data_set.update(piece.get(skip..).unwrap_or_default());
        }
        position += count as u64;
    }
    let blake3 = whole.finalize();
    let data_set_blake3 = if data_set_offset > 0 {
        data_set.finalize()
    } else {
        blake3
    };
    Ok(Hashes {
        blake3,
        data_set_blake3,
    })
}

/// The hashes alone.
pub(crate) fn hash(source: &dyn ReadAt, data_set_offset: u64) -> io::Result<Hashes> {
    copy(source, data_set_offset, &mut io::sink()).map_err(|error| match error {
        CopyError::Read(error) | CopyError::Write(error) => error,
    })
}

/// A short key of several texts, which may be a part of a place: 16 hex digits.
pub(crate) fn key(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_hash_does_not_see_the_file_meta() {
        let one = hash(&b"META1data".as_slice(), 5).ok().unwrap();
        let other = hash(&b"META2data".as_slice(), 5).ok().unwrap();
        assert_ne!(one.blake3, other.blake3);
        assert_eq!(one.data_set_blake3, other.data_set_blake3);
        assert_eq!(one.data_set_blake3, blake3::hash(b"data"));
        let plain = hash(&b"text".as_slice(), 0).ok().unwrap();
        assert_eq!(plain.blake3, plain.data_set_blake3);
    }

    #[test]
    fn a_key_tells_its_parts_apart() {
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_eq!(key(&["a"]).len(), 16);
    }
}
