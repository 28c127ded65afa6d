//! Long work under way, so that it can be stopped by its number.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use scanfolio_core::cancel::CancelToken;

/// Work under way, by the number the window gave it.
#[derive(Debug, Default)]
pub struct Jobs(Mutex<BTreeMap<u32, CancelToken>>);

impl Jobs {
    /// Does work that [`cancel`](Self::cancel) can stop.
    pub fn run<T>(&self, number: u32, work: impl FnOnce(&CancelToken) -> T) -> T {
        let token = self.begin(number);
        let result = work(&token);
        self.end(number);
        result
    }

    /// Begins work; the token is cancelled by [`cancel`](Self::cancel).
    pub fn begin(&self, number: u32) -> CancelToken {
        let token = CancelToken::default();
        self.lock().insert(number, token.clone());
        token
    }

    /// Work ended, however.
    pub fn end(&self, number: u32) {
        self.lock().remove(&number);
    }

    /// Stops work. A number that is not under way is no error: it may just
    /// have ended.
    pub fn cancel(&self, number: u32) {
        if let Some(token) = self.lock().get(&number) {
            token.cancel();
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u32, CancelToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_stopped_by_its_number_and_only_while_under_way() {
        let jobs = Jobs::default();
        let (one, two) = (jobs.begin(1), jobs.begin(2));
        jobs.cancel(1);
        jobs.end(2);
        jobs.cancel(2);
        jobs.cancel(3);
        assert!(one.is_cancelled());
        assert!(!two.is_cancelled());
    }
}
