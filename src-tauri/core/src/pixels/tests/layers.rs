//! Overlays and shutters, from data sets to the picture on screen.

use super::super::{LayerKind, Pixels, Voi, Window};
use super::*;
use crate::tags::Tag;
use crate::write::ItemWriter;

/// A black picture of 8-bit cells.
fn dark(rows: u16, columns: u16) -> Writer {
    let mut writer = image(LITTLE, rows, columns);
    bits(&mut writer, 8, 8, 7);
    let count = usize::from(rows) * usize::from(columns);
    writer.ob(tags::PIXEL_DATA, &vec![10; count]);
    writer
}

/// What the screen shows: `.` the picture, `#` white, `o` the shutter.
fn shown(frame: &Frame) -> Vec<String> {
    let voi = Voi::window(Window::spanning(0.0, 255.0));
    let Pixels::Gray8(bytes) = frame.render(&voi).pixels else {
        panic!("grey was expected")
    };
    bytes
        .chunks(frame.columns as usize)
        .map(|line| {
            let letter = |byte: &u8| match byte {
                10 => '.',
                255 => '#',
                0 => 'o',
                other => panic!("{other}"),
            };
            line.iter().map(letter).collect()
        })
        .collect()
}

fn overlay(writer: &mut Writer, group: u16, rows: u16, columns: u16, origin: [i16; 2]) {
    let origin: Vec<u8> = origin.iter().flat_map(|side| side.to_le_bytes()).collect();
    writer
        .us(Tag(group, 0x0010), &[rows])
        .us(Tag(group, 0x0011), &[columns])
        .text(Tag(group, 0x0040), VR::CS, "G")
        .raw(Tag(group, 0x0050), VR::SS, origin)
        .us(Tag(group, 0x0100), &[1])
        .us(Tag(group, 0x0102), &[0]);
}

#[test]
fn an_overlay_is_drawn_where_its_origin_says_and_cut_at_the_edge() {
    for (origin, expected) in [
        ([1, 1], ["#.#.", ".##.", "...."]),
        ([2, 3], ["....", "..#.", "...#"]),
        ([0, 0], ["##..", "....", "...."]),
    ] {
        let mut writer = dark(3, 4);
        overlay(&mut writer, 0x6002, 2, 3, origin);
        // 101 / 011, the first pixel in the lowest bit.
        writer
            .text(Tag(0x6002, 0x1500), VR::LO, "MARK")
            .ow(Tag(0x6002, 0x3000), &[0b110_101]);
        let frame = frame(&writer, 1);
        assert_eq!(shown(&frame), expected, "{origin:?}");
        let [layer] = frame.layers.as_slice() else {
            panic!("{:?}", frame.layers)
        };
        assert_eq!(
            (layer.kind, layer.label.as_str()),
            (LayerKind::Overlay, "MARK")
        );
    }
}

#[test]
fn each_frame_has_its_own_plane_where_the_overlay_has_frames() {
    let mut writer = dark(1, 2);
    writer
        .text(tags::NUMBER_OF_FRAMES, VR::IS, "3")
        .ob(tags::PIXEL_DATA, &[10; 6]);
    overlay(&mut writer, 0x6000, 1, 2, [1, 1]);
    writer
        .text(Tag(0x6000, 0x0015), VR::IS, "2")
        .us(Tag(0x6000, 0x0051), &[2])
        .ow(Tag(0x6000, 0x3000), &[0b1001]);
    for (number, expected) in [(1, ".."), (2, "#."), (3, ".#")] {
        assert_eq!(shown(&frame(&writer, number)), [expected], "{number}");
    }
}

#[test]
fn unused_high_bits_of_the_cells_are_an_overlay_and_no_value() {
    let mut writer = image(LITTLE, 1, 3);
    bits(&mut writer, 16, 12, 11);
    writer.ow(tags::PIXEL_DATA, &[10, 10 | 1 << 12, 10 | 1 << 13]);
    for (group, position) in [(0x6000, 12), (0x6002, 13)] {
        overlay(&mut writer, group, 1, 3, [1, 1]);
        writer
            .us(Tag(group, 0x0100), &[16])
            .us(Tag(group, 0x0102), &[position]);
    }
    let frame = frame(&writer, 1);
    assert_eq!(frame.samples, super::super::Samples::U16(vec![10; 3]));
    assert_eq!(shown(&frame), [".##"]);
}

#[test]
fn an_overlay_that_cannot_be_read_is_a_warning_and_the_picture_is_shown() {
    type Change = fn(&mut Writer);
    let changes: [Change; 4] = [
        |writer| _ = writer.ow(Tag(0x6000, 0x3000), &[]),
        |writer| _ = writer.us(Tag(0x6000, 0x0011), &[0]),
        // A bit of the value itself, and a bit outside the cell.
        |writer| _ = writer.remove(Tag(0x6000, 0x3000)),
        |writer| {
            writer
                .remove(Tag(0x6000, 0x3000))
                .us(Tag(0x6000, 0x0102), &[40]);
        },
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut writer = dark(3, 4);
        overlay(&mut writer, 0x6000, 3, 4, [1, 1]);
        writer.ow(Tag(0x6000, 0x3000), &[0xFFFF]);
        change(&mut writer);
        let (frame, warnings) = decode(&writer, 1);
        assert_eq!(shown(&frame.unwrap()), ["...."; 3], "{index}");
        assert_eq!(warnings.as_slice().len(), 1, "{index}: {warnings:?}");
    }
}

type Shape = fn(&mut ItemWriter);

fn rectangle(item: &mut ItemWriter) {
    item.text(tags::SHUTTER_SHAPE, VR::CS, "RECTANGULAR")
        .text(tags::SHUTTER_LEFT_VERTICAL_EDGE, VR::IS, "2")
        .text(tags::SHUTTER_RIGHT_VERTICAL_EDGE, VR::IS, "4")
        .text(tags::SHUTTER_UPPER_HORIZONTAL_EDGE, VR::IS, "1")
        .text(tags::SHUTTER_LOWER_HORIZONTAL_EDGE, VR::IS, "4");
}

fn circle(item: &mut ItemWriter) {
    item.text(tags::SHUTTER_SHAPE, VR::CS, "CIRCULAR")
        .text(tags::CENTER_OF_CIRCULAR_SHUTTER, VR::IS, "3\\3")
        .text(tags::RADIUS_OF_CIRCULAR_SHUTTER, VR::IS, "2");
}

fn polygon(item: &mut ItemWriter) {
    item.text(tags::SHUTTER_SHAPE, VR::CS, "POLYGONAL").text(
        tags::VERTICES_OF_THE_POLYGONAL_SHUTTER,
        VR::IS,
        "1\\3\\3\\5\\5\\3\\3\\1",
    );
}

#[test]
fn each_shutter_leaves_its_opening() {
    let shapes: [(Shape, [&str; 5]); 3] = [
        (rectangle, ["o...o", "o...o", "o...o", "o...o", "ooooo"]),
        (circle, ["oo.oo", "o...o", ".....", "o...o", "oo.oo"]),
        (polygon, ["oo.oo", "o...o", ".....", "o...o", "oo.oo"]),
    ];
    for (shape, expected) in shapes {
        let mut writer = dark(5, 5);
        let mut item = ItemWriter::new();
        shape(&mut item);
        writer.sequence(
            tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE,
            vec![{
                let mut groups = ItemWriter::new();
                groups.sequence(tags::FRAME_DISPLAY_SHUTTER_SEQUENCE, vec![item]);
                groups
            }],
        );
        let frame = frame(&writer, 1);
        assert_eq!(shown(&frame), expected);
        assert_eq!(frame.layers[0].kind, LayerKind::Shutter);
    }
}

#[test]
fn shapes_cover_together_and_a_bitmap_is_no_overlay() {
    let mut writer = dark(2, 3);
    overlay(&mut writer, 0x6000, 2, 3, [1, 1]);
    writer
        .ow(Tag(0x6000, 0x3000), &[0b000_001])
        .text(tags::SHUTTER_SHAPE, VR::CS, "RECTANGULAR\\BITMAP")
        .text(tags::SHUTTER_LEFT_VERTICAL_EDGE, VR::IS, "1")
        .text(tags::SHUTTER_RIGHT_VERTICAL_EDGE, VR::IS, "2")
        .text(tags::SHUTTER_UPPER_HORIZONTAL_EDGE, VR::IS, "1")
        .text(tags::SHUTTER_LOWER_HORIZONTAL_EDGE, VR::IS, "2")
        .us(tags::SHUTTER_OVERLAY_GROUP, &[0x6000])
        .us(tags::SHUTTER_PRESENTATION_VALUE, &[0xFFFF]);
    // The shutter's grey is the file's: white here.
    assert_eq!(shown(&frame(&writer, 1)), ["#.#", "..#"]);
}

#[test]
fn a_shutter_without_its_edges_is_a_warning() {
    for shape in ["RECTANGULAR", "CIRCULAR", "POLYGONAL", "BITMAP", "STAR"] {
        let mut writer = dark(2, 2);
        writer.text(tags::SHUTTER_SHAPE, VR::CS, shape);
        let (frame, warnings) = decode(&writer, 1);
        assert_eq!(shown(&frame.unwrap()), ["..", ".."], "{shape}");
        assert_eq!(warnings.as_slice().len(), 1, "{shape}");
    }
}
