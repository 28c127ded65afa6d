//! PALETTE COLOR: one index a pixel, three tables, PS3.3 §C.7.6.3.1.5, §C.7.6.3.1.6 and §C.7.9.

use crate::dataset::{DataSet, Item};
use crate::tags::{self, Tag};

use super::description::PixelRepresentation;
use super::error::PixelError;
use super::frame::Samples;
use super::lookup::{ByteOrder, LookupTable};
use super::modality::byte_order;

/// Red, green and blue for every index.
#[derive(Debug, Clone)]
pub(crate) struct Palette {
    first_mapped: i32,
    colors: Vec<[u8; 3]>,
}

/// Tags of one channel: descriptor, data, segmented data.
const CHANNELS: [[Tag; 3]; 3] = [
    [
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ],
    [
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ],
    [
        tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ],
];

impl Palette {
    /// # Errors
    /// [`PixelError::PaletteUnusable`] when a channel is absent or damaged.
    pub(crate) fn read(
        data_set: &DataSet,
        representation: PixelRepresentation,
    ) -> Result<Self, PixelError> {
        let root = data_set.root();
        let order = byte_order(data_set);
        let [red, green, blue] =
            CHANNELS.map(|channel| channel_table(root, channel, representation, order));
        let (Some(red), Some(green), Some(blue)) = (red, green, blue) else {
            return Err(PixelError::PaletteUnusable);
        };
        let channels = [&red, &green, &blue];
        let surplus = surplus_bits(channels);
        let colors = (0..red.entries().len())
            .map(|index| {
                let input = f64::from(red.first_mapped()) + index as f64;
                channels.map(|table| (table.look_up(input) >> surplus) as u8)
            })
            .collect();
        Ok(Self {
            first_mapped: red.first_mapped(),
            colors,
        })
    }

    /// RGB of every index, interleaved. Indices outside take the first or last colour.
    pub(crate) fn apply(&self, indices: &Samples) -> Vec<u8> {
        fn colors<T: Copy + Into<i64>>(palette: &Palette, indices: &[T]) -> Vec<u8> {
            indices
                .iter()
                .flat_map(|&index| palette.color(index.into()))
                .collect()
        }
        match indices {
            Samples::U8(indices) => colors(self, indices),
            Samples::U16(indices) => colors(self, indices),
            Samples::I16(indices) => colors(self, indices),
            Samples::U32(indices) => colors(self, indices),
            Samples::I32(indices) => colors(self, indices),
            // A palette maps whole numbers only; `describe` refuses the rest.
            Samples::F32(_) | Samples::F64(_) | Samples::Rgb8(_) => Vec::new(),
        }
    }

    fn color(&self, index: i64) -> [u8; 3] {
        let last = self.colors.len().saturating_sub(1) as i64;
        let place = (index - i64::from(self.first_mapped)).clamp(0, last) as usize;
        self.colors.get(place).copied().unwrap_or_default()
    }
}

/// Low bits that a screen of 8 bits a channel cannot show. Tables that promise
/// 16 bits but hold nothing above 255 are 8-bit tables in 16-bit words, a
/// common mistake of writers that would otherwise show as black.
fn surplus_bits(channels: [&LookupTable; 3]) -> u32 {
    let mut entries = channels.iter().flat_map(|table| table.entries());
    if entries.all(|&entry| entry <= 255) {
        return 0;
    }
    let bits = channels.map(LookupTable::bits).into_iter().max();
    bits.unwrap_or(8).saturating_sub(8)
}

fn channel_table(
    root: Item<'_>,
    [descriptor, data, segmented]: [Tag; 3],
    representation: PixelRepresentation,
    order: ByteOrder,
) -> Option<LookupTable> {
    let descriptor = *root.words(descriptor)?.first_chunk::<3>()?;
    let first_is_signed = representation == PixelRepresentation::Signed;
    if let Some(data) = root.bytes(data) {
        return LookupTable::new(descriptor, first_is_signed, data, order);
    }
    let words = root.words(segmented)?;
    let [count, ..] = descriptor;
    let entries = expand_segments(&words, LookupTable::promised_entries(count))?;
    let bytes: Vec<u8> = entries
        .iter()
        .flat_map(|entry| entry.to_le_bytes())
        .collect();
    LookupTable::new(descriptor, first_is_signed, &bytes, ByteOrder::LittleEndian)
}

const DISCRETE: u16 = 0;
const LINEAR: u16 = 1;
const INDIRECT: u16 = 2;

/// Segmented Palette Color Lookup Table Data, PS3.3 §C.7.9.2: discrete
/// segments list entries, linear ones run straight from the last entry to a
/// new one, indirect ones repeat earlier segments. `None` when damaged.
fn expand_segments(words: &[u16], count: usize) -> Option<Vec<u16>> {
    let mut entries: Vec<u16> = Vec::with_capacity(count);
    let mut position = 0;
    while entries.len() < count && position < words.len() {
        let (opcode, length) = (
            *words.get(position)?,
            usize::from(*words.get(position + 1)?),
        );
        if opcode == INDIRECT {
            let low = usize::from(*words.get(position + 2)?);
            let high = usize::from(*words.get(position + 3)?);
            // The offset counts bytes from the start of the data.
            let mut at = (low | high << 16) / 2;
            for _ in 0..length {
                at = expand_one(words, at, &mut entries, count)?;
            }
            position += 4;
        } else {
            position = expand_one(words, position, &mut entries, count)?;
        }
    }
    (entries.len() == count).then_some(entries)
}

/// Expands a discrete or linear segment at `at`; returns where the next begins.
fn expand_one(words: &[u16], at: usize, entries: &mut Vec<u16>, count: usize) -> Option<usize> {
    let (opcode, length) = (*words.get(at)?, usize::from(*words.get(at + 1)?));
    let room = count.saturating_sub(entries.len());
    match opcode {
        DISCRETE => {
            let values = words.get(at + 2..at + 2 + length)?;
            entries.extend(values.iter().take(room));
            Some(at + 2 + length)
        }
        LINEAR => {
            let start = f64::from(*entries.last()?);
            let end = f64::from(*words.get(at + 2)?);
            let step = (end - start) / length.max(1) as f64;
            entries.extend(
                (1..=length.min(room)).map(|index| (start + step * index as f64).round() as u16),
            );
            Some(at + 3)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PS3.3 §C.7.9.2: a discrete segment, a linear one, and both again.
    #[test]
    fn segments_are_expanded() {
        let words = [0, 2, 10, 20, 1, 4, 40, 2, 2, 0, 0];
        assert_eq!(
            expand_segments(&words, 12).unwrap(),
            [10, 20, 25, 30, 35, 40, 10, 20, 25, 30, 35, 40]
        );
    }

    #[test]
    fn damaged_segments_are_refused() {
        for words in [
            &[1, 4, 40][..], // nothing to run from
            &[0, 9, 1],      // shorter than it says
            &[2, 1, 0, 0],   // repeats itself
            &[3, 1, 0],      // no such opcode
            &[0, 1, 7],      // too few entries
        ] {
            assert_eq!(expand_segments(words, 4), None, "{words:?}");
        }
    }

    #[test]
    fn indices_outside_take_the_first_and_last_colour() {
        let palette = Palette {
            first_mapped: 1,
            colors: vec![[1, 2, 3], [4, 5, 6]],
        };
        assert_eq!(
            palette.apply(&Samples::U8(vec![0, 1, 2, 9])),
            [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]
        );
    }
}
