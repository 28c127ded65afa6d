//! `remove`: an exam, a report, a person or an import, gone for good at once.

use std::path::PathBuf;

use scanfolio_library::{Library, OpenMode, Removable, Removing};
use serde::Serialize;

use super::{Problem, open};
use crate::output::{self, Ending};
use crate::sentences;

/// What is to be removed, as the call names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// By the `study_key` that `list` gives.
    Study(String),
    /// By the `report_key` that `list` gives.
    Report(String),
    /// By label, or else by the name in the files.
    Person(String),
    /// By the number that `imports` gives.
    Import(i64),
}

#[derive(Serialize)]
struct Removed {
    /// `false` without `--yes`: nothing was done.
    removed: bool,
    #[serde(flatten)]
    removing: Removing,
    bytes_freed: u64,
}

/// Prints what goes; without `is_sure` that is all.
pub fn remove(library: Option<PathBuf>, what: &What, is_sure: bool) -> Result<Ending, Problem> {
    let library = open::library(library, OpenMode::MustExist)?;
    let what = found(&library, what)?;
    if !is_sure {
        output::print_json(&Removed {
            removed: false,
            removing: library.removing(what)?,
            bytes_freed: 0,
        })?;
        output::say(sentences::REMOVE_NEEDS_YES);
        return Ok(Ending::Refused);
    }
    let removal = library.remove(what)?;
    let purged = library.purge_removed()?;
    output::print_json(&Removed {
        removed: true,
        removing: removal.removing,
        bytes_freed: purged.bytes,
    })?;
    Ok(Ending::Done)
}

fn found(library: &Library, what: &What) -> Result<Removable, Problem> {
    let none = || Problem::Said(sentences::NOTHING_TO_REMOVE.to_owned());
    match what {
        What::Import(number) => Ok(Removable::Import(*number)),
        What::Study(key) => {
            let listed = library.list()?.into_iter().flat_map(|entry| entry.studies);
            let waiting = library.waiting()?.into_iter().flat_map(|one| one.studies);
            let mut all = listed.chain(waiting);
            let study = all.find(|study| study.study_key == *key);
            study
                .map(|study| Removable::Study(study.id))
                .ok_or_else(none)
        }
        What::Report(key) => {
            let with_studies = library
                .list()?
                .into_iter()
                .flat_map(|entry| entry.studies)
                .flat_map(|study| study.reports);
            let mut all = with_studies.chain(library.unpaired_reports(None)?);
            let report = all.find(|report| report.report_key == *key);
            report
                .map(|report| Removable::Report(report.id))
                .ok_or_else(none)
        }
        What::Person(name) => {
            let people = library.people()?;
            let labelled = people.iter().filter(|person| person.label == *name);
            let named = people.iter().filter(|person| {
                person.label.is_empty() && person.patient_name.to_string() == *name
            });
            let mut found: Vec<i64> = labelled.map(|person| person.id).collect();
            if found.is_empty() {
                found = named.map(|person| person.id).collect();
            }
            match found.as_slice() {
                [id] => Ok(Removable::Person(*id)),
                [] => Err(none()),
                _ => Err(Problem::Said(sentences::SEVERAL_OF_THAT_NAME.to_owned())),
            }
        }
    }
}
