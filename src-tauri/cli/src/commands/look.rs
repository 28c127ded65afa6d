//! `look`: what is on a disc, in a folder or in an archive. Nothing is kept.

use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Library, Source};
use serde::Serialize;

use super::{Problem, open};
use crate::outcome::{self, Accounted, ListedPerson};
use crate::output::{self, Ending};

#[derive(Serialize)]
struct Looked<'a> {
    #[serde(flatten)]
    accounted: Accounted<'a>,
    persons: Vec<ListedPerson>,
}

pub fn look(paths: &[PathBuf], password_file: Option<&Path>) -> Result<Ending, Problem> {
    let password = open::password(password_file)?;
    let sources = Source::of_paths(paths, password.as_ref());
    let (library, outcome) = Library::look_at(&sources, &open::progress, &CancelToken::default())?;
    output::print_json(&Looked {
        accounted: Accounted::of(&outcome),
        persons: outcome::listing(&library)?.persons,
    })?;
    Ok(Ending::refused_if(!outcome.rejected.is_empty()))
}
