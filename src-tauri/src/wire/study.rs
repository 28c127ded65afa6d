//! Studies, their series and frames as they cross.

use serde::Serialize;
use ts_rs::TS;

use scanfolio_core::geometry::StackDifference;
use scanfolio_core::title::{ExamTitle, SeriesRole};
use scanfolio_core::values::PersonName;

use super::{Key, Person, ReportBadge};

/// A line of the timeline.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StudySummary {
    /// Its key.
    pub key: Key,
    /// The person it belongs to; `None` while that waits for an answer.
    pub person: Option<Key>,
    /// Plain title as codes; the window makes the words.
    pub title: ExamTitle,
    /// `YYYYMMDD`, `''` when absent.
    pub study_date: String,
    /// `HHMMSS…`, `''` when absent.
    pub study_time: String,
    /// (0008,1030), verbatim.
    pub study_description: String,
    /// (0008,0080), verbatim.
    pub institution_name: String,
    /// Modalities in the study.
    pub modalities: Vec<String>,
    /// How many series hold images.
    pub series: u32,
    /// How many frames can be scrolled through.
    pub frames: u32,
    /// One of its series names a contrast agent; `false` says nothing.
    pub contrast_noted: bool,
    /// The series whose thumbnail stands for the study.
    pub thumbnail: Option<Key>,
    /// Its reports, surest first.
    pub reports: Vec<ReportBadge>,
    /// The import that brought it was cut short: images may be missing.
    pub is_unfinished: bool,
    /// What a disc's own list names of it and is not held; `None` when nothing is missing.
    pub missing: Option<MissingParts>,
}

/// What is not held of an exam although a disc lists it. At least one is missing.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MissingParts {
    /// Images are counted below; otherwise files of any kind.
    pub only_images: bool,
    /// How many are missing.
    pub missing: u32,
    /// How many the disc lists; `None` when several discs each list something else.
    pub listed: Option<u32>,
}

/// A study, opened.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StudyDetail {
    /// The line of the timeline.
    pub summary: StudySummary,
    /// Whose it is.
    pub person: Person,
    /// The name in this very study, which may be spelt differently.
    pub patient_name: PersonName,
    /// (0010,0020) in this very study.
    pub patient_id: String,
    /// (0010,0030) in this very study.
    pub patient_birth_date: String,
    /// (0008,0050), verbatim.
    pub accession_number: String,
    /// Stacks of image series, in order of Series Number; those that stand apart from the images of the body last.
    pub series: Vec<SeriesDetail>,
    /// Pictures and documents that came with this study alone, kept as they are.
    pub attachments: u32,
    /// Things in the study that are not shown as images (presentation states, waveforms…), by kind, counted.
    pub other: Vec<OtherContent>,
    /// Reports that may belong here.
    pub reports: Vec<ReportBadge>,
}

/// Content that is kept but not drawn.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OtherContent {
    /// Code of the kind (`presentation_state`, `waveform`…).
    pub kind: String,
    /// How many instances.
    pub count: u32,
}

/// One stack of a series to scroll through.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SeriesDetail {
    /// The series' key, which all its stacks have.
    pub key: Key,
    /// Which of the series' stacks it is.
    pub stack: StackPlace,
    /// Plain title as codes; the window makes the words.
    pub title: ExamTitle,
    /// (0020,0011).
    #[ts(type = "number | null")]
    pub series_number: Option<i64>,
    /// (0008,0060).
    pub modality: String,
    /// (0008,103E), verbatim.
    pub series_description: String,
    /// (0018,0015), verbatim.
    pub body_part_examined: String,
    /// What it is for.
    pub role: SeriesRole,
    /// It stands apart from the images of the body.
    pub is_aside: bool,
    /// `axial`, `coronal`, `sagittal`, `oblique`, or `''` when unknown.
    pub plane: String,
    /// (0018,0010) or (0018,0012) names an agent; `false` says nothing.
    pub contrast_noted: bool,
    /// Frames in stack order (by position in the patient where known).
    pub frames: Vec<FrameRef>,
}

/// A stack among the stacks of its series.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StackPlace {
    /// From 1.
    pub number: u32,
    /// How many there are.
    pub count: u32,
    /// What sets it apart from the others.
    pub differences: Vec<StackDifference>,
}

/// One frame of a stack.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FrameRef {
    /// Row number of the instance in its index.
    #[ts(type = "number")]
    pub instance_id: i64,
    /// From 1.
    pub frame_number: u32,
    /// (0020,0013).
    #[ts(type = "number | null")]
    pub instance_number: Option<i64>,
    /// Millimetres along the stack's normal, when known.
    pub position_mm: Option<f64>,
}
