//! What holds for everything inside one thing that was given.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::medium::Medium;
use super::unpacking::Unpacking;
use super::{ArchivePassword, Refusal};
use crate::outcome::RejectCode;

/// Archives inside one another.
const DEPTH: u8 = 3;

/// Where a file was found, as far as limits, locks and the medium go.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    /// The archives it lies in.
    depth: u8,
    /// For locked archives.
    pub password: Option<ArchivePassword>,
    /// What all of it lies on.
    pub medium: Option<Arc<Medium>>,
    /// What may still be unpacked; shared by all that lies in the outermost archive.
    budget: Option<Budget>,
    /// What unpacking shares in all of a run.
    pub unpacking: Arc<Unpacking>,
}

impl Around {
    /// Of what was given itself.
    pub(crate) fn given(
        password: Option<ArchivePassword>,
        medium: Option<Arc<Medium>>,
        unpacking: Arc<Unpacking>,
    ) -> Self {
        Self {
            password,
            medium,
            unpacking,
            ..Self::default()
        }
    }

    /// Of what lies inside an archive of so many bytes.
    ///
    /// # Errors
    /// `archive_too_deep`.
    pub(crate) fn inside(&self, packed: u64) -> Result<Self, Refusal> {
        if self.depth >= DEPTH {
            let reason = format!("{DEPTH} archives inside one another are opened");
            return Err((RejectCode::ArchiveTooDeep, reason));
        }
        Ok(Self {
            depth: self.depth + 1,
            password: self.password.clone(),
            medium: self.medium.clone(),
            budget: Some(self.budget.clone().unwrap_or_else(|| Budget::of(packed))),
            unpacking: Arc::clone(&self.unpacking),
        })
    }

    /// Takes an unpacked length off what is allowed.
    ///
    /// # Errors
    /// `archive_too_large`.
    pub(crate) fn spend(&self, bytes: u64) -> Result<(), Refusal> {
        self.budget
            .as_ref()
            .map_or(Ok(()), |budget| budget.spend(bytes))
    }
}

/// Bytes a file of this many packed bytes may unpack to: far more than images
/// do, far less than an archive made to fill a disk.
pub(crate) fn allowed(packed: u64) -> u64 {
    packed.saturating_mul(200).max(4 << 30)
}

#[derive(Debug, Clone)]
struct Budget(Arc<AtomicU64>);

impl Budget {
    fn of(packed: u64) -> Self {
        Self(Arc::new(AtomicU64::new(allowed(packed))))
    }

    fn spend(&self, bytes: u64) -> Result<(), Refusal> {
        let spent = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(bytes)
            });
        spent.map(|_| ()).map_err(|left| {
            let reason = format!("{bytes} bytes unpacked, {left} allowed");
            (RejectCode::ArchiveTooLarge, reason)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_bomb_is_beyond_the_budget_and_a_study_is_not() {
        assert!(allowed(10 << 20) < 10 << 30);
        assert!(allowed(300 << 20) > 3 << 30);
    }

    #[test]
    fn archives_inside_one_another_share_what_the_outermost_allows() {
        let given = Around::default();
        assert!(given.spend(u64::MAX).is_ok(), "a file is no archive");
        let outer = given.inside(1).unwrap();
        let inner = outer.inside(1 << 40).unwrap();
        inner.spend(3 << 30).unwrap();
        assert_eq!(
            outer.spend(2 << 30).unwrap_err().0,
            RejectCode::ArchiveTooLarge
        );
        let last = inner.inside(1).unwrap();
        assert_eq!(last.inside(1).unwrap_err().0, RejectCode::ArchiveTooDeep);
    }
}
