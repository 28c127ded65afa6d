//! Pixel cells become stored values: byte order, the bits that count, the sign.
//!
//! PS3.5 §8.1.1: a cell of Bits Allocated (0028,0100) holds the stored value
//! in Bits Stored (0028,0101) bits below and including High Bit (0028,0102);
//! what else is in the cell is not part of the value.

use super::frame::Samples;

/// Cells of a frame as bit patterns, before sign and mask.
#[derive(Debug, PartialEq)]
pub(crate) enum Cells {
    Bits8(Vec<u8>),
    Bits16(Vec<u16>),
    Bits32(Vec<u32>),
    Float(Vec<f32>),
    Double(Vec<f64>),
}

/// Which bits of a cell are the stored value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ValueBits {
    /// Bits below the value.
    pub shift: u32,
    /// Bits of the value, at least 1.
    pub count: u32,
    /// Two's complement.
    pub signed: bool,
}

/// How the bytes of native pixel data are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellOrder {
    LittleEndian,
    /// Whole cells are most significant byte first.
    BigEndian,
}

impl Cells {
    /// Cells of 8, 16 or 32 bits from bytes; bytes of an unfinished cell are left out.
    pub(crate) fn from_bytes(bytes: Vec<u8>, bits_allocated: u32, order: CellOrder) -> Self {
        fn read<const N: usize, T>(
            bytes: &[u8],
            order: CellOrder,
            little: impl Fn([u8; N]) -> T,
            big: impl Fn([u8; N]) -> T,
        ) -> Vec<T> {
            let chunks = bytes.as_chunks::<N>().0.iter().copied();
            match order {
                CellOrder::LittleEndian => chunks.map(little).collect(),
                CellOrder::BigEndian => chunks.map(big).collect(),
            }
        }
        match bits_allocated {
            8 => Self::Bits8(bytes),
            16 => Self::Bits16(read(&bytes, order, u16::from_le_bytes, u16::from_be_bytes)),
            _ => Self::Bits32(read(&bytes, order, u32::from_le_bytes, u32::from_be_bytes)),
        }
    }

    /// Cells of Float or Double Float Pixel Data.
    pub(crate) fn floats(bytes: &[u8], order: CellOrder) -> Self {
        let chunks = bytes.as_chunks::<4>().0.iter().copied();
        Self::Float(match order {
            CellOrder::LittleEndian => chunks.map(f32::from_le_bytes).collect(),
            CellOrder::BigEndian => chunks.map(f32::from_be_bytes).collect(),
        })
    }

    pub(crate) fn doubles(bytes: &[u8], order: CellOrder) -> Self {
        let chunks = bytes.as_chunks::<8>().0.iter().copied();
        Self::Double(match order {
            CellOrder::LittleEndian => chunks.map(f64::from_le_bytes).collect(),
            CellOrder::BigEndian => chunks.map(f64::from_be_bytes).collect(),
        })
    }

    /// Single-bit cells: the first pixel is the least significant bit of the
    /// first byte (PS3.5 §8.1.1). `skip` bits belong to the frame before.
    pub(crate) fn from_bits(bytes: &[u8], skip: u32, count: usize) -> Self {
        Self::Bits8(
            bytes
                .iter()
                .flat_map(|&byte| (0..8).map(move |bit| (byte >> bit) & 1))
                .skip(skip as usize)
                .take(count)
                .collect(),
        )
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bits8(cells) => cells.len(),
            Self::Bits16(cells) => cells.len(),
            Self::Bits32(cells) => cells.len(),
            Self::Float(cells) => cells.len(),
            Self::Double(cells) => cells.len(),
        }
    }

    /// Fills up with zero to `count` cells.
    pub(crate) fn resize(&mut self, count: usize) {
        match self {
            Self::Bits8(cells) => cells.resize(count, 0),
            Self::Bits16(cells) => cells.resize(count, 0),
            Self::Bits32(cells) => cells.resize(count, 0),
            Self::Float(cells) => cells.resize(count, 0.0),
            Self::Double(cells) => cells.resize(count, 0.0),
        }
    }

    /// Stored values of one sample a pixel.
    pub(crate) fn into_samples(self, bits: ValueBits) -> Samples {
        match (self, bits.signed) {
            (Self::Bits8(cells), false) => {
                let (up, down) = bits.shifts(8);
                Samples::U8(each(cells, |cell| (cell << up) >> down))
            }
            (Self::Bits8(cells), true) => {
                let (up, down) = bits.shifts(8);
                let value = |cell: u8| i16::from(((cell << up) as i8) >> down);
                Samples::I16(cells.into_iter().map(value).collect())
            }
            (Self::Bits16(cells), false) => {
                let (up, down) = bits.shifts(16);
                Samples::U16(each(cells, |cell| (cell << up) >> down))
            }
            (Self::Bits16(cells), true) => {
                let (up, down) = bits.shifts(16);
                Samples::I16(each(cells, |cell| ((cell << up) as i16) >> down))
            }
            (Self::Bits32(cells), false) => {
                let (up, down) = bits.shifts(32);
                Samples::U32(each(cells, |cell| (cell << up) >> down))
            }
            (Self::Bits32(cells), true) => {
                let (up, down) = bits.shifts(32);
                Samples::I32(each(cells, |cell| ((cell << up) as i32) >> down))
            }
            (Self::Float(cells), _) => Samples::F32(cells),
            (Self::Double(cells), _) => Samples::F64(cells),
        }
    }

    /// Samples of a colour image as bytes; deeper ones lose their low bits.
    pub(crate) fn into_color_bytes(self, bits: ValueBits) -> Vec<u8> {
        let bits = ValueBits {
            signed: false,
            ..bits
        };
        let surplus = bits.count.saturating_sub(8);
        match self.into_samples(bits) {
            Samples::U8(values) => values,
            Samples::U16(values) => values
                .iter()
                .map(|value| (value >> surplus) as u8)
                .collect(),
            Samples::U32(values) => values
                .iter()
                .map(|value| (value >> surplus) as u8)
                .collect(),
            // Describing the image refuses colour of any other kind.
            _ => Vec::new(),
        }
    }
}

/// Maps cells in their own memory.
fn each<T, U>(cells: Vec<T>, value: impl Fn(T) -> U) -> Vec<U> {
    cells.into_iter().map(value).collect()
}

impl ValueBits {
    /// Shifts that free the value of what is above it (to the left), then of
    /// what is below (to the right, which also spreads the value's own top
    /// bit, its sign; PS3.5 §8.1.1) in a cell of `width` bits.
    fn shifts(self, width: u32) -> (u32, u32) {
        let down = width - self.count.clamp(1, width);
        (down.saturating_sub(self.shift), down)
    }
}

/// Undoes the byte swap of 16-bit words that hold smaller cells (OW in a big
/// endian file; PS3.5 §8.1.2 and Annex D).
pub(crate) fn swap_words(bytes: &mut [u8]) {
    for pair in bytes.as_chunks_mut::<2>().0 {
        pair.swap(0, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(shift: u32, count: u32, signed: bool) -> ValueBits {
        ValueBits {
            shift,
            count,
            signed,
        }
    }

    #[test]
    fn bits_outside_the_stored_value_do_not_count() {
        let cells = Cells::Bits16(vec![0xF123, 0x0FFF]);
        assert_eq!(
            cells.into_samples(bits(0, 12, false)),
            Samples::U16(vec![0x123, 0xFFF])
        );
        // High Bit 15, Bits Stored 12: the value is at the top.
        let cells = Cells::Bits16(vec![0x1234]);
        assert_eq!(
            cells.into_samples(bits(4, 12, false)),
            Samples::U16(vec![0x123])
        );
    }

    #[test]
    fn the_sign_is_the_top_bit_of_the_stored_value() {
        let cells = Cells::Bits16(vec![0x0FFF, 0x0800, 0x07FF, 0xF001]);
        assert_eq!(
            cells.into_samples(bits(0, 12, true)),
            Samples::I16(vec![-1, -2048, 2047, 1])
        );
        let cells = Cells::Bits8(vec![0xFF, 0x7F]);
        assert_eq!(
            cells.into_samples(bits(0, 8, true)),
            Samples::I16(vec![-1, 127])
        );
        let cells = Cells::Bits32(vec![u32::MAX]);
        assert_eq!(
            cells.into_samples(bits(0, 32, true)),
            Samples::I32(vec![-1])
        );
    }

    #[test]
    fn cells_are_read_in_either_byte_order() {
        let bytes = vec![1, 2, 3, 4];
        for (width, order, expected) in [
            (
                16,
                CellOrder::LittleEndian,
                Cells::Bits16(vec![0x0201, 0x0403]),
            ),
            (
                16,
                CellOrder::BigEndian,
                Cells::Bits16(vec![0x0102, 0x0304]),
            ),
            (
                32,
                CellOrder::LittleEndian,
                Cells::Bits32(vec![0x0403_0201]),
            ),
            (32, CellOrder::BigEndian, Cells::Bits32(vec![0x0102_0304])),
        ] {
            assert_eq!(Cells::from_bytes(bytes.clone(), width, order), expected);
        }
    }

    #[test]
    fn single_bits_run_from_the_least_significant_on() {
        assert_eq!(
            Cells::from_bits(&[0b0000_0101, 0b1], 2, 7),
            Cells::Bits8(vec![1, 0, 0, 0, 0, 0, 1])
        );
    }

    #[test]
    fn deep_colour_keeps_its_high_bits() {
        let cells = Cells::Bits16(vec![0xFFFF, 0x80FF]);
        assert_eq!(cells.into_color_bytes(bits(0, 16, false)), [0xFF, 0x80]);
    }
}
