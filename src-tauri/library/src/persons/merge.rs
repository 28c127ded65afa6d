//! Two persons that are one, and taking them apart again.

use crate::error::LibraryError;
use crate::library::Library;
use crate::listing::Identified;

impl Library {
    /// The identities a person groups, in order of first sight.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn identities(&self, person_id: i64) -> Result<Vec<Identified>, LibraryError> {
        self.storage.person_key(person_id)?;
        self.storage.identities(Some(person_id))
    }

    /// Both are one person from now on, called as `into` is. No file is touched.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::NothingKept`] while only looking.
    pub fn merge_persons(&self, from: i64, into: i64) -> Result<(), LibraryError> {
        let (from, into) = (
            self.storage.person_key(from)?,
            self.storage.person_key(into)?,
        );
        if from == into {
            return Ok(());
        }
        self.decide(|persons| persons.merge(&from, &into))
    }

    /// Takes the last merge into a person back; without one nothing changes.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::NothingKept`] while only looking.
    pub fn unmerge_person(&self, into: i64) -> Result<(), LibraryError> {
        let into = self.storage.person_key(into)?;
        self.decide(|persons| {
            persons.unmerge(&into);
        })
    }

    /// An identity goes back to the person it was of before a merge, or
    /// becomes a person of its own. Gives that person's row.
    ///
    /// # Errors
    /// [`LibraryError::UnknownIdentity`]; [`LibraryError::NothingKept`] while only looking.
    pub fn take_out(&self, identity_key: &str) -> Result<Option<i64>, LibraryError> {
        self.storage.identity(identity_key)?;
        self.decide(|persons| persons.take_out(identity_key))?;
        Ok(self.storage.identity(identity_key)?.person_id)
    }
}
