//! What one file turned out to hold, read once, for import, look and rebuild alike.

use scanfolio_core::bytes::ReadAt;
use scanfolio_core::dataset::{DataSet, DataSetError};
use scanfolio_core::dicomdir::{self, RecordUse, ReferencedFile};
use scanfolio_core::report::{self, Report, ReportError};
use scanfolio_core::study::{Instance, InstanceKind};
use scanfolio_core::warning::{Warning, Warnings};

use crate::import::classify::{self, Class};
use crate::import::keep::Hashes;
use crate::import::source::archive::{Archive, Purpose};
use crate::import::source::sectors;
use crate::import::source::{Refusal, refusal_of};
use crate::outcome::{ProgramKind, RejectCode};
use crate::stack;

/// What a file holds.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Dicom(Box<DicomContent>),
    Report(Box<Report>),
    /// Its media type.
    Attachment(&'static str),
}

/// A DICOM instance.
#[derive(Debug, Clone)]
pub(crate) struct DicomContent {
    pub instance: Instance,
    /// JSON of what orders its frames ([`crate::stack`]).
    pub frames: String,
    /// The text of a structured report or an encapsulated document.
    pub report: Option<Box<Report>>,
    pub warnings: Warnings,
    /// The data end too early.
    pub is_cut_short: bool,
    /// Where the data set begins, after the File Meta group 0002.
    pub data_set_offset: u64,
}

/// How much of a text is looked at to tell a report from a note.
const REPORT_HEAD: u64 = 64 << 10;

/// What [`examine`] says.
pub(crate) enum Examined {
    Content(Content),
    Ignored,
    Program(ProgramKind),
    /// A DICOMDIR: the files it names.
    Directory(Vec<ReferencedFile>),
    Zip,
    /// A disc image.
    Disc,
    /// A tape archive.
    Tar,
    Gzip,
    SevenZip,
}

/// Reads a file once and says what it holds.
pub(crate) fn examine(path: &str, source: &dyn ReadAt) -> Result<Examined, Refusal> {
    if source.is_empty() {
        return Err((RejectCode::Empty, "no bytes".to_owned()));
    }
    let unreadable = |error: std::io::Error| refusal_of(&error);
    let start = |length: u64| {
        source
            .read_range(0, source.len().min(length))
            .map_err(unreadable)
    };
    let head = start(classify::HEAD)?;

    if head.get(128..132) == Some(b"DICM") {
        return dicom(source).map_err(|reason| match reason {
            NotDicom::Unreadable(refusal) => refusal,
            NotDicom::Damaged(reason) => (RejectCode::DicomDamaged, reason),
            NotDicom::NothingThere => (RejectCode::DicomEmpty, "no data set".to_owned()),
        });
    }
    let class = classify::classify(path, &head);
    match class {
        Class::Zip => return Ok(Examined::Zip),
        Class::Gzip => return Ok(Examined::Gzip),
        Class::SevenZip => return Ok(Examined::SevenZip),
        // The first sectors of a disc may hold anything: its mark comes later.
        _ if sectors::is_disc(source).map_err(unreadable)? => return Ok(Examined::Disc),
        Class::Tar => return Ok(Examined::Tar),
        Class::Archive(format) => {
            return Err((RejectCode::ArchiveFormat, format.to_owned()));
        }
        Class::Program(kind) => return Ok(Examined::Program(kind)),
        Class::Ignored => return Ok(Examined::Ignored),
        Class::Attachment(_) | Class::Unknown => {}
    }
    if DataSet::looks_like_dicom(&head)
        && let Ok(examined) = dicom(source)
    {
        return Ok(examined);
    }
    // What only resembles a report is kept as the document it is.
    if report::looks_like_report(&start(REPORT_HEAD)?).is_some() {
        match report::read_report(path, &source) {
            Ok(report) => return Ok(Examined::Content(Content::Report(Box::new(report)))),
            Err(ReportError::Bytes(error)) => return Err(unreadable(error)),
            Err(_) => {}
        }
    }
    match class {
        Class::Attachment(media_type) => Ok(Examined::Content(Content::Attachment(media_type))),
        _ => {
            let from = source.len().saturating_sub(classify::TAIL);
            let tail = source
                .read_range(from, source.len().min(classify::TAIL))
                .map_err(unreadable)?;
            Err(match classify::format_of_tail(&tail) {
                Some(format) => (RejectCode::ArchiveFormat, format.to_owned()),
                None => (RejectCode::NotRecognised, "unknown content".to_owned()),
            })
        }
    }
}

/// Opens a ZIP and says what it is for; `None` for a container.
pub(crate) fn of_archive(archive: &Archive) -> Option<Examined> {
    match archive.purpose() {
        Purpose::Container => None,
        Purpose::Document(media_type) => Some(Examined::Content(Content::Attachment(media_type))),
        Purpose::Program => Some(Examined::Program(ProgramKind::Java)),
    }
}

enum NotDicom {
    Unreadable(Refusal),
    Damaged(String),
    NothingThere,
}

fn dicom(source: &dyn ReadAt) -> Result<Examined, NotDicom> {
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(source, &mut warnings).map_err(|error| match error {
        DataSetError::Unreadable(error) => NotDicom::Unreadable(refusal_of(&error)),
        other => NotDicom::Damaged(other.to_string()),
    })?;
    let instance = Instance::read(&data_set, &mut warnings);
    if dicomdir::is_dicomdir(&data_set) {
        let files = dicomdir::referenced_files(&data_set, &mut warnings);
        let in_use = files
            .into_iter()
            .filter(|file| file.record_use == RecordUse::InUse);
        return Ok(Examined::Directory(in_use.collect()));
    }
    let says_something = !instance.study.study_instance_uid.is_empty()
        || !instance.instance.sop_instance_uid.is_empty()
        || !instance.instance.sop_class_uid.is_empty()
        || data_set.pixel_data().is_some();
    if !says_something {
        return Err(NotDicom::NothingThere);
    }
    let report = match instance.kind {
        InstanceKind::StructuredReport | InstanceKind::EncapsulatedPdf => {
            report::report_from_data_set(&data_set, warnings.clone())
                .ok()
                .map(Box::new)
        }
        _ => None,
    };
    Ok(Examined::Content(Content::Dicom(Box::new(DicomContent {
        frames: stack::of_instance(&data_set, &instance),
        is_cut_short: is_cut_short(&data_set, &warnings),
        data_set_offset: data_set.data_set_offset(),
        instance,
        report,
        warnings,
    }))))
}

/// A file with all the index wants to know.
#[derive(Debug, Clone)]
pub(crate) struct KeptFile {
    /// Below the library folder, or `look:N`.
    pub place: String,
    /// Where it lay on the medium.
    pub source_path: String,
    /// `None` while only looked at and nothing needs them.
    pub hashes: Option<Hashes>,
    pub file_length: u64,
    pub content: Content,
}

impl DicomContent {
    /// Study Instance UID (0020,000D), or a key from the file's hash.
    pub(crate) fn study_instance_uid(&self, file: &KeptFile) -> String {
        uid_or_key(&self.instance.study.study_instance_uid, file)
    }

    /// Series Instance UID (0020,000E), or a key from the file's hash.
    pub(crate) fn series_instance_uid(&self, file: &KeptFile) -> String {
        uid_or_key(&self.instance.series.series_instance_uid, file)
    }

    /// SOP Instance UID (0008,0018), or a key from the file's hash.
    pub(crate) fn sop_instance_uid(&self, file: &KeptFile) -> String {
        uid_or_key(&self.instance.instance.sop_instance_uid, file)
    }

    /// All three UIDs are there, so nothing has to be made from the hash.
    pub(crate) fn has_uids(&self) -> bool {
        let instance = &self.instance;
        !instance.study.study_instance_uid.is_empty()
            && !instance.series.series_instance_uid.is_empty()
            && !instance.instance.sop_instance_uid.is_empty()
    }
}

/// A made key can never be taken for a UID, which has digits and dots alone.
fn uid_or_key(uid: &str, file: &KeptFile) -> String {
    if !uid.is_empty() {
        return uid.to_owned();
    }
    let of_hash = |hashes: Hashes| {
        hashes
            .data_set_blake3
            .to_hex()
            .chars()
            .take(32)
            .collect::<String>()
    };
    format!(
        "blake3:{}",
        file.hashes.map_or_else(|| file.place.clone(), of_hash)
    )
}

fn is_cut_short(data_set: &DataSet, warnings: &Warnings) -> bool {
    data_set
        .pixel_data()
        .is_some_and(|pixel_data| pixel_data.truncated)
        || warnings.iter().any(|warning| {
            matches!(
                warning,
                Warning::Truncated { .. } | Warning::PixelDataTruncated
            )
        })
}
