//! `search`: words in reports and descriptions.

use std::path::PathBuf;

use scanfolio_library::{OpenMode, SearchHit};
use serde::Serialize;

use super::{Problem, open};
use crate::output::{self, Ending};

#[derive(Serialize)]
struct Found {
    hits: Vec<SearchHit>,
}

pub fn search(library: Option<PathBuf>, words: &str) -> Result<Ending, Problem> {
    let library = open::library(library, OpenMode::MustExist)?;
    output::print_json(&Found {
        hits: library.search(words, None)?,
    })?;
    Ok(Ending::Done)
}
