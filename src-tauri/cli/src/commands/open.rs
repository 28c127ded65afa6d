//! Opening what the calls name: a single file, or a library.

use std::io::Read;
use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{Frame, decode_frame};
use scanfolio_core::warning::Warnings;
use scanfolio_library::{
    ArchivePassword, FileSource, Library, LibraryError, OpenMode, Progress, location,
};

use super::Problem;
use crate::{output, sentences};

/// A DICOM file, opened by itself.
pub struct Image {
    pub source: FileSource,
    pub data_set: DataSet,
    pub warnings: Warnings,
}

impl Image {
    /// One frame, decoded; what was noticed on the way goes to standard error.
    pub fn frame(mut self, frame_number: u32) -> Result<Frame, Problem> {
        let frame = decode_frame(
            &self.source,
            &self.data_set,
            frame_number,
            &CancelToken::default(),
            &mut self.warnings,
        )?;
        for warning in self.warnings.iter() {
            output::say(&format!("warning: {warning:?}"));
        }
        Ok(frame)
    }
}

/// Any file, for reading in place.
pub fn file(path: &Path) -> Result<FileSource, Problem> {
    FileSource::open(path).map_err(|source| {
        Problem::Library(LibraryError::Unreadable {
            path: path.display().to_string(),
            source,
        })
    })
}

/// A DICOM file.
pub fn image(path: &Path) -> Result<Image, Problem> {
    let source = file(path)?;
    let mut warnings = Warnings::default();
    let data_set = DataSet::read(&source, &mut warnings).map_err(|error| {
        Problem::Said(format!(
            "This file cannot be read as DICOM ({}): {error}.",
            error.code()
        ))
    })?;
    Ok(Image {
        source,
        data_set,
        warnings,
    })
}

/// The library named by the call, or the usual one.
pub fn library(folder: Option<PathBuf>, mode: OpenMode) -> Result<Library, Problem> {
    let library = Library::open(&self::folder(folder)?, mode)?;
    for mended in library.mended() {
        output::say(sentences::mended(*mended));
    }
    Ok(library)
}

/// Where that library lies.
pub fn folder(folder: Option<PathBuf>) -> Result<PathBuf, Problem> {
    folder.or_else(location::default_folder).ok_or_else(|| {
        Problem::Said(
            "This system names no folder for a user's data. Name one with --library.".to_owned(),
        )
    })
}

/// Longest password read.
const PASSWORD_LENGTH: u64 = 4096;

/// The first line of a file, or of standard input for `-`: the command line
/// itself can be seen by everybody on the computer.
pub fn password(file: Option<&Path>) -> Result<Option<ArchivePassword>, Problem> {
    let Some(file) = file else { return Ok(None) };
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin()
            .take(PASSWORD_LENGTH)
            .read_to_string(&mut text)
    } else {
        std::fs::File::open(file)
            .and_then(|opened| opened.take(PASSWORD_LENGTH).read_to_string(&mut text))
    };
    read.map_err(|error| Problem::Said(format!("The password cannot be read ({error}).")))?;
    let line = text.lines().next().unwrap_or_default().to_owned();
    match ArchivePassword::new(line) {
        Some(password) => Ok(Some(password)),
        None => Err(Problem::Said(
            "The password file's first line is empty.".to_owned(),
        )),
    }
}

/// Writes a result where the call says.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    std::fs::write(path, bytes)
        .map_err(|error| Problem::Said(format!("Cannot write {} ({error}).", path.display())))
}

/// Says how far long work is, every thousandth file, and at once when a medium keeps it waiting.
pub fn progress(progress: Progress) {
    let Progress { phase, done, total } = progress;
    if let Some(sentence) = sentences::waiting(&phase) {
        output::say(&sentence);
    } else if done.is_multiple_of(1000) || done == total {
        output::say(&format!("{phase:?}: {done} of {total}"));
    }
}
