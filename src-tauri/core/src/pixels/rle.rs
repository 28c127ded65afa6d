//! RLE Lossless, PS3.5 Annex G: our own, because it must never look past its
//! input and must read 1-, 8-, 16- and 32-bit cells.

/// Most segments an RLE header can name (PS3.5 §G.5).
const MAX_SEGMENTS: usize = 15;
const HEADER_LENGTH: usize = 64;

/// A decoded RLE frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RleFrame {
    /// Little-endian cells, plane after plane: all of sample 1, then all of sample 2…
    pub bytes: Vec<u8>,
    /// A segment ended before its plane was full; the rest is zero.
    pub is_truncated: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RleError {
    #[error("the header is cut off")]
    HeaderTruncated,
    #[error("{actual} segments where {expected} are needed")]
    SegmentCount { actual: u32, expected: usize },
    #[error("segment {0} starts outside the frame")]
    SegmentOutside(usize),
    #[error("the frame promises more than its bytes can hold")]
    TooFewBytes,
}

/// Decodes one frame of `samples` planes of `cells_per_plane` cells, each of
/// `bytes_per_cell` bytes.
///
/// Segments hold one byte of every cell, the most significant byte first, and
/// one sample after the other (PS3.5 §G.2).
pub(crate) fn decode(
    input: &[u8],
    cells_per_plane: usize,
    samples: usize,
    bytes_per_cell: usize,
) -> Result<RleFrame, RleError> {
    let header = input
        .get(..HEADER_LENGTH)
        .ok_or(RleError::HeaderTruncated)?;
    let mut words = header
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| u32::from_le_bytes(*bytes));
    let count = words.next().ok_or(RleError::HeaderTruncated)?;
    let expected = samples * bytes_per_cell;
    if count as usize != expected || expected > MAX_SEGMENTS {
        return Err(RleError::SegmentCount {
            actual: count,
            expected,
        });
    }
    // Two bytes make at most 128 (PS3.5 §G.3.1): a frame that promises more is
    // refused before anything is allocated for it.
    if cells_per_plane.saturating_mul(expected) / 64 > input.len() {
        return Err(RleError::TooFewBytes);
    }
    let offsets: Vec<usize> = words.take(expected).map(|offset| offset as usize).collect();
    let plane_length = cells_per_plane * bytes_per_cell;
    let mut bytes = vec![0; plane_length * samples];
    let mut is_truncated = false;
    for (index, &start) in offsets.iter().enumerate() {
        let end = offsets
            .get(index + 1)
            .copied()
            .filter(|&next| next >= start)
            .unwrap_or(input.len())
            .min(input.len());
        let segment = input
            .get(start..end)
            .filter(|_| start >= HEADER_LENGTH)
            .ok_or(RleError::SegmentOutside(index))?;
        let (sample, significance) = (index / bytes_per_cell, index % bytes_per_cell);
        let plane = bytes
            .get_mut(sample * plane_length..(sample + 1) * plane_length)
            .unwrap_or_default();
        let place = bytes_per_cell - 1 - significance;
        let written = if bytes_per_cell == 1 {
            expand(segment, plane)
        } else {
            let mut expanded = vec![0; cells_per_plane];
            let written = expand(segment, &mut expanded);
            let slots = plane.iter_mut().skip(place).step_by(bytes_per_cell);
            for (slot, byte) in slots.zip(expanded) {
                *slot = byte;
            }
            written
        };
        is_truncated |= written < cells_per_plane;
    }
    Ok(RleFrame {
        bytes,
        is_truncated,
    })
}

/// Undoes PackBits (PS3.5 §G.3.2) until either side is exhausted; returns how
/// many bytes were written.
fn expand(mut packed: &[u8], output: &mut [u8]) -> usize {
    let whole = output.len();
    let mut rest = output;
    while let [control, tail @ ..] = packed {
        if rest.is_empty() {
            break;
        }
        let control = *control as i8;
        packed = match control {
            0.. => {
                let wanted = control as usize + 1;
                let (literal, after) = tail.split_at(wanted.min(tail.len()));
                let length = literal.len().min(rest.len());
                let (slot, next) = rest.split_at_mut(length);
                slot.copy_from_slice(literal.get(..length).unwrap_or_default());
                rest = next;
                after
            }
            -128 => tail,
            _ => {
                let [value, after @ ..] = tail else { break };
                let length = (1 - i32::from(control)) as usize;
                let (slot, next) = rest.split_at_mut(length.min(rest.len()));
                slot.fill(*value);
                rest = next;
                after
            }
        };
    }
    whole - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(segments: &[&[u8]]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER_LENGTH];
        bytes[0] = segments.len() as u8;
        for (index, segment) in segments.iter().enumerate() {
            let offset = bytes.len() as u32;
            bytes[4 + index * 4..8 + index * 4].copy_from_slice(&offset.to_le_bytes());
            bytes.extend_from_slice(segment);
        }
        bytes
    }

    #[test]
    fn literal_and_replicate_runs_and_the_idle_byte_are_undone() {
        // 3 literal bytes, no operation, 4 times 9.
        let input = frame(&[&[2, 1, 2, 3, 0x80, (-3i8) as u8, 9]]);
        let decoded = decode(&input, 7, 1, 1).unwrap();
        assert_eq!(decoded.bytes, [1, 2, 3, 9, 9, 9, 9]);
        assert!(!decoded.is_truncated);
    }

    #[test]
    fn the_most_significant_byte_comes_first() {
        let input = frame(&[&[1, 0x12, 0x34], &[1, 0x56, 0x78]]);
        let decoded = decode(&input, 2, 1, 2).unwrap();
        assert_eq!(decoded.bytes, [0x56, 0x12, 0x78, 0x34]);
        let input = frame(&[&[0, 1], &[0, 2], &[0, 3], &[0, 4]]);
        assert_eq!(decode(&input, 1, 1, 4).unwrap().bytes, [4, 3, 2, 1]);
    }

    #[test]
    fn a_segment_that_ends_early_leaves_the_rest_dark_and_says_so() {
        let decoded = decode(&frame(&[&[5, 1, 2]]), 6, 1, 1).unwrap();
        assert_eq!(decoded.bytes, [1, 2, 0, 0, 0, 0]);
        assert!(decoded.is_truncated);
    }

    #[test]
    fn a_run_longer_than_the_plane_is_cut_at_its_end() {
        let decoded = decode(&frame(&[&[(-127i8) as u8, 7]]), 3, 1, 1).unwrap();
        assert_eq!(decoded.bytes, [7, 7, 7]);
    }

    #[test]
    fn what_is_not_an_rle_frame_is_refused() {
        assert_eq!(decode(&[0; 10], 1, 1, 1), Err(RleError::HeaderTruncated));
        let wrong = RleError::SegmentCount {
            actual: 2,
            expected: 1,
        };
        assert_eq!(decode(&frame(&[&[], &[]]), 1, 1, 1), Err(wrong));
        let mut outside = frame(&[&[0, 1]]);
        outside[4] = 255;
        assert_eq!(decode(&outside, 1, 1, 1), Err(RleError::SegmentOutside(0)));
        assert_eq!(
            decode(&frame(&[&[0, 1]]), usize::MAX / 64, 1, 1),
            Err(RleError::TooFewBytes)
        );
    }

    #[test]
    fn no_input_whatever_makes_it_panic() {
        let mut state = 1u32;
        for length in 0..400 {
            let mut input: Vec<u8> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                })
                .collect();
            if let Some(count) = input.first_chunk_mut::<4>() {
                *count = [(length % 17) as u8, 0, 0, 0];
            }
            for cell in [1, 2, 4] {
                let _ = decode(&input, 37, 1, cell);
                let _ = decode(&input, 37, 3, cell);
            }
        }
    }
}
