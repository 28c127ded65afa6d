//! One decoded frame: stored values and what is needed to show them.

use crate::tags;

use super::layers::Layer;
use super::modality::ModalityTransform;
use super::voi::{Voi, Window};

/// Stored values of a frame, `rows * columns` of them, row by row, top-left
/// first; sign-extended and freed of bits that are not theirs.
#[derive(Debug, Clone, PartialEq)]
pub enum Samples {
    /// Up to 8 bits, unsigned.
    U8(Vec<u8>),
    /// Up to 16 bits, unsigned.
    U16(Vec<u16>),
    /// Up to 16 bits, signed (8-bit signed data too).
    I16(Vec<i16>),
    /// Up to 32 bits, unsigned.
    U32(Vec<u32>),
    /// Up to 32 bits, signed.
    I32(Vec<i32>),
    /// Float Pixel Data.
    F32(Vec<f32>),
    /// Double Float Pixel Data.
    F64(Vec<f64>),
    /// Red, green, blue for each pixel in turn; three bytes a pixel.
    Rgb8(Vec<u8>),
}

impl Samples {
    /// Calls `visit` with every stored value in order; never for colour.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(f64)) {
        match self {
            Self::U8(values) => values.iter().for_each(|&value| visit(value.into())),
            Self::U16(values) => values.iter().for_each(|&value| visit(value.into())),
            Self::I16(values) => values.iter().for_each(|&value| visit(value.into())),
            Self::U32(values) => values.iter().for_each(|&value| visit(value.into())),
            Self::I32(values) => values.iter().for_each(|&value| visit(value.into())),
            Self::F32(values) => values.iter().for_each(|&value| visit(value.into())),
            Self::F64(values) => values.iter().for_each(|&value| visit(value)),
            Self::Rgb8(_) => {}
        }
    }
}

/// Pixel Padding Value (0028,0120) and Range Limit (0028,0121): stored values
/// that fill the area outside the picture, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PixelPadding {
    /// Smallest padding value.
    pub low: i64,
    /// Largest padding value.
    pub high: i64,
}

impl PixelPadding {
    fn contains(self, stored_value: f64) -> bool {
        (self.low as f64..=self.high as f64).contains(&stored_value)
    }
}

/// One frame, decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// At least 1.
    pub rows: u32,
    /// At least 1.
    pub columns: u32,
    /// Stored values.
    pub samples: Samples,
    /// What makes modality values of them; identity for colour.
    pub modality: ModalityTransform,
    /// What the file offers, in its order; windows that cannot be applied are left out.
    pub voi: Vec<Voi>,
    /// After the VOI transformation the grey is turned round: MONOCHROME1, or
    /// Presentation LUT Shape (2050,0020) INVERSE.
    pub inverted: bool,
    /// Stored values that are not picture.
    pub padding: Option<PixelPadding>,
    /// Height of a pixel over its width.
    pub aspect: f64,
    /// Drawn over the picture in this order, without being part of it.
    pub layers: Vec<Layer>,
    pub(crate) starts_at_zero: bool,
    pub(crate) stored_range: (f64, f64),
}

/// Modality values of a frame, in the order of its samples.
#[derive(Debug, Clone, PartialEq)]
pub enum ModalityValues {
    /// Exact: whole stored values, a whole slope and intercept.
    I32(Vec<i32>),
    /// Everything else.
    F64(Vec<f64>),
    /// Colour has no modality values; its RGB stands for them.
    Rgb8(Vec<u8>),
}

impl Frame {
    /// Smallest and largest stored value that is not padding (that is, when
    /// everything is); `(0, 255)` for colour. Values that are no numbers do
    /// not count.
    #[must_use]
    pub fn stored_range(&self) -> (f64, f64) {
        self.stored_range
    }

    pub(crate) fn measure_range(samples: &Samples, padding: Option<PixelPadding>) -> (f64, f64) {
        // This runs over every frame that is shown: no branch inside the loop.
        fn of_integers<T: Copy + Ord + Into<i64>>(
            values: &[T],
            padding: Option<PixelPadding>,
        ) -> (f64, f64) {
            let whole = || {
                let low = values.iter().copied().min()?.into();
                let high = values.iter().copied().max()?.into();
                Some((low as f64, high as f64))
            };
            let Some(padding) = padding else {
                return whole().unwrap_or_default();
            };
            let (low, high) = values
                .iter()
                .fold((i64::MAX, i64::MIN), |(low, high), &value| {
                    let value: i64 = value.into();
                    let is_padding = value >= padding.low && value <= padding.high;
                    (
                        low.min(if is_padding { i64::MAX } else { value }),
                        high.max(if is_padding { i64::MIN } else { value }),
                    )
                });
            if low <= high {
                (low as f64, high as f64)
            } else {
                whole().unwrap_or_default()
            }
        }
        match samples {
            Samples::U8(values) => of_integers(values, padding),
            Samples::U16(values) => of_integers(values, padding),
            Samples::I16(values) => of_integers(values, padding),
            Samples::U32(values) => of_integers(values, padding),
            Samples::I32(values) => of_integers(values, padding),
            Samples::Rgb8(_) => (0.0, 255.0),
            Samples::F32(_) | Samples::F64(_) => {
                let mut range = (f64::INFINITY, f64::NEG_INFINITY);
                samples.for_each(|value| {
                    if value.is_finite() && !padding.is_some_and(|padding| padding.contains(value))
                    {
                        range = (range.0.min(value), range.1.max(value));
                    }
                });
                if range.0 <= range.1 {
                    range
                } else {
                    (0.0, 0.0)
                }
            }
        }
    }

    /// The modality value of every pixel: whole numbers when that is exact.
    #[must_use]
    pub fn modality_values(&self) -> ModalityValues {
        if let Samples::Rgb8(rgb) = &self.samples {
            return ModalityValues::Rgb8(rgb.clone());
        }
        if let Some(values) = self.whole_modality_values() {
            return ModalityValues::I32(values);
        }
        let mut values = Vec::with_capacity(self.rows as usize * self.columns as usize);
        self.samples
            .for_each(|stored| values.push(self.modality.apply(stored)));
        ModalityValues::F64(values)
    }

    /// `None` when a slope, an intercept or a stored value is not whole, or a
    /// result does not fit.
    fn whole_modality_values(&self) -> Option<Vec<i32>> {
        if matches!(self.samples, Samples::F32(_) | Samples::F64(_)) {
            return None;
        }
        let mut values = Vec::with_capacity(self.rows as usize * self.columns as usize);
        match &self.modality {
            ModalityTransform::Rescale {
                slope, intercept, ..
            } => {
                if slope.fract() != 0.0 || intercept.fract() != 0.0 {
                    return None;
                }
                let mut fits = true;
                self.samples.for_each(|stored| {
                    let value = slope * stored + intercept;
                    fits &= value.abs() <= f64::from(i32::MAX);
                    values.push(value as i32);
                });
                fits.then_some(values)
            }
            ModalityTransform::Lut { table, .. } => {
                self.samples
                    .for_each(|stored| values.push(i32::from(table.look_up(stored))));
                Some(values)
            }
        }
    }

    /// What is shown first: the first of the file's, else a window over all
    /// values of the frame, which for PET and nuclear medicine starts at zero
    /// (IHE Basic Image Review, window of NM and PET).
    #[must_use]
    pub fn default_voi(&self) -> Voi {
        if let Some(first) = self.voi.first() {
            return first.clone();
        }
        let (low, high) = self.modality_range();
        let low = if self.starts_at_zero && high > 0.0 {
            0.0
        } else {
            low
        };
        Voi::window(Window::spanning(low, high))
    }

    /// Smallest and largest modality value.
    pub(crate) fn modality_range(&self) -> (f64, f64) {
        let (low, high) = self.stored_range;
        match &self.modality {
            ModalityTransform::Rescale { .. } => {
                let ends = [self.modality.apply(low), self.modality.apply(high)];
                let [first, last] = ends;
                (first.min(last), first.max(last))
            }
            // A table may rise and fall: only its entries in use tell.
            ModalityTransform::Lut { table, .. } => {
                let mut range = (f64::INFINITY, f64::NEG_INFINITY);
                self.samples.for_each(|stored| {
                    if !self.padding.is_some_and(|padding| padding.contains(stored)) {
                        let value = f64::from(table.look_up(stored));
                        range = (range.0.min(value), range.1.max(value));
                    }
                });
                if range.0 <= range.1 {
                    range
                } else {
                    (0.0, 0.0)
                }
            }
        }
    }
}

/// Reads Pixel Padding Value and Range Limit (PS3.3 §C.7.5.1.1.2).
pub(crate) fn read_padding(
    root: crate::dataset::Item<'_>,
    is_signed: bool,
) -> Option<PixelPadding> {
    let stored = |tag| {
        let value = root.integer(tag)?;
        // Written as US where SS is meant, and the other way round.
        Some(if is_signed {
            i64::from(value as u16 as i16)
        } else {
            i64::from(value as u16)
        })
    };
    let value = stored(tags::PIXEL_PADDING_VALUE)?;
    let limit = stored(tags::PIXEL_PADDING_RANGE_LIMIT).unwrap_or(value);
    Some(PixelPadding {
        low: value.min(limit),
        high: value.max(limit),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::pixels::voi::VoiLutFunction;

    /// A frame of one row.
    pub(crate) fn row(samples: Samples, modality: ModalityTransform) -> Frame {
        let columns = match &samples {
            Samples::U8(values) => values.len(),
            Samples::U16(values) => values.len(),
            Samples::I16(values) => values.len(),
            Samples::U32(values) => values.len(),
            Samples::I32(values) => values.len(),
            Samples::F32(values) => values.len(),
            Samples::F64(values) => values.len(),
            Samples::Rgb8(values) => values.len() / 3,
        };
        let stored_range = Frame::measure_range(&samples, None);
        Frame {
            rows: 1,
            columns: columns as u32,
            samples,
            modality,
            voi: Vec::new(),
            inverted: false,
            padding: None,
            aspect: 1.0,
            layers: Vec::new(),
            starts_at_zero: false,
            stored_range,
        }
    }

    pub(crate) fn rescale(slope: f64, intercept: f64) -> ModalityTransform {
        ModalityTransform::Rescale {
            slope,
            intercept,
            unit: String::new(),
        }
    }

    #[test]
    fn modality_values_are_whole_numbers_when_that_is_exact() {
        for (samples, slope, intercept, expected) in [
            (
                Samples::U16(vec![0, 4095]),
                1.0,
                -1024.0,
                ModalityValues::I32(vec![-1024, 3071]),
            ),
            (
                Samples::I16(vec![-1, 2]),
                0.5,
                0.0,
                ModalityValues::F64(vec![-0.5, 1.0]),
            ),
            (
                Samples::U32(vec![u32::MAX]),
                1.0,
                0.0,
                ModalityValues::F64(vec![4_294_967_295.0]),
            ),
            (
                Samples::F32(vec![0.5]),
                2.0,
                1.0,
                ModalityValues::F64(vec![2.0]),
            ),
        ] {
            assert_eq!(
                row(samples, rescale(slope, intercept)).modality_values(),
                expected
            );
        }
    }

    #[test]
    fn without_a_window_everything_between_darkest_and_brightest_is_shown() {
        let frame = row(Samples::I16(vec![-100, 300]), rescale(-2.0, 10.0));
        let voi = frame.default_voi();
        assert_eq!((voi.to_gray(-590.0), voi.to_gray(210.0)), (0, 255));
        let mut counts = row(Samples::U16(vec![10, 300]), ModalityTransform::identity());
        counts.starts_at_zero = true;
        assert_eq!(
            counts.default_voi(),
            Voi::window(Window::spanning(0.0, 300.0))
        );
    }

    #[test]
    fn the_files_first_window_is_the_default() {
        let mut frame = row(Samples::U8(vec![1]), ModalityTransform::identity());
        let window = Window::new(40.0, 400.0, VoiLutFunction::Linear).unwrap();
        frame.voi = vec![Voi::window(window), Voi::window(Window::spanning(0.0, 1.0))];
        assert_eq!(frame.default_voi(), Voi::window(window));
    }

    #[test]
    fn padding_and_what_is_no_number_do_not_count_for_the_range() {
        let padding = Some(PixelPadding {
            low: -2000,
            high: -1900,
        });
        for (samples, padding, expected) in [
            (Samples::I16(vec![-2000, -1950, 5, 9]), padding, (5.0, 9.0)),
            (Samples::I16(vec![-2000]), padding, (-2000.0, -2000.0)),
            (
                Samples::F32(vec![f32::NAN, 1.5, f32::INFINITY, -2.0]),
                None,
                (-2.0, 1.5),
            ),
            (Samples::F64(vec![f64::NAN]), None, (0.0, 0.0)),
        ] {
            assert_eq!(Frame::measure_range(&samples, padding), expected);
        }
    }
}
