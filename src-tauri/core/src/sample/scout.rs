//! The localizer: what the body lets through from front to back, as the
//! survey image is made that a scan is planned on.

use super::{
    body::Body,
    canvas::Grid,
    image::{SIDE, stored},
    label,
};

/// mm from one computed line to the next; twice as many are stored.
const STEP: f32 = 1.5625;
const LINES: usize = 228;
/// mm from one stored row or column to the next.
pub(super) const SPACING: f32 = 0.78125;
/// Stored rows.
pub(super) const ROWS: usize = LINES * 2;
/// Rows of the coarse grid the way through the body is summed over, and their
/// distance in mm.
const DEPTH: usize = 100;
const DEPTH_STEP: f32 = 4.0;

/// Stored values, row by row.
pub(super) fn localizer(body: &Body) -> Vec<u16> {
    let grid = Grid {
        columns: SIDE,
        rows: DEPTH,
        dx: SPACING,
        dy: DEPTH_STEP,
    };
    let lines: Vec<Vec<f32>> = (0..LINES)
        .map(|line| {
            let canvas = body.slice(grid, line as f32 * STEP);
            let mut water = vec![0.0_f32; SIDE];
            for row in canvas.hu.chunks(SIDE) {
                for (sum, hu) in water.iter_mut().zip(row) {
                    // mm of water that weaken the beam as much.
                    *sum += (hu + 1000.0).max(0.0) * 0.001 * DEPTH_STEP;
                }
            }
            water
        })
        .collect();
    let mut values = Vec::with_capacity(SIDE * ROWS);
    let pairs = lines.iter().zip(lines.iter().skip(1).chain(lines.last()));
    for (line, next) in pairs {
        values.extend(line.iter().map(|water| shade(*water)));
        values.extend(line.iter().zip(next).map(|(a, b)| shade((a + b) * 0.5)));
    }
    label::burn_in(&mut values, SIDE, stored(2000));
    values
}

/// Scanners give such images a scale of their own; this one is near theirs.
fn shade(water: f32) -> u16 {
    stored((water * 5.0 - 900.0).round() as i32)
}
