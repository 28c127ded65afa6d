//! The frames of a series in the order in which they are scrolled, stack after stack.
//!
//! What orders a frame is read once, at import, and kept as JSON in the index;
//! the order itself is made when a study is opened, by `core::geometry`.

use scanfolio_core::dataset::DataSet;
use scanfolio_core::geometry::{Plane, Stack, StackEntry, split_stacks, stack_entries};
use scanfolio_core::study::{Instance, InstanceKind};
use scanfolio_core::title::{SeriesRole, contrast_is_noted};

use crate::error::LibraryError;
use crate::listing::{FrameRef, SeriesDetail, StackDetail};
use crate::storage::{InstanceRow, SeriesRow, from_json, from_word};

/// Frames of one instance whose place is read; a film of more is scrolled in its own order.
const FRAMES: u32 = 20_000;
/// Frames of one series that can be scrolled. A file may claim any number, so it is not believed beyond.
const SERIES_FRAMES: usize = 200_000;

/// JSON of the stack entries of an instance's frames.
pub(crate) fn of_instance(data_set: &DataSet, instance: &Instance) -> String {
    if instance.kind != InstanceKind::Image {
        return "[]".to_owned();
    }
    let entries = stack_entries(data_set, instance.instance.number_of_frames.min(FRAMES));
    serde_json::to_string(&entries).unwrap_or_else(|_| "[]".to_owned())
}

/// A series with its stacks, each frame in its place.
pub(crate) fn series_detail(row: SeriesRow) -> Result<SeriesDetail, LibraryError> {
    let (entries, frames) = frames(&row.instances)?;
    let role = role(&row.instances)?;
    let mut stacks = split_stacks(&entries);
    if role.is_aside() {
        stacks = vec![Stack {
            frames: stacks.into_iter().flat_map(|stack| stack.frames).collect(),
            differences: Vec::new(),
        }];
    }
    let mut first_frame = 0;
    let details = stacks
        .iter()
        .map(|stack| {
            let count = u32::try_from(stack.frames.len()).unwrap_or(u32::MAX);
            let detail = StackDetail {
                first_frame,
                frames: count,
                plane: plane(stack.frames.iter().filter_map(|&index| entries.get(index)))
                    .to_owned(),
                differences: stack.differences.clone(),
            };
            first_frame = first_frame.saturating_add(count);
            detail
        })
        .collect();
    let order = stacks.iter().flat_map(|stack| &stack.frames);
    Ok(SeriesDetail {
        id: row.id,
        title: row.title,
        role,
        contrast_noted: contrast_is_noted(&row.stated.contrast_bolus_agent),
        series_instance_uid: row.stated.series_instance_uid,
        series_number: row.stated.series_number,
        modality: row.stated.modality,
        series_description: row.stated.series_description,
        body_part_examined: row.stated.body_part_examined,
        plane: plane(entries.iter()).to_owned(),
        stacks: details,
        frames: order
            .filter_map(|&index| frames.get(index).cloned())
            .collect(),
    })
}

/// All frames of the instances, with what orders them.
fn frames(instances: &[InstanceRow]) -> Result<(Vec<StackEntry>, Vec<FrameRef>), LibraryError> {
    let (mut entries, mut frames) = (Vec::new(), Vec::new());
    for (instance_index, instance) in (0..).zip(instances) {
        let kept: Vec<StackEntry> = from_json(&instance.frames)?;
        let mut kept = kept.into_iter();
        for frame_number in 1..=instance.number_of_frames {
            if frames.len() >= SERIES_FRAMES {
                break;
            }
            let entry = kept.next().unwrap_or_else(|| StackEntry {
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
            entries.push(StackEntry {
                instance_index,
                ..entry
            });
        }
    }
    Ok((entries, frames))
}

/// The plane all oriented frames share.
fn plane<'a>(entries: impl Iterator<Item = &'a StackEntry>) -> &'static str {
    let mut planes = entries
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
