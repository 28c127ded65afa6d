//! What is laid over a picture without being part of it: shutters, then
//! overlays (PS3.4 Figure N.2-1 has them in this order). A layer covers pixels
//! or leaves them; nothing about the values changes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dataset::DataSet;
use crate::warning::Warnings;

use super::codec::Picture;
use super::description::ImageDescription;
use super::functional_groups::FrameAttributes;
use super::render::Pixels;
use super::{overlay, shutter};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum LayerKind {
    /// Hides what was not exposed (PS3.3 §C.7.6.11).
    Shutter,
    /// Graphics or a region drawn by the device (PS3.3 §C.9.2).
    Overlay,
}

/// Pixels of one grey over a picture of the same size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Which of the two.
    pub kind: LayerKind,
    /// Of the covered pixels: 0 black, 255 white.
    pub gray: u8,
    /// Overlay Label (60xx,1500), else Overlay Description (60xx,0022), `''` when absent.
    pub label: String,
    bits: Vec<u8>,
}

impl Layer {
    /// A layer over `rows * columns` pixels; `is_covered` is asked for each by
    /// its row and column, from 0.
    pub(crate) fn new(
        kind: LayerKind,
        gray: u8,
        label: String,
        (rows, columns): (u32, u32),
        is_covered: impl Fn(u32, u32) -> bool,
    ) -> Self {
        let mut bits = Vec::with_capacity((rows as usize * columns as usize).div_ceil(8));
        let (mut byte, mut place) = (0u8, 0);
        for row in 0..rows {
            for column in 0..columns {
                byte |= u8::from(is_covered(row, column)) << place;
                place += 1;
                if place == 8 {
                    bits.push(byte);
                    (byte, place) = (0, 0);
                }
            }
        }
        if place > 0 {
            bits.push(byte);
        }
        Self {
            kind,
            gray,
            label,
            bits,
        }
    }

    /// One bit a pixel, row by row, the first in the lowest bit; set where the pixel is covered.
    #[must_use]
    pub fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// Draws it over a picture of its size.
    pub(crate) fn draw(&self, pixels: &mut Pixels) {
        let covered = self
            .bits
            .iter()
            .flat_map(|byte| (0..8).map(move |place| (byte >> place) & 1 == 1));
        match pixels {
            Pixels::Gray8(bytes) => {
                for (pixel, _) in bytes
                    .iter_mut()
                    .zip(covered)
                    .filter(|(_, covered)| *covered)
                {
                    *pixel = self.gray;
                }
            }
            Pixels::Rgb8(bytes) => {
                let pixels = bytes.as_chunks_mut::<3>().0.iter_mut();
                for (pixel, _) in pixels.zip(covered).filter(|(_, covered)| *covered) {
                    *pixel = [self.gray; 3];
                }
            }
        }
    }
}

/// The layers of one frame, in the order in which they are drawn.
pub(crate) fn read(
    data_set: &DataSet,
    frame: FrameAttributes<'_>,
    description: &ImageDescription,
    frame_number: u32,
    picture: &Picture,
    warnings: &mut Warnings,
) -> Vec<Layer> {
    let planes = overlay::read(data_set, description, frame_number, picture, warnings);
    let aspect = crate::geometry::pixel_aspect(frame);
    let (shutter, group) = shutter::read(frame, description, aspect, &planes, warnings);
    let overlays = planes
        .into_iter()
        .filter(|plane| Some(plane.group) != group)
        .map(|plane| plane.layer);
    shutter.into_iter().chain(overlays).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_covers_what_it_is_told_to() {
        let layer = Layer::new(
            LayerKind::Overlay,
            9,
            String::new(),
            (3, 3),
            |row, column| row == column,
        );
        assert_eq!(layer.bits(), [0b0001_0001, 1]);
        let mut gray = Pixels::Gray8(vec![0; 9]);
        layer.draw(&mut gray);
        assert_eq!(gray, Pixels::Gray8(vec![9, 0, 0, 0, 9, 0, 0, 0, 9]));
        let mut color = Pixels::Rgb8(vec![1; 27]);
        layer.draw(&mut color);
        let Pixels::Rgb8(color) = color else {
            panic!("colour stays colour")
        };
        assert_eq!(color[..6], [9, 9, 9, 1, 1, 1]);
    }
}
