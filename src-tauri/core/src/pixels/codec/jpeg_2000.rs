//! JPEG 2000 and HTJ2K, ISO/IEC 15444-1 and -15, by OpenJPEG.

use jpeg2k::Image;

use super::super::cells::Cells;
use super::super::description::{ImageDescription, PlanarConfiguration};
use super::super::error::PixelError;
use super::{Codec, CodestreamSize, ColorState, Picture};

pub(super) fn decode(bytes: &[u8], description: &ImageDescription) -> Result<Picture, PixelError> {
    let codec = Codec::Jpeg2000;
    let header = Header::read(bytes).ok_or_else(|| codec.error("no size marker"))?;
    codec.check_size(description, header.size)?;
    let image = Image::from_bytes(bytes).map_err(|error| codec.error(error))?;
    let components = image.components();
    if components.len() as u32 != description.samples_per_pixel {
        return Err(codec.error("components were lost in decoding"));
    }
    let precision = components
        .iter()
        .map(|component| component.precision())
        .max();
    let precision = precision.unwrap_or_default();
    if !(1..=32).contains(&precision) {
        return Err(codec.error("unusable precision"));
    }
    let pixels = description.pixels();
    if components
        .iter()
        .any(|component| component.data().len() != pixels)
    {
        // Subsampled components; allowed by the codec, not by PS3.5 §8.2.4.
        return Err(codec.error("components of different sizes"));
    }
    let planes = components.iter().map(|component| component.data());
    let cells = match precision {
        ..=8 => Cells::Bits8(interleaved(planes, pixels, |value| value as u8)),
        9..=16 => Cells::Bits16(interleaved(planes, pixels, |value| value as u16)),
        _ => Cells::Bits32(interleaved(planes, pixels, |value| value as u32)),
    };
    Ok(Picture {
        cells,
        layout: PlanarConfiguration::ByPixel,
        precision: Some(precision),
        // With a multiple component transformation the decoder has made red,
        // green and blue (PS3.5 §8.2.4).
        color: if header.has_component_transform {
            ColorState::Rgb
        } else {
            ColorState::AsStated
        },
        is_truncated: false,
    })
}

fn interleaved<'a, T: Copy + Default>(
    planes: impl ExactSizeIterator<Item = &'a [i32]>,
    pixels: usize,
    narrow: fn(i32) -> T,
) -> Vec<T> {
    let count = planes.len();
    let mut cells = vec![T::default(); pixels * count];
    for (sample, plane) in planes.enumerate() {
        let slots = cells.iter_mut().skip(sample).step_by(count);
        for (slot, &value) in slots.zip(plane) {
            *slot = narrow(value);
        }
    }
    cells
}

/// What the main header says, found without OpenJPEG so that a hostile size
/// allocates nothing.
#[derive(Debug, PartialEq, Eq)]
struct Header {
    size: CodestreamSize,
    has_component_transform: bool,
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Self> {
        // A codestream, or one inside JP2 boxes.
        let start = [0xFF, 0x4F, 0xFF, 0x51];
        let at = bytes.windows(4).position(|window| window == start)?;
        let size = bytes.get(at + 4..)?;
        let long = |offset: usize| {
            let bytes = size.get(offset..)?.first_chunk::<4>()?;
            Some(u32::from_be_bytes(*bytes))
        };
        // Lsiz, Rsiz, Xsiz, Ysiz, XOsiz, YOsiz, four of the tiles, Csiz (§A.5.1).
        let length = usize::from(u16::from_be_bytes(*size.first_chunk::<2>()?));
        let components = size.get(36..)?.first_chunk::<2>()?;
        let header = CodestreamSize {
            columns: long(4)?.checked_sub(long(12)?)?,
            rows: long(8)?.checked_sub(long(16)?)?,
            components: u16::from_be_bytes(*components).into(),
        };
        Some(Self {
            size: header,
            has_component_transform: component_transform(size.get(length..)?)?,
        })
    }
}

/// Finds the coding style default marker (§A.6.1) and its transformation flag.
fn component_transform(mut segments: &[u8]) -> Option<bool> {
    loop {
        let ([0xFF, marker], rest) = segments.split_first_chunk::<2>()? else {
            return None;
        };
        if *marker == 0x52 {
            // Lcod, Scod, progression order, layers (two bytes), transformation.
            return Some(*rest.get(6)? == 1);
        }
        if *marker == 0x90 {
            return None;
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk::<2>()?));
        segments = rest.get(length..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codestream(columns: u32, offset: u32, transform: u8) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0x4F, 0xFF, 0x51, 0, 47, 0, 0];
        for value in [columns + offset, 5, offset, 0, columns, 5, 0, 0] {
            bytes.extend(u32::to_be_bytes(value));
        }
        bytes.extend([0, 3, 7, 1, 1, 7, 1, 1, 7, 1, 1]);
        bytes.extend([0xFF, 0x64, 0, 4, 0, 0]);
        bytes.extend([0xFF, 0x52, 0, 12, 0, 0, 0, 1, transform, 5, 4, 4, 0, 1]);
        bytes
    }

    #[test]
    fn the_main_header_gives_size_and_transformation() {
        for (offset, transform) in [(0, 0), (3, 1)] {
            let header = Header::read(&codestream(9, offset, transform)).unwrap();
            assert_eq!(header.size.columns, 9);
            assert_eq!(header.size.rows, 5);
            assert_eq!(header.size.components, 3);
            assert_eq!(header.has_component_transform, transform == 1);
        }
    }

    #[test]
    fn a_header_cut_anywhere_is_none() {
        let whole = codestream(9, 0, 1);
        for length in 0..whole.len() - 10 {
            assert_eq!(Header::read(&whole[..length]), None, "{length}");
        }
    }
}
