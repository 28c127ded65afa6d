//! Takes the files of a round: each by itself, those of one block of an archive in one pass.
//!
//! Not for keeping their order: whoever gets the results does.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::patience::take_when_there;
use super::source::seven_zip::{Entry, Next, SevenZip};
use super::source::{Found, Origin, Refusal};
use super::take::{Keeping, Known, Taken, take, take_entry};
use crate::error::LibraryError;
use crate::outcome::RejectCode;

/// What came of a file of the round; `false` stops.
pub(crate) type Done<'a> = &'a mut dyn FnMut(usize, Result<Taken, LibraryError>) -> bool;

/// The files of a round, for one thread.
#[derive(Clone, Copy)]
pub(crate) struct Together<'a> {
    pub round: &'a [Found],
    /// Number of the round's first file, unique in this import.
    pub first_number: usize,
    pub keeping: &'a Keeping<'a>,
    pub known: &'a Known,
    /// Nothing more is wanted.
    pub is_over: &'a dyn Fn() -> bool,
}

/// Ranges of the round that are taken together, in order.
pub(crate) fn groups(round: &[Found]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (index, found) in round.iter().enumerate() {
        let block = block_of(found).map(|(archive, block)| (Arc::as_ptr(archive), block));
        match groups.last_mut() {
            Some(group) if block.is_some() && block == last => group.end = index + 1,
            _ => groups.push(index..index + 1),
        }
        last = block;
    }
    groups
}

/// The archive and the block that a file is unpacked from in a pass.
fn block_of(found: &Found) -> Option<(&Arc<SevenZip>, usize)> {
    match &found.origin {
        Origin::Solid { archive, index } => Some((archive, archive.block_of(*index)?)),
        _ => None,
    }
}

impl Together<'_> {
    /// Takes all files of a group, in order.
    pub(crate) fn take(&self, group: &Range<usize>, done: Done<'_>) {
        let Some(found) = self.round.get(group.start) else {
            return;
        };
        if let Some((archive, block)) = block_of(found) {
            self.in_one_pass(archive, block, group, done);
        } else {
            let number = self.first_number + group.start;
            let taken = take_when_there(found, self.is_over, || {
                guarded(|| take(found, number, self.keeping, self.known))
            });
            done(group.start, taken);
        }
    }

    /// A pass that the medium went away under is begun again, for what is not done yet.
    fn in_one_pass(&self, archive: &SevenZip, block: usize, group: &Range<usize>, done: Done<'_>) {
        let mut at = group.start;
        let mut goes_on = true;
        loop {
            let started = Instant::now();
            let medium = self.round.get(at).and_then(|it| it.around.medium.as_ref());
            let was_away = || medium.is_some_and(|medium| medium.was_away_since(started));
            let mut held_back = None;
            let mut each = |entry: Entry<'_>| {
                let wanted = self.round.get(at).filter(|_| at < group.end);
                let Some(found) = wanted else {
                    return Next::Stop;
                };
                // Entries that were refused by what the header says lie between.
                if !found.is_entry(entry.index) {
                    return Next::GoOn;
                }
                let number = self.first_number + at;
                let taken =
                    guarded(|| take_entry(found, archive, entry, number, self.keeping, self.known));
                if matches!(taken, Ok(Taken::Refused(_))) && was_away() {
                    held_back = Some(taken);
                    return Next::Stop;
                }
                goes_on = done(at, taken);
                at += 1;
                if goes_on { Next::GoOn } else { Next::Stop }
            };
            let ended = catch_unwind(AssertUnwindSafe(|| archive.pass(block, &mut each)));
            let is_done = !goes_on || at >= group.end;
            if is_done {
                return;
            }
            let may_be_there_again = held_back.is_some() || was_away();
            if may_be_there_again && medium.is_some_and(|medium| medium.wait(self.is_over)) {
                continue;
            }
            let refusal = match ended {
                Ok(Ok(())) => damaged("the block ends before"),
                Ok(Err(refusal)) => refusal,
                Err(_) => damaged("the reader gave up"),
            };
            // What the pass did not come to.
            while goes_on && at < group.end {
                let refused = || Ok(Taken::Refused(refusal.clone()));
                goes_on = done(at, held_back.take().unwrap_or_else(refused));
                at += 1;
            }
            return;
        }
    }
}

fn damaged(what: &str) -> Refusal {
    (RejectCode::ArchiveDamaged, what.to_owned())
}

/// A reader that panics on a file refuses the file, and nothing else.
fn guarded(take: impl FnOnce() -> Result<Taken, LibraryError>) -> Result<Taken, LibraryError> {
    catch_unwind(AssertUnwindSafe(take)).unwrap_or_else(|_| {
        Ok(Taken::Refused((
            RejectCode::DicomDamaged,
            "the reader gave up".to_owned(),
        )))
    })
}
