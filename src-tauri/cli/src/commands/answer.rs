//! `answer` and `unanswer`: whose the studies of an identity are.

use std::path::PathBuf;

use scanfolio_library::{Answer, OpenMode, Person};

use super::{Problem, open};
use crate::outcome;
use crate::output::{self, Ending};
use crate::sentences;

/// Prints what the library then holds.
pub fn answer(library: Option<PathBuf>, identity: &str, person: String) -> Result<Ending, Problem> {
    let library = open::library(library, OpenMode::MustExist)?;
    let known = library
        .people()?
        .into_iter()
        .find(|known| person != "new" && known.label == person);
    let answer = match known {
        Some(Person { id, .. }) => Answer::Person(id),
        None if person == "new" => Answer::New {
            label: String::new(),
        },
        None => Answer::New { label: person },
    };
    let id = library.answer(identity, &answer)?;
    if library.person(id)?.birth_dates.len() > 1 {
        output::say(sentences::BIRTH_DATES_DIFFER);
    }
    output::print_json(&outcome::listing(&library)?)?;
    Ok(Ending::Done)
}

/// Prints what the library then holds.
pub fn unanswer(library: Option<PathBuf>, identity: &str) -> Result<Ending, Problem> {
    let library = open::library(library, OpenMode::MustExist)?;
    library.unanswer(identity)?;
    output::print_json(&outcome::listing(&library)?)?;
    Ok(Ending::Done)
}
