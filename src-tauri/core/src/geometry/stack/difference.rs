//! What sets the stacks of a series apart, so that each can be called by it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::attribute::{Attribute, Value, attributes};
use super::entry::StackEntry;
use crate::geometry::orientation::Plane;

/// One thing that sets a stack apart from the others of its series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum StackDifference {
    /// The plane of the body it lies in.
    Plane {
        /// Of the stack's frames.
        plane: Plane,
    },
    /// Diffusion b-value (0018,9087).
    BValue {
        /// s/mm².
        b_value: f64,
    },
    /// Echo time.
    EchoTime {
        /// Milliseconds.
        echo_time: f64,
    },
    /// Values of Image Type (0008,0008) that not all stacks have, verbatim.
    ImageType {
        /// Never empty.
        values: Vec<String>,
    },
    /// A point in time.
    Time {
        /// From 1, the earliest first.
        number: u32,
        /// How many there are.
        count: u32,
    },
    /// A phase of the heartbeat.
    HeartPhase {
        /// From 1.
        number: u32,
        /// How many there are.
        count: u32,
    },
    /// A direction of diffusion.
    Direction {
        /// From 1, in the order of the series.
        number: u32,
        /// How many there are.
        count: u32,
    },
    /// Stack ID (0020,9056).
    StackId {
        /// Verbatim.
        stack_id: String,
    },
    /// Acquisition Number (0020,0012).
    Acquisition {
        /// As the file has it.
        #[ts(type = "number")]
        acquisition_number: i64,
    },
    /// A dimension of the object's own (PS3.3 §C.7.6.17).
    Dimension {
        /// What the file calls it, `''` when it does not say.
        label: String,
        /// From 1.
        number: u32,
        /// How many there are.
        count: u32,
    },
    /// How large the pictures are.
    Size {
        /// (0028,0010).
        rows: u32,
        /// (0028,0011).
        columns: u32,
    },
}

/// For each stack what sets it apart: only what is needed to tell all apart, in
/// the order in which it means most to a reader.
pub(super) fn differences(
    frames: &[StackEntry],
    stacks: &[Vec<usize>],
) -> Vec<Vec<StackDifference>> {
    let mut named = vec![Vec::new(); stacks.len()];
    if stacks.len() < 2 {
        return named;
    }
    // Stacks with the same number here are not told apart yet.
    let mut classes = vec![0usize; stacks.len()];
    let mut count = 1;
    for attribute in attributes(frames, stacks) {
        let values: Vec<Option<Value>> = stacks
            .iter()
            .map(|stack| shared(frames, stack, &attribute))
            .collect();
        let mut known: BTreeMap<(usize, &Option<Value>), usize> = BTreeMap::new();
        let refined: Vec<usize> = classes
            .iter()
            .zip(&values)
            .map(|(class, value)| {
                let next = known.len();
                *known.entry((*class, value)).or_insert(next)
            })
            .collect();
        if known.len() == count {
            continue;
        }
        let all: BTreeSet<&Value> = values.iter().flatten().collect();
        let all: Vec<&Value> = all.into_iter().collect();
        for (names, value) in named.iter_mut().zip(&values) {
            names.extend(value.as_ref().and_then(|value| attribute.name(value, &all)));
        }
        count = known.len();
        classes = refined;
        if count == stacks.len() {
            break;
        }
    }
    named
}

/// The value that all frames of a stack have.
fn shared(frames: &[StackEntry], stack: &[usize], attribute: &Attribute<'_>) -> Option<Value> {
    let mut values = stack
        .iter()
        .filter_map(|&index| frames.get(index))
        .map(|frame| attribute.read(frame));
    let first = values.next()??;
    values
        .all(|value| value.as_ref() == Some(&first))
        .then_some(first)
}
