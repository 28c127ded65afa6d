//! Lossless compression of one frame, through the same JPEG-LS as everywhere.

use std::borrow::Cow;

use dicom_encoding::{
    Codec,
    adapters::{EncodeOptions, PixelDataObject, PixelDataWriter as _, RawPixelData},
};
use dicom_transfer_syntax_registry::entries::JPEG_LS_LOSSLESS_IMAGE_COMPRESSION;

use super::{SampleError, image::SIDE};

/// JPEG-LS Lossless, PS3.5 §A.4.3.
pub(super) const JPEG_LS_LOSSLESS: &str = "1.2.840.10008.1.2.4.80";

/// `values` are `512 * rows` stored values of 12 bits, row by row.
pub(super) fn compress(values: &[u16], rows: u16) -> Result<Vec<u8>, SampleError> {
    let source = Native {
        rows,
        bytes: values.iter().flat_map(|v| v.to_le_bytes()).collect(),
    };
    let Codec::EncapsulatedPixelData(_, Some(encoder)) = JPEG_LS_LOSSLESS_IMAGE_COMPRESSION.codec()
    else {
        return Err(SampleError::Compression(
            "no JPEG-LS encoder was built in".to_owned(),
        ));
    };
    let mut compressed = Vec::new();
    encoder
        .encode_frame(&source, 0, EncodeOptions::default(), &mut compressed)
        .map_err(|error| SampleError::Compression(error.to_string()))?;
    Ok(compressed)
}

/// One uncompressed frame, as the encoder asks for it.
struct Native {
    rows: u16,
    bytes: Vec<u8>,
}

impl PixelDataObject for Native {
    fn transfer_syntax_uid(&self) -> &str {
        crate::write::EXPLICIT_VR_LITTLE_ENDIAN
    }

    fn rows(&self) -> Option<u16> {
        Some(self.rows)
    }

    fn cols(&self) -> Option<u16> {
        Some(SIDE as u16)
    }

    fn samples_per_pixel(&self) -> Option<u16> {
        Some(1)
    }

    fn bits_allocated(&self) -> Option<u16> {
        Some(16)
    }

    fn bits_stored(&self) -> Option<u16> {
        Some(12)
    }

    fn photometric_interpretation(&self) -> Option<&str> {
        Some("MONOCHROME2")
    }

    fn number_of_frames(&self) -> Option<u32> {
        Some(1)
    }

    fn number_of_fragments(&self) -> Option<u32> {
        None
    }

    fn fragment(&self, fragment: usize) -> Option<Cow<'_, [u8]>> {
        (fragment == 0).then_some(Cow::Borrowed(self.bytes.as_slice()))
    }

    fn offset_table(&self) -> Option<Cow<'_, [u32]>> {
        None
    }

    fn raw_pixel_data(&self) -> Option<RawPixelData> {
        // Nothing asks for it: encoders take a frame at a time.
        None
    }
}
