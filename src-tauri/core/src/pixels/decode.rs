//! One frame, from the file's bytes to stored values with their meaning.

use crate::bytes::ReadAt;
use crate::cancel::CancelToken;
use crate::dataset::{DataSet, PixelData};
use crate::geometry;
use crate::tags;
use crate::warning::{Warning, Warnings};

use super::cells::{Cells, ValueBits};
use super::codec::{Codec, ColorState, Encoding, Picture};
use super::color;
use super::description::{ImageDescription, PixelRepresentation, PlanarConfiguration, describe};
use super::error::PixelError;
use super::fragments::{self, ExtendedOffsets, FrameRequest};
use super::frame::{Frame, Samples, read_padding};
use super::functional_groups::FrameAttributes;
use super::layers::{self, Layer};
use super::modality::ModalityTransform;
use super::native;
use super::palette::Palette;
use super::photometric::PhotometricInterpretation;
use super::voi_reading;

/// Decodes one frame, numbered from 1.
///
/// Only this frame's bytes are read. Sizes are held against the file and
/// [`MAX_FRAME_BYTES`](super::MAX_FRAME_BYTES) before anything is allocated.
///
/// # Errors
/// A [`PixelError`] saying what cannot be shown and why;
/// [`PixelError::Cancelled`] when `cancel` was.
pub fn decode_frame(
    source: &dyn ReadAt,
    data_set: &DataSet,
    frame_number: u32,
    cancel: &CancelToken,
    warnings: &mut Warnings,
) -> Result<Frame, PixelError> {
    let description = describe(data_set, warnings)?;
    let frame_index = frame_number
        .checked_sub(1)
        .filter(|&index| index < description.number_of_frames)
        .ok_or(PixelError::FrameAbsent {
            frame_number,
            number_of_frames: description.number_of_frames,
        })?;
    let pixel_data = data_set.pixel_data().ok_or(PixelError::NoPixelData)?;
    let source = data_set.pixel_source(source);
    stop_if(cancel)?;
    let picture = match description.encoding {
        Encoding::Native => native_picture(
            source,
            data_set,
            pixel_data,
            &description,
            frame_index,
            warnings,
        )?,
        Encoding::Compressed(codec) => {
            let bytes = compressed_bytes(
                source,
                data_set,
                pixel_data,
                &description,
                codec,
                frame_index,
                warnings,
            )?;
            stop_if(cancel)?;
            codec.decode(&bytes, &description)?
        }
    };
    stop_if(cancel)?;
    if picture.is_truncated {
        warnings.push(Warning::CodestreamDamaged);
    }
    let layers = layers::read(
        data_set,
        FrameAttributes::of(data_set, frame_number),
        &description,
        frame_number,
        &picture,
        warnings,
    );
    let samples = samples(picture, data_set, &description)?;
    Ok(with_meaning(
        samples,
        layers,
        data_set,
        &description,
        frame_number,
        warnings,
    ))
}

fn stop_if(cancel: &CancelToken) -> Result<(), PixelError> {
    if cancel.is_cancelled() {
        return Err(PixelError::Cancelled);
    }
    Ok(())
}

fn native_picture(
    source: &dyn ReadAt,
    data_set: &DataSet,
    pixel_data: &PixelData,
    description: &ImageDescription,
    frame_index: u32,
    warnings: &mut Warnings,
) -> Result<Picture, PixelError> {
    let frame = native::read(
        source,
        data_set,
        pixel_data,
        description,
        frame_index,
        warnings,
    )?;
    let (cells, layout) = match frame.cells {
        Cells::Bits8(packed) if frame.is_422 => (
            Cells::Bits8(color::expand_422(&packed)),
            PlanarConfiguration::ByPixel,
        ),
        cells => (cells, description.planar_configuration),
    };
    if cells.len() != description.cells() {
        return Err(PixelError::unusable("Columns", description.columns));
    }
    Ok(Picture {
        cells,
        layout,
        precision: None,
        color: ColorState::AsStated,
        is_truncated: false,
    })
}

fn compressed_bytes(
    source: &dyn ReadAt,
    data_set: &DataSet,
    pixel_data: &PixelData,
    description: &ImageDescription,
    codec: Codec,
    frame_index: u32,
    warnings: &mut Warnings,
) -> Result<Vec<u8>, PixelError> {
    let root = data_set.root();
    let extended = root
        .bytes(tags::EXTENDED_OFFSET_TABLE)
        .zip(root.bytes(tags::EXTENDED_OFFSET_TABLE_LENGTHS))
        .map(|(offsets, lengths)| ExtendedOffsets { offsets, lengths });
    let request = FrameRequest {
        items: &pixel_data.fragments,
        frame_index,
        number_of_frames: description.number_of_frames,
        codec,
        extended,
    };
    let found = fragments::locate(source, request)?;
    let last = pixel_data.fragments.last();
    if pixel_data.truncated
        && found.last().map(|found| found.offset) == last.map(|last| last.offset)
    {
        warnings.push(Warning::PixelDataTruncated);
    }
    fragments::read(source, &found)
}

/// Signs, masks and colours a picture.
fn samples(
    picture: Picture,
    data_set: &DataSet,
    description: &ImageDescription,
) -> Result<Samples, PixelError> {
    let bits = value_bits(&picture, description);
    if description.samples_per_pixel == 1 {
        let samples = picture.cells.into_samples(bits);
        if description.photometric_interpretation != PhotometricInterpretation::PaletteColor {
            return Ok(samples);
        }
        let palette = Palette::read(data_set, description.pixel_representation)?;
        return Ok(Samples::Rgb8(palette.apply(&samples)));
    }
    let bytes = picture.cells.into_color_bytes(bits);
    let mut pixels = match picture.layout {
        PlanarConfiguration::ByPixel => bytes,
        PlanarConfiguration::ByPlane => color::interleave(&bytes),
    };
    let interpretation = match picture.color {
        ColorState::AsStated => description.photometric_interpretation,
        ColorState::Rgb => PhotometricInterpretation::Rgb,
        ColorState::Ybr => PhotometricInterpretation::YbrFull,
    };
    color::to_rgb(&mut pixels, interpretation);
    Ok(Samples::Rgb8(pixels))
}

/// Native and RLE cells are laid out as the data set says; a codec fills its
/// own precision from bit 0 on, and where both state a width the narrower one
/// holds the sign.
fn value_bits(picture: &Picture, description: &ImageDescription) -> ValueBits {
    let signed = description.pixel_representation == PixelRepresentation::Signed;
    match picture.precision {
        Some(precision) => ValueBits {
            shift: 0,
            count: if description.samples_per_pixel == 1 {
                precision.min(description.bits_stored)
            } else {
                precision
            },
            signed,
        },
        None => ValueBits {
            shift: description.high_bit + 1 - description.bits_stored,
            count: description.bits_stored,
            signed,
        },
    }
}

/// Adds what the data set says about the values.
fn with_meaning(
    samples: Samples,
    layers: Vec<Layer>,
    data_set: &DataSet,
    description: &ImageDescription,
    frame_number: u32,
    warnings: &mut Warnings,
) -> Frame {
    let attributes = FrameAttributes::of(data_set, frame_number);
    let root = attributes.root();
    let is_gray = description.photometric_interpretation.is_monochrome();
    let is_signed = description.pixel_representation == PixelRepresentation::Signed;
    let (modality, voi) = if is_gray {
        let representation = description.pixel_representation;
        let modality = ModalityTransform::read(data_set, attributes, representation, warnings);
        let is_negative = modality.can_be_negative(representation);
        let voi = voi_reading::read(data_set, attributes, is_negative, warnings);
        (modality, voi)
    } else {
        (ModalityTransform::identity(), Vec::new())
    };
    let padding = is_gray.then(|| read_padding(root, is_signed)).flatten();
    let is_inverse = root
        .text(tags::PRESENTATION_LUT_SHAPE)
        .is_some_and(|shape| shape == "INVERSE");
    let is_monochrome1 =
        description.photometric_interpretation == PhotometricInterpretation::Monochrome1;
    Frame {
        rows: description.rows,
        columns: description.columns,
        stored_range: Frame::measure_range(&samples, padding),
        samples,
        modality,
        voi,
        inverted: is_gray && (is_monochrome1 || is_inverse),
        padding,
        aspect: geometry::pixel_aspect(attributes),
        layers,
        starts_at_zero: matches!(
            root.text(tags::MODALITY).as_deref(),
            Some("PT" | "NM" | "ST")
        ),
    }
}
