//! One import or look: threads read, this keeps their results in order and files them.
//!
//! Results are taken in the order in which files were found, so the outcome
//! does not depend on how many threads there are. Archives are opened a round
//! later: what is in them follows what lies beside them.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use crossbeam_channel::RecvTimeoutError;
use scanfolio_core::cancel::CancelToken;

use super::ahead::{Ahead, bytes_of};
use super::directory::Directories;
use super::find::Finding;
use super::keep::{self, Hashes};
use super::patience::{Attention, TICK};
use super::source::{Found, Origin, Source};
use super::take::{Keeping, Known, Taken};
use super::together::{Together, groups};
use crate::content::{Content, KeptFile};
use crate::error::LibraryError;
use crate::lacking::Listing;
use crate::outcome::{ImportOutcome, Phase, Program, Progress, Rejected};

/// Files are filed at the latest when so many bytes wait in staging, be it in the middle of a study.
const BATCH: u64 = 1 << 30;

/// What is told while it runs, and how it is stopped.
pub(crate) struct Watch<'a> {
    pub progress: &'a dyn Fn(Progress),
    pub cancel: &'a CancelToken,
}

/// Files that wait to be filed, with where their bytes wait.
#[derive(Default)]
pub(crate) struct Batch {
    pub files: Vec<KeptFile>,
    pub staged: Vec<String>,
    bytes: u64,
    /// Where they will lie: a study each.
    folders: HashSet<String>,
}

impl Batch {
    /// A file that begins another study, or for which there is no room, waits until it is filed.
    pub(crate) fn is_full(&self, folder: &str, length: u64, enough: u64) -> bool {
        let begins_a_study = !folder.is_empty() && !self.folders.contains(folder);
        begins_a_study && self.bytes >= enough || self.bytes.saturating_add(length) > BATCH
    }

    fn add(&mut self, folder: &str, file: KeptFile, staged: String) {
        if !self.folders.contains(folder) {
            self.folders.insert(folder.to_owned());
        }
        self.bytes += file.file_length;
        self.files.push(file);
        self.staged.push(staged);
    }
}

/// Where a run's files go.
pub(crate) trait Target {
    /// The place a file will have.
    fn place(&mut self, found: &Found, content: &Content, hashes: Option<&Hashes>) -> String;
    /// A file's copy waits to be filed.
    fn staged(&self, file: &KeptFile, staged: &str);
    /// What waits is filed before another file of such a length is added, which will lie in `folder`.
    fn is_due(&self, batch: &Batch, folder: &str, length: u64) -> bool;
    /// Refuses files for which there surely is no room.
    fn make_sure_of_room(&self, round: &[Found]) -> Result<(), LibraryError>;
    /// Files a batch, durably; adds to the outcome.
    fn commit(&mut self, batch: Batch, outcome: &mut ImportOutcome) -> Result<(), LibraryError>;
}

/// Runs over all sources. Gives also the hashes of what was held already, and
/// what DICOMDIRs list beyond what was taken.
pub(crate) fn run(
    sources: &[Source],
    keeping: &Keeping<'_>,
    known: &Known,
    target: &mut dyn Target,
    watch: &Watch<'_>,
) -> Result<(ImportOutcome, HashSet<blake3::Hash>, Vec<Listing>), LibraryError> {
    let started = Instant::now();
    let finding = Finding::over(sources, watch);
    let mut round = finding.found;
    let mut run = Run {
        known,
        target,
        outcome: ImportOutcome {
            rejected: finding.rejected,
            ..ImportOutcome::default()
        },
        directories: Directories::default(),
        batch: Batch::default(),
        met: HashSet::new(),
        looked: BTreeMap::new(),
        next_round: Vec::new(),
        attention: Attention::to(finding.media),
        done: 0,
        total: 0,
    };
    // What was found and could not be opened is refused, not missing.
    for rejected in &run.outcome.rejected {
        run.directories.found(&rejected.path);
    }
    let mut number = 0;
    while !round.is_empty() && !watch.cancel.is_cancelled() {
        run.total += round.len() as u64;
        for found in &round {
            run.directories.found(&found.path);
        }
        if let Err(error) = run.target.make_sure_of_room(&round) {
            // What earlier rounds gave stays.
            run.commit()?;
            return Err(error);
        }
        run.round(&round, &mut number, keeping, watch)?;
        round = std::mem::take(&mut run.next_round);
    }
    run.outcome.is_cancelled = watch.cancel.is_cancelled();
    let mut listings = Vec::new();
    if !run.outcome.is_cancelled {
        (watch.progress)(Progress {
            phase: Phase::Filing,
            done: run.done,
            total: run.total,
        });
        run.commit()?;
        run.outcome.missing = run.directories.missing();
        listings = run.directories.listings(&run.outcome.rejected);
        run.outcome.incomplete = listings.iter().filter_map(Listing::told).collect();
    }
    run.outcome.add_up();
    run.outcome.seconds = started.elapsed().as_secs_f64();
    Ok((run.outcome, run.met, listings))
}

/// A file met while looking, hashed only when another resembles it.
struct Met {
    origin: Origin,
    hashes: Option<Hashes>,
    data_set_offset: u64,
}

impl Met {
    fn hashes(&mut self) -> Option<Hashes> {
        if self.hashes.is_none() {
            let source = self.origin.open_for_looking().ok()?;
            self.hashes = keep::hash(&*source, self.data_set_offset).ok();
        }
        self.hashes
    }
}

/// How many files are read at once.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, |count| count.get().clamp(2, 8))
}

struct Run<'a> {
    known: &'a Known,
    target: &'a mut dyn Target,
    outcome: ImportOutcome,
    directories: Directories,
    batch: Batch,
    /// Data sets that were there already.
    met: HashSet<blake3::Hash>,
    /// While looking: SOP Instance UID and length → what was seen with them.
    looked: BTreeMap<(String, u64), Vec<Met>>,
    next_round: Vec<Found>,
    attention: Attention,
    done: u64,
    total: u64,
}

impl Run<'_> {
    fn round(
        &mut self,
        round: &[Found],
        number: &mut usize,
        keeping: &Keeping<'_>,
        watch: &Watch<'_>,
    ) -> Result<(), LibraryError> {
        let groups = groups(round);
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let ahead = Ahead::default();
        let first_number = *number;
        *number += round.len();
        let known = self.known;
        let cancel = watch.cancel;
        std::thread::scope(|scope| {
            // Whatever ends this, a panic too, ends the waiting for a medium.
            let _over = Over(&stop);
            if let Keeping::Copy { files, .. } = keeping {
                scope.spawn(|| files.write_out_until(&|| stop.load(Ordering::Relaxed)));
            }
            let (sender, receiver) = crossbeam_channel::unbounded();
            for _ in 0..threads().min(groups.len()) {
                let (sender, groups, next, stop) = (sender.clone(), &groups, &next, &stop);
                let ahead = &ahead;
                scope.spawn(move || {
                    let is_over = || stop.load(Ordering::Relaxed) || cancel.is_cancelled();
                    let together = Together {
                        round,
                        first_number,
                        keeping,
                        known,
                        is_over: &is_over,
                    };
                    while !is_over()
                        && let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        together.take(group, &mut |index, taken| {
                            let bytes = taken.as_ref().map_or(0, bytes_of);
                            ahead.enter(index, bytes, &is_over)
                                && sender.send((index, taken, bytes)).is_ok()
                                && !is_over()
                        });
                    }
                });
            }
            drop(sender);
            let mut early = BTreeMap::new();
            let mut expected = 0;
            let mut result = Ok(());
            loop {
                let arrived = receiver.recv_timeout(TICK);
                if self.attention.renew() {
                    self.tell(watch);
                }
                let (index, taken, bytes) = match arrived {
                    Ok(arrived) => arrived,
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => break,
                };
                early.insert(index, (taken, bytes));
                while let (Some((taken, bytes)), Some(found)) =
                    (early.remove(&expected), round.get(expected))
                {
                    expected += 1;
                    if result.is_ok() && !watch.cancel.is_cancelled() {
                        result = taken.and_then(|taken| self.settle(found, taken, watch));
                    }
                    if result.is_err() {
                        stop.store(true, Ordering::Relaxed);
                    }
                    ahead.leave(bytes);
                }
            }
            result
        })
    }

    /// Counts one file, in order.
    fn settle(
        &mut self,
        found: &Found,
        taken: Taken,
        watch: &Watch<'_>,
    ) -> Result<(), LibraryError> {
        match taken {
            Taken::Content {
                content,
                hashes,
                length,
                staged,
            } => {
                if self.is_duplicate(found, &content, hashes, length) {
                    self.outcome.duplicates += 1;
                    // Its copy lies in staging and is swept with it.
                } else {
                    if let Content::Dicom(dicom) = &content
                        && dicom.is_cut_short
                    {
                        self.outcome.cut_short.push(found.path.clone());
                    }
                    let place = self.target.place(found, &content, hashes.as_ref());
                    let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
                    if self.target.is_due(&self.batch, folder, length) {
                        self.commit()?;
                    }
                    let file = KeptFile {
                        source_path: found.path.clone(),
                        hashes,
                        file_length: length,
                        content,
                        place: place.clone(),
                    };
                    self.target.staged(&file, &staged);
                    self.batch.add(folder, file, staged);
                }
            }
            Taken::Duplicate(hash) => {
                self.met.insert(hash);
                self.outcome.duplicates += 1;
            }
            Taken::Ignored => self.outcome.ignored += 1,
            Taken::Program(kind) => {
                self.outcome.ignored += 1;
                self.outcome.programs.push(Program {
                    path: found.path.clone(),
                    kind,
                });
            }
            Taken::Directory(files) => {
                self.directories.named(&found.path, files);
                self.outcome.ignored += 1;
            }
            Taken::Archive(archive) => {
                self.enter(archive.list(&found.path));
            }
            Taken::SevenZip(archive) => {
                self.enter(archive.list(&found.path));
            }
            Taken::Contents(contents, around) => {
                self.enter(contents.list(&found.path, &around));
            }
            Taken::Gzip(around, packed) => self.next_round.push(Found {
                path: found.path.clone(),
                origin: Origin::Gzip(Arc::new(packed)),
                around,
            }),
            Taken::Refused(refusal) => self.outcome.rejected.push(found.rejected(refusal)),
        }
        self.done += 1;
        if self.done.is_multiple_of(16) || self.done == self.total {
            self.tell(watch);
        }
        Ok(())
    }

    fn tell(&self, watch: &Watch<'_>) {
        (watch.progress)(Progress {
            phase: self.attention.phase(),
            done: self.done,
            total: self.total,
        });
    }

    /// What was found inside is read in the next round.
    fn enter(&mut self, (inside, rejected): (Vec<Found>, Vec<Rejected>)) {
        self.next_round.extend(inside);
        for rejected in &rejected {
            self.directories.found(&rejected.path);
        }
        self.outcome.rejected.extend(rejected);
    }

    fn commit(&mut self) -> Result<(), LibraryError> {
        let batch = std::mem::take(&mut self.batch);
        if batch.files.is_empty() {
            return Ok(());
        }
        self.target.commit(batch, &mut self.outcome)
    }

    /// The same data set was met before, in this run or in the library.
    fn is_duplicate(
        &mut self,
        found: &Found,
        content: &Content,
        hashes: Option<Hashes>,
        length: u64,
    ) -> bool {
        if let Some(hashes) = hashes
            && !self
                .known
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(hashes.data_set_blake3)
        {
            return true;
        }
        // Looking does not hash. What has the UID and length of an earlier file is hashed now.
        let Content::Dicom(dicom) = content else {
            return false;
        };
        if hashes.is_some() {
            return false;
        }
        let key = (dicom.instance.instance.sop_instance_uid.clone(), length);
        let earlier = self.looked.entry(key).or_default();
        let mut own = Met {
            origin: found.origin.clone(),
            hashes: None,
            data_set_offset: dicom.data_set_offset,
        };
        for met in earlier.iter_mut() {
            if let (Some(own), Some(other)) = (own.hashes(), met.hashes())
                && own.data_set_blake3 == other.data_set_blake3
            {
                return true;
            }
        }
        earlier.push(own);
        false
    }
}

/// Says on its way out that nothing more is wanted.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
