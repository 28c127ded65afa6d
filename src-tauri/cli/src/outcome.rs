//! The library's answers in the shape the calls promise (README.md).

use scanfolio_library::{
    ImportOutcome, Library, LibraryError, Person, ReportBadge, SeriesDetail, StudySummary,
};
use serde::Serialize;

use crate::sentences;

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
    rejected: Vec<Rejected<'a>>,
    missing: &'a [String],
    cut_short: &'a [String],
    differing: u64,
    seconds: f64,
}

#[derive(Serialize)]
struct Rejected<'a> {
    path: &'a str,
    code: &'static str,
    reason: &'static str,
    /// What the reader said, where that tells more.
    detail: &'a str,
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
            missing: &outcome.missing,
            cut_short: &outcome.cut_short,
            differing: outcome.differing,
            seconds: outcome.seconds,
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
}

/// All that is held.
#[derive(Serialize)]
pub struct Listing {
    counts: Counts,
    /// Each with studies and loose reports.
    pub persons: Vec<ListedPerson>,
}

/// A person with all that is held of them.
#[derive(Serialize)]
pub struct ListedPerson {
    #[serde(flatten)]
    person: Person,
    studies: Vec<ListedStudy>,
    unpaired_reports: Vec<ReportBadge>,
}

#[derive(Serialize)]
struct ListedStudy {
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
    role: String,
    plane: String,
    frames: usize,
}

impl From<SeriesDetail> for ListedSeries {
    fn from(series: SeriesDetail) -> Self {
        Self {
            series_instance_uid: series.series_instance_uid,
            series_number: series.series_number,
            modality: series.modality,
            series_description: series.series_description,
            role: series.role,
            plane: series.plane,
            frames: series.frames.len(),
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
        Ok(counts)
    }
}

/// # Errors
/// When the index cannot answer.
pub fn listing(library: &Library) -> Result<Listing, LibraryError> {
    let mut persons = Vec::new();
    for listing in library.list()? {
        let mut studies = Vec::new();
        for summary in listing.studies {
            let series = library
                .study(summary.id)?
                .series
                .into_iter()
                .map(ListedSeries::from)
                .collect();
            studies.push(ListedStudy { summary, series });
        }
        persons.push(ListedPerson {
            person: listing.person,
            studies,
            unpaired_reports: listing.unpaired_reports,
        });
    }
    Ok(Listing {
        counts: Counts::of(library)?,
        persons,
    })
}
