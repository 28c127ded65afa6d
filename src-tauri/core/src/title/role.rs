//! What a series is for, so that localizers and dose sheets do not stand in
//! front of the images.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::words;
use crate::study::{Instance, InstanceKind};

/// What a series is for, by one of its instances.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SeriesRole {
    /// Images as they were acquired or computed from the scan.
    #[default]
    Image,
    /// Images derived from others: reformatted, projected, subtracted.
    Derived,
    /// Survey images that a scan was planned on.
    Localizer,
    /// A captured screen or a digitised film.
    SecondaryCapture,
    /// How much radiation was given: a structured report or a picture of it.
    DoseSheet,
    /// A report in words: structured, PDF or CDA.
    Report,
    /// Images marked as important.
    KeyObjects,
    /// Settings, regions and marks for other images.
    Annotation,
    /// Radiotherapy plans, doses, structures.
    Radiotherapy,
    /// Curves such as an electrocardiogram.
    Waveform,
    /// Anything else.
    Other,
}

/// Radiation Dose SRs: X-Ray, Radiopharmaceutical, Patient, Enhanced X-Ray
/// (PS3.4 Table B.5-1).
const DOSE_REPORTS: &[&str] = &[
    "1.2.840.10008.5.1.4.1.1.88.67",
    "1.2.840.10008.5.1.4.1.1.88.68",
    "1.2.840.10008.5.1.4.1.1.88.73",
    "1.2.840.10008.5.1.4.1.1.88.76",
];

/// Secondary Capture and its multi-frame kinds, `…7.1` to `…7.4`.
const SECONDARY_CAPTURE: &str = "1.2.840.10008.5.1.4.1.1.7";

const DOSE_WORDS: &[&str] = &[
    "dose report",
    "dose info*",
    "dose sheet",
    "dose summary",
    "dosisbericht*",
    "dosisprotokoll*",
    "dosisrapport*",
    "dosisinfo*",
    "rapport de dose",
    "informe de dosis",
    "rapporto dose",
    "patient protocol",
    "patientenprotokoll*",
    "exam protocol",
    "dlp",
];

/// Values of Conversion Type (0008,0064), PS3.3 §C.8.6.1, that tell of a picture
/// made at a workstation or of paper. A digitised film or video is none: it
/// shows the body.
const CONVERTED: &[&str] = &["DRW", "SD", "SI", "SYN", "WSD"];

impl SeriesRole {
    /// Stands apart from the images of the body: surveys, captured screens, dose sheets.
    #[must_use]
    pub fn is_aside(self) -> bool {
        matches!(
            self,
            Self::Localizer | Self::SecondaryCapture | Self::DoseSheet
        )
    }

    /// The role that Image Type (0008,0008), SOP class and description show.
    pub fn of(instance: &Instance) -> Self {
        let sop_class_uid = instance.instance.sop_class_uid.as_str();
        if DOSE_REPORTS.contains(&sop_class_uid) {
            return Self::DoseSheet;
        }
        match instance.kind {
            InstanceKind::Image | InstanceKind::Video => Self::of_image(instance),
            InstanceKind::StructuredReport
            | InstanceKind::EncapsulatedPdf
            | InstanceKind::EncapsulatedCda => Self::Report,
            InstanceKind::KeyObject => Self::KeyObjects,
            InstanceKind::PresentationState | InstanceKind::Segmentation => Self::Annotation,
            InstanceKind::RtObject => Self::Radiotherapy,
            InstanceKind::Waveform => Self::Waveform,
            InstanceKind::OtherDocument | InstanceKind::Other => Self::Other,
        }
    }

    fn of_image(instance: &Instance) -> Self {
        let sop_class_uid = instance.instance.sop_class_uid.as_str();
        let image_type = &instance.instance.image_type;
        let says = |word: &str| {
            image_type
                .iter()
                .any(|value| value.eq_ignore_ascii_case(word))
        };
        let conversion_type = instance.instance.conversion_type.as_str();
        let captured = says("SCREEN SAVE")
            || CONVERTED.contains(&conversion_type)
            || sop_class_uid
                .strip_prefix(SECONDARY_CAPTURE)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let description = words::of(&instance.series.series_description);
        let dose = (0..description.len()).any(|start| {
            let rest = description.get(start..).unwrap_or_default();
            DOSE_WORDS.iter().any(|p| words::matched(p, rest).is_some())
        });
        if says("LOCALIZER") || says("SCOUT") {
            Self::Localizer
        } else if dose && (captured || says("SECONDARY")) || says("DOSE_INFO") {
            Self::DoseSheet
        } else if captured {
            Self::SecondaryCapture
        } else if image_type
            .first()
            .is_some_and(|v| v.eq_ignore_ascii_case("DERIVED"))
            && image_type
                .get(1)
                .is_some_and(|v| v.eq_ignore_ascii_case("SECONDARY"))
        {
            Self::Derived
        } else {
            Self::Image
        }
    }
}
