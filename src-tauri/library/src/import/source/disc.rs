//! Disc images: what is on them, by whichever tree shows most.
//!
//! Many discs have two file systems over the same files; some have one that
//! holds nothing but a note that the other should be read.

use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use super::part::Contents;
use super::{Refusal, disc_layout, iso, refusal_of, sectors, udf};

/// Lists the files of a disc image.
///
/// # Errors
/// `disc_layout` when no tree can be read, `unreadable` when the image cannot.
pub(crate) fn open(image: &Arc<dyn ReadAt>) -> Result<Contents, Refusal> {
    let disc = sectors::of(image)
        .map_err(|error| refusal_of(&error))?
        .ok_or_else(|| disc_layout("no disc image"))?;
    let iso = iso::contents(&disc)?;
    let udf = if sectors::may_be_udf(&*disc).map_err(|error| refusal_of(&error))? {
        udf::contents(&disc)
    } else {
        Ok(None)
    };
    match (iso, udf) {
        (Some(iso), Ok(Some(udf))) if udf.files.len() > iso.files.len() => Ok(udf),
        (Some(iso), _) => Ok(iso),
        (None, Ok(Some(udf))) => Ok(udf),
        (None, Ok(None)) => Err(disc_layout("no tree of files")),
        (None, Err(refusal)) => Err(refusal),
    }
}
