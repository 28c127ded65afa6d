//! What the door could not do: a code the window has a sentence for, and its
//! parameters. No sentence is made here, and no patient's name is ever in one.

use std::collections::BTreeMap;

use scanfolio_library::{DecodeError, LibraryError};

use crate::wire::Problem;

/// Why a request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// Not one of the addresses or shapes the door knows.
    RequestRefused,
    /// A path the person never put before the program.
    PathNotOffered,
    /// Nobody has said yet whose the study is.
    StudyWaits,
    /// Not held, or no longer.
    NotHeld,
    /// The library could not be opened at the start.
    NoLibrary,
    /// The system has no file manager that answers.
    FolderNotShown,
    /// Nothing is being looked at.
    NothingLookedAt,
    /// No import copies anything.
    NothingCopied,
    /// The person, or a later wish, stopped it.
    Cancelled,
    /// The program itself failed; the file or the wish stays as it was.
    Internal,
    /// What the library or the pixels said.
    Other(String),
}

impl Code {
    fn as_str(&self) -> &str {
        match self {
            Self::RequestRefused => "request_refused",
            Self::PathNotOffered => "path_not_offered",
            Self::StudyWaits => "study_waits",
            Self::NotHeld => "not_held",
            Self::NoLibrary => "no_library",
            Self::FolderNotShown => "folder_not_shown",
            Self::NothingLookedAt => "nothing_looked_at",
            Self::NothingCopied => "nothing_copied",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
            Self::Other(code) => code,
        }
    }
}

/// A code and its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorError {
    code: Code,
    params: BTreeMap<String, String>,
}

impl DoorError {
    /// A code that needs no parameters.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
        }
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> &Code {
        &self.code
    }

    /// As it crosses to the window.
    #[must_use]
    pub fn to_problem(&self) -> Problem {
        Problem {
            code: self.code.as_str().to_owned(),
            params: self.params.clone(),
        }
    }
}

impl serde::Serialize for DoorError {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_problem().serialize(serializer)
    }
}

impl From<LibraryError> for DoorError {
    fn from(error: LibraryError) -> Self {
        let code = match error.code() {
            "not_found" => Code::NotHeld,
            "cancelled" => Code::Cancelled,
            code => Code::Other(code.to_owned()),
        };
        let params = error
            .params()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self { code, params }
    }
}

impl From<DecodeError> for DoorError {
    fn from(error: DecodeError) -> Self {
        Self::new(match error.code() {
            "cancelled" => Code::Cancelled,
            code => Code::Other(code.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_door_has_words_in_the_window() {
        let catalogue: serde_json::Value =
            serde_json::from_str(include_str!("../../ui/messages/en.json")).unwrap();
        for code in [
            Code::RequestRefused,
            Code::PathNotOffered,
            Code::NotHeld,
            Code::NoLibrary,
            Code::FolderNotShown,
            Code::NothingLookedAt,
            Code::NothingCopied,
            Code::Cancelled,
            Code::Internal,
        ] {
            let key = format!("problem_{}", code.as_str());
            assert!(catalogue[&key].is_string(), "no words for {key}");
        }
    }
}
