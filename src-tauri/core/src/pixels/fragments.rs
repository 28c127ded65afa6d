//! The fragment map: where a frame's bytes lie inside encapsulated pixel data.
//!
//! PS3.5 §A.4: an item with the Basic Offset Table, then fragments, then a
//! delimiter. A frame may be cut into several fragments, and then only an
//! offset table, or the first bytes of each compressed picture, tell where
//! one frame ends. Headers are walked by seeking; no fragment is read here.

use crate::bytes::ReadAt;

use super::codec::Codec;
use super::error::PixelError;

const ITEM: [u8; 4] = [0xFE, 0xFF, 0x00, 0xE0];
const HEADER_LENGTH: u64 = 8;
/// More fragments than any real image has; a hostile file could otherwise
/// fill memory with empty ones.
const MAX_FRAGMENTS: usize = 1 << 22;

/// A stretch of the source that holds compressed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fragment {
    pub offset: u64,
    pub length: u64,
    /// The file ends inside it; `length` is what there is.
    pub is_truncated: bool,
}

/// Extended Offset Table (7FE0,0001) and its lengths (7FE0,0002):
/// one fragment a frame (PS3.3 §C.7.6.3.1.8).
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExtendedOffsets<'a> {
    pub offsets: &'a [u8],
    pub lengths: &'a [u8],
}

/// What is asked of the map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FrameRequest<'a> {
    /// Where the first item of the Pixel Data value starts.
    pub offset: u64,
    /// From 0.
    pub frame_index: u32,
    pub number_of_frames: u32,
    pub codec: Codec,
    pub extended: Option<ExtendedOffsets<'a>>,
}

/// Finds the fragments of one frame, in order.
///
/// # Errors
/// [`PixelError::FrameBoundariesUnknown`] when nothing tells the frames
/// apart, [`PixelError::FrameTruncated`] when the frame lies beyond the end
/// of the file, [`PixelError::NoPixelData`] when there is no item at all.
pub(crate) fn locate(
    source: &dyn ReadAt,
    request: FrameRequest<'_>,
) -> Result<Vec<Fragment>, PixelError> {
    let table = item_at(source, request.offset)?.ok_or(PixelError::NoPixelData)?;
    let first = table.offset + table.length;
    if request.number_of_frames > 1 {
        if let Some(fragments) = by_extended_table(source, request, first)? {
            return Ok(fragments);
        }
        if let Some(fragments) = by_basic_table(source, request, table, first)? {
            return Ok(fragments);
        }
    }
    by_walking(source, request, first)
}

/// Reads the bytes of `fragments` one after another.
pub(crate) fn read(source: &dyn ReadAt, fragments: &[Fragment]) -> Result<Vec<u8>, PixelError> {
    if let [only] = fragments {
        return Ok(source.read_range(only.offset, only.length)?);
    }
    let mut bytes = Vec::new();
    for fragment in fragments {
        bytes.extend(source.read_range(fragment.offset, fragment.length)?);
    }
    Ok(bytes)
}

/// The item whose header stands at `offset`, or `None` when none does.
fn item_at(source: &dyn ReadAt, offset: u64) -> Result<Option<Fragment>, PixelError> {
    let size = source.len();
    if offset.checked_add(HEADER_LENGTH).is_none_or(|end| end > size) {
        return Ok(None);
    }
    let mut header = [0; HEADER_LENGTH as usize];
    if source.read_at(offset, &mut header)? < header.len() {
        return Ok(None);
    }
    let [a, b, c, d, length @ ..] = header;
    let declared = u32::from_le_bytes(length);
    if [a, b, c, d] != ITEM || declared == u32::MAX {
        return Ok(None);
    }
    let start = offset + HEADER_LENGTH;
    let available = size - start;
    Ok(Some(Fragment {
        offset: start,
        length: u64::from(declared).min(available),
        is_truncated: u64::from(declared) > available,
    }))
}

fn by_extended_table(
    source: &dyn ReadAt,
    request: FrameRequest<'_>,
    first: u64,
) -> Result<Option<Vec<Fragment>>, PixelError> {
    let Some(extended) = request.extended else {
        return Ok(None);
    };
    let index = request.frame_index as usize;
    let entry = |table: &[u8]| table.as_chunks::<8>().0.get(index).copied().map(u64::from_le_bytes);
    let (Some(offset), Some(length)) = (entry(extended.offsets), entry(extended.lengths)) else {
        return Ok(None);
    };
    let Some(start) = first.checked_add(offset) else {
        return Ok(None);
    };
    // The lengths leave out an odd frame's padding byte; that byte would be
    // harmless, but the table may also be wrong, and then it is not believed.
    Ok(item_at(source, start)?
        .filter(|item| item.length >= length && item.length - length <= 1)
        .map(|item| vec![Fragment { length, ..item }]))
}

fn by_basic_table(
    source: &dyn ReadAt,
    request: FrameRequest<'_>,
    table: Fragment,
    first: u64,
) -> Result<Option<Vec<Fragment>>, PixelError> {
    if table.is_truncated || table.length / 4 != u64::from(request.number_of_frames) {
        return Ok(None);
    }
    let index = u64::from(request.frame_index);
    let last = index + 1 == u64::from(request.number_of_frames);
    let wanted = if last { 4 } else { 8 };
    let entries = source.read_range(table.offset + index * 4, wanted)?;
    let mut entries = entries
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| u64::from(u32::from_le_bytes(*bytes)));
    let Some(offset) = entries.next() else {
        return Ok(None);
    };
    let end = entries.next().map(|offset| first + offset);
    let mut fragments = Vec::new();
    let mut position = first + offset;
    // A table that does not land on items is wrong: the walk decides instead.
    while end.is_none_or(|end| position < end) {
        match item_at(source, position)? {
            Some(item) => {
                position = item.offset + item.length;
                fragments.push(item);
            }
            None if end.is_none() => break,
            None => return Ok(None),
        }
        if fragments.len() > MAX_FRAGMENTS {
            return Ok(None);
        }
    }
    let is_consistent = end.is_none_or(|end| position == end) && !fragments.is_empty();
    Ok(is_consistent.then_some(fragments))
}

fn by_walking(
    source: &dyn ReadAt,
    request: FrameRequest<'_>,
    first: u64,
) -> Result<Vec<Fragment>, PixelError> {
    let mut fragments = Vec::new();
    let mut position = first;
    while let Some(item) = item_at(source, position)? {
        position = item.offset + item.length;
        fragments.push(item);
        if fragments.len() > MAX_FRAGMENTS {
            break;
        }
    }
    if fragments.is_empty() {
        return Err(PixelError::FrameTruncated {
            frame_number: request.frame_index + 1,
        });
    }
    if request.number_of_frames == 1 {
        return Ok(fragments);
    }
    let index = request.frame_index as usize;
    if fragments.len() == request.number_of_frames as usize {
        return Ok(fragments.get(index..=index).unwrap_or_default().to_vec());
    }
    by_first_bytes(source, request, &fragments)
}

/// Groups fragments by those that begin a compressed picture. A file cut off
/// in transit has fewer pictures than promised: those that are there count.
fn by_first_bytes(
    source: &dyn ReadAt,
    request: FrameRequest<'_>,
    fragments: &[Fragment],
) -> Result<Vec<Fragment>, PixelError> {
    let unknown = || PixelError::FrameBoundariesUnknown {
        fragments: u32::try_from(fragments.len()).unwrap_or(u32::MAX),
        number_of_frames: request.number_of_frames,
    };
    let mut starts = Vec::new();
    for (index, fragment) in fragments.iter().enumerate() {
        let mut head = [0; 64];
        let length = fragment.length.min(head.len() as u64) as usize;
        let head = head.get_mut(..length).unwrap_or_default();
        let read = source.read_at(fragment.offset, head)?;
        if request.codec.begins_picture(head.get(..read).unwrap_or_default()) {
            starts.push(index);
        }
    }
    if starts.first() != Some(&0) {
        return Err(unknown());
    }
    let index = request.frame_index as usize;
    match starts.get(index) {
        Some(&start) => {
            let end = starts.get(index + 1).copied().unwrap_or(fragments.len());
            Ok(fragments.get(start..end).unwrap_or_default().to_vec())
        }
        // One picture in several fragments where several were promised.
        None if starts.len() == 1 && fragments.len() > 1 => Err(unknown()),
        None => Err(PixelError::FrameTruncated {
            frame_number: request.frame_index + 1,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOI: &[u8] = &[0xFF, 0xD8, 0xFF, 0xC3];

    fn item(bytes: &[u8]) -> Vec<u8> {
        let mut item = ITEM.to_vec();
        item.extend((bytes.len() as u32).to_le_bytes());
        item.extend(bytes);
        item
    }

    fn encapsulated(table: &[u32], fragments: &[&[u8]]) -> Vec<u8> {
        let table: Vec<u8> = table.iter().flat_map(|entry| entry.to_le_bytes()).collect();
        let mut bytes = item(&table);
        for fragment in fragments {
            bytes.extend(item(fragment));
        }
        bytes.extend([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        bytes
    }

    fn frame(source: &Vec<u8>, index: u32, frames: u32) -> Result<Vec<u8>, PixelError> {
        let request = FrameRequest {
            offset: 0,
            frame_index: index,
            number_of_frames: frames,
            codec: Codec::Jpeg,
            extended: None,
        };
        read(source, &locate(source, request)?)
    }

    #[test]
    fn a_single_frame_takes_every_fragment() {
        let source = encapsulated(&[], &[b"ab", b"cd"]);
        assert_eq!(frame(&source, 0, 1).unwrap(), b"abcd");
        // A table that is wrong does not matter then.
        let source = encapsulated(&[0, 77], &[b"ab", b"cd"]);
        assert_eq!(frame(&source, 0, 1).unwrap(), b"abcd");
    }

    #[test]
    fn as_many_fragments_as_frames_need_no_table() {
        let source = encapsulated(&[], &[b"ab", b"cd"]);
        assert_eq!(frame(&source, 1, 2).unwrap(), b"cd");
    }

    #[test]
    fn the_basic_offset_table_divides_fragments_among_frames() {
        let source = encapsulated(&[0, 20], &[b"ab", b"cd", b"ef"]);
        assert_eq!(frame(&source, 0, 2).unwrap(), b"abcd");
        assert_eq!(frame(&source, 1, 2).unwrap(), b"ef");
    }

    #[test]
    fn a_table_that_lands_beside_the_items_is_not_believed() {
        let source = encapsulated(&[0, 13], &[b"ab", b"cd"]);
        assert_eq!(frame(&source, 0, 2).unwrap(), b"ab");
        assert_eq!(frame(&source, 1, 2).unwrap(), b"cd");
    }

    #[test]
    fn without_a_table_the_first_bytes_of_each_picture_tell() {
        let source = encapsulated(&[], &[SOI, b"ab", SOI, b"cd", b"ef"]);
        assert_eq!(frame(&source, 0, 2).unwrap(), [SOI, b"ab"].concat());
        assert_eq!(frame(&source, 1, 2).unwrap(), [SOI, b"cdef"].concat());
    }

    #[test]
    fn frames_that_nothing_tells_apart_are_refused() {
        let source = encapsulated(&[], &[b"ab", b"cd", b"ef"]);
        assert_eq!(
            frame(&source, 0, 2).unwrap_err().code(),
            "frame_boundaries_unknown"
        );
    }

    #[test]
    fn a_frame_beyond_the_end_of_a_cut_file_is_named() {
        let source = encapsulated(&[], &[SOI, SOI]);
        assert_eq!(frame(&source, 1, 5).unwrap(), SOI);
        assert_eq!(
            frame(&source, 3, 5),
            Err(PixelError::FrameTruncated { frame_number: 4 })
        );
    }

    #[test]
    fn the_extended_offset_table_gives_offset_and_length() {
        let source = encapsulated(&[], &[b"abc\0", b"de"]);
        let table = |entries: [u64; 2]| entries.map(u64::to_le_bytes).concat();
        let (offsets, lengths) = (table([0, 12]), table([3, 2]));
        let request = |frame_index| FrameRequest {
            offset: 0,
            frame_index,
            number_of_frames: 2,
            codec: Codec::Jpeg,
            extended: Some(ExtendedOffsets {
                offsets: &offsets,
                lengths: &lengths,
            }),
        };
        let bytes = |index| read(&source, &locate(&source, request(index)).unwrap()).unwrap();
        assert_eq!(bytes(0), b"abc");
        assert_eq!(bytes(1), b"de");
    }

    #[test]
    fn a_fragment_longer_than_the_file_is_cut_to_it() {
        let mut source = encapsulated(&[], &[]);
        source.truncate(8);
        source.extend(ITEM);
        source.extend(u32::to_le_bytes(0xFFFF_FFF0));
        source.extend(b"xyz");
        assert_eq!(frame(&source, 0, 1).unwrap(), b"xyz");
    }
}
