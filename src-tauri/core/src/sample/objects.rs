//! The DICOM headers of the images (CT Image IOD, PS3.3 §A.3).

use dicom_core::VR;
use dicom_dictionary_std::tags;

use super::{
    LUNG_IMAGES, SOFT_IMAGES, SampleError, SampleFile,
    compress::{JPEG_LS_LOSSLESS, compress},
    image::{PIXEL_SPACING, RESCALE_INTERCEPT, SIDE},
    scout,
};
use crate::write::{ItemWriter, OffsetTable, Writer};

pub(super) const CT_IMAGE_STORAGE: &str = "1.2.840.10008.5.1.4.1.1.2";
pub(super) const SYNTHETIC_NOTICE: &str =
    "SYNTHETIC: an invented body, drawn by a program. Not a person, not for any medical use.";
pub(super) const STUDY_DATE: &str = "20240612";
pub(super) const STUDY_DESCRIPTION: &str = "SYNTHETIC CT Chest with contrast";

/// UIDs are derived from one UUID by counting on (PS3.5 §B.2).
const FIRST_UID: u128 = 0x8c1d_3a52_6f0e_4b7a_9a35_1e20_77c4_0000;

/// The UID of something in the sample study.
pub(super) fn uid(number: u32) -> String {
    format!("2.25.{}", FIRST_UID + u128::from(number))
}

pub(super) fn study_uid() -> String {
    uid(1)
}

/// The image series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SeriesKind {
    Localizer,
    SoftParts,
    Lungs,
}

impl SeriesKind {
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Localizer => 1,
            Self::SoftParts => 2,
            Self::Lungs => 3,
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Localizer => "SYNTHETIC Localizer",
            Self::SoftParts => "SYNTHETIC Soft parts 10 mm",
            Self::Lungs => "SYNTHETIC Lungs 5 mm",
        }
    }

    pub(super) fn images(self) -> u16 {
        match self {
            Self::Localizer => 1,
            Self::SoftParts => SOFT_IMAGES,
            Self::Lungs => LUNG_IMAGES,
        }
    }

    /// mm from one image to the next, and their thickness.
    fn slice_spacing(self) -> f32 {
        match self {
            Self::Localizer => 400.0,
            Self::SoftParts => 10.0,
            Self::Lungs => 5.0,
        }
    }

    /// mm from the first image down.
    pub(super) fn depth(self, number: u16) -> f32 {
        f32::from(number.saturating_sub(1)) * self.slice_spacing()
    }

    pub(super) fn uid(self) -> String {
        uid(10 + u32::from(self.number()))
    }

    pub(super) fn image_uid(self, number: u16) -> String {
        uid(1000 * u32::from(self.number()) + u32::from(number))
    }

    fn windows(self) -> (&'static [f64], &'static [f64], &'static str) {
        match self {
            Self::Localizer => (&[-50.0], &[1100.0], "LOCALIZER"),
            Self::SoftParts => (&[40.0, 300.0], &[400.0, 1500.0], "SOFT TISSUE\\BONE"),
            Self::Lungs => (&[-600.0, 40.0], &[1500.0, 400.0], "LUNG\\SOFT TISSUE"),
        }
    }
}

/// A whole CT image file. `values` are `512 * rows` stored values, row by row.
pub(super) fn ct_image(
    kind: SeriesKind,
    number: u16,
    values: &[u16],
) -> Result<SampleFile, SampleError> {
    let rows = (values.len() / SIDE) as u16;
    let mut writer = Writer::new(JPEG_LS_LOSSLESS);
    common(
        &mut writer,
        "CT",
        kind.number(),
        &kind.uid(),
        kind.description(),
    );
    image_attributes(&mut writer, kind, number);
    plane(&mut writer, kind, number);
    let (centers, widths, explanations) = kind.windows();
    writer
        .us(tags::SAMPLES_PER_PIXEL, &[1])
        .text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "MONOCHROME2")
        .us(tags::ROWS, &[rows])
        .us(tags::COLUMNS, &[SIDE as u16])
        .us(tags::BITS_ALLOCATED, &[16])
        .us(tags::BITS_STORED, &[12])
        .us(tags::HIGH_BIT, &[11])
        .us(tags::PIXEL_REPRESENTATION, &[0])
        .ds(tags::WINDOW_CENTER, centers)
        .ds(tags::WINDOW_WIDTH, widths)
        .text(tags::WINDOW_CENTER_WIDTH_EXPLANATION, VR::LO, explanations)
        .ds(tags::RESCALE_INTERCEPT, &[f64::from(RESCALE_INTERCEPT)])
        .ds(tags::RESCALE_SLOPE, &[1.0])
        .text(
            tags::RESCALE_TYPE,
            VR::LO,
            if kind == SeriesKind::Localizer {
                "US"
            } else {
                "HU"
            },
        )
        .text(tags::LOSSY_IMAGE_COMPRESSION, VR::CS, "00");
    let compressed = compress(values, rows)?;
    writer.encapsulated(vec![vec![compressed]], OffsetTable::Basic);
    Ok(SampleFile {
        name: format!("series-{}/image-{number:03}.dcm", kind.number()),
        bytes: writer.to_part10(),
    })
}

/// Patient, study, series and equipment, the same for images and report.
pub(super) fn common(
    item: &mut ItemWriter,
    modality: &str,
    series_number: u16,
    series_uid: &str,
    series_description: &str,
) {
    item.text(tags::PATIENT_NAME, VR::PN, "Sample^Synthetic")
        .text(tags::PATIENT_ID, VR::LO, super::PATIENT_ID)
        .text(
            tags::ISSUER_OF_PATIENT_ID,
            VR::LO,
            super::ISSUER_OF_PATIENT_ID,
        )
        .text(tags::PATIENT_BIRTH_DATE, VR::DA, "19600101")
        .text(tags::PATIENT_SEX, VR::CS, "O")
        .text(tags::PATIENT_COMMENTS, VR::LT, SYNTHETIC_NOTICE)
        .text(tags::SYNTHETIC_DATA, VR::CS, "YES")
        .text(tags::STUDY_INSTANCE_UID, VR::UI, &study_uid())
        .text(tags::STUDY_DATE, VR::DA, STUDY_DATE)
        .text(tags::STUDY_TIME, VR::TM, "093000")
        .text(tags::STUDY_ID, VR::SH, "SAMPLE")
        .text(tags::ACCESSION_NUMBER, VR::SH, "SYN-0001")
        .text(tags::STUDY_DESCRIPTION, VR::LO, STUDY_DESCRIPTION)
        .text(tags::REFERRING_PHYSICIAN_NAME, VR::PN, "Nobody^Invented")
        .text(
            tags::INSTITUTION_NAME,
            VR::LO,
            "Invented Hospital (synthetic)",
        )
        .text(tags::MODALITY, VR::CS, modality)
        .text(tags::SERIES_INSTANCE_UID, VR::UI, series_uid)
        .is(tags::SERIES_NUMBER, &[i64::from(series_number)])
        .text(tags::SERIES_DESCRIPTION, VR::LO, series_description)
        .text(tags::SERIES_DATE, VR::DA, STUDY_DATE)
        .text(tags::SERIES_TIME, VR::TM, "093000")
        .text(tags::MANUFACTURER, VR::LO, "Scanfolio (synthetic)")
        .text(tags::MANUFACTURER_MODEL_NAME, VR::LO, "Invented body")
        .text(tags::SOFTWARE_VERSIONS, VR::LO, "1");
}

fn image_attributes(item: &mut ItemWriter, kind: SeriesKind, number: u16) {
    let image_type = match kind {
        SeriesKind::Localizer => "ORIGINAL\\PRIMARY\\LOCALIZER",
        SeriesKind::SoftParts | SeriesKind::Lungs => "ORIGINAL\\PRIMARY\\AXIAL",
    };
    let kernel = match kind {
        SeriesKind::Localizer => "SCOUT",
        SeriesKind::SoftParts => "SOFT",
        SeriesKind::Lungs => "SHARP",
    };
    item.text(tags::SOP_CLASS_UID, VR::UI, CT_IMAGE_STORAGE)
        .text(tags::SOP_INSTANCE_UID, VR::UI, &kind.image_uid(number))
        .text(tags::IMAGE_TYPE, VR::CS, image_type)
        .text(tags::CONTENT_DATE, VR::DA, STUDY_DATE)
        .text(tags::CONTENT_TIME, VR::TM, "093000")
        .text(tags::ACQUISITION_DATE, VR::DA, STUDY_DATE)
        .is(
            tags::ACQUISITION_NUMBER,
            &[1 + i64::from(kind != SeriesKind::Localizer)],
        )
        .is(tags::INSTANCE_NUMBER, &[i64::from(number)])
        .text(tags::IMAGE_COMMENTS, VR::LT, SYNTHETIC_NOTICE)
        .text(tags::QUALITY_CONTROL_IMAGE, VR::CS, "YES")
        // "SYNTHETIC" is burned in, which identifies nobody.
        .text(tags::BURNED_IN_ANNOTATION, VR::CS, "NO")
        .text(tags::BODY_PART_EXAMINED, VR::CS, "CHEST")
        .text(tags::PATIENT_POSITION, VR::CS, "HFS")
        .text(tags::CONVOLUTION_KERNEL, VR::SH, kernel)
        .ds(tags::KVP, &[120.0])
        .text(tags::FRAME_OF_REFERENCE_UID, VR::UI, &uid(2))
        .text(tags::POSITION_REFERENCE_INDICATOR, VR::LO, "SN");
    if kind != SeriesKind::Localizer {
        item.text(tags::CONTRAST_BOLUS_AGENT, VR::LO, "Invented (synthetic)");
    }
}

/// Where the image lies. The patient's z points up and the body's down, so
/// the first image has the highest z.
fn plane(item: &mut ItemWriter, kind: SeriesKind, number: u16) {
    let spacing = f64::from(PIXEL_SPACING);
    let corner = -f64::from(PIXEL_SPACING) * (SIDE as f64 - 1.0) * 0.5;
    match kind {
        SeriesKind::Localizer => {
            let spacing = f64::from(scout::SPACING);
            item.ds(tags::PIXEL_SPACING, &[spacing, spacing])
                .ds(tags::SLICE_THICKNESS, &[f64::from(kind.slice_spacing())])
                .ds(
                    tags::IMAGE_ORIENTATION_PATIENT,
                    &[1.0, 0.0, 0.0, 0.0, 0.0, -1.0],
                )
                .ds(tags::IMAGE_POSITION_PATIENT, &[corner, 0.0, 0.0]);
        }
        SeriesKind::SoftParts | SeriesKind::Lungs => {
            let z = -f64::from(kind.depth(number));
            // Written so that the first image does not say "-0".
            let z = if number <= 1 { 0.0 } else { z };
            item.ds(tags::PIXEL_SPACING, &[spacing, spacing])
                .ds(tags::SLICE_THICKNESS, &[f64::from(kind.slice_spacing())])
                .ds(
                    tags::IMAGE_ORIENTATION_PATIENT,
                    &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
                )
                .ds(tags::IMAGE_POSITION_PATIENT, &[corner, corner, z])
                .ds(tags::SLICE_LOCATION, &[z]);
        }
    }
}
