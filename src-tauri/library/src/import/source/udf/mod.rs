//! UDF 1.02 to 2.60 (ECMA-167), read where it lies: DVDs, Blu-ray discs, and discs written in packets.
//!
//! Bounded as the reader of ISO 9660 is. Not read: named streams, files of
//! strategy 4096, and volumes spread over several discs.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

mod entry;
mod partition;
mod tag;
mod volume;
mod walk;

use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use self::tag::Extent;
use super::part::Contents;
use super::{Refusal, disc_layout, refusal_of};

/// Lists the files of a volume; `None` when there is no volume.
///
/// # Errors
/// `disc_layout` when there is one and its root cannot be read.
pub(crate) fn contents(disc: &Arc<dyn ReadAt>) -> Result<Option<Contents>, Refusal> {
    let Some(volume) = volume::find(&**disc).map_err(|error| refusal_of(&error))? else {
        return Ok(None);
    };
    let place = volume.file_set.place;
    let (_, set) = partition::descriptor(&**disc, &volume.blocks, place, &[tag::FILE_SET])?;
    let root = Extent::long(&set, 400).ok_or_else(|| disc_layout("no root folder"))?;
    walk::walk(disc, &volume.blocks, root.place).map(Some)
}
