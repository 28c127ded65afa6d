//! What a reader stumbled over and went on from.
//!
//! Codes and typed parameters: the window and the command line each make the
//! sentence. Not errors: whatever carries warnings was read.

use dicom_core::Tag;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing that was wrong with a file, and was read all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "code",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
#[non_exhaustive]
pub enum Warning {
    /// The 128-byte preamble (PS3.10 §7.1) is missing.
    MissingPreamble,
    /// The File Meta Information (group 0002) is missing; the encoding was found by looking.
    MissingFileMeta,
    /// Transfer Syntax UID (0002,0010) is missing; the encoding was found by looking.
    MissingTransferSyntax,
    /// File Meta Information Group Length (0002,0000) is missing or wrong.
    FileMetaLengthWrong,
    /// The data set is not encoded as its Transfer Syntax UID says.
    TransferSyntaxContradicted,
    /// An element of group 0002 stands inside the data set.
    FileMetaInDataSet,
    /// The deflated data set is damaged; what could be inflated was read.
    DeflateDamaged,
    /// The file ends inside this element; everything before it was read.
    Truncated {
        /// The element that is cut.
        tag: AttributeTag,
    },
    /// An element is longer than the item or sequence it stands in, and was left out or cut to it.
    LengthBeyondParent {
        /// The element.
        tag: AttributeTag,
    },
    /// Nothing can be read from this element to the end of what it stands in.
    RestUnreadable {
        /// The element, or the last one that makes sense.
        tag: AttributeTag,
    },
    /// Sequences are nested more than 64 deep; the deeper ones were not read.
    NestedTooDeep {
        /// The first sequence that was not entered.
        tag: AttributeTag,
    },
    /// There are more elements than any real file has; the rest was not read.
    TooManyElements,
    /// An item or delimiter stands where none belongs, and was stepped over.
    StrayDelimiter,
    /// A sequence or item of undefined length has no end marker.
    MissingDelimiter {
        /// The sequence.
        tag: AttributeTag,
    },
    /// Something that is no item stands inside a sequence.
    SequenceBroken {
        /// The sequence.
        tag: AttributeTag,
    },
    /// The value representation is not one the standard knows.
    UnknownVr {
        /// The element.
        tag: AttributeTag,
    },
    /// The length is written in the wrong form for the value representation (PS3.5 §7.1.2).
    WrongLengthForm {
        /// The element.
        tag: AttributeTag,
    },
    /// The element occurs twice; the first one counts.
    DuplicateElement {
        /// The element.
        tag: AttributeTag,
    },
    /// Bytes that are no elements follow the data set.
    TrailingBytes {
        /// How many.
        #[ts(type = "number")]
        count: u64,
    },
    /// The value is longer than any sensible one, and was left in the file.
    ValueTooLong {
        /// The element.
        tag: AttributeTag,
    },
    /// The pixel data end before they should.
    PixelDataTruncated,
    /// A decimal or integer string is not written as PS3.5 §6.2 says (a decimal comma, a bad exponent), but could be read.
    NumberIrregular {
        /// The element.
        tag: AttributeTag,
    },
    /// A decimal or integer string cannot be read as a number.
    NumberUnreadable {
        /// The element.
        tag: AttributeTag,
    },
    /// A date, time or age cannot be read.
    DateUnreadable {
        /// The element.
        tag: AttributeTag,
    },
    /// A UID that every instance must have is missing.
    MissingUid {
        /// The element.
        tag: AttributeTag,
    },
    /// A value of Specific Character Set (0008,0005) that is not known; text is
    /// read as far as the default repertoire goes.
    CharacterSetUnknown {
        /// The value as written.
        term: String,
    },
    /// A value of Specific Character Set that was understood though the
    /// standard writes it otherwise.
    CharacterSetMisspelt {
        /// The value as written.
        term: String,
    },
    /// A value of Specific Character Set that may not stand beside the first.
    CharacterSetIgnored {
        /// The value as written.
        term: String,
    },
    /// Text has bytes that the character set does not know; it was read by a guess.
    TextOutsideCharacterSet {
        /// The element.
        tag: AttributeTag,
    },
    /// Rescale Slope (0028,1053) is zero or no number; no rescale was applied.
    RescaleSlopeInvalid,
    /// A window (0028,1050), (0028,1051) cannot be applied and was left out.
    WindowInvalid,
    /// A look-up table's descriptor contradicts itself; the table was left out.
    LutDescriptorInvalid {
        /// The look-up table's data element.
        tag: AttributeTag,
    },
    /// A look-up table has fewer entries than its descriptor says.
    LutShort {
        /// The look-up table's data element.
        tag: AttributeTag,
    },
    /// There are fewer bytes of pixel data than rows, columns and frames ask for.
    PixelDataShort {
        /// Bytes asked for.
        #[ts(type = "number")]
        expected: u64,
        /// Bytes there.
        #[ts(type = "number")]
        present: u64,
    },
    /// The compressed frame contradicts the header; the compressed frame counts.
    CodestreamContradictsHeader {
        /// The header's element.
        tag: AttributeTag,
    },
    /// The compressed frame is damaged; what could be decoded is shown.
    CodestreamDamaged,
    /// The frames' offsets as written in the file are wrong; they were found by looking.
    OffsetTableWrong,
    /// An attribute has a value that makes no sense, and was taken as absent.
    ValueInvalid {
        /// The element.
        tag: AttributeTag,
    },
}

/// The most warnings kept for one reading.
pub const WARNINGS_CAP: usize = 200;

/// Warnings of one reading: each once, in order of first sight, at most [`WARNINGS_CAP`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export)]
pub struct Warnings(Vec<Warning>);

impl Warnings {
    /// No warnings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a warning, unless it was noted before or the list is full.
    pub fn push(&mut self, warning: Warning) {
        if self.0.len() < WARNINGS_CAP && !self.0.contains(&warning) {
            self.0.push(warning);
        }
    }

    /// In order of first sight.
    pub fn iter(&self) -> std::slice::Iter<'_, Warning> {
        self.0.iter()
    }

    /// As a slice, in order of first sight.
    #[must_use]
    pub fn as_slice(&self) -> &[Warning] {
        &self.0
    }

    /// The list itself.
    #[must_use]
    pub fn into_vec(self) -> Vec<Warning> {
        self.0
    }

    /// This was noted.
    #[must_use]
    pub fn contains(&self, warning: &Warning) -> bool {
        self.0.contains(warning)
    }

    /// How many were noted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Nothing was noted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<Warning> for Warnings {
    fn extend<I: IntoIterator<Item = Warning>>(&mut self, warnings: I) {
        warnings.into_iter().for_each(|warning| self.push(warning));
    }
}

impl IntoIterator for Warnings {
    type Item = Warning;
    type IntoIter = std::vec::IntoIter<Warning>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Warnings {
    type Item = &'a Warning;
    type IntoIter = std::slice::Iter<'a, Warning>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A tag as a parameter: written `(GGGG,EEEE)`, the way DICOM people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(into = "String", try_from = "String")]
#[ts(type = "string")]
pub struct AttributeTag(pub u16, pub u16);

impl From<Tag> for AttributeTag {
    fn from(tag: Tag) -> Self {
        Self(tag.group(), tag.element())
    }
}

impl From<AttributeTag> for Tag {
    fn from(tag: AttributeTag) -> Self {
        Self(tag.0, tag.1)
    }
}

impl From<AttributeTag> for String {
    fn from(tag: AttributeTag) -> Self {
        format!("({:04X},{:04X})", tag.0, tag.1)
    }
}

impl TryFrom<String> for AttributeTag {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.strip_prefix('(')
            .and_then(|text| text.strip_suffix(')'))
            .and_then(|text| text.split_once(','))
            .and_then(|(group, element)| {
                let group = u16::from_str_radix(group, 16).ok()?;
                let element = u16::from_str_radix(element, 16).ok()?;
                Some(Self(group, element))
            })
            .ok_or("a tag is written (GGGG,EEEE)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags;

    #[test]
    fn a_warning_crosses_as_a_code_with_parameters() {
        let warning = Warning::NumberIrregular {
            tag: tags::SLICE_THICKNESS.into(),
        };
        let json = serde_json::to_string(&warning).unwrap();
        assert_eq!(json, r#"{"code":"number_irregular","tag":"(0018,0050)"}"#);
        assert_eq!(serde_json::from_str::<Warning>(&json).unwrap(), warning);
    }

    #[test]
    fn the_same_warning_is_noted_once_and_the_list_is_capped() {
        let mut warnings = Warnings::new();
        for element in 0..300 {
            for _ in 0..2 {
                warnings.push(Warning::UnknownVr {
                    tag: AttributeTag(8, element),
                });
            }
        }
        assert_eq!(warnings.len(), WARNINGS_CAP);
        assert_eq!(
            warnings.as_slice()[1],
            Warning::UnknownVr {
                tag: AttributeTag(8, 1)
            }
        );
    }
}
