//! What is held: persons, studies, series; found, named, opened.

use std::sync::{Arc, PoisonError};

use scanfolio_core::bytes::ReadAt;

use crate::error::LibraryError;
use crate::library::{Holding, Library};
use crate::listing::{Person, PersonListing, SearchHit, SeriesDetail, StudyDetail, StudySummary};
use crate::sidecar::{Settings, Sidecar};
use crate::stack;
use crate::storage::{HitOf, MARK};

impl Library {
    /// Everyone with everything: persons, their studies, their reports. What waits is in [`Library::waiting`].
    ///
    /// # Errors
    /// When the index cannot answer; so all below.
    pub fn list(&self) -> Result<Vec<PersonListing>, LibraryError> {
        let mut listing: Vec<PersonListing> = self
            .people()?
            .into_iter()
            .map(|person| PersonListing {
                person,
                studies: Vec::new(),
                unpaired_reports: Vec::new(),
            })
            .collect();
        for study in self.storage.studies(None)? {
            if let Some(entry) = listing
                .iter_mut()
                .find(|entry| Some(entry.person.id) == study.person_id)
            {
                entry.studies.push(study);
            }
        }
        for badge in self.storage.unpaired_reports(None)? {
            if let Some(entry) = listing
                .iter_mut()
                .find(|entry| Some(entry.person.id) == badge.person_id)
            {
                entry.unpaired_reports.push(badge);
            }
        }
        Ok(listing)
    }

    /// Everyone of whom something is held, in order of first sight.
    pub fn people(&self) -> Result<Vec<Person>, LibraryError> {
        self.storage.persons()
    }

    /// One person.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn person(&self, person_id: i64) -> Result<Person, LibraryError> {
        self.storage.person(person_id)
    }

    /// A person's studies, newest first.
    pub fn studies(&self, person_id: i64) -> Result<Vec<StudySummary>, LibraryError> {
        self.storage.studies(Some(person_id))
    }

    /// One study in one glance.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn study_summary(&self, study_id: i64) -> Result<StudySummary, LibraryError> {
        self.storage.study(study_id)
    }

    /// A study with its series, each frame in its place.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`].
    pub fn study(&self, study_id: i64) -> Result<StudyDetail, LibraryError> {
        let summary = self.storage.study(study_id)?;
        let identity = self.storage.study_identity(study_id)?;
        let mut series: Vec<SeriesDetail> = self
            .storage
            .image_series(study_id)?
            .into_iter()
            .map(stack::series_detail)
            .collect::<Result<_, _>>()?;
        series.sort_by_key(|series| series.role.is_aside());
        Ok(StudyDetail {
            person: identity
                .person_id
                .map(|id| self.storage.person(id))
                .transpose()?,
            patient_name: identity.patient_name,
            patient_id: identity.patient_id,
            patient_birth_date: identity.patient_birth_date,
            accession_number: identity.accession_number,
            series,
            other: self.storage.other_content(study_id)?,
            attachments: self.storage.attachments_of(study_id)?,
            reports: summary.reports.clone(),
            summary,
        })
    }

    /// What holds all the words, best first; of one person, or all.
    pub fn search(
        &self,
        words: &str,
        person_id: Option<i64>,
    ) -> Result<Vec<SearchHit>, LibraryError> {
        let mut hits = Vec::new();
        for hit in self.storage.search(words, person_id)? {
            let (study, report) = match hit.of {
                HitOf::Study(id) => (Some(self.storage.study(id)?), None),
                HitOf::Report(id) => {
                    let mut badge = self.storage.badge(id)?;
                    let pairing = self.storage.pairings_of(id)?.into_iter().next();
                    let study = pairing
                        .as_ref()
                        .map(|pairing| self.storage.study(pairing.study_id))
                        .transpose()?;
                    badge.pairing = pairing;
                    (study, Some(badge))
                }
            };
            let (snippet, marks) = unmark(&hit.snippet);
            hits.push(SearchHit {
                study,
                report,
                snippet,
                marks,
            });
        }
        Ok(hits)
    }

    /// What the user calls a person.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::NothingKept`] while only looking.
    pub fn rename_person(&self, person_id: i64, label: &str) -> Result<(), LibraryError> {
        let key = self.storage.person_key(person_id)?;
        self.decide(|persons| {
            if let Some(person) = persons.persons.iter_mut().find(|person| person.key == key) {
                label.trim().clone_into(&mut person.label);
            }
        })
    }

    /// The host's settings; `null` when none were saved.
    ///
    /// # Errors
    /// [`LibraryError::SidecarDamaged`].
    pub fn settings(&self) -> Result<serde_json::Value, LibraryError> {
        match &self.holding {
            Holding::Kept(kept) => Ok(Settings::load(&kept.files)?.0),
            Holding::Looked(_) => Ok(serde_json::Value::Null),
        }
    }

    /// Keeps the host's settings.
    ///
    /// # Errors
    /// When the library folder cannot be written.
    pub fn save_settings(&self, settings: serde_json::Value) -> Result<(), LibraryError> {
        let files = self.files()?;
        let _change = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        Settings(settings).save(files)
    }

    /// The bytes of an instance, as they were received.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`], [`LibraryError::Unreadable`].
    pub fn frame_source(&self, instance_id: i64) -> Result<Arc<dyn ReadAt>, LibraryError> {
        self.open_place(&self.storage.place_of_instance(instance_id)?)
    }

    pub(crate) fn open_place(&self, place: &str) -> Result<Arc<dyn ReadAt>, LibraryError> {
        match &self.holding {
            Holding::Kept(kept) => Ok(Arc::new(kept.files.open(place)?)),
            Holding::Looked(looked) => looked.open(place),
        }
    }
}

/// Takes the marks out of a snippet and says where they stood.
fn unmark(marked: &str) -> (String, Vec<(u32, u32)>) {
    let mut plain = String::with_capacity(marked.len());
    let (mut marks, mut start) = (Vec::new(), None);
    for c in marked.chars() {
        let here = u32::try_from(plain.len()).unwrap_or(u32::MAX);
        if c == MARK.0 {
            start = Some(here);
        } else if c == MARK.1 {
            marks.extend(start.take().map(|start| (start, here)));
        } else {
            plain.push(c);
        }
    }
    (plain, marks)
}

#[cfg(test)]
mod tests {
    use super::unmark;

    #[test]
    fn marks_become_ranges_of_the_plain_snippet() {
        assert_eq!(
            unmark("a \u{2}nodule\u{3} ö \u{2}x\u{3}"),
            ("a nodule ö x".to_owned(), vec![(2, 8), (12, 13)])
        );
        assert_eq!(unmark("none"), ("none".to_owned(), vec![]));
    }
}
