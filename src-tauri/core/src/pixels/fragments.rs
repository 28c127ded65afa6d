//! The fragment map: which fragments of encapsulated pixel data are one frame.
//!
//! PS3.5 §A.4: an item with the Basic Offset Table, then fragments. A frame
//! may be cut into several fragments, and then only an offset table, or the
//! first bytes of each compressed picture, tell where one frame ends. The
//! items were walked when the data set was read; no fragment is read here but
//! those of the frame, and the first bytes of others where nothing else helps.

use crate::bytes::ReadAt;
use crate::dataset::Fragment;

use super::codec::Codec;
use super::error::PixelError;

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
    /// All items in file order, the Basic Offset Table first.
    pub items: &'a [Fragment],
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
    let (table, fragments) = request.items.split_first().ok_or(PixelError::NoPixelData)?;
    if fragments.is_empty() {
        return Err(PixelError::FrameTruncated {
            frame_number: request.frame_index + 1,
        });
    }
    if request.number_of_frames == 1 {
        return Ok(fragments.to_vec());
    }
    if let Some(fragment) = by_extended_table(request, fragments) {
        return Ok(vec![fragment]);
    }
    if let Some(found) = by_basic_table(source, request, *table, fragments)? {
        return Ok(found.to_vec());
    }
    let index = request.frame_index as usize;
    if fragments.len() == request.number_of_frames as usize {
        return Ok(fragments.get(index..=index).unwrap_or_default().to_vec());
    }
    by_first_bytes(source, request, fragments)
}

/// Reads the bytes of `fragments` one after another.
pub(crate) fn read(source: &dyn ReadAt, fragments: &[Fragment]) -> Result<Vec<u8>, PixelError> {
    if let [only] = fragments {
        return Ok(source.read_range(only.offset, only.length.into())?);
    }
    let mut bytes = Vec::new();
    for fragment in fragments {
        bytes.extend(source.read_range(fragment.offset, fragment.length.into())?);
    }
    Ok(bytes)
}

/// Place in `fragments` of the one whose header starts `offset` bytes behind the first's.
fn at_offset(fragments: &[Fragment], offset: u64) -> Option<usize> {
    let start = fragments.first()?.offset.checked_add(offset)?;
    fragments
        .binary_search_by_key(&start, |fragment| fragment.offset)
        .ok()
}

fn by_extended_table(request: FrameRequest<'_>, fragments: &[Fragment]) -> Option<Fragment> {
    let extended = request.extended?;
    let index = request.frame_index as usize;
    let entry = |table: &[u8]| {
        let bytes = table.as_chunks::<8>().0.get(index)?;
        Some(u64::from_le_bytes(*bytes))
    };
    let (offset, length) = (entry(extended.offsets)?, entry(extended.lengths)?);
    let fragment = fragments.get(at_offset(fragments, offset)?)?;
    // The lengths leave out an odd frame's padding byte; a table that is
    // further off is wrong and not believed.
    let padding = u64::from(fragment.length).checked_sub(length)?;
    (padding <= 1).then_some(Fragment {
        offset: fragment.offset,
        length: u32::try_from(length).ok()?,
    })
}

/// A table that does not land on items is wrong, and `None`: something else decides.
fn by_basic_table<'a>(
    source: &dyn ReadAt,
    request: FrameRequest<'_>,
    table: Fragment,
    fragments: &'a [Fragment],
) -> Result<Option<&'a [Fragment]>, PixelError> {
    if table.length / 4 != request.number_of_frames {
        return Ok(None);
    }
    let index = u64::from(request.frame_index);
    let is_last = request.frame_index + 1 == request.number_of_frames;
    let wanted = if is_last { 4 } else { 8 };
    let entries = source.read_range(table.offset + index * 4, wanted)?;
    let mut places = entries
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| at_offset(fragments, u32::from_le_bytes(*bytes).into()));
    let Some(Some(start)) = places.next() else {
        return Ok(None);
    };
    let end = match places.next() {
        None => Some(fragments.len()),
        Some(place) => place,
    };
    // The second entry may lie behind the end of a cut file.
    let end = end.unwrap_or(if start + 1 == fragments.len() {
        fragments.len()
    } else {
        start
    });
    Ok(fragments.get(start..end).filter(|found| !found.is_empty()))
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
    let wanted = request.frame_index as usize;
    for (index, fragment) in fragments.iter().enumerate() {
        // What comes after the next picture's beginning is not asked for.
        if starts.len() > wanted + 1 {
            break;
        }
        let mut head = [0; 64];
        let length = (fragment.length as usize).min(head.len());
        let head = head.get_mut(..length).unwrap_or_default();
        let read = source.read_full(fragment.offset, head)?;
        if request
            .codec
            .begins_picture(head.get(..read).unwrap_or_default())
        {
            starts.push(index);
        }
    }
    if starts.first() != Some(&0) {
        return Err(unknown());
    }
    match starts.get(wanted) {
        Some(&start) => {
            let end = starts.get(wanted + 1).copied().unwrap_or(fragments.len());
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

    /// Bytes of items, and where they stand.
    fn encapsulated(table: &[u32], fragments: &[&[u8]]) -> (Vec<u8>, Vec<Fragment>) {
        let table: Vec<u8> = table.iter().flat_map(|entry| entry.to_le_bytes()).collect();
        let mut bytes = Vec::new();
        let mut items = Vec::new();
        for value in [table.as_slice()].iter().chain(fragments) {
            bytes.extend([0xFE, 0xFF, 0x00, 0xE0]);
            bytes.extend((value.len() as u32).to_le_bytes());
            items.push(Fragment {
                offset: bytes.len() as u64,
                length: value.len() as u32,
            });
            bytes.extend_from_slice(value);
        }
        (bytes, items)
    }

    fn frame(
        (source, items): &(Vec<u8>, Vec<Fragment>),
        frame_index: u32,
        number_of_frames: u32,
    ) -> Result<Vec<u8>, PixelError> {
        let request = FrameRequest {
            items,
            frame_index,
            number_of_frames,
            codec: Codec::Jpeg,
            extended: None,
        };
        read(source, &locate(source, request)?)
    }

    #[test]
    fn a_single_frame_takes_every_fragment() {
        let image = encapsulated(&[], &[b"ab", b"cd"]);
        assert_eq!(frame(&image, 0, 1).unwrap(), b"abcd");
        // A table that is wrong does not matter then.
        let image = encapsulated(&[0, 77], &[b"ab", b"cd"]);
        assert_eq!(frame(&image, 0, 1).unwrap(), b"abcd");
    }

    #[test]
    fn as_many_fragments_as_frames_need_no_table() {
        let image = encapsulated(&[], &[b"ab", b"cd"]);
        assert_eq!(frame(&image, 1, 2).unwrap(), b"cd");
    }

    #[test]
    fn the_basic_offset_table_divides_fragments_among_frames() {
        let image = encapsulated(&[0, 20], &[b"ab", b"cd", b"ef"]);
        assert_eq!(frame(&image, 0, 2).unwrap(), b"abcd");
        assert_eq!(frame(&image, 1, 2).unwrap(), b"ef");
    }

    #[test]
    fn a_table_that_lands_beside_the_items_is_not_believed() {
        let image = encapsulated(&[0, 13], &[b"ab", b"cd"]);
        assert_eq!(frame(&image, 0, 2).unwrap(), b"ab");
        assert_eq!(frame(&image, 1, 2).unwrap(), b"cd");
    }

    #[test]
    fn the_last_frame_of_a_cut_file_is_found_by_its_table() {
        let image = encapsulated(&[0, 10, 20, 30], &[b"ab", b"cd"]);
        assert_eq!(frame(&image, 1, 4).unwrap(), b"cd");
    }

    #[test]
    fn without_a_table_the_first_bytes_of_each_picture_tell() {
        let image = encapsulated(&[], &[SOI, b"ab", SOI, b"cd", b"ef"]);
        assert_eq!(frame(&image, 0, 2).unwrap(), [SOI, b"ab"].concat());
        assert_eq!(frame(&image, 1, 2).unwrap(), [SOI, b"cdef"].concat());
    }

    #[test]
    fn frames_that_nothing_tells_apart_are_refused() {
        let image = encapsulated(&[], &[b"ab", b"cd", b"ef"]);
        let error = frame(&image, 0, 2).unwrap_err();
        assert_eq!(error.code(), "frame_boundaries_unknown");
    }

    #[test]
    fn a_frame_beyond_the_end_of_a_cut_file_is_named() {
        let image = encapsulated(&[], &[SOI, SOI]);
        assert_eq!(frame(&image, 1, 5).unwrap(), SOI);
        let truncated = PixelError::FrameTruncated { frame_number: 4 };
        assert_eq!(frame(&image, 3, 5), Err(truncated));
        let nothing = PixelError::FrameTruncated { frame_number: 1 };
        assert_eq!(frame(&encapsulated(&[], &[]), 0, 1), Err(nothing));
        assert_eq!(frame(&(vec![], vec![]), 0, 1), Err(PixelError::NoPixelData));
    }

    #[test]
    fn the_extended_offset_table_gives_offset_and_length() {
        let (source, items) = encapsulated(&[], &[b"abc\0", b"de"]);
        let table = |entries: [u64; 2]| entries.map(u64::to_le_bytes).concat();
        let (offsets, lengths) = (table([0, 12]), table([3, 2]));
        let bytes = |frame_index| {
            let request = FrameRequest {
                items: &items,
                frame_index,
                number_of_frames: 2,
                codec: Codec::Jpeg,
                extended: Some(ExtendedOffsets {
                    offsets: &offsets,
                    lengths: &lengths,
                }),
            };
            read(&source, &locate(&source, request).unwrap()).unwrap()
        };
        assert_eq!(bytes(0), b"abc");
        assert_eq!(bytes(1), b"de");
    }
}
