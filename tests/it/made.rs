//! Files with a known truth, and a home for a library.

use std::fs;
use std::path::{Path, PathBuf};

use dicom_core::VR;
use dicom_dictionary_std::tags;
use scanfolio_core::bytes::ReadAt;
use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::warning::Warnings;
use scanfolio_core::write::{EXPLICIT_VR_LITTLE_ENDIAN, ItemWriter, Writer};
use scanfolio_library::{ImportOutcome, Library, LibraryError, OpenMode, PersonChoice};

/// What a made file says; the rest is the same for all.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    pub name: &'a str,
    pub id: &'a str,
    pub birth_date: &'a str,
    pub study: &'a str,
    pub series: i64,
    pub instance: i64,
    pub accession: &'a str,
    pub date: &'a str,
    pub modality: &'a str,
    pub description: &'a str,
    /// The value of every pixel.
    pub pixel: u16,
    pub size: u16,
}

pub const JANE: Made<'static> = Made {
    name: "Doe^Jane",
    id: "J1",
    birth_date: "19580314",
    study: "2.25.1001",
    series: 1,
    instance: 1,
    accession: "A1001",
    date: "20240110",
    modality: "CT",
    description: "CT CHEST",
    pixel: 7,
    size: 16,
};

pub const JOHN: Made<'static> = Made {
    name: "Roe^John",
    id: "J2",
    birth_date: "19600101",
    study: "2.25.2002",
    accession: "A2002",
    ..JANE
};

impl Made<'_> {
    pub fn sop_instance_uid(&self) -> String {
        format!("{}.{}.{}", self.study, self.series, self.instance)
    }

    fn head(&self, sop_class_uid: &str) -> Writer {
        let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
        for (tag, vr, value) in [
            (tags::SOP_CLASS_UID, VR::UI, sop_class_uid),
            (tags::SOP_INSTANCE_UID, VR::UI, &self.sop_instance_uid()),
            (tags::STUDY_INSTANCE_UID, VR::UI, self.study),
            (
                tags::SERIES_INSTANCE_UID,
                VR::UI,
                &format!("{}.{}", self.study, self.series),
            ),
            (tags::STUDY_DATE, VR::DA, self.date),
            (tags::STUDY_TIME, VR::TM, "101500"),
            (tags::MODALITY, VR::CS, self.modality),
            (tags::ACCESSION_NUMBER, VR::SH, self.accession),
            (tags::STUDY_DESCRIPTION, VR::LO, self.description),
            (tags::SERIES_DESCRIPTION, VR::LO, "THIN SLICES"),
            (tags::INSTITUTION_NAME, VR::LO, "Made Hospital"),
            (tags::PATIENT_NAME, VR::PN, self.name),
            (tags::PATIENT_ID, VR::LO, self.id),
            (tags::PATIENT_BIRTH_DATE, VR::DA, self.birth_date),
            (tags::PATIENT_SEX, VR::CS, "F"),
        ] {
            writer.text(tag, vr, value);
        }
        writer
            .is(tags::SERIES_NUMBER, &[self.series])
            .is(tags::INSTANCE_NUMBER, &[self.instance]);
        writer
    }

    /// A CT image, still to be written.
    pub fn image_writer(&self) -> Writer {
        let mut writer = self.head("1.2.840.10008.5.1.4.1.1.2");
        let count = usize::from(self.size) * usize::from(self.size);
        writer
            .text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "MONOCHROME2")
            .text(tags::IMAGE_TYPE, VR::CS, "ORIGINAL\\PRIMARY\\AXIAL")
            .ds(
                tags::IMAGE_POSITION_PATIENT,
                &[0.0, 0.0, -2.0 * self.instance as f64],
            )
            .ds(
                tags::IMAGE_ORIENTATION_PATIENT,
                &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
            )
            .us(tags::SAMPLES_PER_PIXEL, &[1])
            .us(tags::ROWS, &[self.size])
            .us(tags::COLUMNS, &[self.size])
            .us(tags::BITS_ALLOCATED, &[16])
            .us(tags::BITS_STORED, &[16])
            .us(tags::HIGH_BIT, &[15])
            .us(tags::PIXEL_REPRESENTATION, &[0])
            .ow(tags::PIXEL_DATA, &vec![self.pixel; count]);
        writer
    }

    /// A CT image.
    pub fn image(&self) -> Vec<u8> {
        self.image_writer().to_part10()
    }

    /// The same without any UID.
    pub fn image_without_uids(&self) -> Vec<u8> {
        let mut writer = self.image_writer();
        for tag in [
            tags::SOP_INSTANCE_UID,
            tags::STUDY_INSTANCE_UID,
            tags::SERIES_INSTANCE_UID,
        ] {
            writer.remove(tag);
        }
        writer.to_part10()
    }

    /// The same image under another File Meta, as another sender would write it.
    pub fn image_resent(&self) -> Vec<u8> {
        let mut bytes = self.image();
        let at = bytes
            .windows(11)
            .position(|window| window == b"SCANFOLIO_1")
            .unwrap();
        bytes[at..at + 11].copy_from_slice(b"OTHERSENDER");
        bytes
    }

    /// A Basic Text SR in the study, of one finding.
    pub fn structured_report(&self, text: &str) -> Vec<u8> {
        let mut writer = self.head("1.2.840.10008.5.1.4.1.1.88.11");
        let code = |value: &str, meaning: &str| {
            let mut item = ItemWriter::new();
            item.text(tags::CODE_VALUE, VR::SH, value)
                .text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM")
                .text(tags::CODE_MEANING, VR::LO, meaning);
            vec![item]
        };
        let mut finding = ItemWriter::new();
        finding
            .text(tags::RELATIONSHIP_TYPE, VR::CS, "CONTAINS")
            .text(tags::VALUE_TYPE, VR::CS, "TEXT")
            .sequence(tags::CONCEPT_NAME_CODE_SEQUENCE, code("121071", "Finding"))
            .text(tags::TEXT_VALUE, VR::UT, text);
        writer
            .text(tags::VALUE_TYPE, VR::CS, "CONTAINER")
            .text(tags::CONTINUITY_OF_CONTENT, VR::CS, "SEPARATE")
            .text(tags::COMPLETION_FLAG, VR::CS, "COMPLETE")
            .text(tags::VERIFICATION_FLAG, VR::CS, "VERIFIED")
            .sequence(
                tags::CONCEPT_NAME_CODE_SEQUENCE,
                code("18748-4", "Diagnostic imaging report"),
            )
            .sequence(tags::CONTENT_SEQUENCE, vec![finding]);
        writer.to_part10()
    }

    /// A text report that states whose it is.
    pub fn text_report(&self, impression: &str) -> Vec<u8> {
        let (family, given) = self.name.split_once('^').unwrap();
        format!(
            "FINAL REPORT\nPatient: {family}, {given}\nAccession: {}\nExam: CT of the chest\n\n\
             FINDINGS: The lungs are clear. The heart is of normal size.\n\nIMPRESSION: {impression}\n",
            self.accession
        )
        .into_bytes()
    }
}

/// A DICOMDIR that names files.
pub fn dicomdir(files: &[&str]) -> Vec<u8> {
    let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
    let records = files.iter().map(|file| {
        let mut record = ItemWriter::new();
        record
            .ul(tags::OFFSET_OF_THE_NEXT_DIRECTORY_RECORD, &[0])
            .us(tags::RECORD_IN_USE_FLAG, &[0xFFFF])
            .ul(
                tags::OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY,
                &[0],
            )
            .text(tags::DIRECTORY_RECORD_TYPE, VR::CS, "IMAGE")
            .text(tags::REFERENCED_FILE_ID, VR::CS, &file.replace('/', "\\"));
        record
    });
    writer
        .text(tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.1.3.10")
        .text(tags::SOP_INSTANCE_UID, VR::UI, "2.25.99")
        .sequence(tags::DIRECTORY_RECORD_SEQUENCE, records.collect());
    writer.to_part10()
}

/// A file as a record of a DICOMDIR names it.
#[derive(Clone)]
pub struct Listed {
    pub path: String,
    /// Directory Record Type.
    pub kind: &'static str,
    pub study: String,
    pub sop_instance_uid: String,
}

impl Listed {
    pub fn image(path: &str, made: &Made) -> Self {
        Self {
            path: path.to_owned(),
            kind: "IMAGE",
            study: made.study.to_owned(),
            sop_instance_uid: made.sop_instance_uid(),
        }
    }
}

/// A DICOMDIR whose offsets hang every file under its study.
pub fn disc_list(files: &[Listed]) -> Vec<u8> {
    let mut studies: Vec<&str> = files.iter().map(|file| file.study.as_str()).collect();
    studies.sort_unstable();
    studies.dedup();
    // For each record: its fields, and the indices from 1 of the next one and of the first below it.
    let mut records: Vec<(ItemWriter, usize, usize)> = Vec::new();
    for study in &studies {
        let below: Vec<&Listed> = files.iter().filter(|file| file.study == **study).collect();
        let at = records.len() + 1;
        let mut item = ItemWriter::new();
        item.text(tags::DIRECTORY_RECORD_TYPE, VR::CS, "STUDY")
            .text(tags::STUDY_INSTANCE_UID, VR::UI, study);
        records.push((item, 0, at + 1));
        for (index, file) in below.iter().enumerate() {
            let mut item = ItemWriter::new();
            item.text(tags::DIRECTORY_RECORD_TYPE, VR::CS, file.kind)
                .text(
                    tags::REFERENCED_FILE_ID,
                    VR::CS,
                    &file.path.replace('/', "\\"),
                )
                .text(
                    tags::REFERENCED_SOP_INSTANCE_UID_IN_FILE,
                    VR::UI,
                    &file.sop_instance_uid,
                );
            let is_last = index + 1 == below.len();
            records.push((item, if is_last { 0 } else { at + index + 2 }, 0));
        }
    }
    // Offsets are known once everything was written.
    let mut offsets = vec![0; records.len() + 1];
    loop {
        for (item, next, lower) in &mut records {
            item.us(tags::RECORD_IN_USE_FLAG, &[0xFFFF])
                .ul(tags::OFFSET_OF_THE_NEXT_DIRECTORY_RECORD, &[offsets[*next]])
                .ul(
                    tags::OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY,
                    &[offsets[*lower]],
                );
        }
        let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
        let items = records.iter().map(|(item, ..)| item.clone()).collect();
        writer
            .text(tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.1.3.10")
            .text(tags::SOP_INSTANCE_UID, VR::UI, "2.25.99")
            .sequence(tags::DIRECTORY_RECORD_SEQUENCE, items);
        let bytes = writer.to_part10();
        if offsets.len() > 1 && offsets[1] != 0 {
            return bytes;
        }
        let data_set = DataSet::read(&bytes, &mut Warnings::default()).unwrap();
        let found = data_set.items(tags::DIRECTORY_RECORD_SEQUENCE);
        for (offset, item) in offsets.iter_mut().skip(1).zip(found) {
            *offset = u32::try_from(item.offset()).unwrap();
        }
    }
}

/// A place for a medium and a library.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("medium")).unwrap();
        Self { folder }
    }

    pub fn medium(&self) -> PathBuf {
        self.folder.path().join("medium")
    }

    pub fn library_folder(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// Puts a file on the medium.
    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.medium().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Empties the medium.
    pub fn wipe(&self) -> &Self {
        fs::remove_dir_all(self.medium()).unwrap();
        fs::create_dir(self.medium()).unwrap();
        self
    }

    pub fn open(&self) -> Library {
        Library::open(&self.library_folder(), OpenMode::Create).unwrap()
    }

    /// Opens the library and imports the whole medium.
    pub fn import(&self) -> (Library, ImportOutcome) {
        let library = self.open();
        let outcome = import(&library, &self.medium()).unwrap();
        (library, outcome)
    }
}

/// Everybody new is a person of their own.
pub fn import(library: &Library, path: &Path) -> Result<ImportOutcome, LibraryError> {
    import_for(library, path, PersonChoice::New)
}

pub fn import_for(
    library: &Library,
    path: &Path,
    who: PersonChoice,
) -> Result<ImportOutcome, LibraryError> {
    let outcome = library.import(&[path.to_path_buf()], who, &|_| {}, &CancelToken::default())?;
    assert_adds_up(&outcome);
    Ok(outcome)
}

pub fn look(path: &Path) -> (Library, ImportOutcome) {
    let (library, outcome) =
        Library::look(&[path.to_path_buf()], &|_| {}, &CancelToken::default()).unwrap();
    assert_adds_up(&outcome);
    (library, outcome)
}

/// An instance's file as it is held.
pub fn read_all(library: &Library, instance_id: i64) -> Vec<u8> {
    let source = library.frame_source(instance_id).unwrap();
    source.read_range(0, source.len()).unwrap()
}

/// Every file is in exactly one outcome.
pub fn assert_adds_up(outcome: &ImportOutcome) {
    let sum = outcome.instances
        + outcome.reports
        + outcome.attachments
        + outcome.duplicates
        + outcome.ignored
        + outcome.waiting
        + outcome.gone
        + outcome.rejected.len() as u64;
    assert_eq!(outcome.files, sum, "{outcome:?}");
}

/// Paths and codes of what was refused, in order.
pub fn refusals(outcome: &ImportOutcome) -> Vec<(&str, &str)> {
    outcome
        .rejected
        .iter()
        .map(|rejected| (rejected.path.as_str(), rejected.code.as_str()))
        .collect()
}

/// The listing as JSON without row numbers, which a rebuild may change.
pub fn listing(library: &Library) -> serde_json::Value {
    let mut value = serde_json::to_value(library.list().unwrap()).unwrap();
    for person in value.as_array_mut().unwrap() {
        for study in person["studies"].as_array_mut().unwrap() {
            let id = study["id"].as_i64().unwrap();
            let detail = library.study(id).unwrap();
            let series: Vec<_> = detail
                .series
                .iter()
                .map(|series| {
                    (
                        series.series_instance_uid.clone(),
                        series.frames.len(),
                        series.plane.clone(),
                    )
                })
                .collect();
            study["held"] = serde_json::to_value(series).unwrap();
        }
    }
    without_ids(&mut value);
    value
}

pub fn without_ids(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.retain(|name, _| name != "id" && !name.ends_with("_id") || name == "patient_id");
            fields.values_mut().for_each(without_ids);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(without_ids),
        _ => {}
    }
}

/// Real files for tests, when they are there; `None` is said aloud.
pub fn shared_data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("SCANFOLIO_SHARED")
        .map_or(beside, PathBuf::from)
        .join("data");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no shared data at {}", folder.display());
    None
}
