//! Dividing a series into the stacks that are scrolled one by one.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::{StackDifference, differences};
use super::entry::StackEntry;
use super::separate::separate;
use super::sort::sort_stack;
use crate::geometry::orientation::Orientation;

/// Frames that are scrolled together.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// Indices of the frames, in the order in which they are scrolled. Never empty.
    pub frames: Vec<usize>,
    /// What sets it apart from the other stacks; empty when there is no other
    /// or the file does not say.
    pub differences: Vec<StackDifference>,
}

/// Nobody picks from more; a series of more stacks is scrolled as one.
const MOST_STACKS: usize = 1_000;

/// Directions told apart in one series, so that a file made of nothing else
/// costs no more than a search through so many for each frame.
const MOST_ORIENTATIONS: usize = 256;

/// Divides the frames of a series into stacks.
///
/// Frames of another orientation, size, image type, echo, b-value or stack ID
/// never share a stack (PS3.3 §C.7.6.16.2.2.4). Frames that would still lie on
/// one another are then told apart by temporal position, cardiac phase,
/// diffusion direction, acquisition, a dimension index, time, or the instance
/// they came in. Frames that would each be alone, such as projections from many
/// sides, stay together. Of frames without a place in the patient each film is
/// a stack, and all single images are one.
#[must_use]
pub fn split_stacks(frames: &[StackEntry]) -> Vec<Stack> {
    let mut stacks: Vec<Vec<usize>> = alike(frames)
        .into_iter()
        .flat_map(|group| separate(frames, group))
        .map(|group| sorted(frames, &group))
        .collect();
    // Stacks in the order of their first image, as the series was numbered.
    let first = |stack: &Vec<usize>| {
        stack
            .iter()
            .filter_map(|&index| frames.get(index))
            .map(StackEntry::number)
            .min()
    };
    stacks.sort_by_cached_key(first);
    if stacks.len() > MOST_STACKS {
        stacks = vec![stacks.into_iter().flatten().collect()];
    }
    let differences = differences(frames, &stacks);
    stacks
        .into_iter()
        .zip(differences)
        .map(|(frames, differences)| Stack {
            frames,
            differences,
        })
        .collect()
}

/// What all frames of a stack have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Common<'a> {
    Placed {
        orientation: usize,
        rows: u32,
        columns: u32,
        image_type: &'a [String],
        echo: &'a str,
        b_value: &'a str,
        stack_id: &'a str,
    },
    /// Of a place, but no two of them in one stack.
    Alone { rows: u32, columns: u32 },
    /// Without a place: a film of an instance, or single images.
    Loose {
        film: Option<u32>,
        stack_id: &'a str,
    },
}

fn alike(frames: &[StackEntry]) -> Vec<Vec<usize>> {
    let films: BTreeSet<u32> = frames
        .iter()
        .filter(|frame| frame.frame_number > 1)
        .map(|frame| frame.instance_index)
        .collect();
    let mut orientations = Orientations::default();
    let mut groups: BTreeMap<Common<'_>, Vec<usize>> = BTreeMap::new();
    for (index, frame) in frames.iter().enumerate() {
        let common = match frame.place() {
            Some((orientation, _)) => Common::Placed {
                orientation: orientations.number(orientation),
                rows: frame.rows,
                columns: frame.columns,
                image_type: &frame.image_type,
                echo: &frame.echo,
                b_value: &frame.b_value,
                stack_id: &frame.stack_id,
            },
            None => Common::Loose {
                film: films
                    .contains(&frame.instance_index)
                    .then_some(frame.instance_index),
                stack_id: &frame.stack_id,
            },
        };
        groups.entry(common).or_default().push(index);
    }
    let mut together: BTreeMap<Common<'_>, Vec<usize>> = BTreeMap::new();
    for (common, group) in groups {
        let common = match common {
            Common::Placed { rows, columns, .. } if group.len() == 1 => {
                Common::Alone { rows, columns }
            }
            common => common,
        };
        together.entry(common).or_default().extend(group);
    }
    together.into_values().collect()
}

/// Directions met so far; those that differ by less than a degree are one.
#[derive(Default)]
struct Orientations(Vec<Orientation>);

impl Orientations {
    fn number(&mut self, orientation: Orientation) -> usize {
        let known = self
            .0
            .iter()
            .position(|known| known.is_parallel_to(&orientation));
        known.unwrap_or_else(|| {
            if self.0.len() < MOST_ORIENTATIONS {
                self.0.push(orientation);
                self.0.len() - 1
            } else {
                MOST_ORIENTATIONS
            }
        })
    }
}

fn sorted(frames: &[StackEntry], group: &[usize]) -> Vec<usize> {
    let entries: Vec<StackEntry> = group
        .iter()
        .filter_map(|&index| frames.get(index).cloned())
        .collect();
    sort_stack(&entries)
        .into_iter()
        .filter_map(|place| group.get(place).copied())
        .collect()
}
