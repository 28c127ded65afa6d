//! Telling apart frames that lie on one another.

use std::collections::BTreeMap;

use super::entry::StackEntry;
use super::sort::SAME_PLACE;

/// Splits a group whose frames lie on one another, as often as that helps.
///
/// By whichever attribute leaves the fewest frames on one another, of equals
/// the one that means most. An attribute that would make more parts than ever
/// lie in one place tears stacks to pieces, and is not taken.
pub(super) fn separate(frames: &[StackEntry], group: Vec<usize>) -> Vec<Vec<usize>> {
    let Some(crowding) = crowding(frames, &group) else {
        return vec![group];
    };
    // Everything in one place is a cine: time is what is scrolled through.
    if crowding.most < 2 || crowding.most == group.len() {
        return vec![group];
    }
    let best = keys(frames, &group)
        .into_iter()
        .map(|keys| {
            let mut parts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (key, &index) in keys.into_iter().zip(&group) {
                parts.entry(key).or_default().push(index);
            }
            let left: usize = parts
                .values()
                .filter_map(|part| self::crowding(frames, part))
                .map(|crowding| crowding.duplicates)
                .sum();
            (left, parts.into_values().collect::<Vec<_>>())
        })
        .filter(|(left, parts)| {
            *left < crowding.duplicates && (2..=crowding.most).contains(&parts.len())
        })
        .min_by_key(|(left, parts)| (*left, parts.len()));
    match best {
        Some((_, parts)) => parts
            .into_iter()
            .flat_map(|part| separate(frames, part))
            .collect(),
        None => vec![group],
    }
}

/// How frames lie on one another.
struct Crowding {
    /// Frames that lie where another of the group already lies.
    duplicates: usize,
    /// Frames in the fullest place.
    most: usize,
}

/// `None` unless all positions are known.
fn crowding(frames: &[StackEntry], group: &[usize]) -> Option<Crowding> {
    let mut places: BTreeMap<[i64; 3], usize> = BTreeMap::new();
    for &index in group {
        let position = frames.get(index)?.image_position?;
        let place = position.map(|part| (part / SAME_PLACE).round() as i64);
        *places.entry(place).or_default() += 1;
    }
    Some(Crowding {
        duplicates: group.len() - places.len(),
        most: places.values().copied().max().unwrap_or_default(),
    })
}

/// Attributes that may tell duplicates apart, as one text per frame of the
/// group, those that mean most first.
fn keys(frames: &[StackEntry], group: &[usize]) -> Vec<Vec<String>> {
    let column = |key: &dyn Fn(&StackEntry) -> String| -> Vec<String> {
        group
            .iter()
            .map(|&index| frames.get(index).map(key).unwrap_or_default())
            .collect()
    };
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut keys = vec![
        column(&|frame| number(frame.temporal_position)),
        column(&|frame| frame.cardiac_phase.clone()),
        column(&|frame| frame.direction.clone()),
        column(&|frame| number(frame.acquisition_number)),
    ];
    let dimensions = group
        .iter()
        .filter_map(|&index| frames.get(index))
        .map(|frame| frame.dimensions.len())
        .max();
    for dimension in 0..dimensions.unwrap_or_default() {
        keys.push(column(&|frame| {
            number(frame.dimensions.get(dimension).map(|(_, value)| *value))
        }));
    }
    keys.extend([
        column(&|frame| frame.trigger_time.clone()),
        column(&|frame| frame.time.clone()),
        column(&|frame| frame.instance_index.to_string()),
    ]);
    keys
}
