//! Finds the files of everything that was given.
//!
//! A medium that is pulled out while its folders are listed is waited for, and
//! listed again; one that does not answer is told of.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use scanfolio_core::cancel::CancelToken;

use super::patience::patiently;
use super::run::Watch;
use super::source::around::Around;
use super::source::medium::{self, Medium};
use super::source::unpacking::Unpacking;
use super::source::{ArchivePassword, Found, Origin, Source, folder};
use crate::outcome::{Phase, Progress, Rejected};

/// All files of all sources, in order, and what they lie on.
#[derive(Default)]
pub(crate) struct Finding {
    pub found: Vec<Found>,
    pub rejected: Vec<Rejected>,
    pub media: Vec<Arc<Medium>>,
    /// What unpacking shares in all of them.
    unpacking: Arc<Unpacking>,
}

impl Finding {
    pub(crate) fn over(sources: &[Source], watch: &Watch<'_>) -> Self {
        let mut finding = Self::default();
        let tell = |phase| {
            (watch.progress)(Progress {
                phase,
                done: 0,
                total: 0,
            });
        };
        tell(Phase::Finding);
        for source in sources {
            let (path, password) = match source {
                Source::Path(path) => (path, None),
                Source::Locked(path, password) => (path, Some(password)),
                Source::Made { files, .. } => {
                    finding.made(files);
                    continue;
                }
            };
            let path = beside_directory(path);
            let prefix = if sources.len() == 1 {
                String::new()
            } else {
                folder::name_of(path)
            };
            finding.at_path(path, &prefix, password, &tell, watch.cancel);
        }
        finding
    }

    /// Finds all again when the medium was pulled out meanwhile.
    fn at_path(
        &mut self,
        path: &Path,
        prefix: &str,
        password: Option<&ArchivePassword>,
        tell: &dyn Fn(Phase),
        cancel: &CancelToken,
    ) {
        let medium = patiently(&medium::name_of(path), &|| 0, tell, || Medium::of(path));
        let medium = medium.map(Arc::new);
        let unpacking = Arc::clone(&self.unpacking);
        let around = Around::given(password.cloned(), medium.clone(), unpacking);
        let before = (self.found.len(), self.rejected.len());
        loop {
            let started = Instant::now();
            let reads = || medium.as_ref().map_or(0, |medium| medium.reads());
            let (found, rejected) = (&mut self.found, &mut self.rejected);
            patiently(&medium::name_of(path), &reads, tell, || {
                folder::find(path, prefix, &around, found, rejected);
            });
            let Some(medium) = &medium else { break };
            let is_all = self.rejected.len() == before.1 && self.found.len() > before.0;
            if is_all || !medium.was_away_since(started) {
                break;
            }
            tell(Phase::MediumGone(medium.name().to_owned()));
            if !medium.wait(&|| cancel.is_cancelled()) {
                break;
            }
            tell(Phase::Finding);
            self.found.truncate(before.0);
            self.rejected.truncate(before.1);
        }
        self.media.extend(medium);
    }

    fn made(&mut self, files: &[(String, Arc<[u8]>)]) {
        self.found.extend(files.iter().map(|(name, bytes)| Found {
            path: name.clone(),
            origin: Origin::Made(Arc::clone(bytes)),
            around: Around::default(),
        }));
    }
}

/// A DICOMDIR stands for the folder it lies in.
fn beside_directory(path: &Path) -> &Path {
    let is_directory = path
        .file_name()
        .is_some_and(|name| name.eq_ignore_ascii_case("DICOMDIR"))
        && path.is_file();
    path.parent()
        .filter(|parent| is_directory && !parent.as_os_str().is_empty())
        .unwrap_or(path)
}
