//! Room on the library's volume: asked for before anything is copied, held to while unpacking.
//!
//! Not for a disk that becomes full all the same: that is an error of writing.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::source::around::Around;
use super::source::pour::Unpack;
use super::source::{Found, Refusal};
use crate::error::LibraryError;
use crate::files::{Draft, Files, Space};
use crate::outcome::RejectCode;

/// How many bytes are unpacked between two looks at the volume.
const STRIDE: u64 = 64 << 20;

/// Refuses files for which there surely is no room: those whose length is known,
/// without as many as are held with the same length, which may be the same.
///
/// # Errors
/// [`LibraryError::TooLittleRoom`].
pub(crate) fn make_sure(
    files: &Files,
    round: &[Found],
    held: impl FnOnce() -> Result<BTreeMap<u64, u64>, LibraryError>,
) -> Result<(), LibraryError> {
    // What the system does not tell is found out by writing.
    let Ok(Space { free, .. }) = files.space() else {
        return Ok(());
    };
    let lengths: Vec<u64> = round
        .iter()
        .filter_map(|found| found.origin.length())
        .collect();
    let all = lengths
        .iter()
        .fold(0, |sum: u64, it| sum.saturating_add(*it));
    if all <= free {
        return Ok(());
    }
    let needed = at_least(&lengths, held()?);
    if needed <= free {
        return Ok(());
    }
    Err(LibraryError::TooLittleRoom { needed, free })
}

/// The sum without what may be held already.
fn at_least(lengths: &[u64], mut held: BTreeMap<u64, u64>) -> u64 {
    let is_new = |length: &&u64| match held.get_mut(length) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    lengths
        .iter()
        .filter(is_new)
        .fold(0, |sum: u64, length| sum.saturating_add(*length))
}

/// What is left alone on a volume while unpacking: 1 GiB, of a small one the twentieth part.
fn reserve(total: u64) -> u64 {
    (total / 20).min(1 << 30)
}

/// A draft that what is unpacked is written to, as long as there is room.
pub(crate) struct Spool<'a> {
    draft: Draft<'a>,
    files: &'a Files,
    /// What its bytes are taken off; `None` when that was done by their declared length.
    budget: Option<&'a Around>,
    until_look: u64,
    refusal: Option<Refusal>,
}

impl<'a> Spool<'a> {
    pub(crate) fn new(draft: Draft<'a>, files: &'a Files, budget: Option<&'a Around>) -> Self {
        Self {
            draft,
            files,
            budget,
            until_look: 0,
            refusal: None,
        }
    }

    /// Fills it and finishes it.
    pub(crate) fn fill(
        mut self,
        unpack_to: impl FnOnce(&mut dyn Write) -> Result<(), Unpack>,
    ) -> Result<(), Unpack> {
        let filled = unpack_to(&mut self);
        match self.refusal {
            Some(refusal) => Err(Unpack::Refused(refusal)),
            None => filled.and_then(|()| self.draft.finish().map_err(Unpack::Write)),
        }
    }

    fn allow(&mut self, bytes: u64) -> Result<(), Refusal> {
        if let Some(around) = self.budget {
            around.spend(bytes)?;
        }
        if bytes > self.until_look {
            self.until_look = STRIDE;
            if let Ok(Space { free, total }) = self.files.space()
                && free < reserve(total).saturating_add(STRIDE)
            {
                return Err((RejectCode::NoRoom, format!("{free} bytes free")));
            }
        }
        self.until_look = self.until_look.saturating_sub(bytes);
        Ok(())
    }
}

impl Write for Spool<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if let Err(refusal) = self.allow(buf.len() as u64) {
            let error = io::Error::other(refusal.1.clone());
            self.refusal = Some(refusal);
            return Err(error);
        }
        self.draft.write_all(buf)?;
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.draft.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_held_already_is_not_counted() {
        let held = || BTreeMap::from([(10, 1), (30, 5)]);
        assert_eq!(at_least(&[10, 10, 20, 30], held()), 30);
        assert_eq!(at_least(&[10, 30, 30], held()), 0);
        assert_eq!(at_least(&[u64::MAX, 20], held()), u64::MAX);
    }

    #[test]
    fn a_small_volume_keeps_the_twentieth_part() {
        assert_eq!(reserve(20 << 30), 1 << 30);
        assert_eq!(reserve(1 << 40), 1 << 30);
        assert_eq!(reserve(2000), 100);
    }
}
