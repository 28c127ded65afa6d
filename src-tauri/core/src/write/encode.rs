//! Elements into bytes, PS3.5 §7.1 and §7.5.

use std::io::Write as _;

use dicom_core::{Tag, VR};
use flate2::{Compression, write::DeflateEncoder};

use super::{
    SequenceLength,
    item::{Content, ItemWriter, OffsetTable},
};

const UNDEFINED_LENGTH: u32 = 0xFFFF_FFFF;
const ITEM: Tag = Tag(0xFFFE, 0xE000);
const ITEM_DELIMITATION: Tag = Tag(0xFFFE, 0xE00D);
const SEQUENCE_DELIMITATION: Tag = Tag(0xFFFE, 0xE0DD);

#[derive(Clone, Copy, PartialEq, Eq)]
enum ByteOrder {
    Little,
    Big,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum VrEncoding {
    Implicit,
    Explicit,
}

/// Writes elements to memory in one encoding.
pub(super) struct Encoder {
    bytes: Vec<u8>,
    byte_order: ByteOrder,
    vr_encoding: VrEncoding,
    pub(super) sequence_length: SequenceLength,
}

impl Encoder {
    pub(super) fn implicit_little_endian() -> Self {
        Self::with(ByteOrder::Little, VrEncoding::Implicit)
    }

    pub(super) fn explicit_little_endian() -> Self {
        Self::with(ByteOrder::Little, VrEncoding::Explicit)
    }

    pub(super) fn explicit_big_endian() -> Self {
        Self::with(ByteOrder::Big, VrEncoding::Explicit)
    }

    fn with(byte_order: ByteOrder, vr_encoding: VrEncoding) -> Self {
        Self {
            bytes: Vec::new(),
            byte_order,
            vr_encoding,
            sequence_length: SequenceLength::default(),
        }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Every element of `item`, in order of tag.
    pub(super) fn item_content(&mut self, item: &ItemWriter) {
        for (tag, (vr, content)) in &item.elements {
            self.element(*tag, *vr, content);
        }
    }

    fn element(&mut self, tag: Tag, vr: VR, content: &Content) {
        match content {
            Content::Text(text) => self.value(tag, vr, &padded(vr, text)),
            Content::Bytes(bytes) => self.value(tag, vr, &padded(vr, bytes)),
            Content::Raw { bytes, length } => {
                self.header(tag, vr, *length);
                self.bytes.extend_from_slice(bytes);
            }
            Content::U16(words) => {
                let bytes: Vec<u8> = words.iter().flat_map(|w| self.two_bytes(*w)).collect();
                self.value(tag, vr, &bytes);
            }
            Content::U32(words) => {
                let bytes: Vec<u8> = words.iter().flat_map(|w| self.four_bytes(*w)).collect();
                self.value(tag, vr, &bytes);
            }
            Content::U64(words) => {
                let order = self.byte_order;
                let bytes: Vec<u8> = words
                    .iter()
                    .flat_map(|w| match order {
                        ByteOrder::Little => w.to_le_bytes(),
                        ByteOrder::Big => w.to_be_bytes(),
                    })
                    .collect();
                self.value(tag, vr, &bytes);
            }
            Content::Sequence(items) => self.sequence(tag, items),
            Content::Encapsulated {
                frames,
                offset_table,
            } => {
                self.encapsulated(tag, vr, frames, *offset_table);
            }
        }
    }

    fn value(&mut self, tag: Tag, vr: VR, bytes: &[u8]) {
        self.header(tag, vr, u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.bytes.extend_from_slice(bytes);
    }

    fn header(&mut self, tag: Tag, vr: VR, length: u32) {
        self.tag(tag);
        match (self.vr_encoding, u16::try_from(length)) {
            (VrEncoding::Implicit, _) => self.four(length),
            (VrEncoding::Explicit, Ok(short)) if !has_long_length(vr) => {
                self.bytes.extend_from_slice(&vr.to_bytes());
                self.two(short);
            }
            (VrEncoding::Explicit, _) => {
                // A value of 64 KiB and more in a VR of short length is
                // written as UN, PS3.5 §6.2.2 Note 4.
                let vr = if has_long_length(vr) { vr } else { VR::UN };
                self.bytes.extend_from_slice(&vr.to_bytes());
                self.two(0);
                self.four(length);
            }
        }
    }

    fn sequence(&mut self, tag: Tag, items: &[ItemWriter]) {
        match self.sequence_length {
            SequenceLength::Undefined => {
                self.header(tag, VR::SQ, UNDEFINED_LENGTH);
                for item in items {
                    self.tag(ITEM);
                    self.four(UNDEFINED_LENGTH);
                    self.item_content(item);
                    self.tag(ITEM_DELIMITATION);
                    self.four(0);
                }
                self.tag(SEQUENCE_DELIMITATION);
                self.four(0);
            }
            SequenceLength::Defined => {
                let mut content = Self::with(self.byte_order, self.vr_encoding);
                for item in items {
                    let mut inner = Self::with(self.byte_order, self.vr_encoding);
                    inner.item_content(item);
                    content.fragment(&inner.into_bytes());
                }
                self.value(tag, VR::SQ, &content.into_bytes());
            }
        }
    }

    /// PS3.5 §A.4: the offset table and the fragments, each as an item.
    fn encapsulated(
        &mut self,
        tag: Tag,
        vr: VR,
        frames: &[Vec<Vec<u8>>],
        offset_table: OffsetTable,
    ) {
        self.header(tag, vr, UNDEFINED_LENGTH);
        let mut table = Self::with(self.byte_order, self.vr_encoding);
        if offset_table == OffsetTable::Basic {
            let mut offset = 0u32;
            for fragments in frames {
                table.four(offset);
                for fragment in fragments {
                    let length = 8 + fragment.len().next_multiple_of(2);
                    offset = offset.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
                }
            }
        }
        self.fragment(&table.into_bytes());
        for fragment in frames.iter().flatten() {
            self.fragment(&padded(VR::OB, fragment));
        }
        self.tag(SEQUENCE_DELIMITATION);
        self.four(0);
    }

    /// One item of defined length.
    fn fragment(&mut self, bytes: &[u8]) {
        self.tag(ITEM);
        self.four(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.bytes.extend_from_slice(bytes);
    }

    fn tag(&mut self, tag: Tag) {
        self.two(tag.group());
        self.two(tag.element());
    }

    fn two(&mut self, value: u16) {
        let bytes = self.two_bytes(value);
        self.bytes.extend_from_slice(&bytes);
    }

    fn four(&mut self, value: u32) {
        let bytes = self.four_bytes(value);
        self.bytes.extend_from_slice(&bytes);
    }

    fn two_bytes(&self, value: u16) -> [u8; 2] {
        match self.byte_order {
            ByteOrder::Little => value.to_le_bytes(),
            ByteOrder::Big => value.to_be_bytes(),
        }
    }

    fn four_bytes(&self, value: u32) -> [u8; 4] {
        match self.byte_order {
            ByteOrder::Little => value.to_le_bytes(),
            ByteOrder::Big => value.to_be_bytes(),
        }
    }
}

/// The value at even length: text with a space, UI and bytes with a zero
/// (PS3.5 §6.2).
pub(super) fn padded(vr: VR, value: &[u8]) -> Vec<u8> {
    let mut bytes = value.to_vec();
    if !bytes.len().is_multiple_of(2) {
        bytes.push(match vr {
            VR::UI | VR::OB | VR::UN | VR::OW => 0,
            _ => b' ',
        });
    }
    bytes
}

/// The VRs whose explicit header has 2 reserved bytes and a 32-bit length,
/// PS3.5 Table 7.1-1.
fn has_long_length(vr: VR) -> bool {
    use VR::{OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV};
    matches!(
        vr,
        OB | OD | OF | OL | OV | OW | SQ | SV | UC | UN | UR | UT | UV
    )
}

/// Raw deflate, without zlib's header, at even length (PS3.5 §A.5).
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // A Vec takes whatever is written; there is no error to pass on.
    let deflated = encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .unwrap_or_default();
    padded(VR::OB, &deflated)
}
