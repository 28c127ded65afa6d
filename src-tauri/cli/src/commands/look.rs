//! `look`: what is on a disc, in a folder or in an archive. Nothing is kept.

use std::path::{Path, PathBuf};
use std::time::Duration;

use scanfolio_library::{Library, Source};
use serde::Serialize;

use super::wait::{self, GivenUp};
use super::{Problem, open};
use crate::outcome::{self, Accounted, ListedPerson};
use crate::output::{self, Ending};

#[derive(Serialize)]
struct Looked<'a> {
    #[serde(flatten)]
    accounted: Accounted<'a>,
    persons: Vec<ListedPerson>,
}

pub fn look(
    paths: &[PathBuf],
    password_file: Option<&Path>,
    wait: Duration,
) -> Result<Ending, Problem> {
    wait::all_there(paths)?;
    let password = open::password(password_file)?;
    let sources = Source::of_paths(paths, password.as_ref());
    let (looked, given_up) = wait::at_most(wait, |progress, cancel| {
        Library::look_at(&sources, progress, cancel)
    });
    let (library, outcome) = looked?;
    output::print_json(&Looked {
        accounted: Accounted::of(&outcome),
        persons: outcome::listing(&library)?.persons,
    })?;
    if let Some(sentence) = given_up.sentence() {
        output::say(&sentence);
    }
    Ok(Ending::refused_if(
        !outcome.rejected.is_empty() || given_up != GivenUp::Not,
    ))
}
