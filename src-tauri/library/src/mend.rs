//! A damaged file of decisions does not keep a library from being opened.
//!
//! Its bytes are kept beside it, and it is written again from the index, when
//! that was closed after it was written and so holds the same; otherwise what
//! was decided is lost, and that is told. Not for kept files, which nothing
//! can write again, nor for `library.json`, without which nobody knows which
//! program wrote the folder.

use std::time::SystemTime;

use serde::Serialize;

use crate::error::LibraryError;
use crate::files::Files;
use crate::library::Kept;
use crate::remove::Removals;
use crate::sidecar::{Settings, Sidecar};
use crate::storage::Storage;

/// What was found damaged when the library was opened, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mended {
    /// Whose everything is stands as before; only earlier merges cannot be taken back one by one.
    PersonsRestored,
    /// Whose everything is must be answered again.
    PersonsLost,
    /// Which report belongs where stands as before.
    PairingsRestored,
    /// Which report belongs where must be decided again.
    PairingsLost,
    /// Which reports were read stands as before.
    ReadRestored,
    /// Every report counts as unread.
    ReadLost,
    /// The host's settings are the usual ones.
    SettingsLost,
    /// What was removed and not yet gone is shown again.
    RemovalsLost,
    /// The index was made anew from the kept files. Nothing is lost by it.
    IndexMadeAnew,
}

impl Mended {
    /// A stable code in snake_case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PersonsRestored => "persons_restored",
            Self::PersonsLost => "persons_lost",
            Self::PairingsRestored => "pairings_restored",
            Self::PairingsLost => "pairings_lost",
            Self::ReadRestored => "read_restored",
            Self::ReadLost => "read_lost",
            Self::SettingsLost => "settings_lost",
            Self::RemovalsLost => "removals_lost",
            Self::IndexMadeAnew => "index_made_anew",
        }
    }
}

/// Looks at every file of decisions, before anything goes by them.
pub(crate) fn mend(kept: &Kept) -> Result<Vec<Mended>, LibraryError> {
    let mut mending = Mending {
        kept,
        sealed_at: None,
        mended: Vec::new(),
    };
    mending.one(
        &[Mended::PersonsRestored, Mended::PersonsLost],
        Storage::decided_persons,
    )?;
    mending.one(
        &[Mended::PairingsRestored, Mended::PairingsLost],
        Storage::decided_pairings,
    )?;
    mending.one(
        &[Mended::ReadRestored, Mended::ReadLost],
        Storage::read_reports,
    )?;
    mending.lost::<Settings>(Mended::SettingsLost)?;
    // What the index still hides would be deleted by this very opening: on a
    // damaged word nothing is.
    mending.lost::<Removals>(Mended::RemovalsLost)?;
    Ok(mending.mended)
}

struct Mending<'a> {
    kept: &'a Kept,
    /// Asked once: whoever reads the index seals it anew.
    sealed_at: Option<Option<SystemTime>>,
    mended: Vec<Mended>,
}

impl Mending<'_> {
    fn one<S: Sidecar>(
        &mut self,
        [restored, lost]: &[Mended; 2],
        read: impl FnOnce(&Storage) -> Result<S, LibraryError>,
    ) -> Result<(), LibraryError> {
        let files = &self.kept.files;
        if !is_damaged::<S>(files)? {
            return Ok(());
        }
        let last_good = match self.index_newer_than(S::PLACE)? {
            Some(index) => unless_damaged(read(&index))?,
            None => None,
        };
        keep_aside::<S>(files)?;
        self.mended.push(if last_good.is_some() {
            *restored
        } else {
            *lost
        });
        last_good.unwrap_or_default().save(files)
    }

    fn lost<S: Sidecar>(&mut self, lost: Mended) -> Result<(), LibraryError> {
        let files = &self.kept.files;
        if is_damaged::<S>(files)? {
            keep_aside::<S>(files)?;
            S::default().save(files)?;
            self.mended.push(lost);
        }
        Ok(())
    }

    /// The index, when it was closed after the file was written.
    fn index_newer_than(&mut self, place: &str) -> Result<Option<Storage>, LibraryError> {
        let looking = || LibraryError::io("look at the index");
        let index = &self.kept.index;
        let sealed_at = match self.sealed_at {
            Some(known) => known,
            None => *self
                .sealed_at
                .insert(Storage::sealed_at(index).map_err(looking())?),
        };
        let written_at = self.kept.files.modified(place).map_err(looking())?;
        if sealed_at.is_none_or(|at| at < written_at) {
            return Ok(None);
        }
        unless_damaged(Storage::open(index))
    }
}

/// A damaged index is made anew later in this opening.
fn unless_damaged<T>(result: Result<T, LibraryError>) -> Result<Option<T>, LibraryError> {
    match result {
        Err(LibraryError::IndexDamaged) => Ok(None),
        other => other.map(Some),
    }
}

fn is_damaged<S: Sidecar>(files: &Files) -> Result<bool, LibraryError> {
    match S::load(files) {
        Err(LibraryError::SidecarDamaged { .. }) => Ok(true),
        other => other.map(|_| false),
    }
}

/// Copies the damaged bytes beside, so that whoever knows better can use them.
fn keep_aside<S: Sidecar>(files: &Files) -> Result<(), LibraryError> {
    let keeping = || LibraryError::io("keep a damaged file aside");
    let bytes = files.read(S::PLACE).map_err(keeping())?;
    let place = (1_u32..)
        .map(|number| format!("{}.damaged-{number}", S::PLACE))
        .find(|place| !files.exists(place));
    match place {
        Some(place) => files.replace(&place, &bytes).map_err(keeping()),
        None => Ok(()),
    }
}
