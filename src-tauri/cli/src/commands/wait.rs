//! How long a call waits: not at all for what was never there, and so many
//! seconds for a medium that was there and went away.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Phase, Progress};

use super::{Problem, open};

/// Without `--wait`.
pub const USUAL: Duration = Duration::from_secs(60);
/// How often it is looked whether that is over.
const TICK: Duration = Duration::from_millis(100);

/// # Errors
/// The first path at which there is nothing: most often it is mistyped.
pub fn all_there(paths: &[PathBuf]) -> Result<(), Problem> {
    let is_absent = |path: &&PathBuf| {
        std::fs::metadata(path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    };
    match paths.iter().find(is_absent) {
        Some(path) => Err(Problem::Said(nothing_at(path))),
        None => Ok(()),
    }
}

fn nothing_at(path: &Path) -> String {
    format!(
        "There is nothing at {}. Nothing was read; check the path, or put the disc back.",
        path.display()
    )
}

/// Does work that tells how far it is, and stops it when a medium stays away too long.
///
/// # Errors
/// What the work says; that it was given up is told beside its result.
pub fn at_most<T>(
    limit: Duration,
    work: impl FnOnce(&dyn Fn(Progress), &CancelToken) -> T,
) -> (T, GivenUp) {
    let cancel = CancelToken::default();
    let gone_since: Mutex<Option<Instant>> = Mutex::default();
    let is_given_up = AtomicBool::new(false);
    let result = std::thread::scope(|scope| {
        // Dropped when the work is over, be it by a panic: then nobody watches any more.
        let (_over, ended) = channel::<()>();
        let (cancel, gone_since, is_given_up) = (&cancel, &gone_since, &is_given_up);
        scope.spawn(move || {
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(TICK) {
                let gone = *gone_since.lock().unwrap_or_else(PoisonError::into_inner);
                if gone.is_some_and(|since| since.elapsed() >= limit) {
                    is_given_up.store(true, Ordering::Relaxed);
                    cancel.cancel();
                    return;
                }
            }
        });
        let tell = |progress: Progress| {
            let mut gone = gone_since.lock().unwrap_or_else(PoisonError::into_inner);
            match progress.phase {
                Phase::MediumGone(_) => {
                    gone.get_or_insert_with(Instant::now);
                }
                _ => *gone = None,
            }
            drop(gone);
            open::progress(progress);
        };
        work(&tell, cancel)
    });
    let given_up = match is_given_up.load(Ordering::Relaxed) {
        true => GivenUp::After(limit),
        false => GivenUp::Not,
    };
    (result, given_up)
}

/// Whether a medium stayed away too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenUp {
    /// It did not, or was never missed.
    Not,
    /// The work was stopped after so long.
    After(Duration),
}

impl GivenUp {
    /// What to tell the person.
    pub fn sentence(self) -> Option<String> {
        match self {
            Self::Not => None,
            Self::After(limit) => Some(format!(
                "It did not come back within {} seconds, so this was stopped. What was filed before stays; importing again adds the rest.",
                limit.as_secs()
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(phase: Phase) -> Progress {
        Progress {
            phase,
            done: 0,
            total: 0,
        }
    }

    fn gone() -> Progress {
        at(Phase::MediumGone("STICK".into()))
    }

    const SHORT: Duration = Duration::from_millis(300);

    #[test]
    fn what_was_never_there_is_an_error_that_names_it() {
        let there = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let absent = there.join("DISC");
        assert!(all_there(std::slice::from_ref(&there)).is_ok());
        let problem = all_there(&[there, absent]).unwrap_err();
        assert!(problem.to_string().contains("DISC"), "{problem}");
        assert!(all_there(&[]).is_ok());
    }

    #[test]
    fn a_medium_that_stays_away_stops_the_work_after_the_time_given() {
        let started = Instant::now();
        let (is_cancelled, given_up) = at_most(SHORT, |tell, cancel| {
            tell(gone());
            while !cancel.is_cancelled() && started.elapsed() < Duration::from_secs(20) {
                std::thread::sleep(TICK / 10);
            }
            cancel.is_cancelled()
        });
        assert!(is_cancelled && started.elapsed() >= SHORT);
        assert_eq!(given_up, GivenUp::After(SHORT));
        let said = GivenUp::After(Duration::from_secs(60)).sentence().unwrap();
        assert!(said.contains("60 seconds"), "{said}");
    }

    #[test]
    fn one_that_comes_back_in_time_is_read_on() {
        let (is_cancelled, given_up) = at_most(SHORT, |tell, cancel| {
            for _ in 0..4 {
                tell(gone());
                std::thread::sleep(SHORT / 3);
                tell(at(Phase::Reading));
            }
            cancel.is_cancelled()
        });
        assert!(!is_cancelled);
        assert_eq!((given_up, given_up.sentence()), (GivenUp::Not, None));
    }
}
