//! The frames of a series in the order in which they are scrolled.
//!
//! What orders a frame is read once, at import, and kept as JSON in the index;
//! the order itself is made when a study is opened, by `core::geometry`.

use scanfolio_core::dataset::DataSet;
use scanfolio_core::geometry::{Plane, StackEntry, split_stacks, stack_entry};
use scanfolio_core::study::{Instance, InstanceKind};
use scanfolio_core::title::{SeriesRole, contrast_is_noted};

use crate::error::LibraryError;
use crate::listing::{FrameRef, SeriesDetail};
use crate::storage::{InstanceRow, SeriesRow, from_json, from_word};

/// Frames of one instance whose place is read; a film of more is scrolled in its own order.
const FRAMES: u32 = 20_000;

/// JSON of the stack entries of an instance's frames.
pub(crate) fn of_instance(data_set: &DataSet, instance: &Instance) -> String {
    if instance.kind != InstanceKind::Image {
        return "[]".to_owned();
    }
    let entries: Vec<StackEntry> = (1..=instance.instance.number_of_frames.min(FRAMES))
        .map(|number| stack_entry(data_set, number))
        .collect();
    serde_json::to_string(&entries).unwrap_or_else(|_| "[]".to_owned())
}

/// A series with its frames in order: stack after stack.
pub(crate) fn series_detail(row: SeriesRow) -> Result<SeriesDetail, LibraryError> {
    let mut entries = Vec::new();
    let mut frames = Vec::new();
    for instance in &row.instances {
        let of_instance: Vec<StackEntry> = from_json(&instance.frames)?;
        let mut of_instance = of_instance.into_iter();
        for frame_number in 1..=instance.number_of_frames {
            let entry = of_instance.next().unwrap_or_else(|| StackEntry {
                instance_number: instance.instance_number,
                frame_number,
                ..StackEntry::default()
            });
            frames.push(FrameRef {
                instance_id: instance.id,
                frame_number,
                instance_number: instance.instance_number,
                position_mm: entry
                    .orientation
                    .zip(entry.image_position)
                    .map(|(orientation, position)| orientation.position_along_normal(position)),
            });
            entries.push(entry);
        }
    }
    let plane = plane(&entries);
    let order = split_stacks(&entries).into_iter().flatten();
    let frames = order
        .filter_map(|index| frames.get(index).cloned())
        .collect();
    Ok(SeriesDetail {
        id: row.id,
        title: row.title,
        role: role(&row.instances)?,
        contrast_noted: contrast_is_noted(&row.stated.contrast_bolus_agent),
        series_instance_uid: row.stated.series_instance_uid,
        series_number: row.stated.series_number,
        modality: row.stated.modality,
        series_description: row.stated.series_description,
        body_part_examined: row.stated.body_part_examined,
        plane: plane.to_owned(),
        frames,
    })
}

/// The plane all oriented frames share.
fn plane(entries: &[StackEntry]) -> &'static str {
    let mut planes = entries
        .iter()
        .filter_map(|entry| entry.orientation)
        .map(|orientation| orientation.plane());
    let Some(first) = planes.next() else {
        return "";
    };
    if planes.any(|plane| plane != first) {
        return "";
    }
    match first {
        Plane::Axial => "axial",
        Plane::Coronal => "coronal",
        Plane::Sagittal => "sagittal",
        Plane::Oblique => "oblique",
    }
}

/// What the series is for: what all its images are for, `image` when they differ.
fn role(instances: &[InstanceRow]) -> Result<SeriesRole, LibraryError> {
    let mut roles = instances.iter().map(|instance| instance.role.as_str());
    match roles.next() {
        Some(first) if roles.all(|role| role == first) => from_word(first.to_owned()),
        _ => Ok(SeriesRole::Image),
    }
}
