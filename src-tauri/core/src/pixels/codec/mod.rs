//! Compressed frames: which decoder, and what every decoder must keep to.
//!
//! A decoder gets one frame's bytes and the size the data set promises. It
//! holds the size in the bytes against the promise before anything large is
//! allocated, and hands back bit patterns; sign, colour and meaning come
//! later. A panic inside a decoder is an error of that frame.

mod deflated;
mod jpeg;
mod jpeg_2000;
mod jpeg_ls;
mod jpeg_xl;
#[expect(unsafe_code, reason = "the one module that calls a C library itself")]
mod turbojpeg;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::cells::Cells;
use super::description::{ImageDescription, PlanarConfiguration};
use super::error::PixelError;
use super::rle;

/// How pixel data are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Encoding {
    /// As they are.
    Native,
    /// By a codec, one picture a frame.
    #[serde(untagged)]
    Compressed(Codec),
}

/// A compression of PS3.5 Annex A.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Codec {
    /// PS3.5 Annex G.
    Rle,
    /// ISO/IEC 10918-1, lossy and lossless.
    Jpeg,
    /// ISO/IEC 14495-1.
    JpegLs,
    /// ISO/IEC 15444-1 and -15.
    #[serde(rename = "jpeg_2000")]
    Jpeg2000,
    /// ISO/IEC 18181-1.
    JpegXl,
    /// Deflated Image Frame Compression.
    Deflate,
}

impl Encoding {
    /// From the Transfer Syntax UID and whether the pixel data are encapsulated.
    ///
    /// Pixel data of a defined length are never compressed, whatever the UID
    /// says (PS3.5 §A.4).
    ///
    /// # Errors
    /// [`PixelError::Video`] or [`PixelError::TransferSyntaxUnsupported`].
    pub(crate) fn of(uid: &str, is_encapsulated: bool) -> Result<Self, PixelError> {
        if !is_encapsulated {
            return Ok(Self::Native);
        }
        let codec = match uid.strip_prefix("1.2.840.10008.1.2.").unwrap_or_default() {
            "5" => Codec::Rle,
            // Baseline, extended, the retired spectral and progressive ones, lossless.
            "4.50" | "4.51" | "4.53" | "4.55" | "4.57" | "4.70" => Codec::Jpeg,
            "4.80" | "4.81" => Codec::JpegLs,
            // Part 1, part 2 (whose extra is a transform over components), high throughput.
            "4.90" | "4.91" | "4.92" | "4.93" | "4.201" | "4.202" | "4.203" => Codec::Jpeg2000,
            "4.110" | "4.111" | "4.112" => Codec::JpegXl,
            "8.1" => Codec::Deflate,
            video if is_video(video) => {
                return Err(PixelError::Video {
                    uid: uid.to_owned(),
                });
            }
            _ => {
                return Err(PixelError::TransferSyntaxUnsupported {
                    uid: uid.to_owned(),
                });
            }
        };
        Ok(Self::Compressed(codec))
    }
}

/// MPEG-2, MPEG-4 AVC and HEVC, fragmentable ones included.
fn is_video(suffix: &str) -> bool {
    let number = suffix.strip_prefix("4.").unwrap_or_default();
    let number = number.strip_suffix(".1").unwrap_or(number);
    number
        .parse::<u32>()
        .is_ok_and(|number| (100..=108).contains(&number))
}

/// What a decoder made of one frame.
#[derive(Debug)]
pub(crate) struct Picture {
    /// As many as the data set promises.
    pub cells: Cells,
    pub layout: PlanarConfiguration,
    /// Bits of a cell that the codec filled, from bit 0 on; `None` when cells
    /// are laid out as Bits Stored and High Bit say.
    pub precision: Option<u32>,
    pub color: ColorState,
    /// The rest is dark.
    pub is_truncated: bool,
}

/// What three samples of a pixel stand for once the decoder is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColorState {
    /// What Photometric Interpretation says.
    AsStated,
    /// Red, green, blue, whatever it says.
    Rgb,
    /// Luminance and full-range colour differences, whatever it says.
    Ybr,
}

impl Codec {
    /// The name in errors and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rle => "rle",
            Self::Jpeg => "jpeg",
            Self::JpegLs => "jpeg_ls",
            Self::Jpeg2000 => "jpeg_2000",
            Self::JpegXl => "jpeg_xl",
            Self::Deflate => "deflate",
        }
    }

    /// A fragment with these first bytes (up to 64) begins a new frame.
    pub(crate) fn begins_picture(self, head: &[u8]) -> bool {
        match self {
            Self::Jpeg | Self::JpegLs => head.starts_with(&[0xFF, 0xD8, 0xFF]),
            Self::Jpeg2000 => {
                head.starts_with(&[0xFF, 0x4F, 0xFF, 0x51]) || head.starts_with(b"\0\0\0\x0CjP  ")
            }
            Self::JpegXl => head.starts_with(&[0xFF, 0x0A]) || head.starts_with(b"\0\0\0\x0CJXL "),
            Self::Rle => begins_rle(head),
            Self::Deflate => false,
        }
    }

    /// Decodes one frame.
    ///
    /// # Errors
    /// [`PixelError::Codec`] and [`PixelError::CodecContradicts`].
    pub(crate) fn decode(
        self,
        bytes: &[u8],
        description: &ImageDescription,
    ) -> Result<Picture, PixelError> {
        let decode = match self {
            Self::Rle => decode_rle,
            Self::Jpeg => jpeg::decode,
            Self::JpegLs => jpeg_ls::decode,
            Self::Jpeg2000 => jpeg_2000::decode,
            Self::JpegXl => jpeg_xl::decode,
            Self::Deflate => deflated::decode,
        };
        let picture = catch_unwind(AssertUnwindSafe(|| decode(bytes, description)))
            .unwrap_or_else(|_| Err(self.error("the decoder panicked")))?;
        if picture.cells.len() != description.cells() {
            return Err(self.error("the picture has another size than it promised"));
        }
        Ok(picture)
    }

    fn error(self, reason: impl ToString) -> PixelError {
        PixelError::Codec {
            codec: self.name().to_owned(),
            reason: reason.to_string().chars().take(200).collect(),
        }
    }

    /// Holds what a codestream's header says against the data set.
    fn check_size(
        self,
        description: &ImageDescription,
        size: CodestreamSize,
    ) -> Result<(), PixelError> {
        for (property, actual, expected) in [
            ("columns", size.columns, description.columns),
            ("rows", size.rows, description.rows),
            ("components", size.components, description.samples_per_pixel),
        ] {
            if actual != expected {
                return Err(PixelError::CodecContradicts {
                    codec: self.name().to_owned(),
                    property: property.to_owned(),
                    actual,
                    expected,
                });
            }
        }
        Ok(())
    }
}

/// Size of a compressed picture as its own header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CodestreamSize {
    columns: u32,
    rows: u32,
    components: u32,
}

/// An RLE header: 1 to 15 segments, the first at 64, the unused offsets zero.
fn begins_rle(head: &[u8]) -> bool {
    let mut words = head
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| u32::from_le_bytes(*bytes));
    let (Some(count), Some(first)) = (words.next(), words.next()) else {
        return false;
    };
    head.len() == 64
        && (1..=15).contains(&count)
        && first == 64
        && words.skip(count as usize - 1).all(|offset| offset == 0)
}

fn decode_rle(bytes: &[u8], description: &ImageDescription) -> Result<Picture, PixelError> {
    let is_bits = description.bits_allocated == 1;
    let (cells, width) = if is_bits {
        (description.pixels().div_ceil(8), 1)
    } else {
        (description.pixels(), description.bits_allocated / 8)
    };
    let samples = description.samples_per_pixel as usize;
    let frame = rle::decode(bytes, cells, samples, width as usize)
        .map_err(|error| Codec::Rle.error(error))?;
    Ok(Picture {
        cells: if is_bits {
            Cells::from_bits(&frame.bytes, 0, description.pixels())
        } else {
            Cells::from_bytes(
                frame.bytes,
                description.bits_allocated,
                super::cells::CellOrder::LittleEndian,
            )
        },
        layout: PlanarConfiguration::ByPlane,
        precision: None,
        color: ColorState::AsStated,
        is_truncated: frame.is_truncated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_syntaxes_find_their_decoder() {
        for (uid, expected) in [
            ("1.2.840.10008.1.2.5", Ok(Codec::Rle)),
            ("1.2.840.10008.1.2.4.70", Ok(Codec::Jpeg)),
            ("1.2.840.10008.1.2.4.81", Ok(Codec::JpegLs)),
            ("1.2.840.10008.1.2.4.92", Ok(Codec::Jpeg2000)),
            ("1.2.840.10008.1.2.4.202", Ok(Codec::Jpeg2000)),
            ("1.2.840.10008.1.2.4.112", Ok(Codec::JpegXl)),
            ("1.2.840.10008.1.2.8.1", Ok(Codec::Deflate)),
            ("1.2.840.10008.1.2.4.100", Err("video")),
            ("1.2.840.10008.1.2.4.102.1", Err("video")),
            ("1.2.840.10008.1.2.4.94", Err("transfer_syntax_unsupported")),
            ("1.2.3", Err("transfer_syntax_unsupported")),
        ] {
            let found = Encoding::of(uid, true).map_err(|error| error.code());
            assert_eq!(found, expected.map(Encoding::Compressed), "{uid}");
            assert_eq!(Encoding::of(uid, false), Ok(Encoding::Native));
        }
    }

    #[test]
    fn the_encoding_crosses_as_one_word() {
        for (encoding, word) in [
            (Encoding::Native, "\"native\""),
            (Encoding::Compressed(Codec::Jpeg2000), "\"jpeg_2000\""),
            (Encoding::Compressed(Codec::JpegLs), "\"jpeg_ls\""),
        ] {
            assert_eq!(serde_json::to_string(&encoding).unwrap(), word);
        }
    }
}
