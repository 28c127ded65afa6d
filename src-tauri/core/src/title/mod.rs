//! What an exam is called, as codes: kind of exam, part of the body, side.
//! The window and the command line make the words, in the reader's language.
//!
//! Only what the file says: a description that names no part gives none.

mod body_part;
mod contrast;
mod role;
#[cfg(test)]
mod tests;
mod words;

pub use contrast::contrast_is_noted;
pub use role::SeriesRole;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::study::{SeriesAttributes, StudyAttributes};

/// The name of an exam in codes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExamTitle {
    /// DICOM's code of the modality, with these groups: `XR` for CR, DX and
    /// RG; `PTCT` and `PTMR` for PET with CT or MR; `''` when unknown.
    pub modality: String,
    /// A code such as `chest`, `knee`, `lumbar_spine`; several joined by `+`
    /// from head to foot (`chest+abdomen+pelvis`); `''` when unknown.
    pub body_part: String,
    /// `left`, `right`, `both`, or `''`: only for parts that come in pairs.
    pub laterality: String,
}

impl ExamTitle {
    /// Modalities that stand for several of DICOM's, which a host needs words for.
    pub const MODALITY_GROUPS: [&str; 3] = ["XR", "PTCT", "PTMR"];
    /// Every side there is.
    pub const LATERALITIES: [&str; 3] = ["left", "right", "both"];

    /// Every single part of the body a title can name, from head to foot.
    pub fn body_parts() -> impl Iterator<Item = &'static str> {
        body_part::codes()
    }

    /// The title of a study from what it and its series say.
    ///
    /// The part of the body comes from the first of these that names one:
    /// Study Description, the procedure's code, Body Part Examined, the
    /// anatomic region, and at last protocol names and series descriptions.
    /// Body Part Examined comes after the description because scanners fill
    /// it from the protocol, and often wrongly.
    pub fn of(study: &StudyAttributes, series: &[&SeriesAttributes]) -> Self {
        let images: Vec<&SeriesAttributes> = series
            .iter()
            .copied()
            .filter(|s| !NOT_AN_EXAM.contains(&s.modality.as_str()))
            .collect();
        let parts = body_parts(study, &images);
        Self::named(modality(series), &parts, study, &images)
    }

    /// The title of one series: its own description comes before what the
    /// study says, since it names the part this series was made of.
    pub fn of_series(study: &StudyAttributes, series: &SeriesAttributes) -> Self {
        let own = body_part::in_text(&series.series_description);
        let parts = if own.is_empty() {
            body_parts(study, &[series])
        } else {
            own
        };
        Self::named(modality(&[series]), &parts, study, &[series])
    }

    fn named(
        modality: String,
        parts: &[&str],
        study: &StudyAttributes,
        series: &[&SeriesAttributes],
    ) -> Self {
        let laterality = if parts.iter().any(|part| body_part::is_paired(part)) {
            laterality(study, series)
        } else {
            String::new()
        };
        Self {
            modality,
            body_part: parts.join("+"),
            laterality,
        }
    }
}

/// Modalities of what goes with an exam: reports, states, plans.
const NOT_AN_EXAM: &[&str] = &[
    "SR", "KO", "PR", "DOC", "SEG", "REG", "FID", "RWV", "RTSTRUCT", "RTPLAN", "RTDOSE",
    "RTRECORD", "PLAN", "AU", "OT", "",
];

/// The modality most series have; of equals the first.
fn modality(series: &[&SeriesAttributes]) -> String {
    let has = |modality: &str| series.iter().any(|s| s.modality == modality);
    if has("PT") && has("CT") {
        return "PTCT".to_owned();
    }
    if has("PT") && has("MR") {
        return "PTMR".to_owned();
    }
    let exam = most_frequent(
        series
            .iter()
            .map(|s| s.modality.as_str())
            .filter(|modality| !NOT_AN_EXAM.contains(modality)),
    );
    let any = most_frequent(
        series
            .iter()
            .map(|s| s.modality.as_str())
            .filter(|m| !m.is_empty()),
    );
    match exam.or(any) {
        Some("CR" | "DX" | "RG") => "XR".to_owned(),
        Some(modality) => modality.to_owned(),
        None => String::new(),
    }
}

fn most_frequent<'a>(values: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let mut best: Option<(&str, usize)> = None;
    for value in values.clone() {
        let count = values.clone().filter(|other| *other == value).count();
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((value, count));
        }
    }
    best.map(|(value, _)| value)
}

fn body_parts(study: &StudyAttributes, series: &[&SeriesAttributes]) -> Vec<&'static str> {
    let of_series = |text: fn(&SeriesAttributes) -> &str, read: fn(&str) -> Vec<&'static str>| {
        let found: Vec<&'static str> = series.iter().flat_map(|s| read(text(s))).collect();
        body_part::in_order(&found)
    };
    let sources: [&dyn Fn() -> Vec<&'static str>; 6] = [
        &|| body_part::in_text(&study.study_description),
        &|| body_part::in_text(&study.procedure_code_meaning),
        &|| of_series(|s| &s.body_part_examined, body_part::examined),
        &|| of_series(|s| &s.anatomic_region, body_part::in_text),
        &|| of_series(|s| &s.protocol_name, body_part::in_text),
        &|| of_series(|s| &s.series_description, body_part::in_text),
    ];
    sources
        .iter()
        .map(|source| source())
        .find(|parts| !parts.is_empty())
        .unwrap_or_default()
}

/// The side the description names, else the one that Laterality (0020,0060)
/// does. Series of both sides make `both`.
fn laterality(study: &StudyAttributes, series: &[&SeriesAttributes]) -> String {
    let stated = |side: &str| {
        series
            .iter()
            .any(|s| s.laterality.eq_ignore_ascii_case(side))
    };
    let text = |word: fn(&[String]) -> bool| {
        [&study.study_description, &study.procedure_code_meaning]
            .iter()
            .any(|text| word(&words::of(text)))
    };
    let (mut left, mut right) = (text(words::say_left), text(words::say_right));
    if text(words::say_both) {
        (left, right) = (true, true);
    }
    if !left && !right {
        left = stated("L") || stated("B");
        right = stated("R") || stated("B");
    }
    match (left, right) {
        (true, true) => "both",
        (true, false) => "left",
        (false, true) => "right",
        (false, false) => "",
    }
    .to_owned()
}
