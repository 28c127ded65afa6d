//! Writes what an import or a rebuild read into the index, a study a transaction.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Transaction, params};
use scanfolio_core::report::Report;
use scanfolio_core::study::Identity;
use scanfolio_core::title::SeriesRole;

use super::{Storage, to_column};
use crate::content::{Content, DicomContent, KeptFile};
use crate::error::LibraryError;
use crate::persons::{Persons, identity_key, study_key};

/// What is true for all files of one import.
pub(crate) struct Filing<'a> {
    pub import_id: i64,
    pub persons: &'a Persons,
}

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Filed {
    pub study_ids: BTreeSet<i64>,
    pub series_ids: BTreeSet<i64>,
    pub person_ids: BTreeSet<i64>,
    /// Keys of the identities that wait for an answer.
    pub waiting_identities: BTreeSet<String>,
    pub report_ids: BTreeSet<i64>,
    pub instances: u64,
    pub reports: u64,
    pub attachments: u64,
    /// Files of studies that wait for an answer.
    pub waiting: u64,
    pub differing: u64,
}

impl Filed {
    pub(crate) fn add(&mut self, other: Self) {
        self.study_ids.extend(other.study_ids);
        self.series_ids.extend(other.series_ids);
        self.person_ids.extend(other.person_ids);
        self.waiting_identities.extend(other.waiting_identities);
        self.report_ids.extend(other.report_ids);
        self.instances += other.instances;
        self.reports += other.reports;
        self.attachments += other.attachments;
        self.waiting += other.waiting;
        self.differing += other.differing;
    }
}

impl Storage {
    /// Files everything: each study in a transaction of its own, what belongs to none in one more.
    pub(crate) fn file(
        &self,
        filing: &Filing<'_>,
        files: &[KeptFile],
    ) -> Result<Filed, LibraryError> {
        let mut studies: BTreeMap<String, Vec<(&KeptFile, &DicomContent)>> = BTreeMap::new();
        let mut order = Vec::new();
        let mut loose = Vec::new();
        for file in files {
            if let Content::Dicom(content) = &file.content {
                let identity_key = identity_key(&content.instance.identity, filing.import_id);
                let key = study_key(&identity_key, &content.study_instance_uid(file));
                if !studies.contains_key(&key) {
                    order.push((key.clone(), identity_key));
                }
                studies.entry(key).or_default().push((file, content));
            } else {
                loose.push(file);
            }
        }
        let mut filed = Filed::default();
        for (study_key, identity_key) in order {
            let members = studies.remove(&study_key).unwrap_or_default();
            filed.add(
                self.write(|index| file_study(index, filing, &study_key, &identity_key, &members))?,
            );
        }
        if !loose.is_empty() {
            filed.add(self.write(|index| file_loose(index, filing, &loose))?);
        }
        Ok(filed)
    }
}

fn file_study(
    index: &Transaction<'_>,
    filing: &Filing<'_>,
    study_key: &str,
    identity_key: &str,
    members: &[(&KeptFile, &DicomContent)],
) -> Result<Filed, LibraryError> {
    let mut filed = Filed::default();
    let Some((first, content)) = members.first() else {
        return Ok(filed);
    };
    let (identity_id, person_id) =
        identity_row(index, filing, identity_key, &content.instance.identity)?;
    match person_id {
        Some(person_id) => drop(filed.person_ids.insert(person_id)),
        None => drop(filed.waiting_identities.insert(identity_key.to_owned())),
    }
    let study_id = study_row(
        index,
        filing.import_id,
        identity_id,
        study_key,
        first,
        content,
    )?;
    filed.study_ids.insert(study_id);
    for (file, content) in members {
        let series_id = series_row(index, study_id, file, content)?;
        filed.series_ids.insert(series_id);
        let instance_id = instance_row(
            index,
            filing.import_id,
            series_id,
            file,
            content,
            &mut filed,
        )?;
        match &content.report {
            Some(report) => {
                let report_id =
                    report_row(index, filing.import_id, file, report, Some(instance_id))?;
                if let Some(report_id) = report_id {
                    index
                        .prepare_cached("UPDATE all_reports SET person_id = ?2 WHERE id = ?1")?
                        .execute(params![report_id, person_id])?;
                    filed.report_ids.insert(report_id);
                }
                filed.reports += 1;
            }
            None => filed.instances += 1,
        }
    }
    if person_id.is_none() {
        filed.waiting = filed.instances + filed.reports;
        (filed.instances, filed.reports) = (0, 0);
    }
    super::removal::show_or_hide(index, study_id)?;
    super::search::index_study(index, study_id)?;
    Ok(filed)
}

fn file_loose(
    index: &Transaction<'_>,
    filing: &Filing<'_>,
    files: &[&KeptFile],
) -> Result<Filed, LibraryError> {
    let mut filed = Filed::default();
    for file in files {
        match &file.content {
            Content::Report(report) => {
                filed
                    .report_ids
                    .extend(report_row(index, filing.import_id, file, report, None)?);
                filed.reports += 1;
            }
            Content::Attachment(media_type) => {
                index
                    .prepare_cached(
                        "INSERT INTO all_attachments (blake3, import_id, media_type, file_length, place, source_path)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (blake3) DO NOTHING",
                    )?
                    .execute(params![
                        hash_column(file, false),
                        filing.import_id,
                        media_type,
                        signed(file.file_length),
                        file.place,
                        file.source_path
                    ])?;
                filed.attachments += 1;
            }
            Content::Dicom(_) => {}
        }
    }
    Ok(filed)
}

fn identity_row(
    index: &Transaction<'_>,
    filing: &Filing<'_>,
    identity_key: &str,
    identity: &Identity,
) -> Result<(i64, Option<i64>), LibraryError> {
    let person_id = filing
        .persons
        .person_of(identity_key)
        .map(|person| super::persons::person_row(index, person))
        .transpose()?;
    let identity_id = index
        .prepare_cached(
            "INSERT INTO all_identities (identity_key, person_id, is_weak, patient_id, issuer_of_patient_id,
                                     patient_name, patient_birth_date, patient_sex)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (identity_key) DO UPDATE SET person_id = excluded.person_id,
                 patient_sex = CASE patient_sex WHEN '' THEN excluded.patient_sex ELSE patient_sex END
             RETURNING id",
        )?
        .query_row(
            params![
                identity_key,
                person_id,
                identity.is_weak(),
                identity.patient_id,
                identity.issuer_of_patient_id,
                to_column(&identity.patient_name)?,
                identity.patient_birth_date,
                identity.patient_sex
            ],
            |row| row.get(0),
        )?;
    Ok((identity_id, person_id))
}

fn study_row(
    index: &Transaction<'_>,
    import_id: i64,
    identity_id: i64,
    study_key: &str,
    file: &KeptFile,
    content: &DicomContent,
) -> Result<i64, LibraryError> {
    let study = &content.instance.study;
    // What the first file leaves empty a later one may say.
    Ok(index
        .prepare_cached(
            "INSERT INTO all_studies (study_key, identity_id, study_instance_uid, study_date, study_time, accession_number,
                                  study_id, study_description, procedure_code_meaning, institution_name,
                                  referring_physician_name, unfinished_import)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (study_key) DO UPDATE SET
                 study_date = CASE study_date WHEN '' THEN excluded.study_date ELSE study_date END,
                 study_time = CASE study_time WHEN '' THEN excluded.study_time ELSE study_time END,
                 accession_number = CASE accession_number WHEN '' THEN excluded.accession_number ELSE accession_number END,
                 study_description = CASE study_description WHEN '' THEN excluded.study_description ELSE study_description END,
                 institution_name = CASE institution_name WHEN '' THEN excluded.institution_name ELSE institution_name END,
                 unfinished_import = CASE unfinished_import WHEN 0 THEN excluded.unfinished_import ELSE unfinished_import END
             RETURNING id",
        )?
        .query_row(
            params![
                study_key,
                identity_id,
                content.study_instance_uid(file),
                study.study_date,
                study.study_time,
                study.accession_number,
                study.study_id,
                study.study_description,
                study.procedure_code_meaning,
                study.institution_name,
                study.referring_physician_name,
                import_id
            ],
            |row| row.get(0),
        )?)
}

fn series_row(
    index: &Transaction<'_>,
    study_id: i64,
    file: &KeptFile,
    content: &DicomContent,
) -> Result<i64, LibraryError> {
    let uid = content.series_instance_uid(file);
    let series = &content.instance.series;
    let found: Option<(i64, bool)> = index
        .prepare_cached(
            "SELECT id, contrast_bolus_agent = '' FROM all_series WHERE study_id = ?1 AND series_instance_uid = ?2",
        )?
        .query_row(params![study_id, uid], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, is_silent)) = found {
        // Contrast that a later image notes is contrast of the series.
        if is_silent && !series.contrast_bolus_agent.is_empty() {
            index
                .prepare_cached("UPDATE all_series SET contrast_bolus_agent = ?2 WHERE id = ?1")?
                .execute(params![id, series.contrast_bolus_agent])?;
        }
        return Ok(id);
    }
    Ok(index
        .prepare_cached(
            "INSERT INTO all_series (study_id, series_instance_uid, series_number, modality, series_description,
                                 body_part_examined, anatomic_region, laterality, protocol_name, patient_position,
                                 frame_of_reference_uid, contrast_bolus_agent)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING id",
        )?
        .query_row(
            params![
                study_id,
                uid,
                series.series_number,
                series.modality,
                series.series_description,
                series.body_part_examined,
                series.anatomic_region,
                series.laterality,
                series.protocol_name,
                series.patient_position,
                series.frame_of_reference_uid,
                series.contrast_bolus_agent
            ],
            |row| row.get(0),
        )?)
}

fn instance_row(
    index: &Transaction<'_>,
    import_id: i64,
    series_id: i64,
    file: &KeptFile,
    content: &DicomContent,
    filed: &mut Filed,
) -> Result<i64, LibraryError> {
    let uid = content.sop_instance_uid(file);
    let found: Option<(i64, bool)> = index
        .prepare_cached(
            "SELECT all_instances.id, is_cut_short OR removal <> 0 FROM all_instances
             JOIN all_copies ON all_copies.instance_id = all_instances.id AND is_preferred = 1
             WHERE series_id = ?1 AND sop_instance_uid = ?2",
        )?
        .query_row(params![series_id, uid], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    // The first copy enters stacks, unless it was cut short (or is removed) and this one is whole.
    let is_preferred = found.is_none_or(|(_, gives_way)| gives_way && !content.is_cut_short);
    let instance_id = match found {
        Some((id, _)) => {
            filed.differing += 1;
            if is_preferred {
                index
                    .prepare_cached(
                        "UPDATE all_copies SET is_preferred = 0 WHERE instance_id = ?1",
                    )?
                    .execute(params![id])?;
                write_instance(index, Some(id), series_id, &uid, content)?;
            }
            id
        }
        None => write_instance(index, None, series_id, &uid, content)?,
    };
    index
        .prepare_cached(
            "INSERT INTO all_copies (instance_id, import_id, is_preferred, is_cut_short, blake3, data_set_blake3,
                                 transfer_syntax_uid, file_length, place, source_path)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            instance_id,
            import_id,
            is_preferred,
            content.is_cut_short,
            hash_column(file, false),
            hash_column(file, true),
            content.instance.instance.transfer_syntax_uid,
            signed(file.file_length),
            file.place,
            file.source_path
        ])?;
    Ok(instance_id)
}

fn write_instance(
    index: &Transaction<'_>,
    id: Option<i64>,
    series_id: i64,
    uid: &str,
    content: &DicomContent,
) -> Result<i64, LibraryError> {
    let attributes = &content.instance.instance;
    Ok(index
        .prepare_cached(
            "INSERT INTO all_instances (id, series_id, sop_class_uid, sop_instance_uid, instance_number, kind, role, image_type,
                                    number_of_frames, rows, columns, content_date, content_time, frames, warnings)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
             ON CONFLICT (id) DO UPDATE SET
                 number_of_frames = excluded.number_of_frames, rows = excluded.rows, columns = excluded.columns,
                 frames = excluded.frames, warnings = excluded.warnings
             RETURNING id",
        )?
        .query_row(
            params![
                id,
                series_id,
                attributes.sop_class_uid,
                uid,
                attributes.instance_number,
                to_column(&content.instance.kind)?,
                to_column(&SeriesRole::of(&content.instance))?,
                attributes.image_type.join("\\"),
                attributes.number_of_frames,
                attributes.rows,
                attributes.columns,
                attributes.content_date,
                attributes.content_time,
                content.frames,
                to_column(&content.warnings)?
            ],
            |row| row.get(0),
        )?)
}

impl Storage {
    /// Another copy of an instance enters the stack: its attributes are the instance's now.
    pub(crate) fn rewrite_instance(
        &self,
        id: i64,
        content: &DicomContent,
    ) -> Result<(), LibraryError> {
        self.write(|index| {
            let (series_id, uid): (i64, String) = index
                .prepare_cached(
                    "SELECT series_id, sop_instance_uid FROM all_instances WHERE id = ?1",
                )?
                .query_row(params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            write_instance(index, Some(id), series_id, &uid, content)?;
            Ok(())
        })
    }
}

/// `None` when this very file is there already (a rebuild met it twice).
fn report_row(
    index: &Transaction<'_>,
    import_id: i64,
    file: &KeptFile,
    report: &Report,
    instance_id: Option<i64>,
) -> Result<Option<i64>, LibraryError> {
    let id: Option<i64> = index
        .prepare_cached(
            "INSERT INTO all_reports (report_key, import_id, instance_id, file_length, place, source_path, status, source,
                                  title, language, author, study_date, report_date, accession_number, modality, content)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
             ON CONFLICT (report_key) DO NOTHING RETURNING id",
        )?
        .query_row(
            params![
                hash_column(file, false),
                import_id,
                instance_id,
                signed(file.file_length),
                file.place,
                file.source_path,
                to_column(&report.status)?,
                to_column(&report.source)?,
                report.title,
                report.language,
                report.author,
                report.study_date,
                report.report_date,
                report.accession_number,
                report.modality,
                to_column(report)?
            ],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(id) = id {
        super::search::index_report(index, id, &report.title, &report.text)?;
    }
    Ok(id)
}

/// `''` while only looked at.
fn hash_column(file: &KeptFile, data_set: bool) -> String {
    file.hashes.map_or_else(String::new, |hashes| {
        let hash = if data_set {
            hashes.data_set_blake3
        } else {
            hashes.blake3
        };
        hash.to_hex().to_string()
    })
}

fn signed(length: u64) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
