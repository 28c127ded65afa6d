//! From ideal Hounsfield units to what a scanner would store: two
//! reconstructions with their noise, a label, 12 bits.

use super::{body::AIR, canvas::Canvas, label, number::mix};

/// Columns and rows of a slice.
pub(super) const SIDE: usize = 512;
/// mm from one pixel to the next.
pub(super) const PIXEL_SPACING: f32 = 0.75;
/// Modality value = stored value + this.
pub(super) const RESCALE_INTERCEPT: i32 = -1024;
/// Label and highest modality value that is used; white in every window.
const LABEL: i32 = 2000;

/// The two ways in which one scan is computed into images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kernel {
    /// Smooth, for soft parts.
    Soft,
    /// Sharp, for lungs.
    Sharp,
}

/// Stored values, row by row, of one reconstruction of a slice. `number` only
/// makes the noise of each slice another one.
pub(super) fn reconstruct(canvas: &Canvas, kernel: Kernel, number: u64) -> Vec<u16> {
    let (columns, rows) = (canvas.grid.columns, canvas.grid.rows);
    let noise = noise(columns, rows, kernel, number);
    let mut values: Vec<u16> = canvas
        .hu
        .iter()
        .zip(&noise)
        .map(|(hu, noise)| {
            // Air outside of the body stays exactly itself, see `AIR`.
            let noise = if (hu - AIR).abs() < 0.5 { 0 } else { *noise };
            stored(hu.round() as i32 + noise)
        })
        .collect();
    label::burn_in(&mut values, columns, stored(LABEL));
    values
}

/// Clamped to 12 bits.
pub(super) fn stored(modality_value: i32) -> u16 {
    (modality_value - RESCALE_INTERCEPT).clamp(0, 4095) as u16
}

/// Noise in Hounsfield units. Neighbouring pixels of a scanner's image share
/// their noise, the more the softer it is computed; and it comes in steps
/// here, which are too small to be seen and compress well.
fn noise(columns: usize, rows: usize, kernel: Kernel, number: u64) -> Vec<i32> {
    let seed = mix(number << 1 | u64::from(kernel == Kernel::Sharp));
    let mut smooth: Vec<f32> = (0..columns * rows)
        .map(|index| {
            let bits = mix(seed ^ index as u64);
            // The sum of four bytes is nearly normal; its deviation is 148.
            let sum: u64 = bits
                .to_le_bytes()
                .iter()
                .take(4)
                .map(|b| u64::from(*b))
                .sum();
            (sum as f32 - 510.0) / 148.0
        })
        .collect();
    let (passes, strength, step) = match kernel {
        Kernel::Soft => (9, 17.0, 5.0),
        Kernel::Sharp => (6, 20.0, 8.0),
    };
    for _ in 0..passes {
        smooth = binomial(&smooth, columns);
    }
    smooth
        .iter()
        .map(|unit| ((unit * strength / step).round() * step) as i32)
        .collect()
}

/// Each value with its eight neighbours, weighted 1 2 1 both ways; edges keep
/// theirs.
fn binomial(values: &[f32], columns: usize) -> Vec<f32> {
    let across = |line: &[f32]| -> Vec<f32> {
        let mut out = line.to_vec();
        for (middle, three) in out.iter_mut().skip(1).zip(line.windows(3)) {
            if let [a, b, c] = three {
                *middle = (a + b + b + c) * 0.25;
            }
        }
        out
    };
    let lines: Vec<Vec<f32>> = values.chunks(columns).map(across).collect();
    let mut out: Vec<f32> = lines.concat();
    for (target, three) in out.chunks_mut(columns).skip(1).zip(lines.windows(3)) {
        if let [above, here, below] = three {
            for (((value, a), b), c) in target.iter_mut().zip(above).zip(here).zip(below) {
                *value = (a + b + b + c) * 0.25;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_stays_constant_when_smoothed() {
        assert!(binomial(&[7.0; 30], 6).iter().all(|v| *v == 7.0));
    }

    #[test]
    fn stored_values_keep_to_twelve_bits() {
        for (modality_value, expected) in [
            (-1024, 0),
            (-5000, 0),
            (0, 1024),
            (3071, 4095),
            (9999, 4095),
        ] {
            assert_eq!(stored(modality_value), expected);
        }
    }
}
