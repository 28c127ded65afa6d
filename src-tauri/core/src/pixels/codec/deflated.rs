//! Deflated Image Frame Compression (1.2.840.10008.1.2.8.1): every frame is a
//! raw deflate stream of its native little-endian bytes.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::super::description::ImageDescription;
use super::super::error::PixelError;
use super::super::native;
use super::{Codec, ColorState, Picture};

pub(super) fn decode(bytes: &[u8], description: &ImageDescription) -> Result<Picture, PixelError> {
    let expected = native::frame_bits(description).div_ceil(8);
    let mut native_bytes = Vec::new();
    DeflateDecoder::new(bytes)
        .take(expected)
        .read_to_end(&mut native_bytes)
        .map_err(|error| Codec::Deflate.error(error))?;
    let is_truncated = (native_bytes.len() as u64) < expected;
    Ok(Picture {
        cells: native::unpack(native_bytes, 0, description, native::Storage::LittleEndian),
        layout: description.planar_configuration,
        precision: None,
        color: ColorState::AsStated,
        is_truncated,
    })
}
