//! `rebuild`: the index made anew from the kept files and the sidecars.

use std::path::PathBuf;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::OpenMode;

use super::{Problem, open};
use crate::outcome;
use crate::output::{self, Ending};

pub fn rebuild(folder: Option<PathBuf>) -> Result<Ending, Problem> {
    let library = open::library(folder, OpenMode::MustExist)?;
    library.rebuild(&open::progress, &CancelToken::default())?;
    output::print_json(&outcome::Counts::of(&library)?)?;
    Ok(Ending::Done)
}
