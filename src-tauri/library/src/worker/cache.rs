//! Data sets that were read of late, so that a film's header is read once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use scanfolio_core::bytes::ReadAt;
use scanfolio_core::dataset::{DataSet, DataSetError};
use scanfolio_core::warning::Warnings;

use super::SourceKey;

/// How many are kept; a header is some tens of kilobytes.
const KEPT: usize = 64;

/// A data set and what was noted while reading it.
pub(super) struct Parsed {
    pub data_set: DataSet,
    pub warnings: Warnings,
}

/// The one used last stands at the end.
#[derive(Default)]
pub(super) struct Cache(Mutex<VecDeque<(SourceKey, Arc<Parsed>)>>);

impl Cache {
    /// Two threads may read the same one at once; the later one is dropped.
    pub(super) fn get(
        &self,
        key: SourceKey,
        source: &dyn ReadAt,
    ) -> Result<Arc<Parsed>, DataSetError> {
        if let Some(parsed) = self.recent(key) {
            return Ok(parsed);
        }
        let mut warnings = Warnings::new();
        let data_set = DataSet::read(source, &mut warnings)?;
        let parsed = Arc::new(Parsed { data_set, warnings });
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().all(|(known, _)| *known != key) {
            kept.push_back((key, Arc::clone(&parsed)));
            if kept.len() > KEPT {
                kept.pop_front();
            }
        }
        Ok(parsed)
    }

    fn recent(&self, key: SourceKey) -> Option<Arc<Parsed>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| *known == key)?;
        let entry = kept.remove(at)?;
        let parsed = Arc::clone(&entry.1);
        kept.push_back(entry);
        Some(parsed)
    }
}
