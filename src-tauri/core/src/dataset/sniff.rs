//! Telling an encoding from the bytes themselves, where a file does not say or
//! says wrong.

use std::io;

use dicom_core::VR;

use super::dictionary::{Sign, value_representation};
use super::encoding::{Encoding, Header, UNDEFINED, has_long_form, written_vr};
use super::window::Window;
use crate::tags;

/// How many elements [`likeness`] looks at.
const LOOKED_AT: u32 = 4;

/// How much the bytes at `at` look like elements in this encoding: 0 is not at
/// all, [`LOOKED_AT`] fully. `end` is where the data set must end, `u64::MAX`
/// when unknown.
fn likeness(window: &mut Window<'_>, at: u64, end: u64, encoding: Encoding) -> io::Result<u32> {
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
            match written_vr(head) {
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
            let value = window.head(header.value_at(at))?;
            let item = encoding.tag(value);
            return Ok(match item {
                tags::ITEM | tags::SEQUENCE_DELIMITATION_ITEM => LOOKED_AT,
                _ => seen,
            });
        }
        let next = header.end_at(at);
        if next > end {
            // Perhaps the tail is cut off: the header alone may still count.
            return Ok(seen.saturating_add(encoding.explicit.into()));
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
) -> io::Result<Option<Encoding>> {
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

fn sniff_head(window: &mut Window<'_>) -> io::Result<Option<Encoding>> {
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
