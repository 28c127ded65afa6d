//! The body that the byte door sends for one frame.
//!
//! `u32` length of the header (little endian; 4 + length is a multiple of 8,
//! the header padded with spaces) · header as JSON · samples, little endian ·
//! entries of VOI LUTs, each table at an even offset from the header's end ·
//! bits of shutters and overlays.

use super::frame::{Frame, Samples};
use super::header::{FrameHeader, LayerHeader, SampleFormat, VoiHeader};
use super::modality::ModalityTransform;
use super::voi::Voi;

/// Lays out a frame with its header; fills in what the header says of the bytes.
///
/// Sixteen bits a sample wherever that is exact: wider integers are shifted
/// into 16 bits when their range allows, and a Modality LUT is applied here.
/// The rest travels as 32-bit floats.
#[must_use]
pub fn frame_packet(frame: &Frame, mut header: FrameHeader) -> Vec<u8> {
    let body = Body::of(frame);
    header.rows = frame.rows;
    header.columns = frame.columns;
    header.samples = body.format;
    header.byte_length = body.samples.len() as u64;
    header.modality.slope = body.slope;
    header.modality.intercept = body.intercept;
    (header.min_stored, header.max_stored) = body.range;
    let mut bytes = body.samples;
    header.voi = frame.voi.iter().map(VoiHeader::of).collect();
    for (voi, voi_header) in frame.voi.iter().zip(&mut header.voi) {
        let (Voi::Lut { table, .. }, VoiHeader::Lut { offset, .. }) = (voi, voi_header) else {
            continue;
        };
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        *offset = bytes.len() as u64;
        bytes.extend(table.entries().iter().flat_map(|entry| entry.to_le_bytes()));
    }
    header.layers = frame.layers.iter().map(LayerHeader::of).collect();
    for (layer, layer_header) in frame.layers.iter().zip(&mut header.layers) {
        layer_header.offset = bytes.len() as u64;
        bytes.extend_from_slice(layer.bits());
    }
    header.default_voi = match header.voi.first() {
        Some(first) => first.clone(),
        None => VoiHeader::of(&frame.default_voi()),
    };
    prefixed(&header, bytes)
}

fn prefixed(header: &FrameHeader, bytes: Vec<u8>) -> Vec<u8> {
    // Plain structs of strings and numbers cannot fail to serialise.
    let mut json = serde_json::to_vec(header).unwrap_or_default();
    json.resize((4 + json.len()).next_multiple_of(8) - 4, b' ');
    let mut packet = Vec::with_capacity(4 + json.len() + bytes.len());
    packet.extend((json.len() as u32).to_le_bytes());
    packet.extend(json);
    packet.extend(bytes);
    packet
}

/// Samples as they travel, and what makes modality values of them.
struct Body {
    format: SampleFormat,
    samples: Vec<u8>,
    slope: f64,
    intercept: f64,
    range: (f64, f64),
}

impl Body {
    fn of(frame: &Frame) -> Self {
        match &frame.modality {
            ModalityTransform::Lut { table, .. } => {
                Self::mapped(frame, |stored| table.look_up(stored))
            }
            ModalityTransform::Rescale {
                slope, intercept, ..
            } => Self::rescaled(frame, *slope, *intercept),
        }
    }

    fn rescaled(frame: &Frame, slope: f64, intercept: f64) -> Self {
        let (format, samples) = match &frame.samples {
            Samples::U8(values) => (SampleFormat::U8, values.clone()),
            Samples::Rgb8(values) => (SampleFormat::Rgb8, values.clone()),
            Samples::U16(values) => (SampleFormat::U16, bytes(values, u16::to_le_bytes)),
            Samples::I16(values) => (SampleFormat::I16, bytes(values, i16::to_le_bytes)),
            Samples::U32(values) => return Self::narrowed(frame, values, slope, intercept),
            Samples::I32(values) => return Self::narrowed(frame, values, slope, intercept),
            Samples::F32(values) => (SampleFormat::F32, bytes(values, f32::to_le_bytes)),
            Samples::F64(values) => return Self::floats(frame, values, slope, intercept),
        };
        Self {
            format,
            samples,
            slope,
            intercept,
            range: frame.stored_range,
        }
    }

    /// 32-bit integers whose whole range fits into 16 bits are counted from
    /// their smallest value on; others become floats.
    fn narrowed<T: Copy + Ord + Into<i64> + Into<f64>>(
        frame: &Frame,
        values: &[T],
        slope: f64,
        intercept: f64,
    ) -> Self {
        let whole = |value: &T| -> i64 { (*value).into() };
        let smallest = values.iter().map(whole).min().unwrap_or_default();
        let largest = values.iter().map(whole).max().unwrap_or_default();
        if largest - smallest > i64::from(u16::MAX) {
            return Self::floats(frame, values, slope, intercept);
        }
        let base = smallest as f64;
        let (low, high) = frame.stored_range;
        Self {
            format: SampleFormat::U16,
            samples: bytes(values, |value| {
                ((whole(&value) - smallest) as u16).to_le_bytes()
            }),
            slope,
            intercept: slope * base + intercept,
            range: (low - base, high - base),
        }
    }

    fn floats<T: Copy + Into<f64>>(
        frame: &Frame,
        values: &[T],
        slope: f64,
        intercept: f64,
    ) -> Self {
        let limit = f64::from(f32::MAX);
        let narrow = |value: f64| value.clamp(-limit, limit) as f32;
        let (low, high) = frame.stored_range;
        Self {
            format: SampleFormat::F32,
            samples: bytes(values, |value| narrow(value.into()).to_le_bytes()),
            slope,
            intercept,
            range: (narrow(low).into(), narrow(high).into()),
        }
    }

    /// A Modality LUT, applied.
    fn mapped(frame: &Frame, map: impl Fn(f64) -> u16) -> Self {
        let mut samples = Vec::with_capacity(2 * frame.rows as usize * frame.columns as usize);
        frame
            .samples
            .for_each(|stored| samples.extend(map(stored).to_le_bytes()));
        Self {
            format: SampleFormat::U16,
            samples,
            slope: 1.0,
            intercept: 0.0,
            range: frame.modality_range(),
        }
    }
}

/// Written in place: growing a vector value by value takes many times as long.
fn bytes<T: Copy, const N: usize>(values: &[T], to_bytes: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    let mut bytes = vec![0; values.len() * N];
    for (slot, &value) in bytes.as_chunks_mut::<N>().0.iter_mut().zip(values) {
        *slot = to_bytes(value);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::frame::tests::{rescale, row};
    use super::super::layers::{Layer, LayerKind};
    use super::super::lookup::{ByteOrder, LookupTable};
    use super::super::voi::Window;
    use super::*;
    use crate::pixels::ModalityHeader;

    fn header() -> FrameHeader {
        FrameHeader {
            rows: 0,
            columns: 0,
            samples: SampleFormat::U8,
            byte_length: 0,
            modality: ModalityHeader {
                slope: 1.0,
                intercept: 0.0,
                unit: "HU".to_owned(),
            },
            voi: Vec::new(),
            default_voi: VoiHeader::of(&Voi::window(Window::spanning(0.0, 1.0))),
            inverted: false,
            layers: Vec::new(),
            min_stored: 0.0,
            max_stored: 0.0,
            aspect: 1.0,
            spacing: None,
            letters: None,
            laterality: String::new(),
            suv: None,
            real_world: Vec::new(),
            is_for_processing: false,
            lossy: None,
            slice_location: None,
            slice_thickness: None,
            instance_number: Some(7),
            frame_number: 1,
            burned_in_annotation: String::new(),
            warnings: Vec::new(),
        }
    }

    fn parse(packet: &[u8]) -> (FrameHeader, &[u8]) {
        let length = u32::from_le_bytes(packet[..4].try_into().unwrap()) as usize;
        assert_eq!((4 + length) % 8, 0);
        let header = serde_json::from_slice(&packet[4..4 + length]).unwrap();
        (header, &packet[4 + length..])
    }

    fn table(words: &[u16]) -> LookupTable {
        let data: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        LookupTable::new(
            [words.len() as u16, 0, 16],
            false,
            &data,
            ByteOrder::LittleEndian,
        )
        .unwrap()
    }

    #[test]
    fn samples_follow_the_header_and_tables_follow_the_samples() {
        let mut frame = row(Samples::U8(vec![1, 2, 3]), rescale(2.0, -1.0));
        frame.voi = vec![
            Voi::window(Window::spanning(0.0, 9.0)),
            Voi::Lut {
                table: table(&[5, 0x0102]),
                explanation: "bone".to_owned(),
            },
        ];
        let marked = |_, column| column == 1;
        let label = "MARK".to_owned();
        frame.layers = vec![Layer::new(LayerKind::Overlay, 255, label, (1, 3), marked)];
        let packet = frame_packet(&frame, header());
        let (header, bytes) = parse(&packet);
        assert_eq!((header.layers[0].offset, header.layers[0].gray), (8, 255));
        assert_eq!((header.rows, header.columns, header.byte_length), (1, 3, 3));
        assert_eq!(
            (header.modality.slope, header.modality.intercept),
            (2.0, -1.0)
        );
        assert_eq!((header.min_stored, header.max_stored), (1.0, 3.0));
        assert_eq!(header.default_voi, header.voi[0]);
        let VoiHeader::Lut {
            offset, entries, ..
        } = header.voi[1]
        else {
            panic!("a table was expected")
        };
        assert_eq!((offset, entries), (4, 2));
        assert_eq!(bytes, [1, 2, 3, 0, 5, 0, 2, 1, 0b010]);
    }

    #[test]
    fn whatever_travels_gives_the_same_modality_values() {
        let lut = ModalityTransform::Lut {
            table: table(&[100, 7, 50]),
            unit: String::new(),
        };
        for (samples, modality, format) in [
            (
                Samples::I16(vec![-5, 300]),
                rescale(0.25, 1.0),
                SampleFormat::I16,
            ),
            (
                Samples::U32(vec![4_000_000_000, 4_000_065_535]),
                rescale(2.0, 1.0),
                SampleFormat::U16,
            ),
            (
                Samples::I32(vec![-100_000, -99_999]),
                rescale(1.0, 0.0),
                SampleFormat::U16,
            ),
            (
                Samples::I32(vec![-70_000, 70_000]),
                rescale(1.0, 0.0),
                SampleFormat::F32,
            ),
            (
                Samples::F64(vec![0.5, -1.25]),
                rescale(4.0, 1.0),
                SampleFormat::F32,
            ),
            (Samples::U16(vec![0, 1, 2, 9]), lut, SampleFormat::U16),
        ] {
            let frame = row(samples, modality);
            let packet = frame_packet(&frame, header());
            let (header, bytes) = parse(&packet);
            assert_eq!(header.samples, format);
            let sent: Vec<f64> = match format {
                SampleFormat::I16 => bytes
                    .as_chunks()
                    .0
                    .iter()
                    .map(|pair| f64::from(i16::from_le_bytes(*pair)))
                    .collect(),
                SampleFormat::U16 => bytes
                    .as_chunks()
                    .0
                    .iter()
                    .map(|pair| f64::from(u16::from_le_bytes(*pair)))
                    .collect(),
                _ => bytes
                    .as_chunks()
                    .0
                    .iter()
                    .map(|four| f64::from(f32::from_le_bytes(*four)))
                    .collect(),
            };
            let received: Vec<f64> = sent
                .iter()
                .map(|sample| header.modality.slope * sample + header.modality.intercept)
                .collect();
            let mut expected = Vec::new();
            frame
                .samples
                .for_each(|stored| expected.push(frame.modality.apply(stored)));
            assert_eq!(received, expected);
            let smallest = sent.iter().copied().fold(f64::INFINITY, f64::min);
            assert_eq!(header.min_stored, smallest);
        }
    }

    #[test]
    fn every_number_of_the_header_is_finite() {
        let frame = row(
            Samples::F64(vec![f64::NAN, f64::MAX, -f64::MAX]),
            rescale(1.0, 0.0),
        );
        let packet = frame_packet(&frame, header());
        let (header, _) = parse(&packet);
        assert!(header.min_stored.is_finite() && header.max_stored.is_finite());
    }
}
