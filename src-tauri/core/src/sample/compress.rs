//! Lossless compression of one frame, through the same JPEG-LS as everywhere.

use charls::{CharLS, FrameInfo};

use super::{SampleError, image::SIDE};

/// JPEG-LS Lossless, PS3.5 §A.4.3.
pub(super) const JPEG_LS_LOSSLESS: &str = "1.2.840.10008.1.2.4.80";

/// `values` are `512 * rows` stored values of 12 bits, row by row.
pub(super) fn compress(values: &[u16], rows: u16) -> Result<Vec<u8>, SampleError> {
    let frame = FrameInfo {
        width: SIDE as u32,
        height: rows.into(),
        bits_per_sample: 12,
        component_count: 1,
    };
    // CharLS takes samples in the machine's own byte order.
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_ne_bytes()).collect();
    CharLS::default()
        .encode(frame, 0, &bytes)
        .map_err(|error| SampleError::Compression(error.to_string()))
}
