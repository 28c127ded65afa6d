//! The attributes that may tell stacks apart, those that mean most to a reader first.

use std::collections::BTreeSet;

use super::difference::StackDifference;
use super::entry::StackEntry;
use crate::geometry::orientation::Plane;

/// A value that frames have: how it sorts, then how it is written.
pub(super) type Value = (i64, String);

type Read<'a> = Box<dyn Fn(&StackEntry) -> Option<Value> + 'a>;
type Name<'a> = Box<dyn Fn(&Value, &[&Value]) -> Option<StackDifference> + 'a>;

/// One attribute of a frame.
pub(super) struct Attribute<'a> {
    read: Read<'a>,
    name: Name<'a>,
}

impl<'a> Attribute<'a> {
    fn new(
        read: impl Fn(&StackEntry) -> Option<Value> + 'a,
        name: impl Fn(&Value, &[&Value]) -> Option<StackDifference> + 'a,
    ) -> Self {
        Self {
            read: Box::new(read),
            name: Box::new(name),
        }
    }

    /// Called by its place among all the values, from 1.
    fn ranked(
        read: impl Fn(&StackEntry) -> Option<Value> + 'a,
        name: impl Fn(u32, u32) -> StackDifference + 'a,
    ) -> Self {
        Self::new(read, move |value, all| {
            let place = all.iter().position(|other| *other == value)?;
            let number = u32::try_from(place).ok()?.checked_add(1)?;
            Some(name(number, u32::try_from(all.len()).ok()?))
        })
    }

    /// The frame's value, `None` when it has none.
    pub(super) fn read(&self, frame: &StackEntry) -> Option<Value> {
        (self.read)(frame)
    }

    /// What a value is called among all the values there are.
    pub(super) fn name(&self, value: &Value, all: &[&Value]) -> Option<StackDifference> {
        (self.name)(value, all)
    }
}

/// All of them, for these stacks of these frames.
pub(super) fn attributes<'a>(
    frames: &'a [StackEntry],
    stacks: &[Vec<usize>],
) -> Vec<Attribute<'a>> {
    let mut attributes = vec![
        Attribute::new(
            |frame| Some((frame.orientation?.plane() as i64, String::new())),
            |(number, _), _| {
                let plane = PLANES.into_iter().find(|plane| *plane as i64 == *number)?;
                Some(StackDifference::Plane { plane })
            },
        ),
        Attribute::new(
            |frame| decimal(&frame.b_value),
            |(_, text), _| {
                let b_value = text.parse().ok()?;
                Some(StackDifference::BValue { b_value })
            },
        ),
        Attribute::new(
            |frame| decimal(&frame.echo),
            |(_, text), _| {
                let echo_time = text.parse().ok()?;
                Some(StackDifference::EchoTime { echo_time })
            },
        ),
        image_type(frames),
        Attribute::ranked(
            |frame| Some((frame.temporal_position?, String::new())),
            time,
        ),
        Attribute::ranked(
            |frame| decimal(&frame.cardiac_phase),
            |number, count| StackDifference::HeartPhase { number, count },
        ),
        direction(frames, stacks),
        Attribute::new(
            |frame| text(&frame.stack_id),
            |(_, stack_id), _| {
                let stack_id = stack_id.clone();
                Some(StackDifference::StackId { stack_id })
            },
        ),
    ];
    let dimensions = frames.iter().map(|frame| frame.dimensions.len()).max();
    attributes.extend((0..dimensions.unwrap_or_default()).map(|at| dimension(frames, at)));
    attributes.extend([
        Attribute::ranked(|frame| decimal(&frame.trigger_time), time),
        Attribute::new(
            |frame| Some((frame.acquisition_number?, String::new())),
            |(acquisition_number, _), _| {
                let acquisition_number = *acquisition_number;
                Some(StackDifference::Acquisition { acquisition_number })
            },
        ),
        Attribute::ranked(|frame| text(&frame.time), time),
        Attribute::new(
            |frame| Some((frame.rows.into(), frame.columns.to_string())),
            |(rows, columns), _| {
                Some(StackDifference::Size {
                    rows: u32::try_from(*rows).ok()?,
                    columns: columns.parse().ok()?,
                })
            },
        ),
    ]);
    attributes
}

const PLANES: [Plane; 4] = [
    Plane::Axial,
    Plane::Coronal,
    Plane::Sagittal,
    Plane::Oblique,
];

fn time(number: u32, count: u32) -> StackDifference {
    StackDifference::Time { number, count }
}

/// Sorted by size, to the thousandth.
fn decimal(text: &str) -> Option<Value> {
    let value: f64 = text.parse().ok()?;
    Some(((value * 1000.0).round() as i64, text.to_owned()))
}

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| (0, text.to_owned()))
}

/// The values of Image Type that not every frame has.
fn image_type(frames: &[StackEntry]) -> Attribute<'_> {
    let mut of_all: BTreeSet<&str> = frames
        .first()
        .map(|frame| frame.image_type.iter().map(String::as_str).collect())
        .unwrap_or_default();
    for frame in frames {
        of_all.retain(|value| frame.image_type.iter().any(|own| own == value));
    }
    Attribute::new(
        move |frame| {
            let own: Vec<&str> = frame
                .image_type
                .iter()
                .map(String::as_str)
                .filter(|value| !value.is_empty() && !of_all.contains(value))
                .collect();
            text(&own.join("\\"))
        },
        |(_, text), _| {
            let values = text.split('\\').map(str::to_owned).collect();
            Some(StackDifference::ImageType { values })
        },
    )
}

/// Diffusion directions, numbered in the order of the stacks.
fn direction<'a>(frames: &'a [StackEntry], stacks: &[Vec<usize>]) -> Attribute<'a> {
    let mut order: Vec<&str> = Vec::new();
    for stack in stacks {
        let first = stack.first().and_then(|&index| frames.get(index));
        let direction = first.map(|frame| frame.direction.as_str());
        if let Some(direction) = direction.filter(|direction| !direction.is_empty())
            && !order.contains(&direction)
        {
            order.push(direction);
        }
    }
    Attribute::ranked(
        move |frame| {
            let place = order.iter().position(|known| *known == frame.direction)?;
            Some((i64::try_from(place).ok()?, String::new()))
        },
        |number, count| StackDifference::Direction { number, count },
    )
}

fn dimension(frames: &[StackEntry], at: usize) -> Attribute<'_> {
    let label = frames
        .iter()
        .find_map(|frame| frame.dimensions.get(at))
        .map(|(label, _)| label.as_str())
        .unwrap_or_default();
    Attribute::ranked(
        move |frame| {
            let (own, value) = frame.dimensions.get(at)?;
            (own == label).then(|| (*value, String::new()))
        },
        move |number, count| StackDifference::Dimension {
            label: label.to_owned(),
            number,
            count,
        },
    )
}
