//! Look-up tables: the three-value descriptor and its data, shared by the
//! Modality LUT, the VOI LUT and palettes.

/// A table of PS3.3 §C.11.1.1.1, §C.11.2.1.1 or §C.7.6.3.1.5.
///
/// Holds 1 to 65,536 entries; a value outside takes the first or last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupTable {
    first_mapped: i32,
    entries: Vec<u16>,
    bits: u32,
}

impl LookupTable {
    /// Reads a table.
    ///
    /// `descriptor` holds the number of entries (0 means 65,536), the first
    /// value mapped and the bits of an entry; `first_is_signed` says how to
    /// read the second. `data` are the bytes of the LUT Data, words in the
    /// byte order of the file, or one byte an entry where there are no more.
    ///
    /// `None` when not one entry is there. A table shorter than its
    /// descriptor says keeps what there is; an entry wider than the
    /// descriptor's bits widens the table, as such files mean it.
    #[must_use]
    pub fn new(
        descriptor: [u16; 3],
        first_is_signed: bool,
        data: &[u8],
        byte_order: ByteOrder,
    ) -> Option<Self> {
        let [count, first, bits] = descriptor;
        let count = Self::promised_entries(count);
        let entries: Vec<u16> = if data.len() < 2 * count && data.len() >= count {
            data.iter()
                .take(count)
                .map(|&byte| u16::from(byte))
                .collect()
        } else {
            data.as_chunks::<2>()
                .0
                .iter()
                .take(count)
                .map(|&pair| byte_order.word(pair))
                .collect()
        };
        let largest = entries.iter().copied().max()?;
        let needed = 16 - largest.leading_zeros();
        let first_mapped = if first_is_signed {
            i32::from(first as i16)
        } else {
            i32::from(first)
        };
        Some(Self {
            first_mapped,
            entries,
            bits: u32::from(bits).clamp(1, 16).max(needed),
        })
    }

    /// Entries that a descriptor's first value promises: 0 stands for 65,536.
    #[must_use]
    pub fn promised_entries(count: u16) -> usize {
        if count == 0 {
            65_536
        } else {
            usize::from(count)
        }
    }

    /// The input that takes the first entry.
    #[must_use]
    pub fn first_mapped(&self) -> i32 {
        self.first_mapped
    }

    /// All entries, in order.
    #[must_use]
    pub fn entries(&self) -> &[u16] {
        &self.entries
    }

    /// Bits of an entry, 1 to 16.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// The largest entry that `bits` can hold.
    #[must_use]
    pub fn full_scale(&self) -> u32 {
        (1 << self.bits) - 1
    }

    /// The entry for an input. Inputs before the first mapped value take the
    /// first entry, inputs after the last take the last (PS3.3 §C.11.1.1.1);
    /// fractions are rounded half up, a NaN takes the first.
    #[must_use]
    pub fn look_up(&self, input: f64) -> u16 {
        let index = (input + 0.5).floor() - f64::from(self.first_mapped);
        let last = self.entries.len().saturating_sub(1);
        let index = index.clamp(0.0, last as f64) as usize;
        self.entries.get(index).copied().unwrap_or_default()
    }
}

/// Order of the bytes in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrder {
    /// Least significant byte first: every transfer syntax but one.
    LittleEndian,
    /// Most significant byte first (Explicit VR Big Endian, retired).
    BigEndian,
}

impl ByteOrder {
    /// A word from its two bytes.
    #[must_use]
    pub fn word(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::LittleEndian => u16::from_le_bytes(bytes),
            Self::BigEndian => u16::from_be_bytes(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn inputs_outside_take_the_first_and_last_entry() {
        let table = LookupTable::new(
            [3, 10, 8],
            false,
            &bytes(&[5, 6, 7]),
            ByteOrder::LittleEndian,
        )
        .unwrap();
        for (input, entry) in [(-4.0, 5), (10.0, 5), (11.0, 6), (12.0, 7), (99.0, 7)] {
            assert_eq!(table.look_up(input), entry, "{input}");
        }
        assert_eq!(table.look_up(f64::NAN), 5);
    }

    #[test]
    fn an_entry_count_of_zero_means_65536() {
        let words: Vec<u16> = (0..=u16::MAX).collect();
        let table =
            LookupTable::new([0, 0, 16], false, &bytes(&words), ByteOrder::LittleEndian).unwrap();
        assert_eq!(table.entries().len(), 65_536);
        assert_eq!(table.look_up(65_535.0), 65_535);
    }

    #[test]
    fn the_first_mapped_value_may_be_negative() {
        let data = bytes(&[1, 2]);
        let first = (-5i16) as u16;
        let signed = LookupTable::new([2, first, 8], true, &data, ByteOrder::LittleEndian).unwrap();
        assert_eq!(signed.first_mapped(), -5);
        assert_eq!(signed.look_up(-4.0), 2);
        let unsigned =
            LookupTable::new([2, first, 8], false, &data, ByteOrder::LittleEndian).unwrap();
        assert_eq!(unsigned.first_mapped(), 65_531);
    }

    #[test]
    fn entries_may_be_packed_one_a_byte() {
        let table =
            LookupTable::new([3, 0, 8], false, &[9, 8, 7, 0], ByteOrder::BigEndian).unwrap();
        assert_eq!(table.entries(), [9, 8, 7]);
    }

    #[test]
    fn entries_wider_than_the_descriptor_widen_the_table() {
        let table = LookupTable::new(
            [2, 0, 8],
            false,
            &bytes(&[0, 4095]),
            ByteOrder::LittleEndian,
        )
        .unwrap();
        assert_eq!((table.bits(), table.full_scale()), (12, 4095));
    }

    #[test]
    fn a_table_without_entries_is_none() {
        assert_eq!(
            LookupTable::new([4, 0, 8], false, &[], ByteOrder::LittleEndian),
            None
        );
    }
}
