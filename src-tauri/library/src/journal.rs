//! The journal of an import: one JSON value a line, in `imports/000001.jsonl`.
//!
//! A `file` line is written only after the file's bytes are durable in staging
//! and before it is renamed, so a killed import is completed from it; after
//! that the journal is what a rebuild and `verify` go by. A last line cut short
//! is left out when reading. Every line carries its own sum ([`crate::sums`]);
//! one that is damaged is left out, too, and `verify` names the journal.

use serde::{Deserialize, Serialize};

use crate::error::LibraryError;
use crate::files::{Files, IMPORTS};
use crate::lacking::Listing;
use crate::outcome::{PersonChoice, Rejected};
use crate::sums;

/// One line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    /// The first.
    Import {
        number: i64,
        started_at: String,
        source_names: Vec<String>,
        person: PersonChoice,
    },
    /// A kept file.
    File(FileLine),
    /// A file that was not taken.
    Rejected(Rejected),
    /// Named by a DICOMDIR and absent.
    Missing(String),
    /// A study of which a DICOMDIR lists more than came.
    Listing(Listing),
    /// How it ended.
    Finished(Finished),
    /// Some of what it kept was removed since.
    Removed(Removed),
}

/// What was removed, without names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Removed {
    pub removed_at: String,
    pub files: u64,
    pub bytes: u64,
}

/// A kept file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileLine {
    /// Below the library folder.
    pub place: String,
    /// Where its bytes were before.
    pub staged: String,
    /// Where it lay on the medium.
    pub source_path: String,
    /// BLAKE3 of the file.
    pub blake3: String,
    /// In bytes.
    pub length: u64,
}

/// How it ended.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Finished {
    pub finished_at: String,
    pub files: u64,
    pub instances: u64,
    pub reports: u64,
    pub attachments: u64,
    pub duplicates: u64,
    pub ignored: u64,
    pub waiting: u64,
    /// Keys of studies an earlier import left unfinished, read to their end by this one.
    #[serde(default)]
    pub completed: Vec<String>,
    /// BLAKE3 without the File Meta group, hex, of files it met and that were there already.
    #[serde(default)]
    pub met: Vec<String>,
    #[serde(default)]
    pub is_cancelled: bool,
    /// It was killed and completed later; the counts are of what was kept.
    #[serde(default)]
    pub was_interrupted: bool,
}

/// What an import has to say beside what it kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remarks<'a> {
    pub rejected: &'a [Rejected],
    pub missing: &'a [String],
    pub listings: &'a [Listing],
}

/// A journal, read.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    pub number: i64,
    pub started_at: String,
    pub source_names: Vec<String>,
    pub person: PersonChoice,
    pub files: Vec<FileLine>,
    pub rejected: Vec<Rejected>,
    pub missing: Vec<String>,
    pub listings: Vec<Listing>,
    pub finished: Option<Finished>,
    pub removed: Vec<Removed>,
    /// A line of it is not as it was written.
    pub is_damaged: bool,
    /// The last line was cut short, as a kill does.
    pub is_torn: bool,
}

impl Journal {
    /// Of which nothing is known yet.
    pub(crate) fn empty(number: i64) -> Self {
        Self {
            number,
            started_at: String::new(),
            source_names: Vec::new(),
            person: PersonChoice::Ask,
            files: Vec::new(),
            rejected: Vec::new(),
            missing: Vec::new(),
            listings: Vec::new(),
            finished: None,
            removed: Vec::new(),
            is_damaged: false,
            is_torn: false,
        }
    }

    pub(crate) fn remarks(&self) -> Remarks<'_> {
        Remarks {
            rejected: &self.rejected,
            missing: &self.missing,
            listings: &self.listings,
        }
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Import {
                number: _,
                started_at,
                source_names,
                person,
            } => {
                self.started_at = started_at;
                self.source_names = source_names;
                self.person = person;
            }
            Line::File(file) => self.files.push(file),
            Line::Rejected(rejected) => self.rejected.push(rejected),
            Line::Missing(path) => self.missing.push(path),
            Line::Listing(listing) => self.listings.push(listing),
            Line::Finished(finished) => self.finished = Some(finished),
            Line::Removed(removed) => self.removed.push(removed),
        }
    }
}

/// Where the journal of an import lies.
pub(crate) fn place(number: i64) -> String {
    format!("{IMPORTS}/{number:06}.jsonl")
}

/// Adds lines, durably: all of them or none.
pub(crate) fn append(files: &Files, number: i64, lines: &[Line]) -> Result<(), LibraryError> {
    files
        .append(&place(number), &to_bytes(lines)?)
        .map_err(LibraryError::io("write a journal"))
}

fn to_bytes(lines: &[Line]) -> Result<Vec<u8>, LibraryError> {
    let mut bytes = Vec::new();
    for line in lines {
        let content = serde_json::to_vec(line).map_err(|error| LibraryError::Io {
            doing: "write a journal",
            source: error.into(),
        })?;
        bytes.extend(sums::with_sum(&content));
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// Writes a journal anew: without a last line cut short, and without files whose bytes never arrived.
pub(crate) fn rewrite(files: &Files, journal: &Journal) -> Result<(), LibraryError> {
    let first = Line::Import {
        number: journal.number,
        started_at: journal.started_at.clone(),
        source_names: journal.source_names.clone(),
        person: journal.person.clone(),
    };
    let lines: Vec<Line> = [first]
        .into_iter()
        .chain(journal.files.iter().cloned().map(Line::File))
        .chain(journal.rejected.iter().cloned().map(Line::Rejected))
        .chain(journal.missing.iter().cloned().map(Line::Missing))
        .chain(journal.listings.iter().cloned().map(Line::Listing))
        .chain(journal.finished.iter().cloned().map(Line::Finished))
        .chain(journal.removed.iter().cloned().map(Line::Removed))
        .collect();
    files
        .replace(&place(journal.number), &to_bytes(&lines)?)
        .map_err(LibraryError::io("write a journal"))
}

/// The number of an import that is to be started.
pub(crate) fn next_number(files: &Files) -> Result<i64, LibraryError> {
    Ok(numbers(files)?.last().copied().unwrap_or(0) + 1)
}

/// All journals, oldest first.
pub(crate) fn read_all(files: &Files) -> Result<Vec<Journal>, LibraryError> {
    numbers(files)?
        .into_iter()
        .filter_map(|number| read(files, number).transpose())
        .collect()
}

/// Numbers of all journals, sorted.
pub(crate) fn numbers(files: &Files) -> Result<Vec<i64>, LibraryError> {
    let places = files
        .walk(IMPORTS)
        .map_err(LibraryError::io("list the journals"))?;
    let name = |place: &str| {
        place
            .strip_prefix("imports/")?
            .strip_suffix(".jsonl")?
            .parse()
            .ok()
    };
    let mut numbers: Vec<i64> = places.iter().filter_map(|place| name(place)).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// `None` when not even the first line was written.
pub(crate) fn read(files: &Files, number: i64) -> Result<Option<Journal>, LibraryError> {
    let name = place(number);
    let bytes = match files.read(&name) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|source| LibraryError::Unreadable {
            path: name.clone(),
            source,
        })?,
    };
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    let (whole, torn) = match end {
        Some(end) => bytes.split_at(end + 1),
        None => bytes.split_at(0),
    };
    if whole.is_empty() {
        return Ok(None);
    }
    let mut journal = Journal::empty(number);
    for (at, line) in whole.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\n").and_then(sums::checked);
        match line.and_then(|content| serde_json::from_slice(content).ok()) {
            Some(line) if matches!(line, Line::Import { .. }) == (at == 0) => journal.take(line),
            _ => journal.is_damaged = true,
        }
    }
    journal.is_torn = !torn.is_empty();
    Ok(Some(journal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_line_is_left_out_and_the_others_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_path_buf(), None);
        files.make_folder(IMPORTS).unwrap();
        let first = Line::Import {
            number: 1,
            started_at: String::new(),
            source_names: vec!["disc".into()],
            person: PersonChoice::New,
        };
        let missing = |path: &str| Line::Missing(path.into());
        append(&files, 1, &[first, missing("A"), missing("B")]).unwrap();
        let whole = files.read(&place(1)).unwrap();
        let mut seen = [0; 3];
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            files.replace(&place(1), &flipped).unwrap();
            let journal = read(&files, 1).unwrap().unwrap();
            assert!(journal.is_damaged || journal.is_torn, "byte {at}");
            seen[journal.missing.len()] += 1;
        }
        assert!(seen[1] > 0 && seen[2] > 0, "{seen:?}");
        files.replace(&place(1), &whole).unwrap();
        let journal = read(&files, 1).unwrap().unwrap();
        assert!(!journal.is_damaged && !journal.is_torn);
    }

    #[test]
    fn a_last_line_cut_short_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_path_buf(), None);
        files.make_folder(IMPORTS).unwrap();
        let first = Line::Import {
            number: 1,
            started_at: String::new(),
            source_names: vec!["disc".into()],
            person: PersonChoice::Named("Mum".into()),
        };
        append(&files, 1, &[first, Line::Missing("A/B".into())]).unwrap();
        files.append(&place(1), b"{\"missing\":\"C").unwrap();
        let journals = read_all(&files).unwrap();
        assert_eq!(journals.len(), 1);
        assert_eq!(journals[0].missing, ["A/B"]);
        assert_eq!(journals[0].person, PersonChoice::Named("Mum".into()));
        assert!(journals[0].finished.is_none());
        assert_eq!(next_number(&files).unwrap(), 2);
    }
}
