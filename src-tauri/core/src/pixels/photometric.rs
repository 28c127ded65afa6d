//! Photometric Interpretation (0028,0004), PS3.3 §C.7.6.3.1.2.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::error::PixelError;

/// What the samples of a pixel stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[ts(export)]
pub enum PhotometricInterpretation {
    /// The smallest value is white.
    Monochrome1,
    /// The smallest value is black.
    Monochrome2,
    /// An index into three colour tables.
    PaletteColor,
    /// Red, green, blue.
    Rgb,
    /// Luminance and two colour differences, full range.
    YbrFull,
    /// The same, with colour differences at half the columns.
    #[serde(rename = "YBR_FULL_422")]
    YbrFull422,
    /// Luminance of 16..235 (retired).
    #[serde(rename = "YBR_PARTIAL_422")]
    YbrPartial422,
    /// Luminance of 16..235, colour differences at half the columns and rows (video only).
    #[serde(rename = "YBR_PARTIAL_420")]
    YbrPartial420,
    /// JPEG 2000's irreversible colour transform, undone by its decoder.
    YbrIct,
    /// JPEG 2000's reversible colour transform, undone by its decoder.
    YbrRct,
    /// JPEG XL's colour space, undone by its decoder.
    Xyb,
}

impl PhotometricInterpretation {
    /// Reads the defined terms of PS3.3 §C.7.6.3.1.2.
    ///
    /// # Errors
    /// [`PixelError::PhotometricInterpretationUnsupported`] for any other term
    /// (HSV, ARGB and CMYK are retired and not seen in the wild).
    pub fn from_defined_term(term: &str) -> Result<Self, PixelError> {
        Ok(match term.trim().to_ascii_uppercase().as_str() {
            "MONOCHROME1" => Self::Monochrome1,
            "MONOCHROME2" | "MONOCHROME" => Self::Monochrome2,
            "PALETTE COLOR" | "PALETTE_COLOR" => Self::PaletteColor,
            "RGB" => Self::Rgb,
            "YBR_FULL" => Self::YbrFull,
            "YBR_FULL_422" => Self::YbrFull422,
            "YBR_PARTIAL_422" => Self::YbrPartial422,
            "YBR_PARTIAL_420" => Self::YbrPartial420,
            "YBR_ICT" => Self::YbrIct,
            "YBR_RCT" => Self::YbrRct,
            "XYB" => Self::Xyb,
            _ => {
                return Err(PixelError::PhotometricInterpretationUnsupported {
                    value: term.trim().chars().take(64).collect(),
                });
            }
        })
    }

    /// One sample a pixel, shown as grey.
    #[must_use]
    pub fn is_monochrome(self) -> bool {
        matches!(self, Self::Monochrome1 | Self::Monochrome2)
    }

    /// Samples a pixel that this interpretation needs: 1 or 3.
    #[must_use]
    pub fn components(self) -> u32 {
        match self {
            Self::Monochrome1 | Self::Monochrome2 | Self::PaletteColor => 1,
            _ => 3,
        }
    }
}
