//! All that a frame says about its place, functional groups included.

use crate::dataset::{DataSet, Item};
use crate::pixels::FrameAttributes;
use crate::tags::{self, Tag};

use super::orientation::{EdgeLetters, Orientation};
use super::spacing::{self, SpacingMm, pixel_aspect};
use super::{Plane, laterality};

/// Where a frame lies. What the file does not say, or says wrongly, is absent.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FrameGeometry {
    /// (0020,0032): centre of the first pixel, millimetres in LPS.
    pub image_position: Option<[f64; 3]>,
    /// (0020,0037).
    pub orientation: Option<Orientation>,
    /// The body's plane it lies in.
    pub plane: Option<Plane>,
    /// Millimetres along the orientation's normal.
    pub position_along_normal: Option<f64>,
    /// Where the edges point: from the orientation, else as stated in (0020,0020).
    pub letters: Option<EdgeLetters>,
    /// `L`, `R`, `B`, `U`, or `''` when the file does not say.
    pub laterality: String,
    /// Distances between pixels.
    pub pixel_spacing: Option<SpacingMm>,
    /// Height of a pixel over its width, 1 when unknown.
    pub aspect: f64,
    /// (0020,1041), millimetres.
    pub slice_location: Option<f64>,
    /// (0018,0050), millimetres.
    pub slice_thickness: Option<f64>,
    /// (0018,0088), millimetres.
    pub spacing_between_slices: Option<f64>,
}

/// Reads the geometry of a frame, numbered from 1.
#[must_use]
pub fn frame_geometry(data_set: &DataSet, frame_number: u32) -> FrameGeometry {
    let frame = FrameAttributes::of(data_set, frame_number);
    let root = frame.root();
    let orientation = orientation(frame);
    let image_position = image_position(frame);
    let measure = |tag| finite(frame.holder(tags::PIXEL_MEASURES_SEQUENCE, tag), tag);
    FrameGeometry {
        image_position,
        orientation,
        plane: orientation.map(|orientation| orientation.plane()),
        position_along_normal: orientation
            .zip(image_position)
            .map(|(orientation, position)| orientation.position_along_normal(position)),
        letters: orientation
            .map(|orientation| orientation.letters())
            .or_else(|| stated_letters(root)),
        laterality: laterality::read(frame),
        pixel_spacing: spacing::read(frame),
        aspect: pixel_aspect(frame),
        slice_location: finite(root, tags::SLICE_LOCATION),
        slice_thickness: measure(tags::SLICE_THICKNESS),
        spacing_between_slices: measure(tags::SPACING_BETWEEN_SLICES),
    }
}

/// Plane Position Sequence (0020,9113), else the data set.
pub(super) fn image_position(frame: FrameAttributes<'_>) -> Option<[f64; 3]> {
    let tag = tags::IMAGE_POSITION_PATIENT;
    let holder = frame.holder(tags::PLANE_POSITION_SEQUENCE, tag);
    let position = *holder.decimals(tag).first_chunk::<3>()?;
    position
        .iter()
        .all(|part| part.is_finite())
        .then_some(position)
}

/// Plane Orientation Sequence (0020,9116), else the data set.
pub(super) fn orientation(frame: FrameAttributes<'_>) -> Option<Orientation> {
    let tag = tags::IMAGE_ORIENTATION_PATIENT;
    let holder = frame.holder(tags::PLANE_ORIENTATION_SEQUENCE, tag);
    Orientation::new(*holder.decimals(tag).first_chunk::<6>()?)
}

fn stated_letters(root: Item<'_>) -> Option<EdgeLetters> {
    let stated = root.texts(tags::PATIENT_ORIENTATION);
    let [right, bottom] = stated.as_slice() else {
        return None;
    };
    EdgeLetters::from_patient_orientation(right, bottom)
}

fn finite(item: Item<'_>, tag: Tag) -> Option<f64> {
    item.decimal(tag).filter(|value| value.is_finite())
}
