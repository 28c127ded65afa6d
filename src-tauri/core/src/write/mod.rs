//! The one DICOM writer: tests, the sample study, presentation states, export.
//!
//! It writes what it is told, sorted by tag, padded as PS3.5 §6.2 says, in any
//! of the four native encodings, with encapsulated pixel data where that is
//! wanted. It is *not* a validator: tests need broken files, so [`ItemWriter::raw`]
//! and [`ItemWriter::raw_with_length`] write anything.
//!
//! Text is written in UTF-8; the writer states ISO_IR 192 in Specific Character
//! Set by itself when some text is not ASCII and the caller stated nothing.

mod encode;
mod item;
#[cfg(test)]
mod tests;

pub use item::{ItemWriter, OffsetTable};

use std::ops::{Deref, DerefMut};

use dicom_core::{Tag, VR};

use encode::Encoder;

/// Implicit VR Little Endian, PS3.5 §A.1.
pub const IMPLICIT_VR_LITTLE_ENDIAN: &str = "1.2.840.10008.1.2";
/// Explicit VR Little Endian, PS3.5 §A.2.
pub const EXPLICIT_VR_LITTLE_ENDIAN: &str = "1.2.840.10008.1.2.1";
/// Deflated Explicit VR Little Endian, PS3.5 §A.5.
pub const DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN: &str = "1.2.840.10008.1.2.1.99";
/// Explicit VR Big Endian (retired), PS3.5-2016b §A.3.
pub const EXPLICIT_VR_BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";

/// Implementation Class UID (0002,0012) of everything this writer makes:
/// derived from a UUID as PS3.5 §B.2 allows, so that no root had to be bought.
pub const IMPLEMENTATION_CLASS_UID: &str = "2.25.31585183437969411338306182574922519629";
/// Implementation Version Name (0002,0013), at most 16 characters.
pub const IMPLEMENTATION_VERSION_NAME: &str = "SCANFOLIO_1";

const SPECIFIC_CHARACTER_SET: Tag = Tag(0x0008, 0x0005);
const SOP_CLASS_UID: Tag = Tag(0x0008, 0x0016);
const SOP_INSTANCE_UID: Tag = Tag(0x0008, 0x0018);

/// How sequences and items state their length; both are legal (PS3.5 §7.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SequenceLength {
    /// The length in bytes.
    #[default]
    Defined,
    /// 0xFFFFFFFF and delimiters.
    Undefined,
}

/// A data set being written. Derefs to its [`ItemWriter`], which has the setters.
#[derive(Debug, Clone)]
pub struct Writer {
    transfer_syntax_uid: String,
    sequence_length: SequenceLength,
    root: ItemWriter,
}

impl Writer {
    /// A writer of an empty data set. Any UID that is not implicit, big endian
    /// or deflated is written as Explicit VR Little Endian, which is what every
    /// encapsulated transfer syntax uses.
    pub fn new(transfer_syntax_uid: &str) -> Self {
        Self {
            transfer_syntax_uid: transfer_syntax_uid.to_owned(),
            sequence_length: SequenceLength::default(),
            root: ItemWriter::new(),
        }
    }

    /// Sets how sequences and items state their length.
    pub fn sequence_length(&mut self, sequence_length: SequenceLength) -> &mut Self {
        self.sequence_length = sequence_length;
        self
    }

    /// The data set alone, without preamble and File Meta; deflated where the
    /// transfer syntax says so.
    pub fn to_data_set(&self) -> Vec<u8> {
        let mut encoder = match self.transfer_syntax_uid.as_str() {
            IMPLICIT_VR_LITTLE_ENDIAN => Encoder::implicit_little_endian(),
            EXPLICIT_VR_BIG_ENDIAN => Encoder::explicit_big_endian(),
            _ => Encoder::explicit_little_endian(),
        };
        encoder.sequence_length = self.sequence_length;
        if self.root.has_non_ascii_text() && !self.root.has(SPECIFIC_CHARACTER_SET) {
            let mut root = self.root.clone();
            root.text(SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 192");
            encoder.item_content(&root);
        } else {
            encoder.item_content(&self.root);
        }
        let bytes = encoder.into_bytes();
        if self.transfer_syntax_uid == DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN {
            encode::deflate(&bytes)
        } else {
            bytes
        }
    }

    /// The whole file, PS3.10 §7.1: a preamble of 128 zeros, `DICM`, File Meta
    /// Information with its group length, and the data set. The media storage
    /// UIDs repeat the data set's SOP Class and Instance UID.
    pub fn to_part10(&self) -> Vec<u8> {
        let mut meta = ItemWriter::new();
        meta.ob(Tag(0x0002, 0x0001), &[0, 1]);
        for (from, to) in [
            (SOP_CLASS_UID, Tag(0x0002, 0x0002)),
            (SOP_INSTANCE_UID, Tag(0x0002, 0x0003)),
        ] {
            meta.raw(to, VR::UI, self.root.encoded_text(from).unwrap_or_default());
        }
        meta.text(Tag(0x0002, 0x0010), VR::UI, &self.transfer_syntax_uid);
        meta.text(Tag(0x0002, 0x0012), VR::UI, IMPLEMENTATION_CLASS_UID);
        meta.text(Tag(0x0002, 0x0013), VR::SH, IMPLEMENTATION_VERSION_NAME);
        let mut encoder = Encoder::explicit_little_endian();
        encoder.item_content(&meta);
        let meta_bytes = encoder.into_bytes();

        let mut group_length = ItemWriter::new();
        group_length.ul(
            Tag(0x0002, 0x0000),
            &[u32::try_from(meta_bytes.len()).unwrap_or(u32::MAX)],
        );
        let mut head = Encoder::explicit_little_endian();
        head.item_content(&group_length);

        let mut file = vec![0; 128];
        file.extend_from_slice(b"DICM");
        file.extend_from_slice(&head.into_bytes());
        file.extend_from_slice(&meta_bytes);
        file.extend_from_slice(&self.to_data_set());
        file
    }
}

impl Deref for Writer {
    type Target = ItemWriter;

    fn deref(&self) -> &ItemWriter {
        &self.root
    }
}

impl DerefMut for Writer {
    fn deref_mut(&mut self) -> &mut ItemWriter {
        &mut self.root
    }
}
