//! What values count beyond the Modality LUT: Real World Value Maps
//! (PS3.3 §C.7.6.16.2.11) and the standardised uptake value of PET. Facts for
//! the words around a picture; no value of a frame changes by them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dataset::{DataSet, Item};
use crate::tags;
use crate::values::{Date, DateTime, Time};

use super::functional_groups::FrameAttributes;

/// A linear Real World Value Map: `real = slope × stored_value + intercept`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RealWorldValue {
    /// LUT Label (0040,9210).
    pub label: String,
    /// Of Measurement Units Code Sequence (0040,08EA): its code, which is UCUM's.
    pub unit: String,
    /// (0040,9225), finite.
    pub slope: f64,
    /// (0040,9224), finite.
    pub intercept: f64,
    /// The stored values that are mapped, both ends included.
    pub first: f64,
    /// See `first`.
    pub last: f64,
}

/// SUVbw of a PET image, or why it has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum Suv {
    /// `suv = factor × modality_value`.
    BodyWeight {
        /// Grams a becquerel, above 0.
        factor: f64,
    },
    /// The values stay what they are.
    Unknown {
        /// What is missing.
        obstacle: SuvObstacle,
    },
}

/// What an image lacks without which its SUV would be a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SuvObstacle {
    /// Units (0054,1001) is not BQML.
    Units,
    /// Corrected Image (0028,0051) lacks ATTN or DECY.
    Correction,
    /// Decay Correction (0054,1102) is neither START nor ADMIN.
    DecayReference,
    /// Patient's Weight (0010,1030) is absent or not above 0.
    Weight,
    /// Radionuclide Total Dose (0018,1074) is absent, or no number of becquerels.
    Dose,
    /// Radionuclide Half Life (0018,1075) is absent or not above 0.
    HalfLife,
    /// When the dose was given is not known, or lies after the scan.
    InjectionTime,
    /// When the scan began, to which the decay was corrected, is not known.
    ScanTime,
}

/// Less than this was written in another unit: no dose is so small.
const SMALLEST_DOSE_BQ: f64 = 1e5;

/// A dose given longer ago belongs to another scan.
const LONGEST_DECAY_SECONDS: f64 = 24.0 * 3600.0;

/// The linear maps of one frame; those by table are left out.
pub(crate) fn real_world_values(frame: FrameAttributes<'_>) -> Vec<RealWorldValue> {
    let maps = frame.groups(tags::REAL_WORLD_VALUE_MAPPING_SEQUENCE);
    maps.into_iter().filter_map(real_world_value).collect()
}

fn real_world_value(item: Item<'_>) -> Option<RealWorldValue> {
    let finite = |tag| item.decimal(tag).filter(|value| value.is_finite());
    let whole = |tag| item.integer(tag).map(|value| value as f64);
    let unit = item.first_item(tags::MEASUREMENT_UNITS_CODE_SEQUENCE);
    Some(RealWorldValue {
        label: item.text(tags::LUT_LABEL).unwrap_or_default(),
        unit: unit
            .and_then(|unit| unit.text(tags::CODE_VALUE))
            .unwrap_or_default(),
        slope: finite(tags::REAL_WORLD_VALUE_SLOPE)?,
        intercept: finite(tags::REAL_WORLD_VALUE_INTERCEPT)?,
        first: finite(tags::DOUBLE_FLOAT_REAL_WORLD_VALUE_FIRST_VALUE_MAPPED)
            .or_else(|| whole(tags::REAL_WORLD_VALUE_FIRST_VALUE_MAPPED))?,
        last: finite(tags::DOUBLE_FLOAT_REAL_WORLD_VALUE_LAST_VALUE_MAPPED)
            .or_else(|| whole(tags::REAL_WORLD_VALUE_LAST_VALUE_MAPPED))?,
    })
}

/// SUV by body weight; `None` for what is not PET.
pub(crate) fn suv(data_set: &DataSet) -> Option<Suv> {
    let root = data_set.root();
    if root.text(tags::MODALITY).as_deref() != Some("PT") {
        return None;
    }
    Some(match suv_factor(root) {
        Ok(factor) => Suv::BodyWeight { factor },
        Err(obstacle) => Suv::Unknown { obstacle },
    })
}

/// `weight / dose`, the dose as it was at the time to which the image's decay
/// is corrected (PS3.3 §C.8.9.1.1.7): `SUVbw = activity × weight / dose`.
fn suv_factor(root: Item<'_>) -> Result<f64, SuvObstacle> {
    if root.text(tags::UNITS).as_deref() != Some("BQML") {
        return Err(SuvObstacle::Units);
    }
    let corrected = root.texts(tags::CORRECTED_IMAGE);
    if !["ATTN", "DECY"]
        .iter()
        .all(|made| corrected.iter().any(|term| term == made))
    {
        return Err(SuvObstacle::Correction);
    }
    let decay_correction = root.text(tags::DECAY_CORRECTION).unwrap_or_default();
    if !matches!(decay_correction.as_str(), "START" | "ADMIN") {
        return Err(SuvObstacle::DecayReference);
    }
    let above =
        |value: Option<f64>, least: f64| value.filter(|value| value.is_finite() && *value > least);
    let weight_kg = above(root.decimal(tags::PATIENT_WEIGHT), 0.0).ok_or(SuvObstacle::Weight)?;
    let agent = root
        .first_item(tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE)
        .ok_or(SuvObstacle::Dose)?;
    let dose = above(
        agent.decimal(tags::RADIONUCLIDE_TOTAL_DOSE),
        SMALLEST_DOSE_BQ,
    )
    .ok_or(SuvObstacle::Dose)?;
    let half_life =
        above(agent.decimal(tags::RADIONUCLIDE_HALF_LIFE), 0.0).ok_or(SuvObstacle::HalfLife)?;
    let injected = injection(root, agent).ok_or(SuvObstacle::InjectionTime)?;
    let scanned = scan_start(root).ok_or(SuvObstacle::ScanTime)?;
    let waited = scanned - injected;
    if !(0.0..=LONGEST_DECAY_SECONDS).contains(&waited) {
        return Err(SuvObstacle::InjectionTime);
    }
    let dose = match decay_correction.as_str() {
        "ADMIN" => dose,
        _ => dose * (-waited / half_life).exp2(),
    };
    Ok(weight_kg * 1000.0 / dose)
}

/// When the dose was given, with its date; by its time alone, on the day of the series.
fn injection(root: Item<'_>, agent: Item<'_>) -> Option<f64> {
    let whole = agent.text(tags::RADIOPHARMACEUTICAL_START_DATE_TIME);
    if let Some(stated) = whole.as_deref().and_then(DateTime::parse) {
        return Some(seconds(stated.date, stated.time));
    }
    let time = Time::parse(&agent.text(tags::RADIOPHARMACEUTICAL_START_TIME)?)?;
    Some(seconds(root.date(tags::SERIES_DATE)?, time))
}

/// The series' beginning, as long as this image was acquired at it or later:
/// a series made afterwards has the time of its making.
fn scan_start(root: Item<'_>) -> Option<f64> {
    let moment = |date, time| {
        let time = Time::parse(&root.text(time)?)?;
        Some(seconds(root.date(date)?, time))
    };
    let series = moment(tags::SERIES_DATE, tags::SERIES_TIME)?;
    let acquired = moment(tags::ACQUISITION_DATE, tags::ACQUISITION_TIME)?;
    (series <= acquired).then_some(series)
}

fn seconds(date: Date, time: Time) -> f64 {
    date.day_number() as f64 * 86_400.0 + time.microseconds() as f64 / 1e6
}
