//! The library's answers in the shape the calls promise (README.md).

use scanfolio_core::title::{ExamTitle, SeriesRole};
use scanfolio_library::{
    ImportEntry, ImportOutcome, IncompleteStudy, Library, LibraryError, Person, ReportBadge,
    SeriesDetail, StackDetail, StudySummary,
};
use serde::Serialize;

use crate::{sentences, waiting};

/// An import of earlier.
#[derive(Serialize)]
pub struct Brought<'a> {
    import: i64,
    started_at: &'a str,
    source_names: &'a [String],
    #[serde(flatten)]
    outcome: Accounted<'a>,
    is_cancelled: bool,
    was_interrupted: bool,
}

impl<'a> Brought<'a> {
    pub fn of(entry: &'a ImportEntry, mut outcome: Accounted<'a>) -> Self {
        outcome.seconds = None;
        Self {
            import: entry.number,
            started_at: &entry.started_at,
            source_names: &entry.source_names,
            outcome,
            is_cancelled: entry.is_cancelled,
            was_interrupted: entry.was_interrupted,
        }
    }
}

/// Every file of an import or a look.
#[derive(Serialize)]
pub struct Accounted<'a> {
    files: u64,
    studies: u64,
    series: u64,
    instances: u64,
    reports: u64,
    attachments: u64,
    duplicates: u64,
    ignored: u64,
    waiting: u64,
    /// Brought, and held no more.
    gone: u64,
    rejected: Vec<Rejected<'a>>,
    programs: Vec<Program<'a>>,
    missing: &'a [String],
    incomplete: Vec<Incomplete<'a>>,
    cut_short: &'a [String],
    differing: u64,
    /// Keys for `answer`.
    waiting_identities: &'a [String],
    /// Not known of an import of earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
}

/// Among the ignored.
#[derive(Serialize)]
struct Program<'a> {
    path: &'a str,
    kind: &'static str,
    what: &'static str,
}

#[derive(Serialize)]
struct Rejected<'a> {
    path: &'a str,
    code: &'static str,
    reason: &'static str,
    /// What the reader said, where that tells more.
    detail: &'a str,
}

/// A study of which the disc lists more than is there.
#[derive(Serialize)]
struct Incomplete<'a> {
    #[serde(flatten)]
    study: &'a IncompleteStudy,
    says: String,
}

impl<'a> Accounted<'a> {
    /// An outcome as the contract words it.
    pub fn of(outcome: &'a ImportOutcome) -> Self {
        Self {
            files: outcome.files,
            studies: outcome.studies,
            series: outcome.series,
            instances: outcome.instances,
            reports: outcome.reports,
            attachments: outcome.attachments,
            duplicates: outcome.duplicates,
            ignored: outcome.ignored,
            waiting: outcome.waiting,
            gone: outcome.gone,
            rejected: outcome
                .rejected
                .iter()
                .map(|rejected| Rejected {
                    path: &rejected.path,
                    code: rejected.code.as_str(),
                    reason: sentences::rejection(rejected.code),
                    detail: &rejected.reason,
                })
                .collect(),
            programs: outcome
                .programs
                .iter()
                .map(|program| Program {
                    path: &program.path,
                    kind: program.kind.as_str(),
                    what: sentences::program(program.kind),
                })
                .collect(),
            missing: &outcome.missing,
            incomplete: outcome
                .incomplete
                .iter()
                .map(|study| Incomplete {
                    study,
                    says: sentences::incomplete(study),
                })
                .collect(),
            cut_short: &outcome.cut_short,
            differing: outcome.differing,
            waiting_identities: &outcome.waiting_identities,
            seconds: Some(outcome.seconds),
        }
    }
}

/// How much is held.
#[derive(Default, Serialize)]
pub struct Counts {
    persons: usize,
    studies: usize,
    series: u64,
    instances: u64,
    reports: u64,
    /// Studies nobody has said whose they are; in none of the other counts.
    waiting_studies: usize,
}

/// All that is held.
#[derive(Serialize)]
pub struct Listing {
    counts: Counts,
    /// Each with studies and loose reports.
    pub persons: Vec<ListedPerson>,
    waiting: Vec<waiting::Listed>,
    /// Reports of nobody in particular.
    unpaired_reports: Vec<ReportBadge>,
}

/// A person with all that is held of them.
#[derive(Serialize)]
pub struct ListedPerson {
    #[serde(flatten)]
    person: Person,
    studies: Vec<ListedStudy>,
    unpaired_reports: Vec<ReportBadge>,
}

/// A study with its series.
#[derive(Serialize)]
pub struct ListedStudy {
    #[serde(flatten)]
    summary: StudySummary,
    series: Vec<ListedSeries>,
}

#[derive(Serialize)]
struct ListedSeries {
    series_instance_uid: String,
    series_number: Option<i64>,
    modality: String,
    series_description: String,
    title: ExamTitle,
    role: SeriesRole,
    contrast_noted: bool,
    plane: String,
    frames: usize,
    /// What is scrolled one by one.
    stacks: Vec<StackDetail>,
}

impl From<SeriesDetail> for ListedSeries {
    fn from(series: SeriesDetail) -> Self {
        Self {
            series_instance_uid: series.series_instance_uid,
            series_number: series.series_number,
            modality: series.modality,
            series_description: series.series_description,
            title: series.title,
            role: series.role,
            contrast_noted: series.contrast_noted,
            plane: series.plane,
            frames: series.frames.len(),
            stacks: series.stacks,
        }
    }
}

impl Counts {
    /// # Errors
    /// When the index cannot answer.
    pub fn of(library: &Library) -> Result<Self, LibraryError> {
        let mut counts = Self::default();
        for listing in library.list()? {
            counts.persons += 1;
            counts.studies += listing.studies.len();
            counts.reports += u64::from(listing.person.reports);
            for study in &listing.studies {
                counts.series += u64::from(study.series);
                counts.instances += u64::from(study.instances);
            }
        }
        counts.waiting_studies = library.waiting()?.iter().map(|one| one.studies.len()).sum();
        Ok(counts)
    }
}

/// # Errors
/// When the index cannot answer.
pub fn listing(library: &Library) -> Result<Listing, LibraryError> {
    let mut persons = Vec::new();
    for listing in library.list()? {
        persons.push(ListedPerson {
            person: listing.person,
            studies: studies(library, listing.studies)?,
            unpaired_reports: listing.unpaired_reports,
        });
    }
    Ok(Listing {
        counts: Counts::of(library)?,
        persons,
        waiting: waiting::listed(library)?,
        unpaired_reports: library
            .unpaired_reports(None)?
            .into_iter()
            .filter(|report| report.person_id.is_none())
            .collect(),
    })
}

/// # Errors
/// When the index cannot answer.
pub fn studies(
    library: &Library,
    summaries: Vec<StudySummary>,
) -> Result<Vec<ListedStudy>, LibraryError> {
    summaries
        .into_iter()
        .map(|summary| {
            let series = library.study(summary.id)?.series;
            Ok(ListedStudy {
                summary,
                series: series.into_iter().map(ListedSeries::from).collect(),
            })
        })
        .collect()
}
