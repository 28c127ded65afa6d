//! What PS3.6 says about a tag.

use dicom_core::VR;
use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry, VirtualVr};
use dicom_dictionary_std::StandardDataDictionary;

use crate::tags::Tag;

/// Whether Pixel Representation (0028,0103) calls the stored values signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Unsigned,
    Signed,
}

/// The value representation an element has when the file does not say (PS3.5 §A.1
/// and §6.2.2); UN when the dictionary does not know the tag.
pub(super) fn value_representation(tag: Tag, sign: Sign) -> VR {
    let Some(entry) = StandardDataDictionary.by_tag(tag) else {
        return VR::UN;
    };
    match entry.vr() {
        VirtualVr::Exact(vr) => vr,
        VirtualVr::Xs if sign == Sign::Signed => VR::SS,
        other => other.relaxed(),
    }
}

/// The tag's keyword (`PatientName`), when the standard knows it.
#[must_use]
pub fn keyword(tag: Tag) -> Option<&'static str> {
    StandardDataDictionary.by_tag(tag).map(|entry| entry.alias)
}
