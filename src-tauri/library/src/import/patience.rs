//! A medium that is gone, or slow, while its files are read: they wait for it,
//! and the person is told.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::source::Found;
use super::source::medium::Medium;
use super::take::Taken;
use crate::error::LibraryError;
use crate::outcome::Phase;

/// How often the media are thought of while nothing arrives.
pub(crate) const TICK: Duration = Duration::from_millis(250);
/// How long a read may take before the person is told: with a tick, within 5 seconds.
const PATIENCE: Duration = Duration::from_millis(4500);
/// A folder that is listed at once is not waited for.
const FIRST_STEP: Duration = Duration::from_micros(200);

/// Reads a file, again after its medium was gone. Once it is over, whatever came last.
pub(crate) fn take_when_there(
    found: &Found,
    is_over: &dyn Fn() -> bool,
    take: impl Fn() -> Result<Taken, LibraryError>,
) -> Result<Taken, LibraryError> {
    loop {
        let started = Instant::now();
        let taken = take();
        let Some(medium) = &found.around.medium else {
            return taken;
        };
        let may_be_the_mediums_fault = match &taken {
            Ok(Taken::Refused(_)) => true,
            // Folders of a disc image that could not be read.
            Ok(Taken::Contents(contents, _)) => !contents.refused.is_empty(),
            _ => false,
        };
        if !may_be_the_mediums_fault || !medium.was_away_since(started) || !medium.wait(is_over) {
            return taken;
        }
    }
}

/// Does work that may hang on a medium while its folders are listed, on a thread
/// of its own: when nothing has come back for a while, the person is told, and
/// told again when it goes on. `reads` grows as long as something does.
pub(crate) fn patiently<T: Send>(
    name: &str,
    reads: &dyn Fn() -> u64,
    tell: &dyn Fn(Phase),
    work: impl FnOnce() -> T + Send,
) -> T {
    std::thread::scope(|scope| {
        let working = scope.spawn(work);
        let (mut seen, mut since, mut is_told) = (reads(), Instant::now(), false);
        let mut step = FIRST_STEP;
        while !working.is_finished() {
            std::thread::sleep(step);
            step = (step * 2).min(TICK);
            let now = reads();
            if now != seen {
                (seen, since) = (now, Instant::now());
            }
            let is_slow = since.elapsed() >= PATIENCE;
            if is_slow != is_told {
                tell(if is_slow {
                    Phase::MediumSlow(name.to_owned())
                } else {
                    Phase::Finding
                });
                is_told = is_slow;
            }
        }
        if is_told {
            tell(Phase::Finding);
        }
        match working.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// What is known of the media of a run, as the person hears it.
pub(crate) struct Attention {
    media: Vec<Arc<Medium>>,
    phase: Phase,
    /// Reads that came back, and when it was last noticed that one had.
    reads: u64,
    since: Instant,
}

impl Attention {
    pub(crate) fn to(media: Vec<Arc<Medium>>) -> Self {
        Self {
            media,
            phase: Phase::Reading,
            reads: 0,
            since: Instant::now(),
        }
    }

    /// What is going on.
    pub(crate) fn phase(&self) -> Phase {
        self.phase.clone()
    }

    /// Thinks of the media; whether there is something new to tell.
    pub(crate) fn renew(&mut self) -> bool {
        let reads = self.media.iter().map(|medium| medium.reads()).sum();
        let reading = self.media.iter().find(|medium| medium.is_reading());
        if reads != self.reads || reading.is_none() {
            self.reads = reads;
            self.since = Instant::now();
        }
        let gone = self.media.iter().find(|medium| medium.is_gone());
        let phase = match (gone, reading) {
            (Some(gone), _) => Phase::MediumGone(gone.name().to_owned()),
            (None, Some(slow)) if self.since.elapsed() >= PATIENCE => {
                Phase::MediumSlow(slow.name().to_owned())
            }
            _ => Phase::Reading,
        };
        let is_new = phase != self.phase;
        self.phase = phase;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_that_does_not_come_back_is_told_within_five_seconds() {
        let told = std::cell::RefCell::new(Vec::new());
        let started = Instant::now();
        let tell = |phase| told.borrow_mut().push((started.elapsed(), phase));
        let is_listed = patiently("STICK", &|| 0, &tell, || {
            std::thread::sleep(Duration::from_secs(6));
            true
        });
        assert!(is_listed);
        let told = told.into_inner();
        let phases: Vec<&Phase> = told.iter().map(|(_, phase)| phase).collect();
        assert_eq!(
            phases,
            [&Phase::MediumSlow("STICK".into()), &Phase::Finding],
            "told, and told that it came back"
        );
        assert!(told[0].0 < Duration::from_secs(5), "{told:?}");
    }

    #[test]
    fn a_listing_that_goes_on_is_not_called_slow_and_one_that_goes_on_again_is_said_to() {
        let reads = std::sync::atomic::AtomicU64::new(0);
        let order = std::sync::atomic::Ordering::Relaxed;
        let told = std::cell::RefCell::new(Vec::new());
        let tell = |phase| told.borrow_mut().push(phase);
        patiently("STICK", &|| reads.load(order), &tell, || {
            for pause in [2500, 2500, 5500, 600] {
                std::thread::sleep(Duration::from_millis(pause));
                reads.fetch_add(1, order);
            }
        });
        assert_eq!(
            told.into_inner(),
            [Phase::MediumSlow("STICK".into()), Phase::Finding]
        );
    }

    #[test]
    fn a_read_that_does_not_come_back_is_told_within_five_seconds() {
        let folder = tempfile::tempdir().unwrap();
        let medium = Arc::new(Medium::of(folder.path()).unwrap());
        let name = medium.name().to_owned();
        let mut attention = Attention::to(vec![Arc::clone(&medium)]);
        let started = Instant::now();
        assert!(!attention.renew());
        medium.during(|| {
            while !attention.renew() {
                assert!(started.elapsed() < Duration::from_secs(5));
                std::thread::sleep(TICK);
            }
        });
        assert!(started.elapsed() < Duration::from_secs(5));
        assert_eq!(attention.phase(), Phase::MediumSlow(name));
        assert!(attention.renew(), "it came back");
        assert_eq!(attention.phase(), Phase::Reading);
    }
}
