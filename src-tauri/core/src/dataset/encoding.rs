//! How elements are written, PS3.5 §7 and annex A.

use dicom_core::VR;

use super::dictionary::{Sign, value_representation};
use super::window::Head;
use crate::tags::Tag;
use crate::uids;

/// An element's or item's length that is not written: it ends at a delimiter.
pub(super) const UNDEFINED: u32 = u32::MAX;

/// With or without value representations, and in which byte order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Encoding {
    pub(super) explicit: bool,
    pub(super) big_endian: bool,
}

impl Encoding {
    pub(super) const IMPLICIT_LITTLE: Self = Self {
        explicit: false,
        big_endian: false,
    };
    pub(super) const EXPLICIT_LITTLE: Self = Self {
        explicit: true,
        big_endian: false,
    };
    pub(super) const EXPLICIT_BIG: Self = Self {
        explicit: true,
        big_endian: true,
    };
    /// Never allowed, but written by some (ACR-NEMA).
    pub(super) const IMPLICIT_BIG: Self = Self {
        explicit: false,
        big_endian: true,
    };

    /// What a transfer syntax prescribes; all that is not named here is explicit little endian.
    pub(super) fn of(transfer_syntax_uid: &str) -> Self {
        match transfer_syntax_uid {
            uids::IMPLICIT_VR_LITTLE_ENDIAN | uids::GE_PRIVATE_IMPLICIT_VR_BIG_ENDIAN_PIXELS => {
                Self::IMPLICIT_LITTLE
            }
            uids::EXPLICIT_VR_BIG_ENDIAN => Self::EXPLICIT_BIG,
            _ => Self::EXPLICIT_LITTLE,
        }
    }

    /// The transfer syntax of a native data set in this encoding.
    pub(super) fn transfer_syntax_uid(self) -> &'static str {
        match (self.explicit, self.big_endian) {
            (_, true) => uids::EXPLICIT_VR_BIG_ENDIAN,
            (true, false) => uids::EXPLICIT_VR_LITTLE_ENDIAN,
            (false, false) => uids::IMPLICIT_VR_LITTLE_ENDIAN,
        }
    }

    pub(super) fn u16(self, bytes: [u8; 2]) -> u16 {
        match self.big_endian {
            true => u16::from_be_bytes(bytes),
            false => u16::from_le_bytes(bytes),
        }
    }

    pub(super) fn u32(self, bytes: [u8; 4]) -> u32 {
        match self.big_endian {
            true => u32::from_be_bytes(bytes),
            false => u32::from_le_bytes(bytes),
        }
    }

    pub(super) fn tag(self, [a, b, c, d, ..]: Head) -> Tag {
        Tag(self.u16([a, b]), self.u16([c, d]))
    }

    /// The 32-bit length right after the tag: implicit elements, items, delimiters.
    pub(super) fn item_length(self, [_, _, _, _, a, b, c, d, ..]: Head) -> u32 {
        self.u32([a, b, c, d])
    }
}

/// The two bytes where an explicit element has its value representation.
pub(super) fn vr_bytes([_, _, _, _, a, b, ..]: Head) -> [u8; 2] {
    [a, b]
}

/// The value representation of an explicit element, if PS3.5 §6.2 knows it.
pub(super) fn written_vr(head: Head) -> Option<VR> {
    // `VR::from_binary` compares strings, and this is asked for every element.
    Some(match &vr_bytes(head) {
        b"AE" => VR::AE,
        b"AS" => VR::AS,
        b"AT" => VR::AT,
        b"CS" => VR::CS,
        b"DA" => VR::DA,
        b"DS" => VR::DS,
        b"DT" => VR::DT,
        b"FL" => VR::FL,
        b"FD" => VR::FD,
        b"IS" => VR::IS,
        b"LO" => VR::LO,
        b"LT" => VR::LT,
        b"OB" => VR::OB,
        b"OD" => VR::OD,
        b"OF" => VR::OF,
        b"OL" => VR::OL,
        b"OV" => VR::OV,
        b"OW" => VR::OW,
        b"PN" => VR::PN,
        b"SH" => VR::SH,
        b"SL" => VR::SL,
        b"SQ" => VR::SQ,
        b"SS" => VR::SS,
        b"ST" => VR::ST,
        b"SV" => VR::SV,
        b"TM" => VR::TM,
        b"UC" => VR::UC,
        b"UI" => VR::UI,
        b"UL" => VR::UL,
        b"UN" => VR::UN,
        b"UR" => VR::UR,
        b"US" => VR::US,
        b"UT" => VR::UT,
        b"UV" => VR::UV,
        _ => return None,
    })
}

/// The header of one element, decoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    pub(super) vr: VR,
    /// Length of the value, or [`UNDEFINED`].
    pub(super) length: u32,
    /// Bytes from the tag to the value: 8 or 12.
    pub(super) size: u64,
    /// How the value, if it is a sequence, is written.
    pub(super) encoding: Encoding,
}

impl Header {
    /// Where the value begins, when the tag stands at `at`.
    pub(super) fn value_at(&self, at: u64) -> u64 {
        at.saturating_add(self.size)
    }

    /// Where the value ends by its written length, when the tag stands at `at`.
    pub(super) fn end_at(&self, at: u64) -> u64 {
        self.value_at(at).saturating_add(self.length.into())
    }

    /// Tag and 32-bit length.
    pub(super) fn implicit(head: Head, encoding: Encoding, sign: Sign) -> Self {
        Self {
            vr: value_representation(encoding.tag(head), sign),
            length: encoding.item_length(head),
            size: 8,
            encoding: Encoding {
                explicit: false,
                ..encoding
            },
        }
    }

    /// Tag, value representation and 16-bit length.
    pub(super) fn short(head: Head, encoding: Encoding, vr: VR) -> Self {
        let [_, _, _, _, _, _, a, b, ..] = head;
        Self {
            vr,
            length: u32::from(encoding.u16([a, b])),
            size: 8,
            encoding,
        }
    }

    /// Tag, value representation, two reserved bytes and 32-bit length.
    pub(super) fn long(head: Head, encoding: Encoding, vr: VR) -> Self {
        let [_, _, _, _, _, _, _, _, a, b, c, d] = head;
        Self {
            vr,
            length: encoding.u32([a, b, c, d]),
            size: 12,
            encoding,
        }
    }
}

/// The value representation has a 32-bit length (PS3.5 §7.1.2, table 7.1-1).
pub(super) fn has_long_form(vr: VR) -> bool {
    use VR::{OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV};
    matches!(
        vr,
        OB | OD | OF | OL | OV | OW | SQ | SV | UC | UN | UR | UT | UV
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_bytes_is_the_representation_that_dicom_core_knows() {
        for a in 0..=255 {
            for b in 0..=255 {
                let head = [0, 0, 0, 0, a, b, 0, 0, 0, 0, 0, 0];
                assert_eq!(written_vr(head), VR::from_binary([a, b]));
            }
        }
    }
}
