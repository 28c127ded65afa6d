//! Values of interest: from modality values to the grey of the screen.
//!
//! The one place where these formulas stand. The window's table is built by
//! the same ones; `tests/golden/voi.json` holds both against each other.
//! Not for the inversion of MONOCHROME1, which comes after (`frame.rs`).

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use super::lookup::LookupTable;

/// VOI LUT Function (0028,1056).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum VoiLutFunction {
    /// PS3.3 §C.11.2.1.2.1: with the half-pixel of integer data. The default.
    #[default]
    Linear,
    /// PS3.3 §C.11.2.1.3.2: without it.
    LinearExact,
    /// PS3.3 §C.11.2.1.3.1: an S-shaped curve.
    Sigmoid,
}

impl VoiLutFunction {
    /// Reads the defined terms; an unknown one is LINEAR, which every viewer falls back to.
    #[must_use]
    pub fn from_defined_term(term: &str) -> Self {
        match term.trim().to_ascii_uppercase().as_str() {
            "LINEAR_EXACT" => Self::LinearExact,
            "SIGMOID" => Self::Sigmoid,
            _ => Self::Linear,
        }
    }
}

/// A Window Center (0028,1050) and Window Width (0028,1051) fit to be applied.
///
/// Both are in *modality units*: the output of the Modality LUT, which is
/// Hounsfield units for CT. Any `Window` that exists is valid, so
/// [`to_gray`](Self::to_gray) cannot fail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    center: f64,
    width: f64,
    function: VoiLutFunction,
}

/// Why two numbers are not a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WindowError {
    /// Narrower than its function allows.
    #[error("the window is narrower than its function allows")]
    TooNarrow,
    /// NaN or infinite.
    #[error("the window is not a finite number")]
    NotFinite,
}

impl Window {
    /// A window of the file or of the reader.
    ///
    /// # Errors
    /// [`WindowError::TooNarrow`] when `width < 1` for LINEAR, or `width <= 0`
    /// for the other two (PS3.3 §C.11.2.1.2); [`WindowError::NotFinite`] for
    /// NaN or infinity.
    pub fn new(center: f64, width: f64, function: VoiLutFunction) -> Result<Self, WindowError> {
        if !center.is_finite() || !width.is_finite() {
            return Err(WindowError::NotFinite);
        }
        let is_wide_enough = match function {
            VoiLutFunction::Linear => width >= 1.0,
            VoiLutFunction::LinearExact | VoiLutFunction::Sigmoid => width > 0.0,
        };
        if !is_wide_enough {
            return Err(WindowError::TooNarrow);
        }
        Ok(Self {
            center,
            width,
            function,
        })
    }

    /// The LINEAR window that shows `low` as black and `high` as white.
    #[must_use]
    pub fn spanning(low: f64, high: f64) -> Self {
        let (low, high) = if low.is_finite() && high.is_finite() && low <= high {
            (low, high)
        } else {
            (0.0, 0.0)
        };
        Self {
            // Halved first: the ends may be near the largest double.
            center: low / 2.0 + high / 2.0 + 0.5,
            width: (high - low + 1.0).min(f64::MAX),
            function: VoiLutFunction::Linear,
        }
    }

    /// In modality units.
    #[must_use]
    pub fn center(&self) -> f64 {
        self.center
    }

    /// In modality units, at least 1 for LINEAR, above 0 otherwise.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.width
    }

    /// The curve.
    #[must_use]
    pub fn function(&self) -> VoiLutFunction {
        self.function
    }

    /// The grey for a modality value, 0 (black) to 255 (white).
    ///
    /// The formulas as printed, for `ymin = 0` and `ymax = 255`, then
    /// `floor(y + 0.5)`:
    /// - LINEAR (PS3.3 §C.11.2.1.2.1): `x <= c - 0.5 - (w-1)/2` is 0,
    ///   `x > c - 0.5 + (w-1)/2` is 255, else `((x - (c - 0.5)) / (w-1) + 0.5) × 255`.
    /// - LINEAR_EXACT (§C.11.2.1.3.2): `x <= c - w/2` is 0, `x > c + w/2` is
    ///   255, else `((x - c) / w + 0.5) × 255`.
    /// - SIGMOID (§C.11.2.1.3.1): `255 / (1 + exp(-4 × (x - c) / w))`.
    ///
    /// A NaN is black.
    #[must_use]
    pub fn to_gray(&self, modality_value: f64) -> u8 {
        let (x, c, w) = (modality_value, self.center, self.width);
        let y = match self.function {
            VoiLutFunction::Linear => {
                let middle = c - 0.5;
                let half = (w - 1.0) / 2.0;
                if x <= middle - half {
                    0.0
                } else if x > middle + half {
                    255.0
                } else {
                    ((x - middle) / (w - 1.0) + 0.5) * 255.0
                }
            }
            VoiLutFunction::LinearExact => {
                let half = w / 2.0;
                if x <= c - half {
                    0.0
                } else if x > c + half {
                    255.0
                } else {
                    ((x - c) / w + 0.5) * 255.0
                }
            }
            VoiLutFunction::Sigmoid => 255.0 / (1.0 + (-4.0 * (x - c) / w).exp()),
        };
        round_half_up(y)
    }
}

/// `floor(y + 0.5)`, clamped to a byte; NaN is 0.
fn round_half_up(y: f64) -> u8 {
    (y + 0.5).floor().clamp(0.0, 255.0) as u8
}

/// A VOI transformation that a file offers, with its explanation.
#[derive(Debug, Clone, PartialEq)]
pub enum Voi {
    /// A window.
    Window {
        /// Centre, width and curve.
        window: Window,
        /// (0028,1055), `''` when absent.
        explanation: String,
    },
    /// A VOI LUT Sequence (0028,3010) item.
    Lut {
        /// Input in modality units.
        table: LookupTable,
        /// (0028,3003), `''` when absent.
        explanation: String,
    },
}

impl Voi {
    /// A window without a name.
    #[must_use]
    pub fn window(window: Window) -> Self {
        Self::Window {
            window,
            explanation: String::new(),
        }
    }

    /// The grey for a modality value, 0 to 255. For a table of PS3.3
    /// §C.11.2.1.1: `entry × 255 / (2^bits - 1)`, rounded half up.
    #[must_use]
    pub fn to_gray(&self, modality_value: f64) -> u8 {
        match self {
            Self::Window { window, .. } => window.to_gray(modality_value),
            Self::Lut { table, .. } => {
                let entry = f64::from(table.look_up(modality_value));
                round_half_up(entry * 255.0 / f64::from(table.full_scale()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lookup::ByteOrder;
    use super::*;

    fn check(function: VoiLutFunction, center: f64, width: f64, expected: &[(f64, u8)]) {
        let window = Window::new(center, width, function).unwrap();
        for &(input, gray) in expected {
            assert_eq!(
                window.to_gray(input),
                gray,
                "{function:?} c={center} w={width} x={input}"
            );
        }
    }

    /// The worked example printed in PS3.3 §C.11.2.1.2.1: for an output of
    /// 0..255, `c = 2048, w = 4096` becomes `if (x <= 0) 0; else if (x > 4095)
    /// 255; else ((x - 2047.5) / 4095 + 0.5) × 255`.
    #[test]
    fn linear_matches_the_first_example_in_the_standard() {
        let window = Window::new(2048.0, 4096.0, VoiLutFunction::Linear).unwrap();
        for x in -2..=4100 {
            let x = f64::from(x);
            let y = if x <= 0.0 {
                0.0
            } else if x > 4095.0 {
                255.0
            } else {
                ((x - 2047.5) / 4095.0 + 0.5) * 255.0
            };
            assert_eq!(f64::from(window.to_gray(x)), (y + 0.5).floor(), "{x}");
        }
    }

    /// The others of the same clause: `c = 2048, w = 1` is `if (x <= 2047.5) 0;
    /// else 255`; `c = 0, w = 100` is `if (x <= -50) 0; else if (x > 49) 255;
    /// else ((x + 0.5) / 99 + 0.5) × 255`; `c = 0, w = 1` is `if (x <= -0.5) 0`.
    #[test]
    fn linear_matches_the_other_examples_in_the_standard() {
        let linear = VoiLutFunction::Linear;
        check(
            linear,
            2048.0,
            1.0,
            &[(2047.0, 0), (2047.5, 0), (2048.0, 255)],
        );
        check(
            linear,
            0.0,
            100.0,
            &[
                (-50.0, 0),
                (-49.0, 3),
                (-0.5, 128),
                (49.0, 255),
                (50.0, 255),
            ],
        );
        check(linear, 0.0, 1.0, &[(-1.0, 0), (-0.5, 0), (0.0, 255)]);
    }

    /// PS3.3 §C.11.2.1.3.2: `c = 2048, w = 4096` is 0 at `x <= 0`, 255 above
    /// 4096; `c = 0, w = 100` is 0 at `x <= -50`, 255 above 50.
    #[test]
    fn linear_exact_matches_the_examples_in_the_standard() {
        let exact = VoiLutFunction::LinearExact;
        check(
            exact,
            2048.0,
            4096.0,
            &[(0.0, 0), (2048.0, 128), (4096.0, 255)],
        );
        check(
            exact,
            0.0,
            100.0,
            &[(-50.0, 0), (0.0, 128), (50.0, 255), (51.0, 255)],
        );
        check(exact, 0.5, 0.25, &[(0.375, 0), (0.5, 128), (0.625, 255)]);
    }

    #[test]
    fn sigmoid_is_half_at_its_centre_and_symmetric_about_it() {
        let sigmoid = VoiLutFunction::Sigmoid;
        check(
            sigmoid,
            100.0,
            50.0,
            &[
                (100.0, 128),
                (112.5, 186),
                (87.5, 69),
                (1e6, 255),
                (-1e6, 0),
            ],
        );
    }

    #[test]
    fn a_window_the_function_cannot_use_is_refused() {
        for (width, function, error) in [
            (0.9, VoiLutFunction::Linear, WindowError::TooNarrow),
            (0.0, VoiLutFunction::LinearExact, WindowError::TooNarrow),
            (-1.0, VoiLutFunction::Sigmoid, WindowError::TooNarrow),
            (f64::NAN, VoiLutFunction::Linear, WindowError::NotFinite),
        ] {
            assert_eq!(Window::new(0.0, width, function), Err(error));
        }
        assert!(Window::new(0.0, 0.1, VoiLutFunction::LinearExact).is_ok());
    }

    #[test]
    fn a_spanning_window_shows_its_ends_as_black_and_white() {
        for (low, high) in [(0.0, 4095.0), (-1024.0, 3071.0), (0.0, 0.25), (-3e38, 3e38)] {
            let window = Window::spanning(low, high);
            assert_eq!(window.to_gray(low), 0, "{low}..{high}");
            assert_eq!(window.to_gray(high), 255, "{low}..{high}");
        }
        assert!(Window::spanning(-f64::MAX, f64::MAX).width().is_finite());
        assert!(Window::spanning(f64::NAN, 1.0).center().is_finite());
    }

    #[test]
    fn a_table_is_scaled_from_its_own_depth() {
        let data: Vec<u8> = [0u16, 2048, 4095]
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect();
        let table = LookupTable::new([3, 0, 12], false, &data, ByteOrder::LittleEndian).unwrap();
        let voi = Voi::Lut {
            table,
            explanation: String::new(),
        };
        let grays: Vec<u8> = [-1.0, 0.0, 1.0, 2.0, 9.0].map(|x| voi.to_gray(x)).to_vec();
        assert_eq!(grays, [0, 0, 128, 255, 255]);
    }

    #[test]
    fn a_value_that_is_no_number_is_black() {
        for function in [
            VoiLutFunction::Linear,
            VoiLutFunction::LinearExact,
            VoiLutFunction::Sigmoid,
        ] {
            check(function, 10.0, 5.0, &[(f64::NAN, 0)]);
        }
    }
}
