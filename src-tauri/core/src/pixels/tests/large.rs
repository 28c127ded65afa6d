//! One frame of a file of a gigabyte, read where it stands: memory counted
//! from the file's bytes to the frame's values.

use std::io;

use super::super::Samples;
use super::*;
use crate::bytes::ReadAt;
use crate::dataset::test_memory::peak_while;
use crate::write::OffsetTable;

const SIDE: u16 = 512;
const FRAMES: u64 = 2048;
const FRAME_BYTES: u64 = SIDE as u64 * SIDE as u64 * 2;

/// The issue allows 100 MiB beside the frame.
const ALLOWED: usize = 8 << 20;

/// `head`, then `part` over and over, then `tail`; none of it held twice.
struct Made {
    head: Vec<u8>,
    part: Vec<u8>,
    times: u64,
    tail: Vec<u8>,
}

impl ReadAt for Made {
    fn len(&self) -> u64 {
        self.head.len() as u64 + self.times * self.part.len() as u64 + self.tail.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let (head, part) = (self.head.len() as u64, self.part.len() as u64);
        let tail = head + self.times * part;
        let rest = if offset < head {
            &self.head[offset as usize..]
        } else if offset < tail {
            &self.part[((offset - head) % part) as usize..]
        } else {
            self.tail
                .get((offset - tail) as usize..)
                .unwrap_or_default()
        };
        let count = rest.len().min(buf.len());
        buf[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

fn film(transfer_syntax_uid: &str) -> Writer {
    let mut writer = image(transfer_syntax_uid, SIDE, SIDE);
    writer.text(tags::NUMBER_OF_FRAMES, VR::IS, &FRAMES.to_string());
    writer
}

fn check(source: &Made, frame_number: u32, expected: u16) {
    assert!(source.len() > 1 << 30);
    let (frame, peak) = peak_while(|| {
        let mut warnings = Warnings::new();
        let data_set = DataSet::read(source, &mut warnings).unwrap();
        let cancel = CancelToken::new();
        decode_frame(source, &data_set, frame_number, &cancel, &mut warnings).unwrap()
    });
    let Samples::U16(values) = frame.samples else {
        panic!("{:?}", frame.samples)
    };
    assert_eq!(values.len() as u64 * 2, FRAME_BYTES);
    assert!(values.iter().all(|&value| value == expected));
    assert!(peak < ALLOWED, "{peak} bytes at the most");
}

#[test]
fn one_native_frame_of_a_gigabyte_needs_little_memory() {
    let mut writer = film(LITTLE);
    writer.ow(tags::PIXEL_DATA, &[0]);
    let mut head = writer.to_part10();
    head.truncate(head.len() - 6);
    let length = u32::try_from(FRAMES * FRAME_BYTES).unwrap();
    head.extend(length.to_le_bytes());
    let source = Made {
        head,
        part: [0x34, 0x12].repeat(FRAME_BYTES as usize / 2),
        times: FRAMES,
        tail: vec![],
    };
    for frame_number in [1, 1777, 2048] {
        check(&source, frame_number, 0x1234);
    }
}

#[test]
fn one_compressed_frame_of_a_gigabyte_needs_little_memory() {
    // Two segments of literal runs, which are longer than what they hold.
    let plane = usize::from(SIDE) * usize::from(SIDE);
    let segment = |byte: u8| {
        let run = [&[127][..], &[byte; 128]].concat();
        run.repeat(plane / 128)
    };
    let second = 64 + segment(0).len() as u32;
    let mut frame = [2u32, 64, second].map(u32::to_le_bytes).concat();
    frame.resize(64, 0);
    frame.extend(segment(0x12));
    frame.extend(segment(0x34));

    let mut writer = film(RLE);
    writer.encapsulated(vec![vec![]], OffsetTable::Empty);
    let mut head = writer.to_part10();
    let delimiter = head.split_off(head.len() - 8);
    let mut part = vec![0xFE, 0xFF, 0x00, 0xE0];
    part.extend((frame.len() as u32).to_le_bytes());
    part.extend(frame);
    let source = Made {
        head,
        part,
        times: FRAMES,
        tail: delimiter,
    };
    for frame_number in [1, 1777, 2048] {
        check(&source, frame_number, 0x1234);
    }
}
