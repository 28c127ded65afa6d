//! What is to be written: elements by tag, typed until they are encoded.

use std::collections::BTreeMap;

use dicom_core::{Tag, VR};

/// Pixel Data (7FE0,0010).
pub(super) const PIXEL_DATA: Tag = Tag(0x7FE0, 0x0010);
const EXTENDED_OFFSET_TABLE: Tag = Tag(0x7FE0, 0x0001);
const EXTENDED_OFFSET_TABLE_LENGTHS: Tag = Tag(0x7FE0, 0x0002);

/// Which table says where the frames of encapsulated pixel data begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffsetTable {
    /// Basic Offset Table with one offset a frame, PS3.5 §A.4.
    Basic,
    /// An empty first item, which is equally legal.
    Empty,
    /// Extended Offset Table (7FE0,0001) and its lengths (7FE0,0002); legal
    /// only for one fragment a frame, PS3.3 §C.7.6.3.1.8.
    Extended,
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Characters in UTF-8, padded on writing.
    Text(Vec<u8>),
    /// Bytes that have no order, padded with a zero on writing.
    Bytes(Vec<u8>),
    /// Bytes exactly as given, whatever the byte order, never padded; the
    /// length is stated as given, which may be a lie.
    Raw {
        bytes: Vec<u8>,
        length: u32,
    },
    U16(Vec<u16>),
    U32(Vec<u32>),
    U64(Vec<u64>),
    Sequence(Vec<ItemWriter>),
    /// Fragments frame by frame.
    Encapsulated {
        frames: Vec<Vec<Vec<u8>>>,
        offset_table: OffsetTable,
    },
}

/// A data set or an item of a sequence being written: elements sorted by tag,
/// a second setting of a tag replaces the first.
#[derive(Debug, Clone, Default)]
pub struct ItemWriter {
    pub(super) elements: BTreeMap<Tag, (VR, Content)>,
}

impl ItemWriter {
    /// An item without elements.
    pub fn new() -> Self {
        Self::default()
    }

    /// Characters in UTF-8, for any textual VR and for UI; several values are
    /// joined by a backslash by the caller. Padded with a space, UI with NUL.
    pub fn text(&mut self, tag: Tag, vr: VR, value: &str) -> &mut Self {
        self.set(tag, vr, Content::Text(value.as_bytes().to_vec()))
    }

    /// Unsigned Short: 16-bit integers.
    pub fn us(&mut self, tag: Tag, values: &[u16]) -> &mut Self {
        self.set(tag, VR::US, Content::U16(values.to_vec()))
    }

    /// Signed Short: 16-bit integers.
    pub fn ss(&mut self, tag: Tag, values: &[i16]) -> &mut Self {
        let words = values.iter().map(|v| v.cast_unsigned()).collect();
        self.set(tag, VR::SS, Content::U16(words))
    }

    /// Unsigned Long: 32-bit integers.
    pub fn ul(&mut self, tag: Tag, values: &[u32]) -> &mut Self {
        self.set(tag, VR::UL, Content::U32(values.to_vec()))
    }

    /// Signed Long: 32-bit integers.
    pub fn sl(&mut self, tag: Tag, values: &[i32]) -> &mut Self {
        let words = values.iter().map(|v| v.cast_unsigned()).collect();
        self.set(tag, VR::SL, Content::U32(words))
    }

    /// Floating Point Double.
    pub fn fd(&mut self, tag: Tag, values: &[f64]) -> &mut Self {
        let words = values.iter().map(|v| v.to_bits()).collect();
        self.set(tag, VR::FD, Content::U64(words))
    }

    /// Floating Point Single.
    pub fn fl(&mut self, tag: Tag, values: &[f32]) -> &mut Self {
        let words = values.iter().map(|v| v.to_bits()).collect();
        self.set(tag, VR::FL, Content::U32(words))
    }

    /// Decimal String; each value takes at most the 16 characters it may take
    /// (PS3.5 §6.2), rounded where it must be. Not finite is written empty.
    pub fn ds(&mut self, tag: Tag, values: &[f64]) -> &mut Self {
        let text: Vec<String> = values.iter().map(|v| decimal_string(*v)).collect();
        self.text(tag, VR::DS, &text.join("\\"))
    }

    /// Integer String.
    pub fn is(&mut self, tag: Tag, values: &[i64]) -> &mut Self {
        let text: Vec<String> = values.iter().map(i64::to_string).collect();
        self.text(tag, VR::IS, &text.join("\\"))
    }

    /// Attribute Tag.
    pub fn at(&mut self, tag: Tag, values: &[Tag]) -> &mut Self {
        let words = values
            .iter()
            .flat_map(|t| [t.group(), t.element()])
            .collect();
        self.set(tag, VR::AT, Content::U16(words))
    }

    /// Other Byte, padded to even length with a zero.
    pub fn ob(&mut self, tag: Tag, bytes: &[u8]) -> &mut Self {
        self.set(tag, VR::OB, Content::Bytes(bytes.to_vec()))
    }

    /// Other Word, in the byte order of the transfer syntax.
    pub fn ow(&mut self, tag: Tag, words: &[u16]) -> &mut Self {
        self.set(tag, VR::OW, Content::U16(words.to_vec()))
    }

    /// Sequence of Items.
    pub fn sequence(&mut self, tag: Tag, items: Vec<ItemWriter>) -> &mut Self {
        self.set(tag, VR::SQ, Content::Sequence(items))
    }

    /// Encapsulated Pixel Data (7FE0,0010): `frames` holds the fragments of
    /// each frame in order. Fragments of odd length are padded with a zero.
    pub fn encapsulated(
        &mut self,
        frames: Vec<Vec<Vec<u8>>>,
        offset_table: OffsetTable,
    ) -> &mut Self {
        if offset_table == OffsetTable::Extended {
            let (offsets, lengths) = extended_offset_table(&frames);
            self.set(EXTENDED_OFFSET_TABLE, VR::OV, Content::U64(offsets));
            self.set(EXTENDED_OFFSET_TABLE_LENGTHS, VR::OV, Content::U64(lengths));
        }
        let content = Content::Encapsulated {
            frames,
            offset_table,
        };
        self.set(PIXEL_DATA, VR::OB, content)
    }

    /// Bytes exactly as given: no padding, no change of byte order.
    pub fn raw(&mut self, tag: Tag, vr: VR, bytes: impl Into<Vec<u8>>) -> &mut Self {
        let bytes = bytes.into();
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.set(tag, vr, Content::Raw { bytes, length })
    }

    /// As [`raw`](Self::raw), stating another length than the bytes have: for
    /// tests of readers.
    pub fn raw_with_length(
        &mut self,
        tag: Tag,
        vr: VR,
        bytes: impl Into<Vec<u8>>,
        length: u32,
    ) -> &mut Self {
        let bytes = bytes.into();
        self.set(tag, vr, Content::Raw { bytes, length })
    }

    /// Takes an element out again.
    pub fn remove(&mut self, tag: Tag) -> &mut Self {
        self.elements.remove(&tag);
        self
    }

    /// Whether the element was set.
    pub fn has(&self, tag: Tag) -> bool {
        self.elements.contains_key(&tag)
    }

    /// The bytes a text element will have in the file, padding included.
    pub(super) fn encoded_text(&self, tag: Tag) -> Option<Vec<u8>> {
        match self.elements.get(&tag) {
            Some((vr, Content::Text(text))) => Some(super::encode::padded(*vr, text)),
            Some((_, Content::Raw { bytes, .. })) => Some(bytes.clone()),
            _ => None,
        }
    }

    /// Whether some text here or in an item below needs more than ASCII.
    pub(super) fn has_non_ascii_text(&self) -> bool {
        self.elements.values().any(|(_, content)| match content {
            Content::Text(text) => !text.is_ascii(),
            Content::Sequence(items) => items.iter().any(Self::has_non_ascii_text),
            _ => false,
        })
    }

    fn set(&mut self, tag: Tag, vr: VR, content: Content) -> &mut Self {
        self.elements.insert(tag, (vr, content));
        self
    }
}

/// Offsets of the frames from the first byte after the (empty) Basic Offset
/// Table, and their lengths without padding, PS3.3 §C.7.6.3.1.8.
fn extended_offset_table(frames: &[Vec<Vec<u8>>]) -> (Vec<u64>, Vec<u64>) {
    let mut offset = 0u64;
    let mut offsets = Vec::with_capacity(frames.len());
    let mut lengths = Vec::with_capacity(frames.len());
    for fragments in frames {
        let length: usize = fragments.iter().map(Vec::len).sum();
        offsets.push(offset);
        lengths.push(length as u64);
        offset += fragments
            .iter()
            .map(|f| 8 + f.len().next_multiple_of(2) as u64)
            .sum::<u64>();
    }
    (offsets, lengths)
}

/// The shortest decimal of at most 16 characters that is nearest to `value`.
fn decimal_string(value: f64) -> String {
    const LONGEST: usize = 16;
    if !value.is_finite() {
        return String::new();
    }
    let plain = value.to_string();
    if plain.len() <= LONGEST {
        return plain;
    }
    // Rust's Display never uses an exponent, so very small and very large
    // values are better written with one.
    let digits_before_point = plain.split('.').next().map_or(0, str::len);
    if value.abs() >= 1e-4 && digits_before_point <= LONGEST {
        for decimals in (0..LONGEST).rev() {
            let text = format!("{value:.decimals$}");
            if text.len() <= LONGEST {
                return text;
            }
        }
    }
    std::iter::once(format!("{value:e}"))
        .chain(
            (0..LONGEST)
                .rev()
                .map(|decimals| format!("{value:.decimals$e}")),
        )
        .find(|text| text.len() <= LONGEST)
        .unwrap_or_default()
}
