//! What hosts are told about persons, studies and reports: facts, never sentences.

use scanfolio_core::geometry::StackDifference;
use scanfolio_core::likeness::Likeness;
use scanfolio_core::report::{
    ImageReference, Measurement, PairingEvidence, PairingStrength, Report, ReportSource,
    ReportStatus,
};
use scanfolio_core::study::Identity;
use scanfolio_core::title::{ExamTitle, SeriesRole};
use scanfolio_core::values::PersonName;
use serde::Serialize;

use crate::lacking::MissingParts;

/// A person: one or several identities, grouped by the user.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Person {
    /// Row of the index.
    pub id: i64,
    /// What the user calls them, or `''`.
    pub label: String,
    /// The name as the first identity states it.
    pub patient_name: PersonName,
    /// `YYYYMMDD`, `''` when absent.
    pub patient_birth_date: String,
    /// (0010,0040), `''` when absent.
    pub patient_sex: String,
    /// (0010,0020) of the first identity.
    pub patient_id: String,
    /// All birth dates its identities state: several contradict one another.
    pub birth_dates: Vec<String>,
    /// How many identities it groups.
    pub identities: u32,
    /// How many studies are held.
    pub studies: u32,
    /// How many reports are held.
    pub reports: u32,
}

/// What a medium said about whose the images are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Identified {
    /// Row of the index.
    pub id: i64,
    /// Stable over rebuilds.
    pub key: String,
    /// Whose it is; `None` while that waits for an answer.
    pub person_id: Option<i64>,
    /// Lacks two of ID, name and birth date: nothing is proposed.
    pub is_weak: bool,
    /// As it was stated.
    #[serde(flatten)]
    pub identity: Identity,
    /// How many studies are held.
    pub studies: u32,
}

/// An identity that waits for an answer, with all that waits with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaitingIdentity {
    /// What the medium said.
    #[serde(flatten)]
    pub stated: Identified,
    /// Newest first.
    pub studies: Vec<StudySummary>,
    /// Who it may be, the likest first.
    pub proposals: Vec<Proposal>,
}

/// A person an identity may belong to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// Who.
    pub person: Person,
    /// The likest of their identities.
    pub identity: Identity,
    /// What speaks for it.
    pub likeness: Likeness,
}

/// A person with all that is held of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonListing {
    /// Who.
    pub person: Person,
    /// Newest first.
    pub studies: Vec<StudySummary>,
    /// Reports without a study they surely belong to.
    pub unpaired_reports: Vec<ReportBadge>,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StudySummary {
    /// Row of the index.
    pub id: i64,
    /// Whose it is; `None` while that waits for an answer.
    pub person_id: Option<i64>,
    /// Stable over rebuilds.
    pub study_key: String,
    /// (0020,000D).
    pub study_instance_uid: String,
    /// Plain title as codes.
    pub title: ExamTitle,
    /// `YYYYMMDD`, `''` when absent.
    pub study_date: String,
    /// `HHMMSS…`, `''` when absent.
    pub study_time: String,
    /// (0008,1030), verbatim.
    pub study_description: String,
    /// (0008,0080), verbatim.
    pub institution_name: String,
    /// Modalities in the study, sorted.
    pub modalities: Vec<String>,
    /// How many series hold images.
    pub series: u32,
    /// How many instances of any kind.
    pub instances: u32,
    /// How many frames can be scrolled through.
    pub frames: u32,
    /// One of its series names a contrast agent; `false` says nothing.
    pub contrast_noted: bool,
    /// The series whose thumbnail stands for the study.
    pub thumbnail_series_id: Option<i64>,
    /// Its reports, surest first.
    pub reports: Vec<ReportBadge>,
    /// The import that brought it was cut short: files may be missing.
    pub is_unfinished: bool,
    /// What a disc's own list names of it and is not held; `None` when nothing is missing.
    pub missing: Option<MissingParts>,
}

/// A report in one glance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportBadge {
    /// Row of the index.
    pub id: i64,
    /// Stable over rebuilds.
    pub report_key: String,
    /// Whose it is believed to be.
    pub person_id: Option<i64>,
    /// Preliminary, final, amended…
    pub status: ReportStatus,
    /// How it came.
    pub source: ReportSource,
    /// Title the report gives itself, or the file's name.
    pub title: String,
    /// `YYYYMMDD`, `''` when absent.
    pub report_date: String,
    /// Never opened yet.
    pub is_unread: bool,
    /// The tie to the study it is listed under; `None` without one.
    pub pairing: Option<Pairing>,
}

/// The tie between a report and a study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pairing {
    /// The study.
    pub study_id: i64,
    /// Attached, suggested…
    pub strength: PairingStrength,
    /// By UID, by accession number…
    pub evidence: PairingEvidence,
    /// The user said so.
    pub is_confirmed: bool,
}

/// A study, opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StudyDetail {
    /// The line of the timeline.
    pub summary: StudySummary,
    /// Whose it is; `None` while that waits for an answer.
    pub person: Option<Person>,
    /// The name in this very study.
    pub patient_name: PersonName,
    /// (0010,0020) in this very study.
    pub patient_id: String,
    /// (0010,0030) in this very study.
    pub patient_birth_date: String,
    /// (0008,0050), verbatim.
    pub accession_number: String,
    /// Series with images, by Series Number; those that stand apart from the
    /// images of the body (`SeriesRole::is_aside`) at the end.
    pub series: Vec<SeriesDetail>,
    /// What is kept and not drawn, by kind.
    pub other: Vec<OtherContent>,
    /// Documents that came with this study alone.
    pub attachments: u32,
    /// Reports that may belong here, surest first.
    pub reports: Vec<ReportBadge>,
}

/// Content that is kept and not drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherContent {
    /// Code of the kind (`presentation_state`, `waveform`…).
    pub kind: String,
    /// How many instances.
    pub count: u32,
}

/// One series to scroll through.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesDetail {
    /// Row of the index.
    pub id: i64,
    /// (0020,000E).
    pub series_instance_uid: String,
    /// Plain title as codes.
    pub title: ExamTitle,
    /// (0020,0011).
    pub series_number: Option<i64>,
    /// (0008,0060).
    pub modality: String,
    /// (0008,103E), verbatim.
    pub series_description: String,
    /// (0018,0015), verbatim.
    pub body_part_examined: String,
    /// What it is for.
    pub role: SeriesRole,
    /// `axial`, `coronal`, `sagittal`, `oblique`, `''` when unknown or mixed.
    pub plane: String,
    /// What is scrolled one by one: at least one. What stands apart from the
    /// images of the body is one stack, however it was taken.
    pub stacks: Vec<StackDetail>,
    /// (0018,0010) or (0018,0012) names an agent; `false` says nothing.
    pub contrast_noted: bool,
    /// Frames in the order in which they are scrolled, stack after stack.
    pub frames: Vec<FrameRef>,
}

/// One stack of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StackDetail {
    /// Where its frames begin in [`SeriesDetail::frames`].
    pub first_frame: u32,
    /// How many it has, at least 1.
    pub frames: u32,
    /// As in [`SeriesDetail::plane`], of this stack.
    pub plane: String,
    /// What sets it apart from the series' other stacks.
    pub differences: Vec<StackDifference>,
}

impl SeriesDetail {
    /// The stack that holds a frame of [`SeriesDetail::frames`], from 1, and
    /// the frame's place in it, from 0.
    #[must_use]
    pub fn stack_of(&self, frame_index: u32) -> Option<(u32, u32)> {
        (1..).zip(&self.stacks).find_map(|(number, stack)| {
            let place = frame_index.checked_sub(stack.first_frame)?;
            (place < stack.frames).then_some((number, place))
        })
    }

    /// The frames of a stack, numbered from 1.
    #[must_use]
    pub fn frames_of(&self, stack_number: u32) -> Option<&[FrameRef]> {
        let stack = self.stacks.get(stack_number.checked_sub(1)? as usize)?;
        let first = stack.first_frame as usize;
        self.frames
            .get(first..first.checked_add(stack.frames as usize)?)
    }
}

/// One frame of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrameRef {
    /// Row of the index.
    pub instance_id: i64,
    /// From 1.
    pub frame_number: u32,
    /// (0020,0013).
    pub instance_number: Option<i64>,
    /// Millimetres along the stack's normal, when known.
    pub position_mm: Option<f64>,
}

/// A report, opened.
#[derive(Debug, Clone, Serialize)]
pub struct ReportDetail {
    /// In one glance; its pairing is with `study_id`.
    pub badge: ReportBadge,
    /// The study it is shown beside.
    pub study_id: Option<i64>,
    /// All ties, surest first.
    pub pairings: Vec<Pairing>,
    /// The report itself, its ranges counting UTF-8 bytes of its text.
    pub report: Report,
    /// Images it names, each held against the study.
    pub references: Vec<ResolvedReference>,
    /// Measurements it states.
    pub measurements: Vec<Measurement>,
    /// The original is a PDF.
    pub has_document: bool,
}

/// Images a report names, found or not.
#[derive(Debug, Clone, Serialize)]
pub struct ResolvedReference {
    /// What the text says.
    pub reference: ImageReference,
    /// Frames it may mean.
    pub targets: Vec<ReferenceTarget>,
    /// Why nothing is linked: `not_in_study`, `no_series`, `prior_exam`, `no_study`; `''` when linked.
    pub reason: &'static str,
}

/// A frame a report names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReferenceTarget {
    /// The series.
    pub series_id: i64,
    /// Its Series Number.
    pub series_number: Option<i64>,
    /// The stack of the series, from 1.
    pub stack_number: u32,
    /// The frame's place in that stack, from 0.
    pub frame_index: u32,
    /// The number the report says.
    pub image_number: i64,
}

/// A hit of the full-text search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchHit {
    /// The study it leads to.
    pub study: Option<StudySummary>,
    /// The report the words stand in.
    pub report: Option<ReportBadge>,
    /// Words around the match.
    pub snippet: String,
    /// Matches in the snippet: UTF-8 bytes, from and past the end.
    pub marks: Vec<(u32, u32)>,
}
