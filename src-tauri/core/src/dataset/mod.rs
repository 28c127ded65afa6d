//! Reading DICOM data sets from whatever bytes a file has.
//!
//! [`DataSet::read`] walks every element once, bounded by the file itself, and
//! keeps the values that are not large; [`Item`] reads attributes from what was
//! kept. Not for pixels (`pixels/`) nor for what attributes mean together
//! (`study.rs`, `geometry/`).

#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

mod delegate;
mod dictionary;
mod element;
mod encoding;
mod file_meta;
mod inflate;
mod item;
mod keep;
mod pixel_data;
mod sniff;
mod text;
mod tree;
mod walk;
mod window;

#[cfg(test)]
pub(crate) mod test_files;
#[cfg(test)]
#[expect(unsafe_code, reason = "an allocator that counts")]
pub(crate) mod test_memory;
#[cfg(test)]
mod tests;

pub use dictionary::keyword;
pub use element::Element;
pub use item::Item;
pub use pixel_data::{
    Fragment, LARGEST_FRAME_BYTES, PixelData, PixelDataKind, checked_frame_bytes,
};

use crate::bytes::ReadAt;
use crate::tags::{self, Tag};
use crate::uids;
use crate::warning::{Warning, Warnings};
use encoding::Encoding;
use file_meta::Start;
use inflate::InflateError;
use tree::Tree;
use walk::Walker;
use window::Window;

/// A DICOM data set with its File Meta Information, read.
///
/// Owns the header's bytes; the pixel data stay in the source.
#[derive(Debug)]
pub struct DataSet {
    tree: Tree,
    /// The data set's own elements by tag; of duplicates the first comes first.
    index: Vec<(Tag, u32)>,
    /// Entries before this one are File Meta Information.
    first: u32,
    character_set: u32,
    transfer_syntax_uid: String,
    encoding: Encoding,
    data_set_offset: u64,
    pixel_data: Option<PixelData>,
    inflated: Option<Vec<u8>>,
}

/// Why nothing at all could be read.
#[derive(Debug, thiserror::Error)]
pub enum DataSetError {
    /// There are no bytes.
    #[error("reading a DICOM data set: the file is empty")]
    Empty,
    /// The bytes are something else.
    #[error("reading a DICOM data set: the bytes are not DICOM")]
    NotDicom,
    /// The File Meta Information is there, but nothing after it.
    #[error("reading a DICOM data set: the file ends before its data set begins")]
    NoDataSet,
    /// A small file claims to inflate to an absurd size.
    #[error("reading a deflated DICOM data set: it is larger than any real one")]
    InflatesTooFar,
    /// The place where the bytes are kept failed.
    #[error("reading a DICOM data set: the bytes could not be read")]
    Unreadable(#[from] std::io::Error),
}

impl DataSetError {
    /// Stable, for the window and the command line to make a sentence of.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotDicom => "not_dicom",
            Self::NoDataSet => "no_data_set",
            Self::InflatesTooFar => "inflates_too_far",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

impl DataSet {
    /// Reads what can be read, whatever is wrong with the rest.
    ///
    /// Takes files with and without preamble and File Meta Information, in any
    /// encoding of PS3.5 annex A; elements, items and delimiters may be broken
    /// or cut off. At most 64 sequences deep.
    ///
    /// # Errors
    /// Only when there is no element to be read, or the source fails.
    pub fn read(source: &dyn ReadAt, warnings: &mut Warnings) -> Result<Self, DataSetError> {
        if source.is_empty() {
            return Err(DataSetError::Empty);
        }
        let mut window = Window::new(source);
        let start = file_meta::find_start(&mut window)?.ok_or(DataSetError::NotDicom)?;
        if start == Start::NoFileMeta {
            warnings.push(Warning::MissingFileMeta);
        }
        let mut walker = Walker::new(&mut window, warnings);
        let (data_set_offset, declared) = file_meta::read(&mut walker, start)?;
        let tree = std::mem::take(&mut walker.tree);
        let is_deflated = declared.as_deref().is_some_and(uids::is_deflated);
        let declared = Declared {
            transfer_syntax_uid: declared,
            data_set_offset,
            tree,
        };
        if !is_deflated {
            return Self::walk(&mut window, data_set_offset, declared, warnings);
        }
        let inflated = match inflate::inflate(source, data_set_offset) {
            Ok(inflated) => inflated,
            Err(InflateError::TooLarge) => return Err(DataSetError::InflatesTooFar),
            Err(InflateError::Io(error)) => return Err(error.into()),
        };
        if !inflated.whole {
            warnings.push(Warning::DeflateDamaged);
        }
        let bytes = inflated.bytes;
        let mut data_set = Self::walk(&mut Window::new(&bytes), 0, declared, warnings)?;
        data_set.inflated = Some(bytes);
        Ok(data_set)
    }

    /// Reads the data set after the File Meta Information, from `at` of the window.
    fn walk(
        window: &mut Window<'_>,
        at: u64,
        declared: Declared,
        warnings: &mut Warnings,
    ) -> Result<Self, DataSetError> {
        let uid = declared.transfer_syntax_uid;
        let expected = uid.as_deref().map(Encoding::of);
        if at >= window.length() {
            return Err(DataSetError::NoDataSet);
        }
        let encoding = sniff::sniff(window, at, expected)?
            .or(expected)
            .ok_or(DataSetError::NotDicom)?;
        match expected {
            None => warnings.push(Warning::MissingTransferSyntax),
            Some(expected) if expected != encoding => {
                warnings.push(Warning::TransferSyntaxContradicted);
            }
            Some(_) => {}
        }
        let first = declared.tree.count();
        let mut walker = Walker::new(window, warnings);
        walker.resume(declared.tree);
        walker.data_set(at, encoding)?;
        let character_set = walker.character_set;
        let mut pixel_data = walker.pixel_data.take();
        let tree = std::mem::take(&mut walker.tree);
        if tree.count() == first && pixel_data.is_none() {
            return Err(DataSetError::NoDataSet);
        }
        let is_ge = uid.as_deref() == Some(uids::GE_PRIVATE_IMPLICIT_VR_BIG_ENDIAN_PIXELS);
        if let Some(pixel_data) = pixel_data.as_mut().filter(|_| is_ge) {
            pixel_data.big_endian = true;
        }
        let mut data_set = Self {
            tree,
            index: Vec::new(),
            first,
            character_set,
            transfer_syntax_uid: uid.unwrap_or_else(|| encoding.transfer_syntax_uid().to_owned()),
            encoding,
            data_set_offset: declared.data_set_offset,
            pixel_data,
            inflated: None,
        };
        data_set.make_index(warnings);
        Ok(data_set)
    }

    /// The bytes begin like a DICOM file, with preamble or without; the first
    /// 256 bytes are enough to tell.
    #[must_use]
    pub fn looks_like_dicom(head: &[u8]) -> bool {
        file_meta::has_prefix(head) || sniff::starts_like_elements(head)
    }

    /// Transfer Syntax UID (0002,0010) as the file says; the one its encoding
    /// has when the file does not say.
    #[must_use]
    pub fn transfer_syntax_uid(&self) -> &str {
        &self.transfer_syntax_uid
    }

    /// Words of the data set are in big endian order.
    #[must_use]
    pub fn is_big_endian(&self) -> bool {
        self.encoding.big_endian
    }

    /// Where in the file the data set begins: past preamble and File Meta Information.
    #[must_use]
    pub fn data_set_offset(&self) -> u64 {
        self.data_set_offset
    }

    /// Where the pixel data are, if there are any.
    #[must_use]
    pub fn pixel_data(&self) -> Option<&PixelData> {
        self.pixel_data.as_ref()
    }

    /// What the offsets of [`PixelData`] and [`Element`] count in: the file
    /// itself, or the inflated bytes of a deflated data set.
    #[must_use]
    pub fn pixel_source<'a>(&'a self, source: &'a dyn ReadAt) -> &'a dyn ReadAt {
        match &self.inflated {
            Some(bytes) => bytes,
            None => source,
        }
    }

    /// The data set's own elements.
    #[must_use]
    pub fn root(&self) -> Item<'_> {
        Item {
            data_set: self,
            first: self.first,
            end: self.tree.count(),
            character_set: self.character_set,
            offset: match self.inflated {
                Some(_) => 0,
                None => self.data_set_offset,
            },
        }
    }

    /// The File Meta Information (group 0002), empty when there is none.
    #[must_use]
    pub fn file_meta(&self) -> Item<'_> {
        Item {
            data_set: self,
            first: 0,
            end: self.first,
            character_set: 0,
            offset: 0,
        }
    }

    /// The first item of a functional group macro's sequence for one frame:
    /// the frame's own (5200,9230), else the shared one (5200,9229), PS3.3 §C.7.6.16.
    /// `frame_number` counts from 1.
    #[must_use]
    pub fn functional_group(&self, frame_number: u32, sequence: Tag) -> Option<Item<'_>> {
        let frame_index = usize::try_from(frame_number.checked_sub(1)?).ok()?;
        let own = self
            .item(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frame_index)
            .and_then(|frame| frame.first_item(sequence));
        own.or_else(|| {
            self.first_item(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE)?
                .first_item(sequence)
        })
    }

    fn is_root(&self, item: Item<'_>) -> bool {
        item.first == self.first && item.end == self.tree.count()
    }

    fn root_entry(&self, tag: Tag) -> Option<u32> {
        let at = self.index.partition_point(|(known, _)| *known < tag);
        let (known, entry) = self.index.get(at)?;
        (*known == tag).then_some(*entry)
    }

    fn make_index(&mut self, warnings: &mut Warnings) {
        let index = self.root().places().map(|(place, tag)| (tag, place));
        self.index = index.collect();
        // Nearly always sorted already, which costs one pass; stable for duplicates.
        self.index.sort_by_key(|(tag, _)| *tag);
        for pair in self.index.windows(2) {
            if let [(first, _), (second, _)] = pair
                && first == second
            {
                warnings.push(Warning::DuplicateElement {
                    tag: (*first).into(),
                });
            }
        }
    }
}

/// What the File Meta Information says about the data set.
struct Declared {
    transfer_syntax_uid: Option<String>,
    data_set_offset: u64,
    tree: Tree,
}
