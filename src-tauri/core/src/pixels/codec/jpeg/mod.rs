//! JPEG, ISO/IEC 10918-1, by libjpeg-turbo: baseline, extended (8 and 12 bits),
//! progressive, and lossless of 2 to 16 bits.
//!
//! What three components stand for is decided here and nowhere else: by the
//! markers (component identifiers "RGB", Adobe's APP14, JFIF as ITU-T T.871 §10
//! has it), and by Photometric Interpretation only where they are silent.
//! Toolkits differ here: libjpeg's own guess and pydicom go by the markers as
//! we do, DCMTK by the attribute unless told otherwise. Writers copy the
//! attribute from the native image more often than they forge a marker. The
//! lossless processes know no transform, so there the attribute alone counts.

mod markers;

use std::borrow::Cow;

use super::super::description::{ImageDescription, PlanarConfiguration};
use super::super::error::PixelError;
use super::super::photometric::PhotometricInterpretation;
use super::turbojpeg::{self, Shape};
use super::{Codec, ColorState, Picture};

use markers::{Header, Transform};
pub(super) use markers::{Segment, Segments};

pub(super) fn decode(bytes: &[u8], description: &ImageDescription) -> Result<Picture, PixelError> {
    let header = Header::read(bytes).ok_or_else(|| Codec::Jpeg.error("no frame header"))?;
    Codec::Jpeg.check_size(description, header.size)?;
    if let Some(feature) = header.unsupported_feature() {
        return Err(PixelError::CodecFeatureUnsupported {
            codec: Codec::Jpeg.name().to_owned(),
            feature: feature.to_owned(),
        });
    }
    if !header.has_possible_precision() {
        return Err(Codec::Jpeg.error("unusable precision"));
    }
    let (transform, color) = transform(&header, description.photometric_interpretation);
    let bytes = if header.size.components == 1 {
        Cow::Borrowed(bytes)
    } else {
        Cow::Owned(markers::stating(bytes, transform))
    };
    let shape = Shape {
        columns: header.size.columns,
        rows: header.size.rows,
        components: header.size.components,
        precision: header.precision,
    };
    let decompressed =
        turbojpeg::decompress(&bytes, shape).map_err(|reason| Codec::Jpeg.error(reason))?;
    Ok(Picture {
        cells: decompressed.cells,
        layout: PlanarConfiguration::ByPixel,
        precision: Some(header.precision),
        color,
        is_truncated: decompressed.is_damaged,
    })
}

/// What the decoder has to undo, and what the samples stand for afterwards.
fn transform(header: &Header, stated: PhotometricInterpretation) -> (Transform, ColorState) {
    match header.color() {
        ColorState::Ybr => (Transform::LuminanceAndDifferences, ColorState::Rgb),
        ColorState::AsStated
            if !header.is_lossless()
                && matches!(
                    stated,
                    PhotometricInterpretation::YbrFull | PhotometricInterpretation::YbrFull422
                ) =>
        {
            (Transform::LuminanceAndDifferences, ColorState::Rgb)
        }
        as_they_are => (Transform::None, as_they_are),
    }
}

#[cfg(test)]
mod tests;
