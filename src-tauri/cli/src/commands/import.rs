//! `import`: everything at the paths, accounted for file by file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use scanfolio_library::{OpenMode, PersonChoice, Source};

use super::wait::{self, GivenUp};
use super::{Problem, open};
use crate::outcome::Accounted;
use crate::output::{self, Ending};
use crate::sentences;

pub fn import(
    library: Option<PathBuf>,
    paths: &[PathBuf],
    person: Option<String>,
    password_file: Option<&Path>,
    wait: Duration,
) -> Result<Ending, Problem> {
    wait::all_there(paths)?;
    let password = open::password(password_file)?;
    let library = open::library(library, OpenMode::Create)?;
    let who = match person.as_deref() {
        None => PersonChoice::Ask,
        Some("new") => PersonChoice::New,
        Some(name) => PersonChoice::Named(name.to_owned()),
    };
    let sources = Source::of_paths(paths, password.as_ref());
    let (outcome, given_up) = wait::at_most(wait, |progress, cancel| {
        library.import_sources(&sources, who, progress, cancel)
    });
    let outcome = outcome?;
    output::print_json(&Accounted::of(&outcome))?;
    if outcome.waiting > 0 {
        output::say(sentences::SOMEBODY_WAITS);
    }
    if let Some(sentence) = given_up.sentence() {
        output::say(&sentence);
    }
    Ok(Ending::refused_if(
        !outcome.rejected.is_empty() || given_up != GivenUp::Not,
    ))
}
