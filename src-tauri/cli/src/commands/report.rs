//! `report`: a report, taken apart.

use std::path::Path;

use scanfolio_core::report::{Certainty, ReportStatus, measurements, read_report, references};
use serde::Serialize;

use super::{Problem, open};
use crate::output::{self, Ending};
use crate::sentences;

#[derive(Serialize)]
struct Taken {
    status: ReportStatus,
    language: String,
    dates: Dates,
    accession: String,
    sections: Vec<Section>,
    text: String,
    references: Vec<Reference>,
    measurements: Vec<Measurement>,
    terms: Vec<Term>,
    warnings: Vec<serde_json::Value>,
}

/// `YYYYMMDD`, `""` when not stated or ambiguous.
#[derive(Serialize)]
struct Dates {
    study: String,
    report: String,
}

#[derive(Serialize)]
struct Section {
    heading: String,
    text: String,
}

#[derive(Serialize)]
struct Reference {
    quote: String,
    series_number: Option<i64>,
    image_numbers: Vec<i64>,
    certainty: Certainty,
    prior: bool,
}

#[derive(Serialize)]
struct Measurement {
    quote: String,
    values_mm: Vec<f64>,
}

#[derive(Serialize)]
struct Term {
    quote: String,
    entry: String,
}

pub fn report(file: &Path) -> Result<Ending, Problem> {
    let source = open::file(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let report =
        read_report(&name, &source).map_err(|error| Problem::Said(sentences::report(&error)))?;
    let glossary = scanfolio_library::glossary();
    let text = report.text.as_str();
    let taken = Taken {
        status: report.status,
        language: report.language.clone(),
        dates: Dates {
            study: report.study_date.clone(),
            report: report.report_date.clone(),
        },
        accession: report.accession_number.clone(),
        sections: report
            .sections
            .iter()
            .map(|section| Section {
                heading: section.heading.clone(),
                text: text
                    .get(section.range.clone())
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
            })
            .collect(),
        references: references(text)
            .into_iter()
            .map(|reference| Reference {
                quote: reference.quote,
                series_number: reference.series_number,
                image_numbers: reference.image_numbers,
                certainty: reference.certainty,
                prior: reference.prior,
            })
            .collect(),
        measurements: measurements(text)
            .into_iter()
            .map(|measurement| Measurement {
                quote: measurement.quote,
                values_mm: measurement.values_mm,
            })
            .collect(),
        terms: report
            .terms(glossary)
            .into_iter()
            .map(|term| Term {
                quote: term.quote.to_owned(),
                entry: term.entry.headword.clone(),
            })
            .collect(),
        warnings: codes(&report.warnings)?,
        text: text.to_owned(),
    };
    output::print_json(&taken)?;
    Ok(Ending::Done)
}

/// The codes alone, as the contract names them.
fn codes(
    warnings: &scanfolio_core::warning::Warnings,
) -> Result<Vec<serde_json::Value>, serde_json::Error> {
    warnings
        .iter()
        .map(|warning| {
            Ok(serde_json::to_value(warning)?
                .get("code")
                .cloned()
                .unwrap_or_default())
        })
        .collect()
}
