//! `list`: persons, their studies with series, and their reports.

use std::path::PathBuf;

use scanfolio_library::OpenMode;

use super::{Problem, open};
use crate::outcome;
use crate::output::{self, Ending};

pub fn list(library: Option<PathBuf>) -> Result<Ending, Problem> {
    let library = open::library(library, OpenMode::MustExist)?;
    output::print_json(&outcome::listing(&library)?)?;
    Ok(Ending::Done)
}
