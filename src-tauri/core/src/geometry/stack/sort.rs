//! The order in which the frames of a stack are scrolled.

use std::cmp::Ordering;

use super::entry::StackEntry;

/// Positions nearer than this, in millimetres, are one place.
pub(super) const SAME_PLACE: f64 = 0.01;

/// The order in which to scroll: indices into `frames`.
///
/// By position along the normal of the first oriented frame, in the direction
/// in which Instance Number (0020,0013) grows, so that "image 37" of a report
/// lies where a reader expects it. Stacks with a frame without a position, and
/// those of several directions, go by Instance Number, then by In-Stack Position
/// Number (0020,9057), then by frame.
#[must_use]
pub fn sort_stack(frames: &[StackEntry]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..frames.len()).collect();
    let numbers = |index: usize| frames.get(index).map(StackEntry::number);
    let Some(positions) = positions(frames) else {
        order.sort_by_key(|&index| {
            let frame = frames.get(index)?;
            let (instance_number, instance_index, frame_number) = frame.number();
            Some((
                instance_number,
                instance_index,
                frame.in_stack_position,
                frame_number,
            ))
        });
        return order;
    };
    let place = |index: usize| positions.get(index).copied().unwrap_or_default();
    order.sort_by(|&left, &right| {
        same_place(place(left), place(right)).then_with(|| numbers(left).cmp(&numbers(right)))
    });
    if runs_backwards(&order, frames, &positions) {
        order.sort_by(|&left, &right| {
            same_place(place(right), place(left)).then_with(|| numbers(left).cmp(&numbers(right)))
        });
    }
    order
}

fn same_place(left: f64, right: f64) -> Ordering {
    // Rounded, so that the order stays transitive.
    let step = |place: f64| (place / SAME_PLACE).round();
    step(left).total_cmp(&step(right))
}

/// Millimetres along the first frame's normal; `None` unless all are known and
/// the frames lie parallel.
fn positions(frames: &[StackEntry]) -> Option<Vec<f64>> {
    let orientation = frames.iter().find_map(|frame| frame.orientation)?;
    let positions: Option<Vec<f64>> = frames
        .iter()
        .map(|frame| {
            let (own, position) = frame.place()?;
            own.is_parallel_to(&orientation)
                .then(|| orientation.position_along_normal(position))
        })
        .collect();
    // All in one place (a cine, or a projection): numbers order them better.
    positions.filter(|positions| {
        positions.iter().any(|&place| {
            positions
                .first()
                .is_some_and(|&first| same_place(place, first).is_ne())
        })
    })
}

/// Instance Numbers (then frame numbers) fall more often than they rise.
fn runs_backwards(order: &[usize], frames: &[StackEntry], positions: &[f64]) -> bool {
    let mut balance = 0i64;
    for pair in order.windows(2) {
        let [Some(left), Some(right)] = [pair.first(), pair.last()].map(|index| {
            let index = *index?;
            let frame = frames.get(index)?;
            Some((positions.get(index).copied()?, frame.number()))
        }) else {
            continue;
        };
        if same_place(left.0, right.0).is_ne() {
            balance += match left.1.cmp(&right.1) {
                Ordering::Less => 1,
                Ordering::Greater => -1,
                Ordering::Equal => 0,
            };
        }
    }
    balance < 0
}
