//! JPEG, ISO/IEC 10918-1: baseline, progressive and lossless.
//!
//! Colour is never converted by the decoder: it hands over the components,
//! and the markers tell what they are (ITU-T T.871 §10, Adobe's APP14), the
//! data set only where they do not.

use jpeg_decoder::{ColorTransform, Decoder, PixelFormat};

use super::super::cells::{CellOrder, Cells};
use super::super::description::{ImageDescription, PlanarConfiguration};
use super::super::error::PixelError;
use super::{Codec, CodestreamSize, ColorState, Picture};

pub(super) fn decode(bytes: &[u8], description: &ImageDescription) -> Result<Picture, PixelError> {
    let header = Header::read(bytes).ok_or_else(|| Codec::Jpeg.error("no frame header"))?;
    Codec::Jpeg.check_size(description, header.size)?;
    if let Some(feature) = header.unsupported_feature() {
        return Err(PixelError::CodecFeatureUnsupported {
            codec: Codec::Jpeg.name().to_owned(),
            feature: feature.to_owned(),
        });
    }
    let mut decoder = Decoder::new(bytes);
    decoder.set_color_transform(if header.size.components == 1 {
        ColorTransform::Grayscale
    } else {
        // Interleaves and leaves the components as they are (`None` keeps planes).
        ColorTransform::RGB
    });
    let decoded = decoder.decode().map_err(|error| Codec::Jpeg.error(error))?;
    let format = decoder.info().map(|info| info.pixel_format);
    let cells = match format {
        // Wide samples come in the machine's byte order.
        Some(PixelFormat::L16) if cfg!(target_endian = "big") => {
            Cells::from_bytes(decoded, 16, CellOrder::BigEndian)
        }
        Some(PixelFormat::L16) => Cells::from_bytes(decoded, 16, CellOrder::LittleEndian),
        _ => Cells::Bits8(decoded),
    };
    Ok(Picture {
        cells,
        layout: PlanarConfiguration::ByPixel,
        precision: Some(header.precision),
        color: header.color(),
        is_truncated: false,
    })
}

/// What the markers before the first scan say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub size: CodestreamSize,
    pub precision: u32,
    /// Which start-of-frame marker: the coding process (Table B.1).
    process: u8,
    is_jfif: bool,
    adobe_transform: Option<u8>,
    has_rgb_identifiers: bool,
}

impl Header {
    /// Walks the marker segments up to the first scan.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut is_jfif = false;
        let mut adobe_transform = None;
        for (marker, segment) in Segments::of(bytes) {
            match marker {
                0xE0 => is_jfif |= segment.starts_with(b"JFIF\0"),
                0xEE if segment.starts_with(b"Adobe") => {
                    adobe_transform = segment.get(11).copied();
                }
                // Start of frame: all but DHT (C4), JPG (C8) and DAC (CC).
                0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                    let (head, components) = segment.split_first_chunk::<6>()?;
                    let [precision, y1, y0, x1, x0, count] = *head;
                    let identifiers = components.as_chunks::<3>().0.iter().map(|[id, ..]| *id);
                    return Some(Self {
                        size: CodestreamSize {
                            columns: u16::from_be_bytes([x1, x0]).into(),
                            rows: u16::from_be_bytes([y1, y0]).into(),
                            components: count.into(),
                        },
                        precision: precision.into(),
                        process: marker,
                        is_jfif,
                        adobe_transform,
                        has_rgb_identifiers: identifiers.clone().eq(*b"RGB")
                            || identifiers.eq(*b"rgb"),
                    });
                }
                _ => {}
            }
        }
        None
    }

    fn is_lossless(&self) -> bool {
        self.process & 3 == 3
    }

    /// What jpeg-decoder cannot do.
    fn unsupported_feature(&self) -> Option<&'static str> {
        match self.process {
            0xC9..=0xCF => Some("arithmetic_coding"),
            0xC5..=0xC7 => Some("hierarchical"),
            _ if !self.is_lossless() && self.precision != 8 => Some("lossy_12_bit"),
            _ => None,
        }
    }

    fn color(&self) -> ColorState {
        match self.adobe_transform {
            // JPEG's lossless processes know no colour transform; the data set
            // alone says what was compressed.
            _ if self.is_lossless() => ColorState::AsStated,
            _ if self.has_rgb_identifiers => ColorState::Rgb,
            Some(0) => ColorState::Rgb,
            Some(_) => ColorState::Ybr,
            None if self.is_jfif => ColorState::Ybr,
            None => ColorState::AsStated,
        }
    }
}

/// Marker segments with their payloads, up to the first scan.
pub(super) struct Segments<'a>(&'a [u8]);

impl<'a> Segments<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes.strip_prefix(&[0xFF, 0xD8]).unwrap_or_default())
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.0.iter().position(|&byte| byte != 0xFF)?;
        if start == 0 {
            return None;
        }
        let (marker, rest) = self.0.get(start..)?.split_first()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
        let (segment, rest) = rest.split_at_checked(length)?;
        // After a scan's header come entropy-coded bytes.
        self.0 = if *marker == 0xDA { &[] } else { rest };
        Some((*marker, segment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(marker: u8, segments: &[&[u8]], identifiers: &[u8; 3]) -> Header {
        let mut bytes = vec![0xFF, 0xD8];
        for segment in segments {
            bytes.extend_from_slice(segment);
        }
        bytes.extend([0xFF, marker, 0, 17, 8, 0, 2, 0, 3, 3]);
        for identifier in identifiers {
            bytes.extend([*identifier, 0x11, 0]);
        }
        Header::read(&bytes).unwrap()
    }

    const JFIF: &[u8] = b"\xFF\xE0\x00\x07JFIF\0";
    const ADOBE_RGB: &[u8] = b"\xFF\xEE\x00\x0EAdobe\0\x64\0\0\0\0\0";
    const ADOBE_YCC: &[u8] = b"\xFF\xEE\x00\x0EAdobe\0\x64\0\0\0\0\x01";

    #[test]
    fn the_markers_say_what_the_components_are() {
        for (marker, segments, identifiers, expected) in [
            (0xC0, &[][..], &[1, 2, 3], ColorState::AsStated),
            (0xC0, &[JFIF], &[1, 2, 3], ColorState::Ybr),
            (0xC0, &[JFIF, ADOBE_RGB], &[1, 2, 3], ColorState::Rgb),
            (0xC2, &[ADOBE_YCC], &[1, 2, 3], ColorState::Ybr),
            (0xC0, &[], b"RGB", ColorState::Rgb),
            (0xC3, &[JFIF], &[1, 2, 3], ColorState::AsStated),
        ] {
            let header = header(marker, segments, identifiers);
            assert_eq!(header.color(), expected, "{segments:?}");
            assert_eq!((header.size.columns, header.size.rows), (3, 2));
        }
    }

    #[test]
    fn processes_without_a_decoder_are_named() {
        for (marker, expected) in [
            (0xC0, None),
            (0xC3, None),
            (0xC5, Some("hierarchical")),
            (0xC9, Some("arithmetic_coding")),
        ] {
            assert_eq!(header(marker, &[], b"RGB").unsupported_feature(), expected);
        }
        let deep = Header::read(b"\xFF\xD8\xFF\xC1\0\x0B\x0C\0\x02\0\x03\x01\x01\x11\0");
        assert_eq!(deep.unwrap().unsupported_feature(), Some("lossy_12_bit"));
    }

    #[test]
    fn what_has_no_frame_header_is_none() {
        for bytes in [
            &b""[..],
            b"\xFF\xD8",
            b"\xFF\xD8\xFF\xE0\xFF",
            b"\xFF\xD8\xFF\xC0\0\x04\x08\0",
        ] {
            assert_eq!(Header::read(bytes), None);
        }
    }
}
