//! `verify`: every kept file hashed again, and what differs named.

use std::path::PathBuf;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::OpenMode;

use super::{Problem, open};
use crate::output::{self, Ending};

pub fn verify(library: Option<PathBuf>) -> Result<Ending, Problem> {
    let library = open::library(library, OpenMode::MustExist)?;
    let verification = library.verify(&open::progress, &CancelToken::default())?;
    output::print_json(&verification)?;
    Ok(Ending::refused_if(!verification.is_clean()))
}
