//! What kind of picture a data set holds: Image Pixel Module, PS3.3 §C.7.6.3.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dataset::{DataSet, Item, PixelDataKind};
use crate::tags::{self, Tag};
use crate::warning::{Warning, Warnings};

use super::codec::Encoding;
use super::error::PixelError;
use super::photometric::PhotometricInterpretation;

/// The most bytes one decoded frame may take: a mammogram has 60 MB, a
/// whole-slide tile less; what asks for more is damaged or hostile.
pub const MAX_FRAME_BYTES: u64 = 512 << 20;

/// The shape of an image's pixel data. One that exists can be laid out in
/// memory; whether its bytes can be decoded shows only then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImageDescription {
    /// (0028,0010), at least 1.
    pub rows: u32,
    /// (0028,0011), at least 1.
    pub columns: u32,
    /// (0028,0002), 1 or 3.
    pub samples_per_pixel: u32,
    /// (0028,0004).
    pub photometric_interpretation: PhotometricInterpretation,
    /// (0028,0006).
    pub planar_configuration: PlanarConfiguration,
    /// (0028,0100): 1, 8, 16, 32, or 64 for Double Float Pixel Data.
    pub bits_allocated: u32,
    /// (0028,0101), at least 1.
    pub bits_stored: u32,
    /// (0028,0102), at least `bits_stored - 1`.
    pub high_bit: u32,
    /// (0028,0103).
    pub pixel_representation: PixelRepresentation,
    /// (0028,0008), at least 1.
    pub number_of_frames: u32,
    /// How the bytes are packed.
    pub encoding: Encoding,
    /// Integers or floating point numbers.
    pub numbers: Numbers,
}

/// Planar Configuration (0028,0006).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PlanarConfiguration {
    /// 0: R G B R G B…
    ByPixel,
    /// 1: R… G… B…
    ByPlane,
}

/// Pixel Representation (0028,0103).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PixelRepresentation {
    /// 0.
    Unsigned,
    /// 1: two's complement.
    Signed,
}

/// Which of the three pixel data elements there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Numbers {
    /// Pixel Data (7FE0,0010).
    Integer,
    /// Float Pixel Data (7FE0,0008).
    Float,
    /// Double Float Pixel Data (7FE0,0009).
    Double,
}

impl ImageDescription {
    /// Pixels of one frame.
    #[must_use]
    pub fn pixels(&self) -> usize {
        self.rows as usize * self.columns as usize
    }

    /// Cells of one frame once each pixel has all its samples.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.pixels() * self.samples_per_pixel as usize
    }
}

/// Describes the image in `data_set`.
///
/// # Errors
/// A [`PixelError`] saying which attribute keeps the image from being shown.
pub fn describe(
    data_set: &DataSet,
    warnings: &mut Warnings,
) -> Result<ImageDescription, PixelError> {
    let root = data_set.root();
    let pixel_data = data_set.pixel_data().ok_or(PixelError::NoPixelData)?;
    let numbers = match pixel_data.kind {
        PixelDataKind::Integer => Numbers::Integer,
        PixelDataKind::Float => Numbers::Float,
        PixelDataKind::DoubleFloat => Numbers::Double,
    };
    let rows = positive(root, tags::ROWS, "Rows")?;
    let columns = positive(root, tags::COLUMNS, "Columns")?;
    let photometric_interpretation = photometric_interpretation(root, warnings)?;
    let samples_per_pixel = samples_per_pixel(root, photometric_interpretation, warnings)?;
    let bits_allocated = match numbers {
        Numbers::Integer => positive(root, tags::BITS_ALLOCATED, "BitsAllocated")?,
        Numbers::Float => 32,
        Numbers::Double => 64,
    };
    let is_readable = match numbers {
        Numbers::Integer => matches!(bits_allocated, 1 | 8 | 16 | 32),
        Numbers::Float | Numbers::Double => true,
    };
    if !is_readable || (bits_allocated == 1 && samples_per_pixel > 1) {
        return Err(PixelError::BitsAllocatedUnsupported { bits_allocated });
    }
    let (bits_stored, high_bit) = stored_bits(root, bits_allocated, numbers, warnings);
    let is_signed = unsigned(root, tags::PIXEL_REPRESENTATION) == Some(1);
    let description = ImageDescription {
        rows,
        columns,
        samples_per_pixel,
        photometric_interpretation,
        planar_configuration: match unsigned(root, tags::PLANAR_CONFIGURATION) {
            Some(1) => PlanarConfiguration::ByPlane,
            _ => PlanarConfiguration::ByPixel,
        },
        bits_allocated,
        bits_stored,
        high_bit,
        pixel_representation: if is_signed {
            PixelRepresentation::Signed
        } else {
            PixelRepresentation::Unsigned
        },
        number_of_frames: number_of_frames(root),
        encoding: Encoding::of(data_set.transfer_syntax_uid(), pixel_data.length.is_none())?,
        numbers,
    };
    let bytes = u64::from(rows)
        * u64::from(columns)
        * u64::from(samples_per_pixel)
        * u64::from(bits_allocated.div_ceil(8));
    if bytes > MAX_FRAME_BYTES {
        return Err(PixelError::FrameTooLarge {
            bytes,
            limit: MAX_FRAME_BYTES,
        });
    }
    Ok(description)
}

/// Unsigned short that a writer without a dictionary may have left as UN.
fn unsigned(item: Item<'_>, tag: Tag) -> Option<u32> {
    let value = item.integer(tag).or_else(|| {
        let bytes = item.bytes(tag)?.first_chunk::<2>()?;
        Some(i64::from(u16::from_le_bytes(*bytes)))
    })?;
    u32::try_from(value).ok()
}

fn positive(item: Item<'_>, tag: Tag, keyword: &str) -> Result<u32, PixelError> {
    match unsigned(item, tag) {
        None if item.has(tag) => Err(PixelError::unusable(
            keyword,
            item.text(tag).unwrap_or_default(),
        )),
        None => Err(PixelError::missing(keyword)),
        Some(0) => Err(PixelError::unusable(keyword, 0)),
        Some(value) => Ok(value),
    }
}

/// Absent, it is what the number of samples makes likely: the files that lack
/// it are otherwise plain.
fn photometric_interpretation(
    root: Item<'_>,
    warnings: &mut Warnings,
) -> Result<PhotometricInterpretation, PixelError> {
    match root.text(tags::PHOTOMETRIC_INTERPRETATION) {
        Some(term) if !term.is_empty() => PhotometricInterpretation::from_defined_term(&term),
        _ => {
            // Float images of parametric maps may leave it out; MONOCHROME2 is the only one they can have.
            warnings.push(Warning::ValueInvalid {
                tag: tags::PHOTOMETRIC_INTERPRETATION.into(),
            });
            Ok(match unsigned(root, tags::SAMPLES_PER_PIXEL) {
                Some(3) => PhotometricInterpretation::Rgb,
                _ => PhotometricInterpretation::Monochrome2,
            })
        }
    }
}

fn samples_per_pixel(
    root: Item<'_>,
    interpretation: PhotometricInterpretation,
    warnings: &mut Warnings,
) -> Result<u32, PixelError> {
    let expected = interpretation.components();
    match unsigned(root, tags::SAMPLES_PER_PIXEL) {
        Some(value) if value == expected => Ok(value),
        None => {
            warnings.push(Warning::ValueInvalid {
                tag: tags::SAMPLES_PER_PIXEL.into(),
            });
            Ok(expected)
        }
        Some(value) => Err(PixelError::unusable("SamplesPerPixel", value)),
    }
}

/// Bits Stored and High Bit, made to fit the cell.
fn stored_bits(
    root: Item<'_>,
    bits_allocated: u32,
    numbers: Numbers,
    warnings: &mut Warnings,
) -> (u32, u32) {
    if numbers != Numbers::Integer {
        return (bits_allocated, bits_allocated - 1);
    }
    let bits_stored = match unsigned(root, tags::BITS_STORED) {
        Some(bits) if (1..=bits_allocated).contains(&bits) => bits,
        other => {
            if other.is_some() {
                warnings.push(Warning::ValueInvalid {
                    tag: tags::BITS_STORED.into(),
                });
            }
            bits_allocated
        }
    };
    let high_bit = match unsigned(root, tags::HIGH_BIT) {
        Some(bit) if (bits_stored - 1..bits_allocated).contains(&bit) => bit,
        other => {
            if other.is_some() {
                warnings.push(Warning::ValueInvalid {
                    tag: tags::HIGH_BIT.into(),
                });
            }
            bits_stored - 1
        }
    };
    (bits_stored, high_bit)
}

fn number_of_frames(root: Item<'_>) -> u32 {
    root.integer(tags::NUMBER_OF_FRAMES)
        .and_then(|frames| u32::try_from(frames).ok())
        .unwrap_or(1)
        .max(1)
}
