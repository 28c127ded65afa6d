//! `import`: everything at the paths, accounted for file by file.

use std::path::PathBuf;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{OpenMode, PersonChoice};

use super::{Problem, open};
use crate::outcome::Accounted;
use crate::output::{self, Ending};
use crate::sentences;

pub fn import(
    library: Option<PathBuf>,
    paths: &[PathBuf],
    person: Option<String>,
) -> Result<Ending, Problem> {
    let library = open::library(library, OpenMode::Create)?;
    let who = match person.as_deref() {
        None => PersonChoice::Ask,
        Some("new") => PersonChoice::New,
        Some(name) => PersonChoice::Named(name.to_owned()),
    };
    let outcome = library.import(paths, who, &open::progress, &CancelToken::default())?;
    output::print_json(&Accounted::of(&outcome))?;
    if outcome.waiting > 0 {
        output::say(sentences::SOMEBODY_WAITS);
    }
    Ok(Ending::refused_if(!outcome.rejected.is_empty()))
}
