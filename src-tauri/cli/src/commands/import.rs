//! `import`: everything at the paths, accounted for file by file.

use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{OpenMode, PersonChoice, Source};

use super::{Problem, open};
use crate::outcome::Accounted;
use crate::output::{self, Ending};
use crate::sentences;

pub fn import(
    library: Option<PathBuf>,
    paths: &[PathBuf],
    person: Option<String>,
    password_file: Option<&Path>,
) -> Result<Ending, Problem> {
    let password = open::password(password_file)?;
    let library = open::library(library, OpenMode::Create)?;
    let who = match person.as_deref() {
        None => PersonChoice::Ask,
        Some("new") => PersonChoice::New,
        Some(name) => PersonChoice::Named(name.to_owned()),
    };
    let sources = Source::of_paths(paths, password.as_ref());
    let outcome =
        library.import_sources(&sources, who, &open::progress, &CancelToken::default())?;
    output::print_json(&Accounted::of(&outcome))?;
    if outcome.waiting > 0 {
        output::say(sentences::SOMEBODY_WAITS);
    }
    Ok(Ending::refused_if(!outcome.rejected.is_empty()))
}
