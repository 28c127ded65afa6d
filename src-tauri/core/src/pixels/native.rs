//! Pixel data as they are: one frame read by seeking to it.

use crate::bytes::ReadAt;
use crate::dataset::{DataSet, PixelData};
use crate::warning::{Warning, Warnings};
use dicom_core::VR;

use super::cells::{CellOrder, Cells, swap_words};
use super::description::{ImageDescription, Numbers};
use super::error::PixelError;
use super::photometric::PhotometricInterpretation;

/// How native bytes are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    LittleEndian,
    /// Big endian, the element's words holding whole cells.
    BigEndian,
    /// Big endian, 16-bit words holding two cells of 8 bits or sixteen of one.
    BigEndianWords,
}

impl Storage {
    /// In a big endian file bytes are swapped by the element's value
    /// representation: OB is never swapped, OW in words (PS3.5 §7.3).
    fn of(data_set: &DataSet, pixel_data: &PixelData, description: &ImageDescription) -> Self {
        if !data_set.is_big_endian() {
            return Self::LittleEndian;
        }
        match description.bits_allocated {
            1 | 8 if pixel_data.vr == VR::OW => Self::BigEndianWords,
            1 | 8 => Self::LittleEndian,
            _ => Self::BigEndian,
        }
    }
}

/// What was read of a native frame.
pub(crate) struct NativeFrame {
    pub cells: Cells,
    /// Chrominance is stored for every other pixel.
    pub is_422: bool,
}

/// Bits that one frame takes, padding between frames aside (there is none).
pub(crate) fn frame_bits(description: &ImageDescription) -> u64 {
    description.cells() as u64 * u64::from(description.bits_allocated)
}

/// Reads frame `frame_index` (from 0).
///
/// # Errors
/// [`PixelError::FrameTruncated`] when the file ends before it begins.
pub(crate) fn read(
    source: &dyn ReadAt,
    data_set: &DataSet,
    pixel_data: &PixelData,
    description: &ImageDescription,
    frame_index: u32,
    warnings: &mut Warnings,
) -> Result<NativeFrame, PixelError> {
    let length = pixel_data.length.unwrap_or_default();
    let available = length.min(source.len().saturating_sub(pixel_data.offset));
    let whole = frame_bits(description);
    let is_422 = is_packed_422(description, available);
    let bits = if is_422 { whole / 3 * 2 } else { whole };
    let storage = Storage::of(data_set, pixel_data, description);
    let first_bit = bits * u64::from(frame_index);
    let mut start = first_bit / 8;
    let mut end = (first_bit + bits).div_ceil(8);
    // Swapping needs whole words.
    let lead = if storage == Storage::BigEndianWords {
        let lead = start % 2;
        start -= lead;
        end += end % 2;
        lead
    } else {
        0
    };
    let present = end.min(available);
    if present <= start {
        return Err(PixelError::FrameTruncated {
            frame_number: frame_index + 1,
        });
    }
    // A final byte may be missing where the data should have been padded to even length.
    if present + 1 < end || (present < end && storage != Storage::BigEndianWords) {
        warnings.push(Warning::PixelDataShort {
            expected: end * u64::from(description.number_of_frames) / u64::from(frame_index + 1),
            present: available,
        });
    }
    let mut bytes = source.read_range(pixel_data.offset + start, present - start)?;
    if storage == Storage::BigEndianWords {
        swap_words(&mut bytes);
        bytes.drain(..(lead as usize).min(bytes.len()));
    }
    let skip = (first_bit % 8) as u32;
    let mut cells = unpack(bytes, skip, description, storage);
    cells.resize(if is_422 {
        description.pixels() * 2
    } else {
        description.cells()
    });
    Ok(NativeFrame { cells, is_422 })
}

/// YBR_FULL_422 stores two bytes a pixel; some writers state it for data of
/// three, which the length gives away.
fn is_packed_422(description: &ImageDescription, available: u64) -> bool {
    let is_stated = matches!(
        description.photometric_interpretation,
        PhotometricInterpretation::YbrFull422 | PhotometricInterpretation::YbrPartial422
    );
    let full = frame_bits(description) / 8 * u64::from(description.number_of_frames);
    is_stated && description.bits_allocated == 8 && available < full
}

/// Cells from native bytes; `skip` bits of single-bit data belong to the frame before.
/// Short bytes give short cells; long ones are cut.
pub(crate) fn unpack(
    bytes: Vec<u8>,
    skip: u32,
    description: &ImageDescription,
    storage: Storage,
) -> Cells {
    let order = match storage {
        Storage::BigEndian => CellOrder::BigEndian,
        Storage::LittleEndian | Storage::BigEndianWords => CellOrder::LittleEndian,
    };
    match (description.numbers, description.bits_allocated) {
        (Numbers::Float, _) => Cells::floats(&bytes, order),
        (Numbers::Double, _) => Cells::doubles(&bytes, order),
        (Numbers::Integer, 1) => Cells::from_bits(&bytes, skip, description.cells()),
        (Numbers::Integer, bits) => Cells::from_bytes(bytes, bits, order),
    }
}
