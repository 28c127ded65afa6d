//! Pictures compressed by the library's own encoder, whose truth is known.

use super::super::turbojpeg::encode::{Process, compress};
use super::*;
use crate::pixels::cells::Cells;
use crate::pixels::{Encoding, Numbers, PixelRepresentation};

fn described(
    shape: Shape,
    photometric_interpretation: PhotometricInterpretation,
) -> ImageDescription {
    ImageDescription {
        rows: shape.rows,
        columns: shape.columns,
        samples_per_pixel: shape.components,
        photometric_interpretation,
        planar_configuration: PlanarConfiguration::ByPixel,
        bits_allocated: if shape.precision > 8 { 16 } else { 8 },
        bits_stored: shape.precision,
        high_bit: shape.precision - 1,
        pixel_representation: PixelRepresentation::Unsigned,
        number_of_frames: 1,
        encoding: Encoding::Compressed(Codec::Jpeg),
        numbers: Numbers::Integer,
    }
}

fn gray(precision: u32) -> Shape {
    Shape {
        columns: 37,
        rows: 23,
        components: 1,
        precision,
    }
}

/// Smooth enough that loss stays small, and up to the last value of the precision.
fn ramp(shape: Shape) -> Vec<u16> {
    let full = (1u64 << shape.precision) - 1;
    let count = u64::from(shape.columns * shape.rows * shape.components);
    (0..count)
        .map(|index| (index * full / (count - 1)) as u16)
        .collect()
}

/// Values without any order, which only a lossless process brings back.
fn noise(shape: Shape) -> Vec<u16> {
    let mut state = 9u32;
    let count = shape.columns * shape.rows * shape.components;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> (32 - shape.precision)) as u16
        })
        .collect()
}

fn values(cells: Cells) -> Vec<u16> {
    match cells {
        Cells::Bits8(cells) => cells.into_iter().map(u16::from).collect(),
        Cells::Bits16(cells) => cells,
        other => panic!("{other:?}"),
    }
}

const MONO: PhotometricInterpretation = PhotometricInterpretation::Monochrome2;

#[test]
fn lossless_pictures_of_every_precision_come_back_bit_for_bit() {
    for precision in 2..=16 {
        for predictor in 1..=7 {
            let shape = gray(precision);
            let original = noise(shape);
            let jpeg = compress(&original, shape, Process::Lossless { predictor });
            let picture = decode(&jpeg, &described(shape, MONO)).unwrap();
            assert_eq!(picture.precision, Some(precision));
            assert!(!picture.is_truncated);
            assert_eq!(
                values(picture.cells),
                original,
                "{precision} bits, predictor {predictor}"
            );
        }
    }
}

#[test]
fn lossless_colour_is_what_the_data_set_says() {
    let shape = Shape {
        components: 3,
        ..gray(8)
    };
    let original = noise(shape);
    let jpeg = compress(&original, shape, Process::Lossless { predictor: 1 });
    for interpretation in [
        PhotometricInterpretation::Rgb,
        PhotometricInterpretation::YbrFull,
    ] {
        let picture = decode(&jpeg, &described(shape, interpretation)).unwrap();
        assert_eq!(picture.color, ColorState::AsStated);
        assert_eq!(values(picture.cells), original);
    }
}

#[test]
fn lossy_pictures_of_8_and_12_bits_come_back_nearly() {
    for precision in [8, 12] {
        for process in [
            Process::Sequential,
            Process::Progressive,
            Process::Arithmetic,
        ] {
            let shape = gray(precision);
            let original = ramp(shape);
            let jpeg = compress(&original, shape, process);
            let picture = decode(&jpeg, &described(shape, MONO)).unwrap();
            assert!(!picture.is_truncated);
            let worst = values(picture.cells)
                .iter()
                .zip(&original)
                .map(|(ours, truth)| ours.abs_diff(*truth))
                .max();
            let allowed = 1 << (precision - 6);
            assert!(worst <= Some(allowed), "{precision} {process:?}: {worst:?}");
        }
    }
}

#[test]
fn the_colour_transform_is_undone_once_whoever_states_it() {
    let shape = Shape {
        columns: 16,
        rows: 8,
        components: 3,
        precision: 8,
    };
    let orange: Vec<u16> = [200, 120, 40].repeat(16 * 8);
    let near = |picture: Picture| {
        assert_eq!(picture.color, ColorState::Rgb);
        values(picture.cells)
            .iter()
            .zip(&orange)
            .all(|(ours, truth)| ours.abs_diff(*truth) <= 3)
    };
    // The encoder writes YCbCr with JFIF's marker.
    let jfif = compress(&orange, shape, Process::Sequential);
    for stated in [
        PhotometricInterpretation::Rgb,
        PhotometricInterpretation::YbrFull422,
    ] {
        assert!(near(decode(&jfif, &described(shape, stated)).unwrap()));
    }
    // Without any marker the data set decides.
    let silent = without_marker(&jfif, 0xE0);
    let stated = described(shape, PhotometricInterpretation::YbrFull422);
    assert!(near(decode(&silent, &stated).unwrap()));
    let stated = described(shape, PhotometricInterpretation::Rgb);
    let as_they_are = decode(&silent, &stated).unwrap();
    assert_eq!(as_they_are.color, ColorState::AsStated);
    // .299 × 200 + .587 × 120 + .114 × 40
    assert!(values(as_they_are.cells)[0].abs_diff(135) <= 2);
    // Adobe's marker says that nothing was transformed, and wins.
    let adobe = [
        &jfif[..2],
        b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0\0",
        &jfif[2..],
    ]
    .concat();
    let components = decode(
        &adobe,
        &described(shape, PhotometricInterpretation::YbrFull),
    );
    let components = components.unwrap();
    assert_eq!(components.color, ColorState::Rgb);
    assert!(values(components.cells)[0].abs_diff(135) <= 2);
}

fn without_marker(jpeg: &[u8], marker: u8) -> Vec<u8> {
    let segment = Segments::of(jpeg).find(|segment| segment.marker == marker);
    let segment = segment.unwrap();
    let end = segment.at + 3 + segment.payload.len();
    [&jpeg[..segment.at - 1], &jpeg[end..]].concat()
}

#[test]
fn a_cut_picture_is_shown_with_a_warning_and_a_broken_one_refused() {
    let shape = gray(8);
    let jpeg = compress(&ramp(shape), shape, Process::Sequential);
    let description = described(shape, MONO);
    let half = decode(&jpeg[..jpeg.len() - 40], &description).unwrap();
    assert!(half.is_truncated);
    for shorter in [0, 1, 2, 20, 100] {
        let error = decode(&jpeg[..shorter], &description).unwrap_err();
        assert_eq!(error.code(), "codec", "{shorter}");
    }
    let mut no_tables = jpeg.clone();
    let tables = Segments::of(&jpeg).find(|segment| segment.marker == 0xDB);
    no_tables[tables.unwrap().at] = 0xFE;
    assert_eq!(
        decode(&no_tables, &description).unwrap_err().code(),
        "codec"
    );
}

#[test]
fn no_damage_whatever_makes_it_panic_or_write_outside() {
    let mut state = 5u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for (precision, process) in [
        (8, Process::Sequential),
        (12, Process::Progressive),
        (12, Process::Arithmetic),
        (8, Process::Lossless { predictor: 4 }),
        (16, Process::Lossless { predictor: 1 }),
    ] {
        let shape = gray(precision);
        let jpeg = compress(&ramp(shape), shape, process);
        let description = described(shape, MONO);
        for _ in 0..300 {
            let mut damaged = jpeg.clone();
            for _ in 0..=next(4) {
                let place = next(damaged.len());
                damaged[place] = next(256) as u8;
            }
            damaged.truncate(damaged.len() - next(30));
            if let Ok(picture) = decode(&damaged, &description) {
                assert_eq!(picture.cells.len(), description.cells());
            }
        }
    }
}
