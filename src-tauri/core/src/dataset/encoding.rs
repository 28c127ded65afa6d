//! How elements are written, PS3.5 §7 and annex A.

use dicom_core::VR;

use super::dictionary::{Sign, value_representation};
use super::window::{Head, Window};
use crate::tags::{self, Tag};
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

/// How many elements [`likeness`] looks at.
const LOOKED_AT: u32 = 4;

/// How much the bytes at `at` look like elements in this encoding: 0 is not at
/// all, [`LOOKED_AT`] fully. `end` is where the data set must end, `u64::MAX`
/// when unknown.
fn likeness(
    window: &mut Window<'_>,
    at: u64,
    end: u64,
    encoding: Encoding,
) -> std::io::Result<u32> {
    let mut at = at;
    let mut last = None;
    for seen in 0..LOOKED_AT {
        if at == end {
            return Ok(if seen == 0 { 0 } else { LOOKED_AT });
        }
        if at.saturating_add(8) > window.length() {
            return Ok(seen);
        }
        let head = window.head(at)?;
        let tag = encoding.tag(head);
        let header = if encoding.explicit {
            match VR::from_binary(vr_bytes(head)) {
                Some(vr) if has_long_form(vr) => Header::long(head, encoding, vr),
                Some(vr) => Header::short(head, encoding, vr),
                None => return Ok(seen),
            }
        } else {
            Header::implicit(head, encoding, Sign::Unsigned)
        };
        let is_known = tag.0 % 2 == 1 || value_representation(tag, Sign::Unsigned) != VR::UN;
        let is_group_length = tag.1 == 0;
        let in_order = last.is_none_or(|last| tag > last);
        if !is_known || !in_order || (is_group_length && header.length != 4) {
            return Ok(seen);
        }
        if header.length == UNDEFINED {
            let value = window.head(at + header.size)?;
            let item = encoding.tag(value);
            return Ok(match item {
                tags::ITEM | tags::SEQUENCE_DELIMITATION_ITEM => LOOKED_AT,
                _ => seen,
            });
        }
        let next = at + header.size + u64::from(header.length);
        if next > end {
            // Perhaps the tail is cut off: the header alone may still count.
            return Ok(seen + u32::from(encoding.explicit));
        }
        last = Some(tag);
        at = next;
    }
    Ok(LOOKED_AT)
}

/// The encoding the bytes at `at` are really in: the declared one unless
/// another is clearly likelier. `None` when nothing looks like elements.
pub(super) fn sniff(
    window: &mut Window<'_>,
    at: u64,
    declared: Option<Encoding>,
) -> std::io::Result<Option<Encoding>> {
    let end = window.length();
    let mut best = (0, None);
    if let Some(declared) = declared {
        let score = likeness(window, at, end, declared)?;
        if score == LOOKED_AT {
            return Ok(Some(declared));
        }
        best = (score, Some(declared));
    }
    for encoding in [
        Encoding::EXPLICIT_LITTLE,
        Encoding::IMPLICIT_LITTLE,
        Encoding::EXPLICIT_BIG,
        Encoding::IMPLICIT_BIG,
    ] {
        let score = likeness(window, at, end, encoding)?;
        if score > best.0 {
            best = (score, Some(encoding));
        }
    }
    Ok(best.1)
}

/// The first bytes of a file without preamble are elements of groups that come first.
pub(super) fn starts_like_elements(head: &[u8]) -> bool {
    let mut window = Window::new(&head);
    let Ok(Some(encoding)) = sniff_head(&mut window) else {
        return false;
    };
    let Ok(first) = window.head(0) else {
        return false;
    };
    matches!(
        encoding.tag(first).group(),
        0x0000 | 0x0002 | 0x0004 | 0x0008 | 0x0010
    )
}

fn sniff_head(window: &mut Window<'_>) -> std::io::Result<Option<Encoding>> {
    for encoding in [
        Encoding::EXPLICIT_LITTLE,
        Encoding::IMPLICIT_LITTLE,
        Encoding::EXPLICIT_BIG,
        Encoding::IMPLICIT_BIG,
    ] {
        // A value that passes the end of the head tells nothing for implicit
        // encodings, where any four bytes are a length: two elements must agree.
        let needed = if encoding.explicit { 1 } else { 2 };
        if likeness(window, 0, u64::MAX, encoding)? >= needed {
            return Ok(Some(encoding));
        }
    }
    Ok(None)
}
