//! Opening what the calls name: a single file, or a library.

use std::path::{Path, PathBuf};

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{Frame, decode_frame};
use scanfolio_core::warning::Warnings;
use scanfolio_library::{FileSource, Library, LibraryError, OpenMode, Progress, location};

use super::Problem;
use crate::output;

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
    Ok(Library::open(&self::folder(folder)?, mode)?)
}

/// Where that library lies.
pub fn folder(folder: Option<PathBuf>) -> Result<PathBuf, Problem> {
    folder.or_else(location::default_folder).ok_or_else(|| {
        Problem::Said(
            "This system names no folder for a user's data. Name one with --library.".to_owned(),
        )
    })
}

/// Writes a result where the call says.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    std::fs::write(path, bytes)
        .map_err(|error| Problem::Said(format!("Cannot write {} ({error}).", path.display())))
}

/// Says how far long work is, every thousandth file.
pub fn progress(progress: Progress) {
    if progress.done.is_multiple_of(1000) || progress.done == progress.total {
        output::say(&format!(
            "{:?}: {} of {}",
            progress.phase, progress.done, progress.total
        ));
    }
}
