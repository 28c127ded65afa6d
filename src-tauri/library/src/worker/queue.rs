//! Which frame is decoded next.
//!
//! Of the wanted ones the last asked for, because that is where the person is
//! now; of the prefetched ones the first, because that is the nearest. A panic
//! in a decoder is an answer, not an end.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender};
use scanfolio_core::bytes::ReadAt;
use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSetError;
use scanfolio_core::pixels::{FrameHeader, PixelError, decode_frame, frame_packet};

use super::cache::Cache;

/// Tells one source from all others for as long as the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceKey {
    /// [`Library::number`](crate::Library::number).
    pub library: u64,
    /// Row of its index.
    pub instance_id: i64,
}

/// How much a frame is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Someone is waiting for it.
    Wanted,
    /// It may be wanted soon.
    Prefetch,
}

/// One frame to decode.
pub struct DecodeRequest {
    /// Of the source.
    pub key: SourceKey,
    /// The file.
    pub source: Arc<dyn ReadAt>,
    /// From 1.
    pub frame_number: u32,
    /// How much it is wanted.
    pub urgency: Urgency,
    /// No longer wanted at all.
    pub cancel: CancelToken,
}

/// Why there is no packet.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// It was no longer wanted.
    #[error("decoding was stopped")]
    Cancelled,
    /// The file's header cannot be read.
    #[error("decoding a frame")]
    DataSet(#[from] DataSetError),
    /// The frame cannot be shown.
    #[error("decoding a frame")]
    Pixels(#[from] PixelError),
    /// A decoder failed in a way it should not.
    #[error("the decoder gave up")]
    GaveUp,
}

impl DecodeError {
    /// A stable code in snake_case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::DataSet(error) => error.code(),
            Self::Pixels(error) => error.code(),
            Self::GaveUp => "decoder_gave_up",
        }
    }
}

/// A frame packet (`core::pixels::frame_packet`), or why there is none.
type Reply = Result<Vec<u8>, DecodeError>;

struct Job {
    request: DecodeRequest,
    reply: Sender<Reply>,
}

#[derive(Default)]
struct Jobs {
    wanted: Vec<Job>,
    prefetch: VecDeque<Job>,
    is_closed: bool,
}

#[derive(Default)]
struct Shared {
    jobs: Mutex<Jobs>,
    more: Condvar,
    cache: Cache,
}

/// Threads that decode. Dropping it stops them after the frame at hand.
pub struct DecodeQueue {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl DecodeQueue {
    /// Starts the threads, at least one.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        let shared = Arc::new(Shared::default());
        let threads = (0..threads.max(1))
            .map(|_| {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || work(&shared))
            })
            .collect();
        Self { shared, threads }
    }

    /// Asks for a frame. The receiver gets exactly one reply; when it is
    /// disconnected instead, the queue was dropped.
    pub fn submit(&self, request: DecodeRequest) -> Receiver<Reply> {
        let (reply, receiver) = crossbeam_channel::bounded(1);
        let urgency = request.urgency;
        let job = Job { request, reply };
        {
            let mut jobs = self
                .shared
                .jobs
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            match urgency {
                Urgency::Wanted => jobs.wanted.push(job),
                Urgency::Prefetch => jobs.prefetch.push_back(job),
            }
        }
        self.shared.more.notify_one();
        receiver
    }

    /// A frame asked for ahead of need is needed now: it goes before all that
    /// wait. One that is being decoded, or was never asked for, stays as it is.
    pub fn raise(&self, key: SourceKey, frame_number: u32) {
        let mut jobs = self
            .shared
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let at = jobs.prefetch.iter().position(|Job { request, .. }| {
            request.key == key && request.frame_number == frame_number
        });
        if let Some(job) = at.and_then(|at| jobs.prefetch.remove(at)) {
            jobs.wanted.push(job);
        }
    }
}

impl Drop for DecodeQueue {
    fn drop(&mut self) {
        self.shared
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_closed = true;
        self.shared.more.notify_all();
        for thread in self.threads.drain(..) {
            // A worker catches its panics; one that died all the same has nothing left to say.
            drop(thread.join());
        }
    }
}

fn work(shared: &Shared) {
    while let Some(Job { request, reply }) = next(shared) {
        let result = if request.cancel.is_cancelled() {
            Err(DecodeError::Cancelled)
        } else {
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                decode(&shared.cache, &request)
            }))
            .unwrap_or(Err(DecodeError::GaveUp))
        };
        // Nobody waits any more: fine.
        drop(reply.send(result));
    }
}

fn next(shared: &Shared) -> Option<Job> {
    let mut jobs = shared.jobs.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if jobs.is_closed {
            return None;
        }
        if let Some(job) = jobs.wanted.pop() {
            return Some(job);
        }
        if let Some(job) = jobs.prefetch.pop_front() {
            return Some(job);
        }
        jobs = shared
            .more
            .wait(jobs)
            .unwrap_or_else(PoisonError::into_inner);
    }
}

fn decode(cache: &Cache, request: &DecodeRequest) -> Reply {
    let parsed = cache.get(request.key, &*request.source)?;
    let mut warnings = parsed.warnings.clone();
    let frame = decode_frame(
        &*request.source,
        &parsed.data_set,
        request.frame_number,
        &request.cancel,
        &mut warnings,
    )
    .map_err(|error| match error {
        PixelError::Cancelled => DecodeError::Cancelled,
        other => DecodeError::Pixels(other),
    })?;
    let header = FrameHeader::read(&parsed.data_set, &frame, request.frame_number, &warnings);
    Ok(frame_packet(&frame, header))
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::OnceLock;
    use std::time::Duration;

    use scanfolio_core::sample;

    use super::*;

    /// Counts reads, notes its name when first read, and can be held back or made to panic.
    struct Source {
        bytes: Vec<u8>,
        name: &'static str,
        seen: Arc<Mutex<Vec<&'static str>>>,
        gate: Option<Receiver<()>>,
        panics: bool,
    }

    impl ReadAt for Source {
        fn len(&self) -> u64 {
            self.bytes.len() as u64
        }

        fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
            let is_first = {
                let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                let is_first = !seen.contains(&self.name);
                if is_first {
                    seen.push(self.name);
                }
                is_first
            };
            assert!(!self.panics, "planted");
            if let (true, Some(gate)) = (is_first, &self.gate) {
                gate.recv_timeout(Duration::from_secs(20))
                    .map_err(io::Error::other)?;
            }
            self.bytes.as_slice().read_at(offset, buf)
        }
    }

    struct Bench {
        queue: DecodeQueue,
        seen: Arc<Mutex<Vec<&'static str>>>,
        bytes: Vec<u8>,
    }

    impl Bench {
        fn new() -> Self {
            static IMAGE: OnceLock<Vec<u8>> = OnceLock::new();
            let bytes = IMAGE
                .get_or_init(|| sample::sample_study().unwrap().swap_remove(0).bytes)
                .clone();
            Self {
                queue: DecodeQueue::new(1),
                seen: Arc::default(),
                bytes,
            }
        }

        fn ask(
            &self,
            name: &'static str,
            urgency: Urgency,
            gate: Option<Receiver<()>>,
            cancel: &CancelToken,
            panics: bool,
        ) -> Receiver<Reply> {
            let source = Source {
                bytes: self.bytes.clone(),
                name,
                seen: Arc::clone(&self.seen),
                gate,
                panics,
            };
            self.queue.submit(DecodeRequest {
                key: key(name),
                source: Arc::new(source),
                frame_number: 1,
                urgency,
                cancel: cancel.clone(),
            })
        }
    }

    fn key(name: &str) -> SourceKey {
        SourceKey {
            library: 0,
            instance_id: name.bytes().fold(0, |sum, byte| sum * 31 + i64::from(byte)),
        }
    }

    fn reply(receiver: &Receiver<Reply>) -> Reply {
        receiver.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    #[test]
    fn the_last_wanted_comes_first_and_prefetch_waits_behind() {
        let bench = Bench::new();
        let go = CancelToken::default();
        let (open, gate) = crossbeam_channel::bounded(1);
        let held = bench.ask("held", Urgency::Wanted, Some(gate), &go, false);
        while bench.seen.lock().unwrap().is_empty() {
            std::thread::yield_now();
        }
        let asked = [
            bench.ask("ahead 1", Urgency::Prefetch, None, &go, false),
            bench.ask("ahead 2", Urgency::Prefetch, None, &go, false),
            bench.ask("wanted 1", Urgency::Wanted, None, &go, false),
            bench.ask("wanted 2", Urgency::Wanted, None, &go, false),
        ];
        open.send(()).unwrap();
        assert!(reply(&held).is_ok());
        for receiver in &asked {
            assert!(reply(receiver).is_ok());
        }
        assert_eq!(
            *bench.seen.lock().unwrap(),
            ["held", "wanted 2", "wanted 1", "ahead 1", "ahead 2"]
        );
    }

    #[test]
    fn a_prefetched_frame_that_is_needed_now_goes_before_all_that_wait() {
        let bench = Bench::new();
        let go = CancelToken::default();
        let (open, gate) = crossbeam_channel::bounded(1);
        let held = bench.ask("held", Urgency::Wanted, Some(gate), &go, false);
        while bench.seen.lock().unwrap().is_empty() {
            std::thread::yield_now();
        }
        let asked = [
            bench.ask("wanted", Urgency::Wanted, None, &go, false),
            bench.ask("ahead 1", Urgency::Prefetch, None, &go, false),
            bench.ask("ahead 2", Urgency::Prefetch, None, &go, false),
        ];
        bench.queue.raise(key("ahead 2"), 1);
        bench.queue.raise(key("ahead 1"), 2);
        bench.queue.raise(key("held"), 1);
        open.send(()).unwrap();
        assert!(reply(&held).is_ok());
        for receiver in &asked {
            assert!(reply(receiver).is_ok());
        }
        assert_eq!(
            *bench.seen.lock().unwrap(),
            ["held", "ahead 2", "wanted", "ahead 1"]
        );
    }

    #[test]
    fn what_is_cancelled_while_it_waits_is_never_read() {
        let bench = Bench::new();
        let cancel = CancelToken::default();
        cancel.cancel();
        let receiver = bench.ask("unwanted", Urgency::Wanted, None, &cancel, false);
        assert_eq!(reply(&receiver).unwrap_err().code(), "cancelled");
        assert!(bench.seen.lock().unwrap().is_empty());
    }

    #[test]
    fn a_panic_is_an_answer_and_the_queue_goes_on() {
        let bench = Bench::new();
        let go = CancelToken::default();
        let receiver = bench.ask("panics", Urgency::Wanted, None, &go, true);
        assert_eq!(reply(&receiver).unwrap_err().code(), "decoder_gave_up");
        assert!(reply(&bench.ask("next", Urgency::Wanted, None, &go, false)).is_ok());
    }
}
