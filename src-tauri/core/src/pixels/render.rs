//! What the screen shows at 1:1, and small pictures of it.
//!
//! Not for zoom, pan or rotation: those are the window's.

use super::frame::{Frame, Samples};
use super::voi::Voi;

/// A finished picture, row by row, top-left first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// At least 1.
    pub rows: u32,
    /// At least 1.
    pub columns: u32,
    /// Its bytes.
    pub pixels: Pixels,
}

/// Bytes of a finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pixels {
    /// One byte a pixel, 0 black.
    Gray8(Vec<u8>),
    /// Three bytes a pixel.
    Rgb8(Vec<u8>),
}

/// From this many pixels on, a table of all stored values is cheaper than a
/// formula for each pixel.
const TABLE_PAYS_FROM: usize = 1 << 16;

impl Frame {
    /// The bytes that the screen shows: grey by `voi`, turned round when
    /// [`inverted`](Frame::inverted); colour as it is. Shutters and overlays
    /// lie over it.
    #[must_use]
    pub fn render(&self, voi: &Voi) -> Rendered {
        let gray = |stored: f64| {
            let gray = voi.to_gray(self.modality.apply(stored));
            if self.inverted { 255 - gray } else { gray }
        };
        let mut pixels = match &self.samples {
            Samples::Rgb8(rgb) => Pixels::Rgb8(rgb.clone()),
            Samples::U8(values) => {
                let table: Vec<u8> = (0..=u8::MAX).map(|value| gray(value.into())).collect();
                let shade = |&value: &u8| table.get(usize::from(value)).copied();
                Pixels::Gray8(values.iter().filter_map(shade).collect())
            }
            Samples::U16(values) if values.len() >= TABLE_PAYS_FROM => {
                let table: Vec<u8> = (0..=u16::MAX).map(|value| gray(value.into())).collect();
                let shade = |&value: &u16| table.get(usize::from(value)).copied();
                Pixels::Gray8(values.iter().filter_map(shade).collect())
            }
            Samples::I16(values) if values.len() >= TABLE_PAYS_FROM => {
                let table: Vec<u8> = (0..=u16::MAX)
                    .map(|pattern| gray(f64::from(pattern as i16)))
                    .collect();
                let shade = |&value: &i16| table.get(usize::from(value as u16)).copied();
                Pixels::Gray8(values.iter().filter_map(shade).collect())
            }
            Samples::U16(values) => each(values, gray),
            Samples::I16(values) => each(values, gray),
            Samples::U32(values) => each(values, gray),
            Samples::I32(values) => each(values, gray),
            Samples::F32(values) => each(values, gray),
            Samples::F64(values) => each(values, gray),
        };
        for layer in &self.layers {
            layer.draw(&mut pixels);
        }
        Rendered {
            rows: self.rows,
            columns: self.columns,
            pixels,
        }
    }

    /// A small picture with square pixels whose longer side is at most
    /// `longest`, shown as [`default_voi`](Self::default_voi) says. Every
    /// pixel is the mean of those it covers; nothing is enlarged beyond what
    /// the pixels' aspect asks for.
    #[must_use]
    pub fn thumbnail(&self, longest: u32) -> Rendered {
        let whole = self.render(&self.default_voi());
        let aspect = if self.aspect.is_finite() && (0.01..=100.0).contains(&self.aspect) {
            self.aspect
        } else {
            1.0
        };
        // In units of the shorter side of a pixel.
        let (height, width) = if aspect >= 1.0 {
            (f64::from(self.rows) * aspect, f64::from(self.columns))
        } else {
            (f64::from(self.rows), f64::from(self.columns) / aspect)
        };
        let scale = (f64::from(longest.max(1)) / height.max(width)).min(1.0);
        let side = |length: f64| ((length * scale).round() as u32).max(1);
        whole.resized(side(height), side(width))
    }
}

fn each<T: Copy + Into<f64>>(values: &[T], gray: impl Fn(f64) -> u8) -> Pixels {
    Pixels::Gray8(values.iter().map(|&value| gray(value.into())).collect())
}

impl Rendered {
    fn resized(self, rows: u32, columns: u32) -> Self {
        if (rows, columns) == (self.rows, self.columns) {
            return self;
        }
        let from = (self.rows as usize, self.columns as usize);
        let to = (rows as usize, columns as usize);
        Self {
            rows,
            columns,
            pixels: match self.pixels {
                Pixels::Gray8(bytes) => Pixels::Gray8(averaged::<1>(&bytes, from, to)),
                Pixels::Rgb8(bytes) => Pixels::Rgb8(averaged::<3>(&bytes, from, to)),
            },
        }
    }
}

/// The mean over the source pixels that each target pixel covers, at least one.
fn averaged<const CHANNELS: usize>(
    bytes: &[u8],
    (from_rows, from_columns): (usize, usize),
    (rows, columns): (usize, usize),
) -> Vec<u8> {
    let span = |index: usize, from: usize, to: usize| {
        let start = index * from / to;
        start..((index + 1) * from / to).max(start + 1).min(from)
    };
    let source = bytes.as_chunks::<CHANNELS>().0;
    let mut result = Vec::with_capacity(rows * columns * CHANNELS);
    for row in 0..rows {
        let covered_rows = span(row, from_rows, rows);
        for column in 0..columns {
            let covered = span(column, from_columns, columns);
            let mut sums = [0u64; CHANNELS];
            let mut count = 0;
            for line in covered_rows.clone() {
                let start = line * from_columns;
                let pixels = source.get(start + covered.start..start + covered.end);
                for pixel in pixels.unwrap_or_default() {
                    for (sum, &channel) in sums.iter_mut().zip(pixel) {
                        *sum += u64::from(channel);
                    }
                    count += 1;
                }
            }
            result.extend(sums.map(|sum| ((sum + count / 2) / count.max(1)) as u8));
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::super::frame::tests::{rescale, row};
    use super::super::modality::ModalityTransform;
    use super::super::voi::Window;
    use super::*;

    fn gray(rendered: Rendered) -> Vec<u8> {
        match rendered.pixels {
            Pixels::Gray8(bytes) => bytes,
            Pixels::Rgb8(_) => panic!("grey was expected"),
        }
    }

    #[test]
    fn the_table_shows_what_the_formula_says() {
        let values: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        let frame = row(Samples::I16(values.clone()), rescale(0.5, -3.0));
        let voi = Voi::window(Window::spanning(-2000.0, 3000.0));
        let rendered = gray(frame.render(&voi));
        for (value, byte) in values.iter().zip(rendered) {
            assert_eq!(byte, voi.to_gray(f64::from(*value) * 0.5 - 3.0));
        }
    }

    #[test]
    fn inversion_comes_after_the_window() {
        let mut frame = row(
            Samples::U8(vec![0, 100, 255]),
            ModalityTransform::identity(),
        );
        frame.inverted = true;
        let voi = Voi::window(Window::spanning(0.0, 255.0));
        assert_eq!(gray(frame.render(&voi)), [255, 155, 0]);
    }

    #[test]
    fn a_thumbnail_is_the_mean_of_what_it_covers() {
        let mut frame = row(
            Samples::Rgb8(vec![0, 0, 0, 10, 20, 30, 100, 100, 100, 100, 100, 100]),
            ModalityTransform::identity(),
        );
        frame.rows = 2;
        frame.columns = 2;
        let small = frame.thumbnail(1);
        assert_eq!((small.rows, small.columns), (1, 1));
        assert_eq!(small.pixels, Pixels::Rgb8(vec![53, 55, 58]));
    }

    #[test]
    fn a_thumbnail_has_square_pixels_and_is_not_enlarged() {
        let mut frame = row(Samples::U8(vec![7; 8]), ModalityTransform::identity());
        frame.rows = 2;
        frame.columns = 4;
        frame.aspect = 2.0;
        let small = frame.thumbnail(100);
        assert_eq!((small.rows, small.columns), (4, 4));
        frame.aspect = f64::NAN;
        let small = frame.thumbnail(100);
        assert_eq!((small.rows, small.columns), (2, 4));
    }
}
