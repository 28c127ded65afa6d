//! The files that a DICOMDIR names (Basic Directory IOD, PS3.3 §F.2).
//!
//! The records of Directory Record Sequence (0004,1220) are walked in the
//! order they stand in. The offsets that link them into a tree are used for one
//! thing alone: which study a file is listed under, where somebody is to be told
//! how many of an exam's files are there. Writers get offsets wrong or leave them
//! out; what they do not reach is listed under no study, and read all the same.

mod tree;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    dataset::{DataSet, Item},
    tags, uids,
    warning::{Warning, Warnings},
};

/// A record of the directory that names a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReferencedFile {
    /// Referenced File ID (0004,1500): folders and the file's name below the
    /// DICOMDIR's own folder, as written. Discs often have them in another
    /// case. Never empty, and no part of it leads upwards or elsewhere.
    pub path: Vec<String>,
    /// Directory Record Type (0004,1430): IMAGE, SR DOCUMENT, ENCAP DOC…
    pub directory_record_type: String,
    /// Referenced SOP Class UID in File (0004,1510), `''` when absent.
    pub referenced_sop_class_uid: String,
    /// Referenced SOP Instance UID in File (0004,1511), `''` when absent.
    pub referenced_sop_instance_uid: String,
    /// Referenced Transfer Syntax UID in File (0004,1512), `''` when absent.
    pub referenced_transfer_syntax_uid: String,
    /// Whether the record counts.
    pub record_use: RecordUse,
    /// The study it is listed under; `None` when no offsets lead to it.
    pub study: Option<ListedStudy>,
}

/// A study as its own record (STUDY) tells of it; each `''` when absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ListedStudy {
    /// (0020,000D).
    pub study_instance_uid: String,
    /// (0008,0020) as `YYYYMMDD`.
    pub study_date: String,
    /// (0008,1030).
    pub study_description: String,
}

/// Record In-use Flag (0004,1410).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RecordUse {
    /// FFFF, or anything else that is not 0: absence says nothing against it.
    InUse,
    /// 0: deleted without being overwritten; the file may still be there.
    Inactive,
}

/// Whether the data set is a DICOMDIR: by its SOP class, or because it has
/// directory records.
pub fn is_dicomdir(data_set: &DataSet) -> bool {
    data_set
        .file_meta()
        .uid(tags::MEDIA_STORAGE_SOP_CLASS_UID)
        .is_some_and(|uid| uid == uids::MEDIA_STORAGE_DIRECTORY_STORAGE)
        || data_set.has(tags::DIRECTORY_RECORD_SEQUENCE)
}

/// Every file named, in the order of the records, whatever kind of record
/// names it. A file ID that leads outside of the DICOMDIR's folder is left out
/// with a warning.
pub fn referenced_files(data_set: &DataSet, warnings: &mut Warnings) -> Vec<ReferencedFile> {
    let records = data_set.items(tags::DIRECTORY_RECORD_SEQUENCE);
    let studies = tree::studies(&records);
    records
        .into_iter()
        .zip(studies)
        .filter_map(|(record, study)| referenced_file(record, study, warnings))
        .collect()
}

fn referenced_file(
    record: Item<'_>,
    study: Option<ListedStudy>,
    warnings: &mut Warnings,
) -> Option<ReferencedFile> {
    let written = record.texts(tags::REFERENCED_FILE_ID);
    // Some writers separate folders by slashes, as paths, not as values.
    let path: Vec<String> = written
        .iter()
        .flat_map(|component| component.split('/'))
        .map(str::trim)
        .filter(|component| !component.is_empty() && *component != ".")
        .map(str::to_owned)
        .collect();
    if path.is_empty() {
        return None;
    }
    let leads_away = |component: &String| component == ".." || component.contains([':', '\0']);
    if path.iter().any(leads_away) {
        warnings.push(Warning::ValueInvalid {
            tag: tags::REFERENCED_FILE_ID.into(),
        });
        return None;
    }
    let uid = |tag| record.uid(tag).unwrap_or_default();
    Some(ReferencedFile {
        path,
        directory_record_type: record
            .text(tags::DIRECTORY_RECORD_TYPE)
            .unwrap_or_default()
            .to_ascii_uppercase(),
        referenced_sop_class_uid: uid(tags::REFERENCED_SOP_CLASS_UID_IN_FILE),
        referenced_sop_instance_uid: uid(tags::REFERENCED_SOP_INSTANCE_UID_IN_FILE),
        referenced_transfer_syntax_uid: uid(tags::REFERENCED_TRANSFER_SYNTAX_UID_IN_FILE),
        record_use: match record.integer(tags::RECORD_IN_USE_FLAG) {
            Some(0) => RecordUse::Inactive,
            _ => RecordUse::InUse,
        },
        study,
    })
}

#[cfg(test)]
mod tests {
    use dicom_core::VR;

    use super::*;
    use crate::{
        dataset::test_files::shared_file,
        write::{EXPLICIT_VR_LITTLE_ENDIAN, ItemWriter, Writer},
    };

    fn record(kind: &str, file_id: &str, in_use: u16) -> ItemWriter {
        let mut item = ItemWriter::new();
        // Offsets of zero: nobody linked these records.
        item.ul(tags::OFFSET_OF_THE_NEXT_DIRECTORY_RECORD, &[0])
            .us(tags::RECORD_IN_USE_FLAG, &[in_use])
            .ul(
                tags::OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY,
                &[0],
            )
            .text(tags::DIRECTORY_RECORD_TYPE, VR::CS, kind);
        if !file_id.is_empty() {
            item.text(tags::REFERENCED_FILE_ID, VR::CS, file_id).text(
                tags::REFERENCED_SOP_INSTANCE_UID_IN_FILE,
                VR::UI,
                "2.25.7",
            );
        }
        item
    }

    fn directory(records: Vec<ItemWriter>) -> Vec<u8> {
        let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
        writer
            .text(
                tags::SOP_CLASS_UID,
                VR::UI,
                uids::MEDIA_STORAGE_DIRECTORY_STORAGE,
            )
            .sequence(tags::DIRECTORY_RECORD_SEQUENCE, records);
        writer.to_part10()
    }

    fn read(records: Vec<ItemWriter>) -> (Vec<ReferencedFile>, Warnings) {
        let mut warnings = Warnings::default();
        let data_set = DataSet::read(&directory(records), &mut warnings).unwrap();
        assert!(is_dicomdir(&data_set));
        let files = referenced_files(&data_set, &mut warnings);
        (files, warnings)
    }

    #[test]
    fn records_that_name_files_are_found_without_offsets() {
        let (files, warnings) = read(vec![
            record("PATIENT", "", 0xFFFF),
            record("STUDY", "", 0xFFFF),
            record("SERIES", "", 0xFFFF),
            record("IMAGE", "DICOM\\S1\\I0001", 0xFFFF),
            record("SR DOCUMENT", "dicom/s1/report", 0xFFFF),
            record("PRIVATE", "X", 0),
        ]);
        let seen: Vec<(String, &str, RecordUse)> = files
            .iter()
            .map(|f| {
                (
                    f.path.join("|"),
                    f.directory_record_type.as_str(),
                    f.record_use,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("DICOM|S1|I0001".to_owned(), "IMAGE", RecordUse::InUse),
                (
                    "dicom|s1|report".to_owned(),
                    "SR DOCUMENT",
                    RecordUse::InUse
                ),
                ("X".to_owned(), "PRIVATE", RecordUse::Inactive),
            ]
        );
        assert!(
            files
                .iter()
                .all(|f| f.referenced_sop_instance_uid == "2.25.7")
        );
        assert!(warnings.is_empty());
    }

    /// Links records: `(next, lower)` of each, as indices from 1, 0 for none.
    fn linked(mut records: Vec<ItemWriter>, links: &[(usize, usize)]) -> Vec<ReferencedFile> {
        let mut offsets = vec![0];
        for round in 0..2 {
            let offset = |index: usize| offsets.get(index).copied().unwrap_or_default();
            for (record, (next, lower)) in records.iter_mut().zip(links) {
                record
                    .ul(tags::OFFSET_OF_THE_NEXT_DIRECTORY_RECORD, &[offset(*next)])
                    .ul(
                        tags::OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY,
                        &[offset(*lower)],
                    );
            }
            let bytes = directory(records.clone());
            let data_set = DataSet::read(&bytes, &mut Warnings::default()).unwrap();
            if round == 1 {
                return referenced_files(&data_set, &mut Warnings::default());
            }
            let items = data_set.items(tags::DIRECTORY_RECORD_SEQUENCE);
            offsets.extend(items.iter().map(|item| item.offset() as u32));
        }
        unreachable!("two rounds")
    }

    fn study(uid: &str) -> ItemWriter {
        let mut item = record("STUDY", "", 0xFFFF);
        item.text(tags::STUDY_INSTANCE_UID, VR::UI, uid)
            .text(tags::STUDY_DATE, VR::DA, "20240131");
        item
    }

    fn study_of(files: &[ReferencedFile], path: &str) -> String {
        let file = files.iter().find(|file| file.path == [path]).unwrap();
        let study = file.study.as_ref();
        study.map_or_else(String::new, |study| study.study_instance_uid.clone())
    }

    #[test]
    fn a_file_is_listed_under_the_study_that_the_offsets_lead_through() {
        let image = |name| record("IMAGE", name, 0xFFFF);
        let records = vec![
            record("PATIENT", "", 0xFFFF),
            study("2.25.1"),
            study("2.25.2"),
            image("A"),
            image("B"),
            image("C"),
            image("LOOSE"),
        ];
        // Not the order in which they stand: A and C belong to the second study.
        let links = [(0, 2), (3, 5), (0, 4), (6, 0), (0, 0), (0, 0), (0, 0)];
        let files = linked(records, &links);
        assert_eq!(
            ["A", "B", "C", "LOOSE"].map(|path| study_of(&files, path)),
            ["2.25.2", "2.25.1", "2.25.2", ""]
        );
        assert_eq!(
            files[0].study.as_ref().unwrap().study_date,
            "20240131".to_owned()
        );
    }

    #[test]
    fn offsets_that_run_in_circles_end() {
        let records = vec![
            study("2.25.1"),
            record("IMAGE", "A", 0xFFFF),
            record("IMAGE", "B", 0xFFFF),
        ];
        let files = linked(records, &[(1, 2), (3, 1), (2, 2)]);
        assert_eq!(study_of(&files, "A"), "2.25.1");
        assert_eq!(study_of(&files, "B"), "2.25.1");
    }

    #[test]
    fn file_ids_that_lead_away_are_left_out_with_a_warning() {
        for file_id in ["..\\SECRET", "A\\..\\..\\B", "C:\\WINDOWS", "A/../B"] {
            let (files, warnings) = read(vec![record("IMAGE", file_id, 0xFFFF)]);
            assert!(files.is_empty(), "{file_id}");
            let tag = tags::REFERENCED_FILE_ID.into();
            assert!(
                warnings.contains(&Warning::ValueInvalid { tag }),
                "{file_id}"
            );
        }
    }

    /// Every variant of pydicom's test directory names the same 31 files, also
    /// the one whose records have no offsets.
    #[test]
    fn real_directories_name_all_their_files() {
        let folder = "pydicom__pydicom/src/pydicom/data/test_files/dicomdirtests";
        for (name, count) in [
            ("DICOMDIR", 31),
            ("DICOMDIR-bigEnd", 31),
            ("DICOMDIR-implicit", 31),
            ("DICOMDIR-nooffset", 31),
            ("DICOMDIR-reordered", 31),
            ("DICOMDIR-nopatient", 31),
            ("DICOMDIR-empty.dcm", 0),
        ] {
            let Some(bytes) = shared_file(&format!("{folder}/{name}")) else {
                continue;
            };
            let mut warnings = Warnings::default();
            let data_set = DataSet::read(&bytes, &mut warnings).unwrap();
            assert!(is_dicomdir(&data_set), "{name}");
            let files = referenced_files(&data_set, &mut warnings);
            assert_eq!(files.len(), count, "{name}");
            assert!(files.iter().all(|f| f.directory_record_type == "IMAGE"));
            // In whichever order the records stand.
            assert!(files.iter().all(|f| f.study.is_some()), "{name}");
        }
    }
}
