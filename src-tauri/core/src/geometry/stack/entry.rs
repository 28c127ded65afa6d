//! What orders a frame among others of its series, as the file says it.

use serde::{Deserialize, Serialize};

use crate::dataset::{DataSet, Item, keyword};
use crate::geometry::frame_geometry::{image_position, orientation};
use crate::geometry::orientation::Orientation;
use crate::pixels::FrameAttributes;
use crate::tags::{self, Tag};

/// What orders a frame among others of its series; `''` or `None` when absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StackEntry {
    /// Which instance of its series it belongs to, counted from 0 by whoever
    /// brings the instances together.
    #[serde(skip)]
    pub instance_index: u32,
    /// (0020,0013).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_number: Option<i64>,
    /// From 1.
    pub frame_number: u32,
    /// (0020,0032), millimetres in LPS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_position: Option<[f64; 3]>,
    /// (0020,0037).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orientation: Option<Orientation>,
    /// (0028,0010).
    pub rows: u32,
    /// (0028,0011).
    pub columns: u32,
    /// (0008,0008) or Frame Type (0008,9007), then the Complex Image Component (0008,9208) of the frame.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub image_type: Vec<String>,
    /// Effective Echo Time (0018,9082), else Echo Time (0018,0081), milliseconds.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub echo: String,
    /// (0018,9087), s/mm².
    #[serde(skip_serializing_if = "String::is_empty")]
    pub b_value: String,
    /// Diffusion Gradient Orientation (0018,9089).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub direction: String,
    /// Stack ID (0020,9056).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stack_id: String,
    /// In-Stack Position Number (0020,9057).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_stack_position: Option<i64>,
    /// Temporal Position Index (0020,9128), else Identifier (0020,0100).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temporal_position: Option<i64>,
    /// Nominal Percentage of Cardiac Phase (0020,9241), else Nominal Cardiac
    /// Trigger Delay Time (0020,9153), milliseconds.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cardiac_phase: String,
    /// Frame Acquisition Number (0020,9156), else (0020,0012).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquisition_number: Option<i64>,
    /// Trigger Time (0018,1060), milliseconds.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub trigger_time: String,
    /// Frame Acquisition DateTime (0018,9074), else Acquisition Time (0008,0032).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub time: String,
    /// Dimension Index Values (0020,9157) of the dimensions that no attribute
    /// above stands for, each with what the dimension is called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<(String, i64)>,
}

/// A dimension by which the frames are organised (PS3.3 §C.7.6.17).
struct Dimension {
    pointer: Tag,
    label: String,
}

/// More dimensions than any real object has are not read.
const DIMENSIONS: usize = 16;

/// Values of an Image Type that are looked at.
const VALUES: usize = 16;
/// Characters kept of a text: it is kept once a frame, and the file may have any length of it.
const CHARACTERS: usize = 64;

/// Dimensions along which a stack runs: they never part one.
const PLACES: [Tag; 10] = [
    tags::IMAGE_POSITION_PATIENT,
    tags::IMAGE_ORIENTATION_PATIENT,
    tags::IN_STACK_POSITION_NUMBER,
    tags::STACK_ID,
    tags::ROW_POSITION_IN_TOTAL_IMAGE_PIXEL_MATRIX,
    tags::COLUMN_POSITION_IN_TOTAL_IMAGE_PIXEL_MATRIX,
    tags::X_OFFSET_IN_SLIDE_COORDINATE_SYSTEM,
    tags::Y_OFFSET_IN_SLIDE_COORDINATE_SYSTEM,
    tags::Z_OFFSET_IN_SLIDE_COORDINATE_SYSTEM,
    tags::SLICE_LOCATION,
];

/// Reads what orders the first `count` frames, in the order of their numbers.
#[must_use]
pub fn stack_entries(data_set: &DataSet, count: u32) -> Vec<StackEntry> {
    let dimensions = dimensions(data_set);
    FrameAttributes::of_all(data_set, count)
        .zip(1..)
        .map(|(frame, frame_number)| entry(frame, frame_number, &dimensions))
        .collect()
}

fn dimensions(data_set: &DataSet) -> Vec<Dimension> {
    data_set
        .items(tags::DIMENSION_INDEX_SEQUENCE)
        .into_iter()
        .take(DIMENSIONS)
        .map(|item| {
            let pointer = item.tag(tags::DIMENSION_INDEX_POINTER).unwrap_or(Tag(0, 0));
            Dimension {
                pointer,
                label: short(
                    item.text(tags::DIMENSION_DESCRIPTION_LABEL)
                        .or_else(|| keyword(pointer).map(str::to_owned)),
                ),
            }
        })
        .collect()
}

fn entry(frame: FrameAttributes<'_>, frame_number: u32, dimensions: &[Dimension]) -> StackEntry {
    let root = frame.root();
    let content = frame.group(tags::FRAME_CONTENT_SEQUENCE);
    let diffusion = frame.group(tags::MR_DIFFUSION_SEQUENCE);
    let mut entry = StackEntry {
        instance_index: 0,
        instance_number: root.integer(tags::INSTANCE_NUMBER),
        frame_number,
        image_position: image_position(frame),
        orientation: orientation(frame),
        rows: size(root, tags::ROWS),
        columns: size(root, tags::COLUMNS),
        image_type: image_type(frame),
        echo: number(
            frame
                .group(tags::MR_ECHO_SEQUENCE)
                .and_then(|item| item.decimal(tags::EFFECTIVE_ECHO_TIME))
                .or_else(|| root.decimal(tags::ECHO_TIME)),
        ),
        b_value: number(diffusion.unwrap_or(root).decimal(tags::DIFFUSION_B_VALUE)),
        direction: diffusion
            .and_then(|item| item.first_item(tags::DIFFUSION_GRADIENT_DIRECTION_SEQUENCE))
            .unwrap_or(root)
            .decimals(tags::DIFFUSION_GRADIENT_ORIENTATION)
            .first_chunk::<3>()
            .map(|[x, y, z]| format!("{x} {y} {z}"))
            .unwrap_or_default(),
        stack_id: short(of_content(content, |item| item.text(tags::STACK_ID))),
        in_stack_position: of_content(content, |item| item.integer(tags::IN_STACK_POSITION_NUMBER)),
        temporal_position: of_content(content, |item| item.integer(tags::TEMPORAL_POSITION_INDEX))
            .or_else(|| root.integer(tags::TEMPORAL_POSITION_IDENTIFIER)),
        cardiac_phase: number(cardiac_phase(frame)),
        acquisition_number: of_content(content, |item| {
            item.integer(tags::FRAME_ACQUISITION_NUMBER)
        })
        .or_else(|| root.integer(tags::ACQUISITION_NUMBER)),
        trigger_time: number(root.decimal(tags::TRIGGER_TIME)),
        time: short(
            of_content(content, |item| item.text(tags::FRAME_ACQUISITION_DATE_TIME))
                .or_else(|| root.text(tags::ACQUISITION_TIME)),
        ),
        dimensions: Vec::new(),
    };
    let values = content.map(|item| item.integers(tags::DIMENSION_INDEX_VALUES));
    for (dimension, value) in dimensions.iter().zip(values.unwrap_or_default()) {
        entry.take_dimension(dimension, value);
    }
    entry
}

impl StackEntry {
    /// Where it lies in the patient, if the file says so in full.
    pub(super) fn place(&self) -> Option<(Orientation, [f64; 3])> {
        self.orientation.zip(self.image_position)
    }

    /// What came first in the series: by Instance Number, then by frame.
    pub(super) fn number(&self) -> (Option<i64>, u32, u32) {
        (self.instance_number, self.instance_index, self.frame_number)
    }

    /// Keeps an index that says more than the attributes do.
    fn take_dimension(&mut self, dimension: &Dimension, value: i64) {
        match dimension.pointer {
            pointer if PLACES.contains(&pointer) => {}
            tags::TEMPORAL_POSITION_INDEX | tags::TEMPORAL_POSITION_TIME_OFFSET => {
                self.temporal_position = self.temporal_position.or(Some(value));
            }
            tags::EFFECTIVE_ECHO_TIME if !self.echo.is_empty() => {}
            tags::DIFFUSION_B_VALUE if !self.b_value.is_empty() => {}
            tags::DIFFUSION_GRADIENT_ORIENTATION if !self.direction.is_empty() => {}
            tags::NOMINAL_PERCENTAGE_OF_CARDIAC_PHASE
            | tags::NOMINAL_CARDIAC_TRIGGER_DELAY_TIME
                if !self.cardiac_phase.is_empty() => {}
            _ => self.dimensions.push((dimension.label.clone(), value)),
        }
    }
}

fn of_content<'a, T>(content: Option<Item<'a>>, read: impl Fn(Item<'a>) -> Option<T>) -> Option<T> {
    content.and_then(read)
}

fn image_type(frame: FrameAttributes<'_>) -> Vec<String> {
    let of_frame = [
        tags::MR_IMAGE_FRAME_TYPE_SEQUENCE,
        tags::CT_IMAGE_FRAME_TYPE_SEQUENCE,
        tags::PET_FRAME_TYPE_SEQUENCE,
    ]
    .into_iter()
    .find_map(|tag| frame.group(tag));
    let mut values = match of_frame.filter(|item| item.has(tags::FRAME_TYPE)) {
        Some(item) => {
            let mut values = item.texts(tags::FRAME_TYPE);
            values.extend(item.text(tags::COMPLEX_IMAGE_COMPONENT));
            values
        }
        None => frame.root().texts(tags::IMAGE_TYPE),
    };
    values.truncate(VALUES);
    values.into_iter().map(|value| short(Some(value))).collect()
}

fn cardiac_phase(frame: FrameAttributes<'_>) -> Option<f64> {
    let item = frame.group(tags::CARDIAC_SYNCHRONIZATION_SEQUENCE)?;
    item.decimal(tags::NOMINAL_PERCENTAGE_OF_CARDIAC_PHASE)
        .or_else(|| item.decimal(tags::NOMINAL_CARDIAC_TRIGGER_DELAY_TIME))
}

fn size(root: Item<'_>, tag: Tag) -> u32 {
    root.integer(tag)
        .and_then(|value| u32::try_from(value).ok())
        .unwrap_or_default()
}

fn short(text: Option<String>) -> String {
    text.unwrap_or_default().chars().take(CHARACTERS).collect()
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
