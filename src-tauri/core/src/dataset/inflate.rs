//! Deflated data sets, PS3.5 §A.5.

use flate2::{Decompress, FlushDecompress, Status};

use crate::bytes::ReadAt;

/// A data set this large is inflated whatever its ratio.
const ALWAYS_ALLOWED: usize = 64 << 20;
/// Beyond that, no more than so many bytes for one.
const LARGEST_RATIO: u64 = 100;
/// And never more than this.
const LARGEST: usize = 512 << 20;
const CHUNK: usize = 64 << 10;

/// What came of inflating.
pub(super) struct Inflated {
    pub(super) bytes: Vec<u8>,
    /// The stream reached its end.
    pub(super) whole: bool,
}

/// Why a data set was not inflated.
pub(super) enum InflateError {
    Io(std::io::Error),
    TooLarge,
}

/// Inflates everything from `at` on; some writers put a zlib header there, which is stepped over.
pub(super) fn inflate(source: &dyn ReadAt, at: u64) -> Result<Inflated, InflateError> {
    let raw = inflate_as(source, at, Wrapping::Raw)?;
    if raw.bytes.is_empty() && !raw.whole {
        return inflate_as(source, at, Wrapping::Zlib);
    }
    Ok(raw)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrapping {
    Raw,
    Zlib,
}

fn inflate_as(source: &dyn ReadAt, at: u64, wrapping: Wrapping) -> Result<Inflated, InflateError> {
    let mut stream = Decompress::new(wrapping == Wrapping::Zlib);
    let mut input = vec![0; CHUNK];
    let mut output = vec![0; CHUNK];
    let mut bytes = Vec::new();
    let mut at = at;
    loop {
        let filled = source.read_full(at, &mut input).map_err(InflateError::Io)?;
        let mut rest = input.get(..filled).unwrap_or_default();
        loop {
            let (read, written) = (stream.total_in(), stream.total_out());
            let status = stream.decompress(rest, &mut output, FlushDecompress::None);
            let consumed = moved(read, stream.total_in());
            let produced = moved(written, stream.total_out());
            rest = rest.get(consumed..).unwrap_or_default();
            bytes.extend_from_slice(output.get(..produced).unwrap_or_default());
            let ratio_allows =
                bytes.len() as u64 <= stream.total_in().saturating_mul(LARGEST_RATIO);
            if bytes.len() > LARGEST || (bytes.len() > ALWAYS_ALLOWED && !ratio_allows) {
                return Err(InflateError::TooLarge);
            }
            match status {
                Ok(Status::StreamEnd) => return Ok(Inflated { bytes, whole: true }),
                Ok(_) if consumed > 0 || produced > 0 => {}
                Ok(_) if rest.is_empty() && filled == CHUNK => break,
                Ok(_) | Err(_) => {
                    return Ok(Inflated {
                        bytes,
                        whole: false,
                    });
                }
            }
        }
        at = at.saturating_add(filled as u64);
    }
}

fn moved(before: u64, after: u64) -> usize {
    usize::try_from(after.saturating_sub(before)).unwrap_or(usize::MAX)
}
