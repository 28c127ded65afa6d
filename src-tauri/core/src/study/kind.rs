//! What can be done with an instance.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::InstanceAttributes;
use crate::dataset::DataSet;
use crate::{tags, uids};

/// What an instance is, told by its SOP Class (PS3.4 §B.5), and where that is
/// missing or private by what it contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum InstanceKind {
    /// Frames that can be looked at.
    Image,
    /// A report or measurements as a structured tree.
    StructuredReport,
    /// A PDF document.
    EncapsulatedPdf,
    /// A CDA document.
    EncapsulatedCda,
    /// A selection of images with a reason.
    KeyObject,
    /// How images are to be shown.
    PresentationState,
    /// Marked regions.
    Segmentation,
    /// Plan, dose or structures of radiotherapy.
    RtObject,
    /// ECG, sound and the like.
    Waveform,
    /// A film.
    Video,
    /// A document or model of another kind.
    OtherDocument,
    /// Anything else.
    Other,
}

impl InstanceKind {
    pub(super) fn of(data_set: &DataSet, instance: &InstanceAttributes) -> Self {
        if let Some(kind) = Self::of_sop_class(&instance.sop_class_uid) {
            let is_film = uids::is_video(&instance.transfer_syntax_uid);
            return match kind {
                Self::Image if is_film => Self::Video,
                kind => kind,
            };
        }
        Self::of_content(data_set, instance)
    }

    fn of_sop_class(uid: &str) -> Option<Self> {
        Some(match uid {
            uids::ENCAPSULATED_PDF_STORAGE => Self::EncapsulatedPdf,
            uids::ENCAPSULATED_CDA_STORAGE => Self::EncapsulatedCda,
            uids::KEY_OBJECT_SELECTION_DOCUMENT_STORAGE => Self::KeyObject,
            uids::SEGMENTATION_STORAGE
            | uids::SURFACE_SEGMENTATION_STORAGE
            | uids::LABEL_MAP_SEGMENTATION_STORAGE => Self::Segmentation,
            uids::VIDEO_ENDOSCOPIC_IMAGE_STORAGE
            | uids::VIDEO_MICROSCOPIC_IMAGE_STORAGE
            | uids::VIDEO_PHOTOGRAPHIC_IMAGE_STORAGE => Self::Video,
            uids::RT_IMAGE_STORAGE => Self::Image,
            uids::MR_SPECTROSCOPY_STORAGE | uids::RAW_DATA_STORAGE => Self::Other,
            _ => {
                let class = uid.strip_prefix("1.2.840.10008.5.1.4.1.1.")?;
                let mut parts = class.split('.');
                match (parts.next()?, parts.next()) {
                    ("88", Some(_)) => Self::StructuredReport,
                    ("104", Some(_)) => Self::OtherDocument,
                    ("11", Some(_)) => Self::PresentationState,
                    ("9", Some(_)) => Self::Waveform,
                    ("481", Some(_)) => Self::RtObject,
                    ("1" | "2" | "3" | "4" | "5" | "6" | "7" | "12" | "13" | "14" | "20", _)
                    | ("30" | "128" | "130" | "501", _)
                    | ("77", Some("1")) => Self::Image,
                    _ => return None,
                }
            }
        })
    }

    fn of_content(data_set: &DataSet, instance: &InstanceAttributes) -> Self {
        let modality = data_set.text(tags::MODALITY).unwrap_or_default();
        let mime_type = instance
            .mime_type_of_encapsulated_document
            .to_ascii_lowercase();
        if data_set.has(tags::ENCAPSULATED_DOCUMENT) {
            return match mime_type.as_str() {
                "application/pdf" => Self::EncapsulatedPdf,
                "text/xml" => Self::EncapsulatedCda,
                _ => Self::OtherDocument,
            };
        }
        if data_set.has(tags::WAVEFORM_SEQUENCE) {
            return Self::Waveform;
        }
        match modality.as_str() {
            "SEG" => return Self::Segmentation,
            "RTDOSE" | "RTPLAN" | "RTSTRUCT" | "RTRECORD" => return Self::RtObject,
            "PR" => return Self::PresentationState,
            "KO" if !instance.has_pixel_data => return Self::KeyObject,
            _ => {}
        }
        if instance.has_pixel_data {
            return match uids::is_video(&instance.transfer_syntax_uid) {
                true => Self::Video,
                false => Self::Image,
            };
        }
        match data_set.has(tags::CONTENT_SEQUENCE) {
            true => Self::StructuredReport,
            false => Self::Other,
        }
    }
}
