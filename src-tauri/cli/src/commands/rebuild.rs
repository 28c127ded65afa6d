//! `rebuild`: the index made anew from the kept files and the sidecars.

use std::path::PathBuf;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Library, LibraryError, OpenMode};

use super::{Problem, open};
use crate::outcome;
use crate::output::{self, Ending};

pub fn rebuild(folder: Option<PathBuf>) -> Result<Ending, Problem> {
    let library = match open::library(folder.clone(), OpenMode::MustExist) {
        // An index too damaged to open is exactly what this call is for.
        Err(Problem::Library(LibraryError::IndexDamaged)) => {
            Library::open_anew(&open::folder(folder)?)?
        }
        opened => {
            let library = opened?;
            library.rebuild(&open::progress, &CancelToken::default())?;
            library
        }
    };
    output::print_json(&outcome::Counts::of(&library)?)?;
    Ok(Ending::Done)
}
