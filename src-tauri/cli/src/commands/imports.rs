//! `imports`: every import, with its outcome as it is held today.

use std::path::PathBuf;

use scanfolio_library::OpenMode;

use super::{Problem, open};
use crate::outcome::{Accounted, Brought};
use crate::output::{self, Ending};

pub fn imports(library: Option<PathBuf>) -> Result<Ending, Problem> {
    let library = open::library(library, OpenMode::MustExist)?;
    let entries = library.imports()?;
    let outcomes = entries
        .iter()
        .map(|entry| library.import_outcome(entry.number))
        .collect::<Result<Vec<_>, _>>()?;
    let brought: Vec<Brought<'_>> = entries
        .iter()
        .zip(&outcomes)
        .map(|(entry, outcome)| Brought::of(entry, Accounted::of(outcome)))
        .collect();
    output::print_json(&brought)?;
    Ok(Ending::Done)
}
