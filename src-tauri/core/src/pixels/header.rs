//! What stands before the pixel bytes of a frame packet.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dataset::{DataSet, Item};
use crate::geometry::{EdgeLetters, FrameGeometry, SpacingMm, frame_geometry};
use crate::tags;
use crate::warning::{Warning, Warnings};

use super::frame::Frame;
use super::functional_groups::FrameAttributes;
use super::layers::{Layer, LayerKind};
use super::quantities::{self, RealWorldValue, Suv};
use super::voi::{Voi, VoiLutFunction};

/// All that the window needs to know of a frame beside its bytes.
///
/// The fields that tell of the bytes (`rows` to `modality`, the ranges, and
/// the offsets in `voi` and `layers`) are filled in by
/// [`frame_packet`](super::frame_packet), which lays them out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FrameHeader {
    /// At least 1.
    pub rows: u32,
    /// At least 1.
    pub columns: u32,
    /// How a pixel is written.
    pub samples: SampleFormat,
    /// Length of the pixel bytes, which follow the header at once.
    #[ts(type = "number")]
    pub byte_length: u64,
    /// `modality_value = slope × sample + intercept`.
    pub modality: ModalityHeader,
    /// What the file offers, in its order.
    pub voi: Vec<VoiHeader>,
    /// What is shown first.
    pub default_voi: VoiHeader,
    /// After the VOI transformation, `255 - gray`.
    pub inverted: bool,
    /// What lies over the picture, in the order of drawing.
    pub layers: Vec<LayerHeader>,
    /// Smallest sample that is picture, not padding.
    pub min_stored: f64,
    /// Largest sample that is picture.
    pub max_stored: f64,
    /// Height of a pixel over its width.
    pub aspect: f64,
    /// Distances in the patient or at the detector, and which.
    pub spacing: Option<SpacingMm>,
    /// Where the edges of the picture point.
    pub letters: Option<EdgeLetters>,
    /// `L`, `R`, `B`, `U`, or `''` when the file does not say.
    pub laterality: String,
    /// SUV of a PET image, or why it has none; `null` for any other.
    pub suv: Option<Suv>,
    /// What stored values count, by the file's own maps.
    pub real_world: Vec<RealWorldValue>,
    /// Presentation Intent Type (0008,0068) is FOR PROCESSING: the detector's
    /// values, which nobody has made ready for the eye.
    pub is_for_processing: bool,
    /// The picture was compressed with loss at some time.
    pub lossy: Option<LossyNote>,
    /// (0020,1041), millimetres.
    pub slice_location: Option<f64>,
    /// (0018,0050), millimetres.
    pub slice_thickness: Option<f64>,
    /// (0020,0013).
    #[ts(type = "number | null")]
    pub instance_number: Option<i64>,
    /// From 1.
    pub frame_number: u32,
    /// (0028,0301): `YES`, `NO`, or `''`.
    pub burned_in_annotation: String,
    /// What was wrong with the frame and read all the same.
    pub warnings: Vec<Warning>,
}

/// How a pixel is written, little endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SampleFormat {
    /// One byte.
    U8,
    /// Two bytes, signed.
    I16,
    /// Two bytes, unsigned.
    U16,
    /// Four bytes, floating point.
    F32,
    /// Three bytes: red, green, blue.
    Rgb8,
}

/// `modality_value = slope × sample + intercept`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ModalityHeader {
    /// Finite, not zero.
    pub slope: f64,
    /// Finite.
    pub intercept: f64,
    /// What the values count (`HU`), `''` when unknown.
    pub unit: String,
}

/// A VOI transformation; values in modality units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum VoiHeader {
    /// A window.
    Window {
        /// (0028,1050).
        center: f64,
        /// (0028,1051).
        width: f64,
        /// (0028,1056).
        function: VoiLutFunction,
        /// (0028,1055), `''` when absent.
        explanation: String,
    },
    /// A table.
    Lut {
        /// The input that takes the first entry.
        first_mapped: i32,
        /// How many entries.
        entries: u32,
        /// Bits of an entry: `gray = entry × 255 / (2^bits - 1)`.
        bits: u32,
        /// Where the entries (16 bits each, little endian) start, counted from the end of the header.
        #[ts(type = "number")]
        offset: u64,
        /// (0028,3003), `''` when absent.
        explanation: String,
    },
}

/// A shutter or an overlay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LayerHeader {
    /// Which of the two.
    pub kind: LayerKind,
    /// Of the covered pixels: 0 black, 255 white.
    pub gray: u8,
    /// What the file calls it, `''` when it does not.
    pub label: String,
    /// Where its bits start, counted from the end of the header: one a pixel,
    /// row by row, the first in the lowest bit; set where the pixel is covered.
    #[ts(type = "number")]
    pub offset: u64,
}

impl LayerHeader {
    /// Without an offset yet.
    pub(crate) fn of(layer: &Layer) -> Self {
        Self {
            kind: layer.kind,
            gray: layer.gray,
            label: layer.label.clone(),
            offset: 0,
        }
    }
}

/// Lossy Image Compression (0028,2110) is `01`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LossyNote {
    /// (0028,2114) of the last compression, `''` when absent.
    pub method: String,
    /// (0028,2112) of the last compression.
    pub ratio: Option<f64>,
}

impl FrameHeader {
    /// Reads what the data set says about a frame; `warnings` are those of
    /// its decoding. The rest is filled in with the bytes.
    #[must_use]
    pub fn read(data_set: &DataSet, frame: &Frame, frame_number: u32, warnings: &Warnings) -> Self {
        let root = data_set.root();
        let FrameGeometry {
            pixel_spacing,
            letters,
            laterality,
            slice_location,
            slice_thickness,
            ..
        } = frame_geometry(data_set, frame_number);
        Self {
            rows: frame.rows,
            columns: frame.columns,
            samples: SampleFormat::U8,
            byte_length: 0,
            modality: ModalityHeader {
                slope: 1.0,
                intercept: 0.0,
                unit: frame.modality.unit().to_owned(),
            },
            voi: frame.voi.iter().map(VoiHeader::of).collect(),
            default_voi: VoiHeader::of(&frame.default_voi()),
            inverted: frame.inverted,
            layers: frame.layers.iter().map(LayerHeader::of).collect(),
            min_stored: 0.0,
            max_stored: 0.0,
            aspect: frame.aspect,
            spacing: pixel_spacing,
            letters,
            laterality,
            suv: quantities::suv(data_set),
            real_world: quantities::real_world_values(FrameAttributes::of(data_set, frame_number)),
            is_for_processing: root.text(tags::PRESENTATION_INTENT_TYPE).as_deref()
                == Some("FOR PROCESSING"),
            lossy: lossy(root),
            slice_location,
            slice_thickness,
            instance_number: root.integer(tags::INSTANCE_NUMBER),
            frame_number,
            burned_in_annotation: root.text(tags::BURNED_IN_ANNOTATION).unwrap_or_default(),
            warnings: warnings.as_slice().to_vec(),
        }
    }
}

impl VoiHeader {
    /// Without an offset yet.
    pub(crate) fn of(voi: &Voi) -> Self {
        match voi {
            Voi::Window {
                window,
                explanation,
            } => Self::Window {
                center: window.center(),
                width: window.width(),
                function: window.function(),
                explanation: explanation.clone(),
            },
            Voi::Lut { table, explanation } => Self::Lut {
                first_mapped: table.first_mapped(),
                entries: table.entries().len() as u32,
                bits: table.bits(),
                offset: 0,
                explanation: explanation.clone(),
            },
        }
    }
}

/// PS3.3 §C.7.6.1.1.5.
fn lossy(root: Item<'_>) -> Option<LossyNote> {
    (root.text(tags::LOSSY_IMAGE_COMPRESSION)? == "01").then(|| LossyNote {
        method: root
            .texts(tags::LOSSY_IMAGE_COMPRESSION_METHOD)
            .pop()
            .unwrap_or_default(),
        ratio: root
            .decimals(tags::LOSSY_IMAGE_COMPRESSION_RATIO)
            .pop()
            .filter(|ratio| ratio.is_finite()),
    })
}
