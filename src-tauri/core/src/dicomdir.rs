//! The files that a DICOMDIR names (Basic Directory IOD, PS3.3 §F.2).
//!
//! The records of Directory Record Sequence (0004,1220) are walked in the
//! order they stand in. The offsets that link them into a tree are *not* used:
//! writers get them wrong or leave them out, and every file named here is read
//! itself, so nothing in the tree is needed.

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
    data_set
        .items(tags::DIRECTORY_RECORD_SEQUENCE)
        .into_iter()
        .filter_map(|record| referenced_file(record, warnings))
        .collect()
}

fn referenced_file(record: Item<'_>, warnings: &mut Warnings) -> Option<ReferencedFile> {
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

    fn read(records: Vec<ItemWriter>) -> (Vec<ReferencedFile>, Warnings) {
        let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
        writer
            .text(
                tags::SOP_CLASS_UID,
                VR::UI,
                uids::MEDIA_STORAGE_DIRECTORY_STORAGE,
            )
            .sequence(tags::DIRECTORY_RECORD_SEQUENCE, records);
        let mut warnings = Warnings::default();
        let data_set = DataSet::read(&writer.to_part10(), &mut warnings).unwrap();
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
        }
    }
}
