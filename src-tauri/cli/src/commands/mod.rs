//! One file a verb.

mod answer;
mod frame;
mod import;
mod imports;
mod info;
mod list;
mod look;
mod open;
mod rebuild;
mod remove;
mod render;
mod report;
mod search;
mod verify;
mod wait;

pub use remove::What;
pub use wait::USUAL as USUAL_WAIT;

use std::fmt;

use scanfolio_core::pixels::PixelError;
use scanfolio_library::LibraryError;

use crate::arguments::Call;
use crate::output::Ending;
use crate::sentences;

/// Why a call could not be carried out.
#[derive(Debug)]
pub enum Problem {
    /// The library, or a file it reads.
    Library(LibraryError),
    /// The image.
    Pixels(PixelError),
    /// A whole sentence.
    Said(String),
}

impl Problem {
    /// The exit code that goes with it.
    pub const fn ending(&self) -> Ending {
        Ending::Refused
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library(error) => formatter.write_str(&sentences::library(error)),
            Self::Pixels(error) => formatter.write_str(&sentences::pixels(error)),
            Self::Said(sentence) => formatter.write_str(sentence),
        }
    }
}

impl From<LibraryError> for Problem {
    fn from(error: LibraryError) -> Self {
        Self::Library(error)
    }
}

impl From<PixelError> for Problem {
    fn from(error: PixelError) -> Self {
        Self::Pixels(error)
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::Said(format!("The answer could not be written as JSON: {error}."))
    }
}

/// Carries a call out.
///
/// # Errors
/// [`Problem`] when nothing at all could be done; single files that are refused
/// are in the output.
pub fn run(call: Call) -> Result<Ending, Problem> {
    match call {
        Call::Help => Ok(crate::help()),
        Call::Import {
            library,
            paths,
            person,
            password_file,
            wait,
        } => import::import(library, &paths, person, password_file.as_deref(), wait),
        Call::Answer {
            library,
            identity,
            person,
        } => answer::answer(library, &identity, person),
        Call::Unanswer { library, identity } => answer::unanswer(library, &identity),
        Call::Imports { library } => imports::imports(library),
        Call::List { library } => list::list(library),
        Call::Remove {
            library,
            what,
            is_sure,
        } => remove::remove(library, &what, is_sure),
        Call::Search { library, words } => search::search(library, &words),
        Call::Verify { library } => verify::verify(library),
        Call::Rebuild { library } => rebuild::rebuild(library),
        Call::Look {
            paths,
            password_file,
            wait,
        } => look::look(&paths, password_file.as_deref(), wait),
        Call::Info { file } => info::info(&file),
        Call::Frame {
            file,
            frame_number,
            out,
        } => frame::frame(&file, frame_number, &out),
        Call::Render {
            file,
            frame_number,
            window,
            out,
        } => render::render(&file, frame_number, window, &out),
        Call::Report { file } => report::report(&file),
    }
}
