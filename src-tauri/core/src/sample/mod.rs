//! The synthetic sample study: a CT of an invented body with a report of its
//! own, to try the program with.
//!
//! Every byte is the same on every machine. Nothing here comes from a person:
//! the body is a list of smooth shapes (`body/`), the report was written for
//! them, and each image says SYNTHETIC in its pixels and in its header.

mod body;
mod canvas;
mod compress;
mod image;
mod label;
mod number;
mod objects;
mod report;
mod scout;
#[cfg(test)]
mod tests;

use body::Body;
use canvas::Grid;
use image::{Kernel, PIXEL_SPACING, SIDE};
use objects::{SeriesKind, ct_image};

use crate::study::Identity;

/// One file of the study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Where it belongs inside of the archive, with `/` between folders.
    pub name: String,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Why the sample study could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// JPEG-LS refused an image.
    #[error("could not compress an image of the sample study: {0}")]
    Compression(String),
}

/// (0010,0020) of the sample.
const PATIENT_ID: &str = "SYNTHETIC-0001";
/// (0010,0021) of the sample: nobody else gives out numbers under this name.
const ISSUER_OF_PATIENT_ID: &str = "SCANFOLIO SAMPLE";

/// Whether this is the identity of the sample study, of which nobody need ask
/// whose it is.
#[must_use]
pub fn is_sample(identity: &Identity) -> bool {
    identity.patient_id == PATIENT_ID && identity.issuer_of_patient_id == ISSUER_OF_PATIENT_ID
}

/// Images of the series for soft parts, every 10 mm from the shoulders down.
pub const SOFT_IMAGES: u16 = 36;
/// Images of the series for lungs, every 5 mm as far as lungs reach.
pub const LUNG_IMAGES: u16 = 62;

/// The files of the study: series 1 is the localizer, series 2 the soft parts,
/// series 3 the lungs, series 4 the report.
///
/// # Errors
/// [`SampleError::Compression`] when an image could not be compressed.
pub fn sample_study() -> Result<Vec<SampleFile>, SampleError> {
    let body = Body::grow();
    let mut files = vec![ct_image(
        SeriesKind::Localizer,
        1,
        &scout::localizer(&body),
    )?];
    for (kind, kernel) in [
        (SeriesKind::SoftParts, Kernel::Soft),
        (SeriesKind::Lungs, Kernel::Sharp),
    ] {
        for number in 1..=kind.images() {
            let slice = body.slice(GRID, kind.depth(number));
            let values = image::reconstruct(&slice, kernel, u64::from(number));
            files.push(ct_image(kind, number, &values)?);
        }
    }
    files.push(report::file());
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

const GRID: Grid = Grid {
    columns: SIDE,
    rows: SIDE,
    dx: PIXEL_SPACING,
    dy: PIXEL_SPACING,
};
