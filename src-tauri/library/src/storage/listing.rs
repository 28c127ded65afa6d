//! Studies, series and instances, as they are listed.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use scanfolio_core::study::{SeriesAttributes, StudyAttributes};
use scanfolio_core::title::{ExamTitle, contrast_is_noted};
use scanfolio_core::values::PersonName;

use super::{Storage, from_json};
use crate::error::LibraryError;
use crate::listing::{OtherContent, StudySummary};

/// The study and whose it is, as its own identity states it.
#[derive(Debug)]
pub(crate) struct StudyIdentity {
    pub person_id: Option<i64>,
    pub patient_name: PersonName,
    pub patient_id: String,
    pub patient_birth_date: String,
    pub accession_number: String,
}

/// A series with images.
#[derive(Debug)]
pub(crate) struct SeriesRow {
    pub id: i64,
    pub title: ExamTitle,
    /// What the index keeps of its attributes.
    pub stated: SeriesAttributes,
    pub instances: Vec<InstanceRow>,
}

/// An image of a series.
#[derive(Debug)]
pub(crate) struct InstanceRow {
    pub id: i64,
    /// Code of `core::title::SeriesRole`.
    pub role: String,
    pub instance_number: Option<i64>,
    pub number_of_frames: u32,
    /// JSON of [`crate::stack`].
    pub frames: String,
}

impl Storage {
    /// Studies, newest first: of one person, or of all. What waits is nobody's yet.
    pub(crate) fn studies(&self, person: Option<i64>) -> Result<Vec<StudySummary>, LibraryError> {
        let condition = "identities.person_id = coalesce(?1, identities.person_id)";
        self.read(|index| summaries(index, condition, person))
    }

    /// Studies of the identities that wait for an answer, with the identity's row.
    pub(crate) fn waiting_studies(&self) -> Result<Vec<(i64, StudySummary)>, LibraryError> {
        self.read(|index| {
            let mut owner =
                index.prepare_cached("SELECT identity_id FROM studies WHERE id = ?1")?;
            summaries(index, "identities.person_id IS NULL AND ?1 IS NULL", None)?
                .into_iter()
                .map(|study| Ok((owner.query_row(params![study.id], |row| row.get(0))?, study)))
                .collect()
        })
    }

    pub(crate) fn study(&self, id: i64) -> Result<StudySummary, LibraryError> {
        self.read(|index| summaries(index, "studies.id = ?1", Some(id)))?
            .pop()
            .ok_or(LibraryError::NotFound { kind: "study", id })
    }

    pub(crate) fn study_identity(&self, id: i64) -> Result<StudyIdentity, LibraryError> {
        self.read(|index| {
            let (json, mut identity) = index
                .prepare_cached(
                    "SELECT identities.patient_name, person_id, patient_id, patient_birth_date, accession_number
                     FROM studies JOIN identities ON identities.id = studies.identity_id WHERE studies.id = ?1",
                )?
                .query_row(params![id], |row| {
                    let json: String = row.get(0)?;
                    Ok((json, StudyIdentity {
                        person_id: row.get(1)?,
                        patient_name: PersonName::default(),
                        patient_id: row.get(2)?,
                        patient_birth_date: row.get(3)?,
                        accession_number: row.get(4)?,
                    }))
                })
                .optional()?
                .ok_or(LibraryError::NotFound { kind: "study", id })?;
            identity.patient_name = from_json(&json)?;
            Ok(identity)
        })
    }

    /// Series with images, by Series Number, then in order of first sight.
    pub(crate) fn image_series(&self, study: i64) -> Result<Vec<SeriesRow>, LibraryError> {
        self.read(|index| image_series(index, "series.study_id = ?1", study))
    }

    /// One series with its images.
    pub(crate) fn image_series_by_id(&self, id: i64) -> Result<SeriesRow, LibraryError> {
        self.read(|index| image_series(index, "series.id = ?1", id))?
            .pop()
            .ok_or(LibraryError::NotFound { kind: "series", id })
    }

    /// Instances that are kept and not drawn, by kind; reports are listed as such.
    pub(crate) fn other_content(&self, study: i64) -> Result<Vec<OtherContent>, LibraryError> {
        self.read(|index| {
            let mut statement = index.prepare_cached(
                "SELECT kind, count(*) FROM instances JOIN series ON series.id = instances.series_id
                 WHERE study_id = ?1 AND NOT (kind = 'image' AND number_of_frames > 0)
                       AND NOT EXISTS (SELECT 1 FROM reports WHERE reports.instance_id = instances.id)
                 GROUP BY kind ORDER BY kind",
            )?;
            let other = statement
                .query_map(params![study], |row| Ok(OtherContent { kind: row.get(0)?, count: row.get(1)? }))?
                .collect::<Result<_, _>>()?;
            Ok(other)
        })
    }

    pub(crate) fn attachments_of(&self, study: i64) -> Result<u32, LibraryError> {
        self.read(|index| {
            Ok(index.query_row(
                "SELECT count(*) FROM attachments WHERE study_id = ?1",
                params![study],
                |row| row.get(0),
            )?)
        })
    }

    /// Place of the preferred copy.
    pub(crate) fn place_of_instance(&self, id: i64) -> Result<String, LibraryError> {
        self.read(|index| {
            index
                .prepare_cached(
                    "SELECT place FROM copies WHERE instance_id = ?1 AND is_preferred = 1",
                )?
                .query_row(params![id], |row| row.get(0))
                .optional()?
                .ok_or(LibraryError::NotFound {
                    kind: "instance",
                    id,
                })
        })
    }

    /// Tells the preferred copy of an instance from any other: its UID, and its
    /// bytes where they were hashed.
    pub(crate) fn copy_key(&self, instance: i64) -> Result<String, LibraryError> {
        self.read(|index| {
            index
                .prepare_cached(
                    "SELECT sop_instance_uid || ' ' || data_set_blake3
                     FROM instances JOIN copies ON copies.instance_id = instances.id AND is_preferred = 1
                     WHERE instances.id = ?1",
                )?
                .query_row(params![instance], |row| row.get(0))
                .optional()?
                .ok_or(LibraryError::NotFound {
                    kind: "instance",
                    id: instance,
                })
        })
    }

    /// Stable over rebuilds; names its thumbnail.
    pub(crate) fn series_key(&self, id: i64) -> Result<String, LibraryError> {
        self.read(|index| {
            let (study_key, uid): (String, String) = index
                .query_row(
                    "SELECT study_key, series_instance_uid FROM series JOIN studies ON studies.id = series.study_id
                     WHERE series.id = ?1",
                    params![id],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?
                .ok_or(LibraryError::NotFound { kind: "series", id })?;
            Ok(crate::import::keep::key(&["series", &study_key, &uid]))
        })
    }

    /// `None` when no study shown has the key.
    pub(crate) fn study_with_key(&self, key: &str) -> Result<Option<i64>, LibraryError> {
        self.read(|index| {
            Ok(index
                .query_row(
                    "SELECT id FROM studies WHERE study_key = ?1",
                    params![key],
                    |row| row.get(0),
                )
                .optional()?)
        })
    }

    pub(crate) fn study_key(&self, id: i64) -> Result<String, LibraryError> {
        self.read(|index| {
            index
                .query_row(
                    "SELECT study_key FROM studies WHERE id = ?1",
                    params![id],
                    |row| row.get(0),
                )
                .optional()?
                .ok_or(LibraryError::NotFound { kind: "study", id })
        })
    }
}

/// What is summed up of a study's series.
#[derive(Default)]
struct Sum {
    modalities: Vec<String>,
    series: u32,
    instances: u32,
    frames: u32,
    thumbnail: Option<(i64, u32)>,
    /// What a title is made of.
    stated: Vec<SeriesAttributes>,
}

fn summaries(
    index: &Connection,
    condition: &str,
    parameter: Option<i64>,
) -> Result<Vec<StudySummary>, LibraryError> {
    let mut sums = sums(index, condition, parameter)?;
    let mut badges = super::reports::badges_by_study(index)?;
    let missing = super::listed::missing_parts(index)?;
    let mut statement = index.prepare_cached(&format!(
        "SELECT studies.id, identities.person_id, study_instance_uid, study_date, study_time, study_description,
                institution_name, unfinished_import <> 0, procedure_code_meaning, study_key
         FROM studies JOIN identities ON identities.id = studies.identity_id
         WHERE {condition} ORDER BY study_date DESC, study_time DESC, studies.id"
    ))?;
    let mut rows = statement.query(params![parameter])?;
    let mut studies = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        let sum = sums.remove(&id).unwrap_or_default();
        let stated = StudyAttributes {
            study_description: row.get(5)?,
            procedure_code_meaning: row.get(8)?,
            ..StudyAttributes::default()
        };
        studies.push(StudySummary {
            id,
            person_id: row.get(1)?,
            study_key: row.get(9)?,
            study_instance_uid: row.get(2)?,
            title: ExamTitle::of(&stated, &sum.stated.iter().collect::<Vec<_>>()),
            study_date: row.get(3)?,
            study_time: row.get(4)?,
            study_description: stated.study_description,
            institution_name: row.get(6)?,
            modalities: sum.modalities,
            series: sum.series,
            instances: sum.instances,
            frames: sum.frames,
            contrast_noted: sum
                .stated
                .iter()
                .any(|series| contrast_is_noted(&series.contrast_bolus_agent)),
            thumbnail_series_id: sum.thumbnail.map(|(id, _)| id),
            reports: badges.remove(&id).unwrap_or_default(),
            is_unfinished: row.get(7)?,
            missing: missing.get(&id).copied(),
        });
    }
    Ok(studies)
}

fn sums(
    index: &Connection,
    condition: &str,
    parameter: Option<i64>,
) -> Result<BTreeMap<i64, Sum>, LibraryError> {
    let mut sums: BTreeMap<i64, Sum> = BTreeMap::new();
    let mut statement = index.prepare_cached(&format!(
        "SELECT series.study_id, series.id, series.modality, series.body_part_examined, series.laterality,
                series.series_description, series.anatomic_region, series.protocol_name,
                series.contrast_bolus_agent, count(instances.id),
                coalesce(sum(CASE WHEN kind = 'image' THEN number_of_frames ELSE 0 END), 0),
                coalesce(sum(role IN ('image', 'derived')), 0) > 0
         FROM series
         JOIN studies ON studies.id = series.study_id
         JOIN identities ON identities.id = studies.identity_id
         LEFT JOIN instances ON instances.series_id = series.id
         WHERE {condition} GROUP BY series.id ORDER BY series.study_id, series.series_number, series.id"
    ))?;
    let mut rows = statement.query(params![parameter])?;
    while let Some(row) = rows.next()? {
        let sum = sums.entry(row.get(0)?).or_default();
        let stated = SeriesAttributes {
            modality: row.get(2)?,
            body_part_examined: row.get(3)?,
            laterality: row.get(4)?,
            series_description: row.get(5)?,
            anatomic_region: row.get(6)?,
            protocol_name: row.get(7)?,
            contrast_bolus_agent: row.get(8)?,
            ..SeriesAttributes::default()
        };
        sum.add(row.get(1)?, stated, row.get(9)?, row.get(10)?, row.get(11)?);
    }
    Ok(sums)
}

impl Sum {
    fn add(
        &mut self,
        series: i64,
        stated: SeriesAttributes,
        instances: u32,
        frames: u32,
        shows_the_body: bool,
    ) {
        if !stated.modality.is_empty() && !self.modalities.contains(&stated.modality) {
            self.modalities.push(stated.modality.clone());
            self.modalities.sort();
        }
        self.instances = self.instances.saturating_add(instances);
        if frames > 0 {
            self.series += 1;
            self.frames = self.frames.saturating_add(frames);
            // The largest series of the body; a localizer or a captured screen only when there is nothing else.
            let weight = if shows_the_body {
                frames.saturating_add(1 << 20)
            } else {
                frames
            };
            if self.thumbnail.is_none_or(|(_, most)| weight > most) {
                self.thumbnail = Some((series, weight));
            }
        }
        self.stated.push(stated);
    }
}

fn image_series(
    index: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<Vec<SeriesRow>, LibraryError> {
    let mut statement = index.prepare_cached(&format!(
        "SELECT series.id, series_instance_uid, series_number, modality, series_description, body_part_examined,
                anatomic_region, laterality, protocol_name, contrast_bolus_agent, study_description,
                procedure_code_meaning, instances.id, role, instance_number, number_of_frames, frames
         FROM series JOIN instances ON instances.series_id = series.id JOIN studies ON studies.id = series.study_id
         WHERE {condition} AND kind = 'image' AND number_of_frames > 0
         ORDER BY series_number IS NULL, series_number, series.id, instance_number IS NULL, instance_number, instances.id"
    ))?;
    let mut rows = statement.query(params![parameter])?;
    let mut series: Vec<SeriesRow> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if series.last().is_none_or(|last| last.id != id) {
            let stated = SeriesAttributes {
                series_instance_uid: row.get(1)?,
                series_number: row.get(2)?,
                modality: row.get(3)?,
                series_description: row.get(4)?,
                body_part_examined: row.get(5)?,
                anatomic_region: row.get(6)?,
                laterality: row.get(7)?,
                protocol_name: row.get(8)?,
                contrast_bolus_agent: row.get(9)?,
                ..SeriesAttributes::default()
            };
            let study = StudyAttributes {
                study_description: row.get(10)?,
                procedure_code_meaning: row.get(11)?,
                ..StudyAttributes::default()
            };
            series.push(SeriesRow {
                id,
                title: ExamTitle::of_series(&study, &stated),
                stated,
                instances: Vec::new(),
            });
        }
        if let Some(last) = series.last_mut() {
            last.instances.push(InstanceRow {
                id: row.get(12)?,
                role: row.get(13)?,
                instance_number: row.get(14)?,
                number_of_frames: row.get(15)?,
                frames: row.get(16)?,
            });
        }
    }
    Ok(series)
}
