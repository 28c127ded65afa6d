//! JPEG-LS, ISO/IEC 14495-1, by CharLS.

use charls::CharLS;

use super::super::cells::{CellOrder, Cells};
use super::super::description::{ImageDescription, PlanarConfiguration};
use super::super::error::PixelError;
use super::jpeg::{Segment, Segments};
use super::{Codec, CodestreamSize, ColorState, Picture};

pub(super) fn decode(bytes: &[u8], description: &ImageDescription) -> Result<Picture, PixelError> {
    let header = Header::read(bytes).ok_or_else(|| Codec::JpegLs.error("no frame header"))?;
    Codec::JpegLs.check_size(description, header.size)?;
    let decoded = CharLS::default()
        .decode(bytes)
        .map_err(|error| Codec::JpegLs.error(error))?;
    let order = if cfg!(target_endian = "big") {
        CellOrder::BigEndian
    } else {
        CellOrder::LittleEndian
    };
    let width = if header.precision <= 8 { 8 } else { 16 };
    Ok(Picture {
        cells: Cells::from_bytes(decoded, width, order),
        layout: header.layout,
        precision: Some(header.precision),
        color: ColorState::AsStated,
        is_truncated: false,
    })
}

/// What the markers up to the first scan say.
#[derive(Debug, PartialEq, Eq)]
struct Header {
    size: CodestreamSize,
    precision: u32,
    layout: PlanarConfiguration,
}

impl Header {
    /// The interleave mode is in the scan header (§C.2.3): with mode none each
    /// component has a scan of its own, and CharLS hands over planes.
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut frame = None;
        for Segment {
            marker,
            payload: segment,
            ..
        } in Segments::of(bytes)
        {
            match marker {
                0xF7 => {
                    let [precision, y1, y0, x1, x0, count] = *segment.first_chunk::<6>()?;
                    let size = CodestreamSize {
                        columns: u16::from_be_bytes([x1, x0]).into(),
                        rows: u16::from_be_bytes([y1, y0]).into(),
                        components: count.into(),
                    };
                    frame = Some((size, u32::from(precision)));
                }
                0xDA => {
                    let (size, precision) = frame?;
                    // Ns, then two bytes a component, NEAR, ILV, point transform.
                    let components = usize::from(*segment.first()?);
                    let interleave = *segment.get(1 + 2 * components + 1)?;
                    let layout = if interleave == 0 {
                        PlanarConfiguration::ByPlane
                    } else {
                        PlanarConfiguration::ByPixel
                    };
                    return Some(Self {
                        size,
                        precision,
                        layout,
                    });
                }
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scan_header_tells_planes_from_pixels() {
        for (interleave, expected) in [
            (0, PlanarConfiguration::ByPlane),
            (1, PlanarConfiguration::ByPixel),
            (2, PlanarConfiguration::ByPixel),
        ] {
            let mut bytes = b"\xFF\xD8\xFF\xF7\0\x11\x08\0\x02\0\x03\x03".to_vec();
            bytes.extend([1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
            bytes.extend([0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, interleave, 0]);
            let header = Header::read(&bytes).unwrap();
            assert_eq!(header.layout, expected);
            assert_eq!(header.precision, 8);
            assert_eq!(header.size.columns, 3);
        }
    }
}
