//! How far apart pixels are, and where that distance holds.
//!
//! PS3.3 §10.7.1.3: in a projection the beam spreads, so a distance at the
//! detector is not one in the patient; the screen must say which it shows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dataset::Item;
use crate::pixels::FrameAttributes;
use crate::tags::{self, Tag};

/// Distance between the centres of neighbouring pixels, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SpacingMm {
    /// Between rows: the height of a pixel.
    pub row: f64,
    /// Between columns: the width of a pixel.
    pub column: f64,
    /// Where the distance holds.
    pub kind: SpacingKind,
}

/// Where a distance holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SpacingKind {
    /// In the patient: tomographic pictures.
    Patient,
    /// In the patient, corrected for an assumed geometry (Pixel Spacing Calibration Type GEOMETRY).
    CalibratedGeometry,
    /// In the patient, measured on an object of known size (FIDUCIAL).
    CalibratedFiducial,
    /// In the patient, corrected in a way the file does not say.
    Calibrated,
    /// At the detector, divided by Estimated Radiographic Magnification Factor (0018,1114).
    Magnification,
    /// At the detector: larger than in the patient.
    Detector,
    /// On the film that was scanned.
    ScannedFilm,
    /// A projection whose file does not say where its distances hold.
    Unspecified,
}

/// Pixel Spacing of a frame with what it is worth, or what stands in for it.
pub(crate) fn read(frame: FrameAttributes<'_>) -> Option<SpacingMm> {
    let root = frame.root();
    let measures = frame
        .group(tags::PIXEL_MEASURES_SEQUENCE)
        .and_then(|item| pair(item, tags::PIXEL_SPACING));
    if let Some([row, column]) = measures {
        return Some(SpacingMm {
            row,
            column,
            kind: SpacingKind::Patient,
        });
    }
    choose(&Stated {
        pixel: pair(root, tags::PIXEL_SPACING),
        detector: pair(root, tags::IMAGER_PIXEL_SPACING),
        scanned: pair(root, tags::NOMINAL_SCANNED_PIXEL_SPACING),
        magnification: root
            .decimal(tags::ESTIMATED_RADIOGRAPHIC_MAGNIFICATION_FACTOR)
            .filter(|factor| factor.is_finite() && *factor > 0.0),
        calibration: root
            .text(tags::PIXEL_SPACING_CALIBRATION_TYPE)
            .unwrap_or_default(),
        is_projection: is_projection(&root.text(tags::MODALITY).unwrap_or_default()),
    })
}

/// What a file says about distances.
struct Stated {
    pixel: Option<[f64; 2]>,
    detector: Option<[f64; 2]>,
    scanned: Option<[f64; 2]>,
    magnification: Option<f64>,
    calibration: String,
    is_projection: bool,
}

fn choose(stated: &Stated) -> Option<SpacingMm> {
    let spacing = |[row, column]: [f64; 2], kind| SpacingMm { row, column, kind };
    if let Some(pixel) = stated.pixel {
        let repeats = |other: Option<[f64; 2]>| other.is_some_and(|other| is_same(pixel, other));
        let kind = match stated.calibration.as_str() {
            "GEOMETRY" => SpacingKind::CalibratedGeometry,
            "FIDUCIAL" => SpacingKind::CalibratedFiducial,
            // Equal values mean that nothing was corrected (§10.7.1.3).
            _ if repeats(stated.detector) => SpacingKind::Detector,
            _ if repeats(stated.scanned) => SpacingKind::ScannedFilm,
            _ if stated.detector.is_some() || stated.scanned.is_some() => SpacingKind::Calibrated,
            _ if stated.is_projection => SpacingKind::Unspecified,
            _ => SpacingKind::Patient,
        };
        let uncorrected = kind == SpacingKind::Detector;
        return Some(match stated.magnification.filter(|_| uncorrected) {
            Some(factor) => magnified(pixel, factor),
            None => spacing(pixel, kind),
        });
    }
    if let Some(detector) = stated.detector {
        return Some(match stated.magnification {
            Some(factor) => magnified(detector, factor),
            None => spacing(detector, SpacingKind::Detector),
        });
    }
    Some(spacing(stated.scanned?, SpacingKind::ScannedFilm))
}

fn magnified([row, column]: [f64; 2], factor: f64) -> SpacingMm {
    SpacingMm {
        row: row / factor,
        column: column / factor,
        kind: SpacingKind::Magnification,
    }
}

fn is_same(left: [f64; 2], right: [f64; 2]) -> bool {
    left.iter()
        .zip(right)
        .all(|(left, right)| (left - right).abs() <= 1e-6 * right)
}

fn is_projection(modality: &str) -> bool {
    matches!(
        modality,
        "CR" | "DX" | "MG" | "IO" | "PX" | "RF" | "XA" | "RG" | "DR" | "XC"
    )
}

/// Two positive, finite distances: between rows, then between columns.
fn pair(item: Item<'_>, tag: Tag) -> Option<[f64; 2]> {
    let [row, column] = *item.decimals(tag).first_chunk::<2>()?;
    [row, column]
        .iter()
        .all(|distance| distance.is_finite() && *distance > 0.0)
        .then_some([row, column])
}

/// Height of a pixel over its width: from the spacing, else Pixel Aspect
/// Ratio (0028,0034), vertical over horizontal (PS3.3 §C.7.6.3.1.7), else 1.
pub(crate) fn pixel_aspect(frame: FrameAttributes<'_>) -> f64 {
    if let Some(spacing) = read(frame) {
        return spacing.row / spacing.column;
    }
    let ratio = frame.root().integers(tags::PIXEL_ASPECT_RATIO);
    match *ratio {
        [vertical, horizontal] if vertical > 0 && horizontal > 0 => {
            vertical as f64 / horizontal as f64
        }
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Option<[f64; 2]> = Some([0.1, 0.2]);
    const OTHER: Option<[f64; 2]> = Some([0.08, 0.16]);

    #[test]
    fn a_distance_says_where_it_holds() {
        use SpacingKind::*;
        for (pixel, detector, scanned, calibration, is_projection, expected) in [
            (ONE, None, None, "", false, Patient),
            (ONE, None, None, "", true, Unspecified),
            (ONE, ONE, None, "", true, Detector),
            (ONE, OTHER, None, "", true, Calibrated),
            (ONE, OTHER, None, "GEOMETRY", true, CalibratedGeometry),
            (ONE, ONE, None, "FIDUCIAL", true, CalibratedFiducial),
            (None, ONE, None, "", true, Detector),
            (None, None, ONE, "", false, ScannedFilm),
            (ONE, None, ONE, "", true, ScannedFilm),
        ] {
            let spacing = choose(&Stated {
                pixel,
                detector,
                scanned,
                magnification: None,
                calibration: calibration.to_owned(),
                is_projection,
            });
            let expected = Some(SpacingMm {
                row: 0.1,
                column: 0.2,
                kind: expected,
            });
            assert_eq!(spacing, expected);
        }
    }

    #[test]
    fn the_magnification_factor_corrects_detector_distances_only() {
        let mut stated = Stated {
            pixel: None,
            detector: ONE,
            scanned: None,
            magnification: Some(2.0),
            calibration: String::new(),
            is_projection: true,
        };
        let spacing = choose(&stated).unwrap();
        assert_eq!(spacing.kind, SpacingKind::Magnification);
        assert_eq!((spacing.row, spacing.column), (0.05, 0.1));
        stated.pixel = OTHER;
        let spacing = choose(&stated).unwrap();
        assert_eq!((spacing.row, spacing.kind), (0.08, SpacingKind::Calibrated));
    }
}
