//! How cells lie in the file.

use super::super::Samples;
use super::*;
use crate::warning::Warning;
use crate::write::OffsetTable;

#[test]
fn every_frame_of_native_data_is_found_by_its_number() {
    let mut writer = image(LITTLE, 1, 2);
    writer
        .text(tags::NUMBER_OF_FRAMES, VR::IS, "3")
        .ow(tags::PIXEL_DATA, &[1, 2, 3, 4, 5, 6]);
    for (number, expected) in [(1, [1, 2]), (2, [3, 4]), (3, [5, 6])] {
        assert_eq!(
            frame(&writer, number).samples,
            Samples::U16(expected.to_vec())
        );
    }
    for number in [0, 4] {
        let error = decode(&writer, number).0.unwrap_err();
        assert_eq!(error.code(), "frame_absent");
    }
}

#[test]
fn big_endian_words_are_swapped_by_the_elements_representation() {
    let mut wide = image(BIG, 1, 2);
    wide.ow(tags::PIXEL_DATA, &[0x0102, 0xFFFE]);
    assert_eq!(frame(&wide, 1).samples, Samples::U16(vec![0x0102, 0xFFFE]));

    // Two 8-bit cells share a word, the first in its low byte; frames of odd
    // length begin inside a word.
    let mut words = image(BIG, 1, 3);
    bits(&mut words, 8, 8, 7);
    words
        .text(tags::NUMBER_OF_FRAMES, VR::IS, "2")
        .ow(tags::PIXEL_DATA, &[0x0201, 0x0403, 0x0605]);
    assert_eq!(frame(&words, 1).samples, Samples::U8(vec![1, 2, 3]));
    assert_eq!(frame(&words, 2).samples, Samples::U8(vec![4, 5, 6]));

    let mut bytes = image(BIG, 1, 4);
    bits(&mut bytes, 8, 8, 7);
    bytes.ob(tags::PIXEL_DATA, &[1, 2, 3, 4]);
    assert_eq!(frame(&bytes, 1).samples, Samples::U8(vec![1, 2, 3, 4]));
}

#[test]
fn thirty_two_bit_cells_are_read_in_both_byte_orders() {
    for (uid, bytes) in [(LITTLE, [4, 3, 2, 1]), (BIG, [1, 2, 3, 4])] {
        let mut writer = image(uid, 1, 1);
        bits(&mut writer, 32, 32, 31);
        writer.raw(tags::PIXEL_DATA, VR::OW, bytes);
        assert_eq!(frame(&writer, 1).samples, Samples::U32(vec![0x0102_0304]));
    }
}

#[test]
fn single_bit_frames_begin_inside_bytes() {
    let mut writer = image(LITTLE, 1, 5);
    bits(&mut writer, 1, 1, 0);
    writer
        .text(tags::NUMBER_OF_FRAMES, VR::IS, "2")
        .ob(tags::PIXEL_DATA, &[0b1010_0011, 0b0000_0001]);
    assert_eq!(frame(&writer, 1).samples, Samples::U8(vec![1, 1, 0, 0, 0]));
    assert_eq!(frame(&writer, 2).samples, Samples::U8(vec![1, 0, 1, 1, 0]));
}

#[test]
fn signed_values_take_their_sign_from_bits_stored() {
    let mut writer = image(LITTLE, 1, 2);
    bits(&mut writer, 16, 12, 11);
    writer.ow(tags::PIXEL_DATA, &[0x0FFF, 0xF001]);
    writer.us(tags::PIXEL_REPRESENTATION, &[1]);
    assert_eq!(frame(&writer, 1).samples, Samples::I16(vec![-1, 1]));
    // A writer without a dictionary leaves the attribute as UN.
    writer.raw(tags::PIXEL_REPRESENTATION, VR::UN, [1, 0]);
    assert_eq!(frame(&writer, 1).samples, Samples::I16(vec![-1, 1]));
}

#[test]
fn float_pixel_data_are_read_as_they_are() {
    for (uid, singles, doubles) in [
        (
            LITTLE,
            [0.5f32, -3.0, f32::NAN, 1e-40].map(f32::to_le_bytes),
            [0.1f64, -1e300].map(f64::to_le_bytes),
        ),
        (
            BIG,
            [0.5f32, -3.0, f32::NAN, 1e-40].map(f32::to_be_bytes),
            [0.1f64, -1e300].map(f64::to_be_bytes),
        ),
    ] {
        let mut writer = image(uid, 1, 2);
        writer.text(tags::NUMBER_OF_FRAMES, VR::IS, "2").raw(
            tags::FLOAT_PIXEL_DATA,
            VR::OF,
            singles.concat(),
        );
        assert_eq!(frame(&writer, 1).samples, Samples::F32(vec![0.5, -3.0]));
        let Samples::F32(second) = frame(&writer, 2).samples else {
            panic!("floats were expected")
        };
        assert!(second[0].is_nan() && second[1] == 1e-40, "{second:?}");

        let mut writer = image(uid, 1, 2);
        writer.raw(tags::DOUBLE_FLOAT_PIXEL_DATA, VR::OD, doubles.concat());
        assert_eq!(frame(&writer, 1).samples, Samples::F64(vec![0.1, -1e300]));
    }
}

#[test]
fn an_odd_frame_is_read_with_and_without_its_padding_byte() {
    for last in [&[9, 0][..], &[9]] {
        let mut writer = image(LITTLE, 3, 3);
        bits(&mut writer, 8, 8, 7);
        let bytes = [&[1, 2, 3, 4, 5, 6, 7, 8], last].concat();
        writer.raw(tags::PIXEL_DATA, VR::OB, bytes);
        let (frame, warnings) = decode(&writer, 1);
        assert_eq!(
            frame.unwrap().samples,
            Samples::U8((1..=9).collect()),
            "{last:?}"
        );
        assert!(warnings.as_slice().is_empty(), "{warnings:?}");
    }
}

/// One literal run of an 8-bit RLE frame of two cells.
fn rle_pair(first: u8, second: u8) -> Vec<u8> {
    let mut frame = [1u32, 64].map(u32::to_le_bytes).concat();
    frame.resize(64, 0);
    frame.extend([1, first, second, 0x80]);
    frame
}

#[test]
fn every_way_to_tell_frames_apart_finds_each_frame() {
    for table in [
        OffsetTable::Empty,
        OffsetTable::Basic,
        OffsetTable::Extended,
    ] {
        let mut writer = image(RLE, 1, 2);
        bits(&mut writer, 8, 8, 7);
        let frames = vec![
            vec![rle_pair(1, 2)],
            vec![rle_pair(3, 4)],
            vec![rle_pair(5, 6)],
        ];
        writer
            .text(tags::NUMBER_OF_FRAMES, VR::IS, "3")
            .encapsulated(frames, table);
        for (number, expected) in [(1, [1, 2]), (2, [3, 4]), (3, [5, 6])] {
            let samples = frame(&writer, number).samples;
            assert_eq!(samples, Samples::U8(expected.to_vec()), "{table:?}");
        }
    }
}

#[test]
fn frames_in_several_fragments_are_joined() {
    for table in [OffsetTable::Empty, OffsetTable::Basic] {
        let mut writer = image(RLE, 1, 2);
        bits(&mut writer, 8, 8, 7);
        let cut = |frame: Vec<u8>, at: usize| vec![frame[..at].to_vec(), frame[at..].to_vec()];
        let frames = vec![cut(rle_pair(1, 2), 66), vec![rle_pair(3, 4)]];
        writer
            .text(tags::NUMBER_OF_FRAMES, VR::IS, "2")
            .encapsulated(frames, table);
        for (number, expected) in [(1, [1, 2]), (2, [3, 4])] {
            let samples = frame(&writer, number).samples;
            assert_eq!(samples, Samples::U8(expected.to_vec()), "{table:?}");
        }
    }
}

#[test]
fn colour_comes_out_as_red_green_blue() {
    for (interpretation, planar, bytes, expected) in [
        ("RGB", 0, &[1, 2, 3, 4, 5, 6][..], [1, 2, 3, 4, 5, 6]),
        ("RGB", 1, &[1, 4, 2, 5, 3, 6], [1, 2, 3, 4, 5, 6]),
        // White and mid grey have no colour difference.
        (
            "YBR_FULL",
            0,
            &[255, 128, 128, 99, 128, 128],
            [255, 255, 255, 99, 99, 99],
        ),
        (
            "YBR_FULL_422",
            0,
            &[255, 99, 128, 128],
            [255, 255, 255, 99, 99, 99],
        ),
        (
            "YBR_PARTIAL_422",
            0,
            &[235, 16, 128, 128],
            [255, 255, 255, 0, 0, 0],
        ),
        // Stated as half the chrominance, stored with all of it.
        (
            "YBR_FULL_422",
            0,
            &[255, 128, 128, 99, 128, 128],
            [255, 255, 255, 99, 99, 99],
        ),
    ] {
        let mut writer = image(LITTLE, 1, 2);
        colour(&mut writer, interpretation, planar);
        writer.ob(tags::PIXEL_DATA, bytes);
        assert_eq!(
            frame(&writer, 1).samples,
            Samples::Rgb8(expected.to_vec()),
            "{interpretation}"
        );
    }
}

#[test]
fn a_palette_gives_each_index_its_colour() {
    for (first, indices, depth, shift) in [(0u16, [0, 1], 8, 0), (5, [5, 6], 16, 8)] {
        let mut writer = image(LITTLE, 1, 2);
        bits(&mut writer, 8, 8, 7);
        writer
            .text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "PALETTE COLOR")
            .ob(tags::PIXEL_DATA, &indices);
        for (descriptor, data, entries) in [
            (
                tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
                tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
                [10u16, 40],
            ),
            (
                tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
                tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
                [20, 50],
            ),
            (
                tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
                tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
                [30, 60],
            ),
        ] {
            writer
                .us(descriptor, &[2, first, depth])
                .ow(data, &entries.map(|entry| entry << shift));
        }
        assert_eq!(
            frame(&writer, 1).samples,
            Samples::Rgb8(vec![10, 20, 30, 40, 50, 60])
        );
        writer.remove(tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA);
        assert_eq!(
            decode(&writer, 1).0,
            Err(crate::pixels::PixelError::PaletteUnusable)
        );
    }
}

#[test]
fn rle_frames_are_decoded_and_coloured_by_what_the_file_states() {
    let mut segment = vec![0u8; 64];
    for (index, value) in [3u32, 64, 66, 68].into_iter().enumerate() {
        segment[4 * index..4 * index + 4].copy_from_slice(&value.to_le_bytes());
    }
    segment.extend([0, 99, 0, 128, 0, 128]);
    let mut writer = image(RLE, 1, 1);
    colour(&mut writer, "YBR_FULL", 0);
    writer.encapsulated(vec![vec![segment]], OffsetTable::Empty);
    assert_eq!(frame(&writer, 1).samples, Samples::Rgb8(vec![99, 99, 99]));
}

#[test]
fn what_a_cut_file_still_holds_is_shown_with_a_warning() {
    let mut writer = image(LITTLE, 2, 2);
    writer
        .text(tags::NUMBER_OF_FRAMES, VR::IS, "2")
        .ow(tags::PIXEL_DATA, &[7, 8]);
    let (first, warnings) = decode(&writer, 1);
    assert_eq!(first.unwrap().samples, Samples::U16(vec![7, 8, 0, 0]));
    let short = Warning::PixelDataShort {
        expected: 16,
        present: 4,
    };
    assert!(warnings.contains(&short), "{warnings:?}");
    let (second, _) = decode(&writer, 2);
    assert_eq!(second.unwrap_err().code(), "frame_truncated");
}

#[test]
fn what_cannot_be_an_image_is_refused_with_its_reason() {
    type Change = fn(&mut Writer);
    let changes: [(Change, &str); 9] = [
        (
            |writer| _ = writer.remove(tags::PIXEL_DATA),
            "no_pixel_data",
        ),
        (|writer| _ = writer.remove(tags::ROWS), "attribute_missing"),
        (
            |writer| _ = writer.us(tags::COLUMNS, &[0]),
            "attribute_unusable",
        ),
        (
            |writer| _ = writer.us(tags::SAMPLES_PER_PIXEL, &[3]),
            "attribute_unusable",
        ),
        (
            |writer| bits(writer, 12, 12, 11),
            "bits_allocated_unsupported",
        ),
        (
            |writer| _ = writer.text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "CMYK"),
            "photometric_interpretation_unsupported",
        ),
        (
            |writer| {
                writer
                    .us(tags::ROWS, &[65_535])
                    .us(tags::COLUMNS, &[65_535]);
            },
            "frame_too_large",
        ),
        (
            |writer| {
                _ = writer
                    .us(tags::ROWS, &[20_000])
                    .us(tags::COLUMNS, &[20_000])
            },
            "frame_too_large",
        ),
        (
            |writer| _ = writer.ow(tags::PIXEL_DATA, &[]),
            "frame_truncated",
        ),
    ];
    for (change, code) in changes {
        let mut writer = image(LITTLE, 1, 1);
        writer.ow(tags::PIXEL_DATA, &[1]);
        change(&mut writer);
        assert_eq!(decode(&writer, 1).0.unwrap_err().code(), code);
    }
}

#[test]
fn compressed_syntaxes_without_a_decoder_say_so() {
    for (uid, bytes, code) in [
        ("1.2.840.10008.1.2.4.103", &[0u8; 4][..], "video"),
        (
            "1.2.840.10008.1.2.4.94",
            &[0; 4],
            "transfer_syntax_unsupported",
        ),
        (
            "1.2.840.10008.1.2.4.51",
            b"\xFF\xD8\xFF\xC5\0\x0B\x0C\0\x01\0\x01\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0",
            "codec_feature_unsupported",
        ),
        (
            "1.2.840.10008.1.2.4.50",
            b"\xFF\xD8\xFF\xC0\0\x0B\x08\x7F\xFF\0\x01\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0",
            "codec_contradicts",
        ),
        ("1.2.840.10008.1.2.4.80", b"\xFF\xD8\xFF\xF7", "codec"),
        ("1.2.840.10008.1.2.4.90", b"\xFF\x4F\xFF\x51", "codec"),
        ("1.2.840.10008.1.2.4.110", b"\xFF\x0A\0\0", "codec"),
        (RLE, b"\0\0", "codec"),
    ] {
        let mut writer = image(uid, 1, 1);
        writer.encapsulated(vec![vec![bytes.to_vec()]], OffsetTable::Empty);
        assert_eq!(decode(&writer, 1).0.unwrap_err().code(), code, "{uid}");
    }
}

#[test]
fn a_frame_nobody_wants_is_not_decoded() {
    let mut writer = image(LITTLE, 1, 1);
    writer.ow(tags::PIXEL_DATA, &[1]);
    let bytes = writer.to_part10();
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&bytes, &mut warnings).unwrap();
    let cancel = CancelToken::new();
    cancel.cancel();
    let frame = decode_frame(&bytes, &data_set, 1, &cancel, &mut warnings);
    assert_eq!(frame, Err(crate::pixels::PixelError::Cancelled));
}
