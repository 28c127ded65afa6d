//! Paths the person put before the program: dropped, chosen in the system's
//! dialog, or given when it was started.
//!
//! The page may ask only for these, so that even a page gone wrong cannot read
//! elsewhere.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::error::{Code, DoorError};

/// The paths offered since the program started.
#[derive(Debug, Default)]
pub struct Offered(Mutex<BTreeSet<PathBuf>>);

impl Offered {
    /// Remembers paths the person put before the program.
    pub fn offer(&self, paths: &[PathBuf]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(paths.iter().cloned());
    }

    /// # Errors
    /// [`Code::PathNotOffered`] when any of them was never offered.
    pub fn check(&self, paths: &[PathBuf]) -> Result<(), DoorError> {
        let offered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if paths.iter().all(|path| offered.contains(path)) {
            Ok(())
        } else {
            Err(DoorError::new(Code::PathNotOffered))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_person_offered_may_be_read() {
        let offered = Offered::default();
        offered.offer(&["/media/disc".into(), "/home/p/report.pdf".into()]);
        assert!(offered.check(&["/media/disc".into()]).is_ok());
        assert!(
            offered
                .check(&["/media/disc".into(), "/home/p/report.pdf".into()])
                .is_ok()
        );
        assert!(offered.check(&["/media/disc/../../etc".into()]).is_err());
        assert!(offered.check(&["/home/p".into()]).is_err());
    }
}
