//! ISO 9660 (ECMA-119) with Joliet and Rock Ridge, read where they lie.
//!
//! A bounded reader of our own: nothing recurses, nothing is allocated by a
//! declared length alone, every extent is held against the image, and a damaged
//! folder costs itself and no other. Not for UDF.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

mod descriptor;
mod record;
mod sessions;
mod walk;

use std::io;
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

use self::descriptor::Volume;
use self::sessions::{Session, Sessions};
use self::walk::Names;
use super::part::Contents;
use super::{Refusal, refusal_of};
use crate::outcome::RejectCode;

/// Lists the files of the last session that can be read; `None` when there is none.
///
/// # Errors
/// `unreadable`.
pub(crate) fn contents(disc: &Arc<dyn ReadAt>) -> Result<Option<Contents>, Refusal> {
    let sessions = Sessions::find(&**disc).map_err(|error| refusal_of(&error))?;
    for session in sessions.latest_first() {
        let trees = trees(&**disc, session, &sessions).map_err(|error| refusal_of(&error))?;
        if let Some(contents) = best(disc, &trees, &sessions) {
            return Ok(Some(contents));
        }
    }
    Ok(None)
}

/// The trees of a session, the one with the best names first.
fn trees(
    disc: &dyn ReadAt,
    session: &Session,
    sessions: &Sessions,
) -> io::Result<Vec<(Volume, Names)>> {
    let mut trees = Vec::new();
    for volume in &session.volumes {
        if let Some(names) = walk::names(disc, volume, sessions)? {
            trees.push((*volume, names));
        }
    }
    trees.sort_by_key(|(_, names)| match names {
        Names::RockRidge { .. } => 0,
        Names::Joliet => 1,
        Names::Plain => 2,
    });
    Ok(trees)
}

/// The first tree that can be read whole, or the one with most files.
fn best(
    disc: &Arc<dyn ReadAt>,
    trees: &[(Volume, Names)],
    sessions: &Sessions,
) -> Option<Contents> {
    let mut best: Option<Contents> = None;
    for (volume, names) in trees {
        let contents = walk::walk(disc, volume, *names, sessions);
        let is_whole = !contents
            .refused
            .iter()
            .any(|(_, (code, _))| *code == RejectCode::DiscLayout);
        if is_whole {
            return Some(contents);
        }
        if best
            .as_ref()
            .is_none_or(|best| contents.files.len() > best.files.len())
        {
            best = Some(contents);
        }
    }
    best
}
