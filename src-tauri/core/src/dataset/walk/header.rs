//! An element's header, in the form it has or must have been meant in.

use std::io;

use super::super::dictionary::value_representation;
use super::super::encoding::{Encoding, Header, UNDEFINED, has_long_form, vr_bytes, written_vr};
use super::super::window::Head;
use super::{Level, Walker};
use crate::tags::{self, Tag};
use crate::warning::Warning;

impl Walker<'_, '_> {
    /// `None` when the bytes cannot be a header.
    pub(super) fn header(
        &mut self,
        at: u64,
        head: Head,
        level: Level,
    ) -> io::Result<Option<Header>> {
        let encoding = level.encoding;
        let tag = encoding.tag(head);
        if !encoding.explicit {
            return Ok(Some(Header::implicit(head, encoding, level.sign)));
        }
        let Some(vr) = written_vr(head) else {
            return self.header_of_unknown_vr(at, head, level);
        };
        if !has_long_form(vr) {
            return Ok(Some(Header::short(head, encoding, vr)));
        }
        let long = Header::long(head, encoding, vr);
        let fits = long.length == UNDEFINED || self.fits(at, &long, level);
        let short = Header::short(head, encoding, vr);
        // The reserved bytes are in use: some write a 16-bit length there.
        if !fits && short.length != 0 && self.leads_on(at, tag, &short, level)? {
            self.warn(Warning::WrongLengthForm { tag: tag.into() });
            return Ok(Some(short));
        }
        Ok(Some(long))
    }

    /// Tries the forms an element of unknown representation may have and takes
    /// the first after which another element stands.
    fn header_of_unknown_vr(
        &mut self,
        at: u64,
        head: Head,
        level: Level,
    ) -> io::Result<Option<Header>> {
        let encoding = level.encoding;
        let tag = encoding.tag(head);
        let vr = value_representation(tag, level.sign);
        let implicit = Header::implicit(head, encoding, level.sign);
        let short = Header::short(head, encoding, vr);
        let long = Header::long(head, encoding, vr);
        let is_written = vr_bytes(head).iter().all(u8::is_ascii_uppercase);
        // PS3.5 §7.1.2: representations to come have the long form.
        let order = match is_written {
            true => [long, short, implicit],
            false => [implicit, short, long],
        };
        for header in order {
            if self.leads_on(at, tag, &header, level)? {
                self.warn(Warning::UnknownVr { tag: tag.into() });
                return Ok(Some(header));
            }
        }
        Ok(None)
    }

    fn fits(&self, at: u64, header: &Header, level: Level) -> bool {
        header.end_at(at) <= level.end
    }

    /// Read this way, the element is followed by another, or by the end.
    fn leads_on(&mut self, at: u64, tag: Tag, header: &Header, level: Level) -> io::Result<bool> {
        if header.length == UNDEFINED {
            return self.is_item(header.value_at(at), level.end, level.encoding);
        }
        let next = header.end_at(at);
        if next.saturating_add(8) > level.end {
            return Ok(next == level.end);
        }
        let head = self.window.head(next)?;
        let next_tag = level.encoding.tag(head);
        if next_tag.0 == tags::ITEM.0 {
            let known = [
                tags::ITEM,
                tags::ITEM_DELIMITATION_ITEM,
                tags::SEQUENCE_DELIMITATION_ITEM,
            ];
            return Ok(known.contains(&next_tag));
        }
        let is_vr = written_vr(head).is_some();
        Ok(next_tag >= tag && (is_vr || next_tag.0.saturating_sub(tag.0) < 0x0100))
    }

    /// An item or the end of a sequence stands at `at`; an item that is longer
    /// than what it stands in is none.
    pub(super) fn is_item(&mut self, at: u64, end: u64, encoding: Encoding) -> io::Result<bool> {
        let room = end.saturating_sub(at);
        if room < 8 {
            return Ok(false);
        }
        let head = self.window.head(at)?;
        let length = encoding.item_length(head);
        Ok(match encoding.tag(head) {
            tags::ITEM => length == UNDEFINED || u64::from(length) <= room.saturating_sub(8),
            tags::SEQUENCE_DELIMITATION_ITEM => true,
            _ => false,
        })
    }
}
