//! Why an image cannot be shown: a code and typed parameters, never a sentence
//! for the screen.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// What stands between a data set and its picture.
///
/// The message is for logs and developers; the window and the command line
/// branch on [`code`](Self::code) and make their own sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, TS)]
#[serde(
    tag = "code",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum PixelError {
    /// The data set holds no pixel data: it is not an image, or its pixels were left out.
    #[error("the data set holds no pixel data")]
    NoPixelData,
    /// An attribute without which pixels mean nothing is absent.
    #[error("{keyword} is absent")]
    AttributeMissing {
        /// Keyword of PS3.6 (`Rows`).
        keyword: String,
    },
    /// An attribute has a value that no image can have.
    #[error("{keyword} cannot be {value}")]
    AttributeUnusable {
        /// Keyword of PS3.6 (`BitsStored`).
        keyword: String,
        /// What the file says.
        value: String,
    },
    /// The image has no frame of that number.
    #[error("there is no frame {frame_number} among {number_of_frames}")]
    FrameAbsent {
        /// The frame asked for, from 1.
        frame_number: u32,
        /// How many there are.
        number_of_frames: u32,
    },
    /// The fragments cannot be told apart into frames.
    #[error("{fragments} fragments cannot be divided among {number_of_frames} frames")]
    FrameBoundariesUnknown {
        /// Fragments found.
        fragments: u32,
        /// Frames promised.
        number_of_frames: u32,
    },
    /// One frame is larger than this program will hold in memory.
    #[error("a frame of {bytes} bytes is beyond the limit of {limit}")]
    FrameTooLarge {
        /// Bytes one decoded frame would take.
        #[ts(type = "number")]
        bytes: u64,
        /// The most that is allowed.
        #[ts(type = "number")]
        limit: u64,
    },
    /// Not one byte of the frame is in the file.
    #[error("the file ends before frame {frame_number}")]
    FrameTruncated {
        /// The frame asked for, from 1.
        frame_number: u32,
    },
    /// No decoder for this transfer syntax.
    #[error("transfer syntax {uid} cannot be decoded")]
    TransferSyntaxUnsupported {
        /// (0002,0010).
        uid: String,
    },
    /// The pixel data are a video stream.
    #[error("transfer syntax {uid} is a video stream")]
    Video {
        /// (0002,0010).
        uid: String,
    },
    /// No rule for turning this photometric interpretation into a picture.
    #[error("photometric interpretation {value} cannot be shown")]
    PhotometricInterpretationUnsupported {
        /// (0028,0004).
        value: String,
    },
    /// No rule for pixel cells of this many bits.
    #[error("pixel cells of {bits_allocated} bits cannot be read")]
    BitsAllocatedUnsupported {
        /// (0028,0100).
        bits_allocated: u32,
    },
    /// The compressed bytes are damaged, or of a kind the decoder does not know.
    #[error("the {codec} frame cannot be decoded: {reason}")]
    Codec {
        /// `jpeg`, `jpeg_ls`, `jpeg_2000`, `jpeg_xl`, `rle`, `deflate`.
        codec: String,
        /// The decoder's own words, for advanced mode and logs.
        reason: String,
    },
    /// The compressed frame uses a part of its codec that no decoder here knows.
    #[error("the {codec} frame uses {feature}, which cannot be decoded")]
    CodecFeatureUnsupported {
        /// As in [`PixelError::Codec`].
        codec: String,
        /// `arithmetic_coding`, `hierarchical`.
        feature: String,
    },
    /// The compressed picture has another size or number of components than the data set says.
    #[error("the {codec} frame has {property} {actual}, the data set says {expected}")]
    CodecContradicts {
        /// As in [`PixelError::Codec`].
        codec: String,
        /// `columns`, `rows`, `components`.
        property: String,
        /// In the compressed picture.
        actual: u32,
        /// In the data set.
        expected: u32,
    },
    /// The colour table of a PALETTE COLOR image is absent or damaged.
    #[error("the palette color lookup table cannot be used")]
    PaletteUnusable,
    /// The file could not be read.
    #[error("the file could not be read: {kind}")]
    Unreadable {
        /// Kind of the input/output error.
        kind: String,
    },
    /// Nobody wants this frame any more.
    #[error("cancelled")]
    Cancelled,
}

impl PixelError {
    /// The stable code, the same as in the serialised form.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPixelData => "no_pixel_data",
            Self::AttributeMissing { .. } => "attribute_missing",
            Self::AttributeUnusable { .. } => "attribute_unusable",
            Self::FrameAbsent { .. } => "frame_absent",
            Self::FrameBoundariesUnknown { .. } => "frame_boundaries_unknown",
            Self::FrameTooLarge { .. } => "frame_too_large",
            Self::FrameTruncated { .. } => "frame_truncated",
            Self::TransferSyntaxUnsupported { .. } => "transfer_syntax_unsupported",
            Self::Video { .. } => "video",
            Self::PhotometricInterpretationUnsupported { .. } => {
                "photometric_interpretation_unsupported"
            }
            Self::BitsAllocatedUnsupported { .. } => "bits_allocated_unsupported",
            Self::Codec { .. } => "codec",
            Self::CodecFeatureUnsupported { .. } => "codec_feature_unsupported",
            Self::CodecContradicts { .. } => "codec_contradicts",
            Self::PaletteUnusable => "palette_unusable",
            Self::Unreadable { .. } => "unreadable",
            Self::Cancelled => "cancelled",
        }
    }

    pub(crate) fn missing(keyword: &str) -> Self {
        Self::AttributeMissing {
            keyword: keyword.to_owned(),
        }
    }

    pub(crate) fn unusable(keyword: &str, value: impl ToString) -> Self {
        Self::AttributeUnusable {
            keyword: keyword.to_owned(),
            value: value.to_string(),
        }
    }
}

impl From<std::io::Error> for PixelError {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable {
            kind: error.kind().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_one_that_crosses_the_wire() {
        for error in [
            PixelError::NoPixelData,
            PixelError::missing("Rows"),
            PixelError::unusable("BitsStored", 0),
            PixelError::Video { uid: String::new() },
            PixelError::PaletteUnusable,
            PixelError::Cancelled,
        ] {
            let json = serde_json::to_value(&error).unwrap();
            assert_eq!(json["code"], error.code());
        }
    }
}
