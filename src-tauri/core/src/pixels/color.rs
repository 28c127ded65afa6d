//! Three samples a pixel become 8-bit RGB, interleaved.
//!
//! Not for palettes (`palette.rs`) and not for colour transforms that belong
//! to a codec (JPEG 2000 undoes its own). A transform is applied exactly once:
//! the codecs of this crate never convert colour unless they say so.

use super::photometric::PhotometricInterpretation;

/// `2^20`: the weights below are scaled by it, which keeps every product of
/// an 8-bit colour difference within 32 bits and errs by less than 0.0003.
const ONE: i32 = 1 << 20;
const HALF: i32 = ONE / 2;

/// Weights that turn luminance and colour differences into red, green, blue.
struct Matrix {
    luminance_offset: i32,
    luminance: i32,
    red_by_cr: i32,
    green_by_cb: i32,
    green_by_cr: i32,
    blue_by_cb: i32,
}

/// Inverse of the YBR_FULL equations of PS3.3 §C.7.6.3.1.2:
/// `Y = .2990 R + .5870 G + .1140 B`, `CB = -.1687 R - .3313 G + .5000 B + 128`,
/// `CR = .5000 R - .4187 G - .0813 B + 128`, unrounded as in ITU-T T.871 §7
/// (1.402, -0.299 × 1.402 / 0.587, -0.114 × 1.772 / 0.587, 1.772).
const FULL: Matrix = Matrix {
    luminance_offset: 0,
    luminance: ONE,
    red_by_cr: 1_470_104,
    green_by_cb: -360_853,
    green_by_cr: -748_826,
    blue_by_cb: 1_858_077,
};

/// Inverse of the YBR_PARTIAL equations of PS3.3 §C.7.6.3.1.2:
/// `Y = .2568 R + .5041 G + .0979 B + 16`, `CB = -.1482 R - .2910 G + .4392 B + 128`,
/// `CR = .4392 R - .3678 G - .0714 B + 128` (ITU-R BT.601 with 219 and 224 steps).
const PARTIAL: Matrix = Matrix {
    luminance_offset: 16,
    luminance: 1_220_945,
    red_by_cr: 1_673_527,
    green_by_cb: -410_793,
    green_by_cr: -852_458,
    blue_by_cb: 2_115_221,
};

impl Matrix {
    fn convert(&self, [y, cb, cr]: [u8; 3]) -> [u8; 3] {
        let y = (i32::from(y) - self.luminance_offset) * self.luminance + HALF;
        let cb = i32::from(cb) - 128;
        let cr = i32::from(cr) - 128;
        [
            y + self.red_by_cr * cr,
            y + self.green_by_cb * cb + self.green_by_cr * cr,
            y + self.blue_by_cb * cb,
        ]
        .map(|scaled| (scaled >> 20).clamp(0, 255) as u8)
    }
}

/// Turns interleaved samples into RGB in place.
///
/// `pixels` holds three 8-bit samples a pixel. Interpretations whose transform
/// the codec has undone (YBR_ICT, YBR_RCT, XYB) and RGB are left alone.
pub(crate) fn to_rgb(pixels: &mut [u8], interpretation: PhotometricInterpretation) {
    let matrix = match interpretation {
        PhotometricInterpretation::YbrFull | PhotometricInterpretation::YbrFull422 => FULL,
        PhotometricInterpretation::YbrPartial422 | PhotometricInterpretation::YbrPartial420 => {
            PARTIAL
        }
        _ => return,
    };
    for pixel in pixels.as_chunks_mut::<3>().0 {
        *pixel = matrix.convert(*pixel);
    }
}

/// Interleaves planar samples: `RRR…GGG…BBB…` becomes `RGBRGB…`
/// (Planar Configuration (0028,0006) = 1, PS3.3 §C.7.6.3.1.3).
pub(crate) fn interleave<T: Copy>(planar: &[T]) -> Vec<T> {
    let plane = planar.len() / 3;
    let (red, rest) = planar.split_at(plane);
    let (green, blue) = rest.split_at(plane);
    red.iter()
        .zip(green)
        .zip(blue)
        .flat_map(|((&r, &g), &b)| [r, g, b])
        .collect()
}

/// Spreads native 4:2:2 samples, stored as `Y1 Y2 CB CR` for two pixels of a
/// row (PS3.3 §C.7.6.3.1.2, YBR_FULL_422), over three samples a pixel; both
/// pixels get the pair's colour differences.
pub(crate) fn expand_422(packed: &[u8]) -> Vec<u8> {
    packed
        .as_chunks::<4>()
        .0
        .iter()
        .flat_map(|&[y1, y2, cb, cr]| [y1, cb, cr, y2, cb, cr])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forward equations as printed in PS3.3 §C.7.6.3.1.2.
    fn forward(rgb: [u8; 3], interpretation: PhotometricInterpretation) -> [u8; 3] {
        let [r, g, b] = rgb.map(f64::from);
        let rows = match interpretation {
            PhotometricInterpretation::YbrFull => [
                0.2990 * r + 0.5870 * g + 0.1140 * b,
                -0.1687 * r - 0.3313 * g + 0.5000 * b + 128.0,
                0.5000 * r - 0.4187 * g - 0.0813 * b + 128.0,
            ],
            _ => [
                0.2568 * r + 0.5041 * g + 0.0979 * b + 16.0,
                -0.1482 * r - 0.2910 * g + 0.4392 * b + 128.0,
                0.4392 * r - 0.3678 * g - 0.0714 * b + 128.0,
            ],
        };
        rows.map(|value| (value + 0.5).floor().clamp(0.0, 255.0) as u8)
    }

    #[test]
    fn the_standards_equations_are_undone_within_their_own_rounding() {
        for interpretation in [
            PhotometricInterpretation::YbrFull,
            PhotometricInterpretation::YbrPartial422,
        ] {
            for rgb in [
                [0, 0, 0],
                [255, 255, 255],
                [255, 0, 0],
                [0, 255, 0],
                [0, 0, 255],
                [12, 200, 99],
                [128, 128, 128],
            ] {
                let mut pixel = forward(rgb, interpretation);
                to_rgb(&mut pixel, interpretation);
                for (back, original) in pixel.iter().zip(rgb) {
                    assert!(
                        back.abs_diff(original) <= 2,
                        "{interpretation:?} {rgb:?} came back as {pixel:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn rgb_and_transforms_of_the_codec_are_left_alone() {
        for interpretation in [
            PhotometricInterpretation::Rgb,
            PhotometricInterpretation::YbrIct,
            PhotometricInterpretation::YbrRct,
        ] {
            let mut pixel = [10, 20, 30];
            to_rgb(&mut pixel, interpretation);
            assert_eq!(pixel, [10, 20, 30]);
        }
    }

    #[test]
    fn planes_become_pixels() {
        assert_eq!(
            interleave(&[1, 2, 10, 20, 100, 200]),
            [1, 10, 100, 2, 20, 200]
        );
    }

    #[test]
    fn both_pixels_of_a_pair_get_its_colour() {
        assert_eq!(expand_422(&[1, 2, 30, 40]), [1, 30, 40, 2, 30, 40]);
    }
}
