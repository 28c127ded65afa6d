//! JPEG XL, ISO/IEC 18181-1, by jxl-oxide.

use jxl_oxide::{AllocTracker, JxlImage};

use super::super::cells::Cells;
use super::super::description::{ImageDescription, MAX_FRAME_BYTES, PlanarConfiguration};
use super::super::error::PixelError;
use super::{Codec, CodestreamSize, ColorState, Picture};

/// The decoder works in 32-bit floats and keeps several planes of them.
const WORKING_MEMORY: usize = 4 * MAX_FRAME_BYTES as usize;

pub(super) fn decode(bytes: &[u8], description: &ImageDescription) -> Result<Picture, PixelError> {
    let codec = Codec::JpegXl;
    let image = JxlImage::builder()
        .alloc_tracker(AllocTracker::with_limit(WORKING_MEMORY))
        .read(bytes)
        .map_err(|error| codec.error(error))?;
    let components = if image.pixel_format().is_grayscale() {
        1
    } else {
        3
    };
    codec.check_size(
        description,
        CodestreamSize {
            columns: image.width(),
            rows: image.height(),
            components,
        },
    )?;
    let precision = image.image_header().metadata.bit_depth.bits_per_sample();
    if !(1..=16).contains(&precision) {
        return Err(codec.error("unusable precision"));
    }
    let render = image.render_frame(0).map_err(|error| codec.error(error))?;
    let mut stream = render.stream_no_alpha();
    if stream.channels() != components {
        return Err(codec.error("channels were lost in decoding"));
    }
    // The decoder scales integers to the width of the buffer it is given;
    // floats of 0..1 times the full scale give back what was compressed.
    let mut values = vec![0.0f32; description.cells()];
    let written = stream.write_to_buffer(&mut values);
    if written != values.len() {
        return Err(codec.error("the picture is incomplete"));
    }
    let full_scale = ((1u32 << precision) - 1) as f32;
    let scaled = values
        .iter()
        .map(|value| (value * full_scale + 0.5).clamp(0.0, full_scale));
    let cells = if precision <= 8 {
        Cells::Bits8(scaled.map(|value| value as u8).collect())
    } else {
        Cells::Bits16(scaled.map(|value| value as u16).collect())
    };
    Ok(Picture {
        cells,
        layout: PlanarConfiguration::ByPixel,
        precision: Some(precision),
        // Any colour transform, JPEG's YCbCr included, is the codestream's own and undone.
        color: ColorState::Rgb,
        is_truncated: false,
    })
}
