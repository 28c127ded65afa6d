//! The index follows what the sidecar says is removed.

use std::sync::Arc;

use super::Removals;
use crate::content::{Content, Examined, examine};
use crate::error::LibraryError;
use crate::files::{Files, THUMBNAILS};
use crate::library::Library;
use crate::persons::Persons;
use crate::sidecar::Sidecar;
use crate::storage::{Elected, Storage};

impl Library {
    /// Makes everything that is listed follow: studies, persons, ties, pictures.
    pub(super) fn follow_removals(
        &self,
        files: &Files,
        removals: &Removals,
    ) -> Result<(), LibraryError> {
        hide(&self.storage, files, removals)?;
        self.storage.follow_persons(&Persons::load(files)?)?;
        self.pair_reports(&self.storage.report_ids()?, &Default::default())?;
        // A picture may show what went, or may not show what came back.
        files
            .remove_folder(THUMBNAILS)
            .and_then(|()| files.make_folder(THUMBNAILS))
            .map_err(LibraryError::io("sweep the thumbnails"))
    }
}

/// Hides what is removed in an index, and shows all else.
pub(crate) fn hide(
    storage: &Storage,
    files: &Files,
    removals: &Removals,
) -> Result<(), LibraryError> {
    for elected in storage.follow_removals(removals)? {
        read_attributes(storage, files, &elected)?;
    }
    let gone: Vec<i64> = removals
        .removals
        .iter()
        .filter(|removal| removal.is_final)
        .map(|removal| removal.number)
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    storage.forget_removed(&gone)
}

/// Another copy enters the stack: its attributes are the instance's now.
fn read_attributes(
    storage: &Storage,
    files: &Files,
    elected: &Elected,
) -> Result<(), LibraryError> {
    // A copy that can no longer be read is named by `verify`; the attributes of the first one stand.
    let Ok(source) = files.open(&elected.place) else {
        return Ok(());
    };
    match examine(&elected.place, &*Arc::new(source)) {
        Ok(Examined::Content(Content::Dicom(content))) => {
            storage.rewrite_instance(elected.instance_id, &content)
        }
        _ => Ok(()),
    }
}
