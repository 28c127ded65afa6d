//! Which elements a character set concerns, and how their text is decoded.

use std::borrow::Cow;

use dicom_core::VR;

use crate::charset::{CharacterSet, TextKind};

/// Specific Character Set (0008,0005) concerns these (PS3.5 §6.1.2.3), and
/// private ones of unknown representation, which may be text.
pub(super) fn text_kind(vr: VR) -> Option<TextKind> {
    match vr {
        VR::SH | VR::LO | VR::UC | VR::UN => Some(TextKind::Short),
        VR::PN => Some(TextKind::PersonName),
        VR::ST | VR::LT | VR::UT => Some(TextKind::Long),
        _ => None,
    }
}

/// Values no character set concerns are read as the default repertoire, with
/// the same guess at bytes that do not belong there.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    vr: VR,
    character_set: Option<&CharacterSet>,
) -> Cow<'b, str> {
    let default = CharacterSet::default();
    match (text_kind(vr), character_set) {
        (Some(kind), Some(set)) => set.decode(bytes, kind),
        _ => default.decode(bytes, TextKind::Short),
    }
}
