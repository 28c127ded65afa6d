//! A made CT: a disc of soft tissue with a bright rim and a mark per slice.

use scanfolio_core::write::{EXPLICIT_VR_LITTLE_ENDIAN, Writer};

use dicom_core::VR;
use dicom_dictionary_std::tags;

/// Which slice of which made study.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// From 0; studies of one `person` share the patient.
    pub study: u32,
    /// From 0.
    pub person: u32,
    /// Series Number, from 1.
    pub series_number: u32,
    /// Instance Number, from 1; 2 mm apart towards the head.
    pub instance_number: u32,
    /// Rows and columns.
    pub size: u16,
}

impl Slice {
    /// Patient's Name (0010,0010).
    #[must_use]
    pub fn patient_name(&self) -> String {
        format!("Invented^Person {}", self.person)
    }

    /// Patient ID (0010,0020).
    #[must_use]
    pub fn patient_id(&self) -> String {
        format!("MADE{:05}", self.person)
    }

    /// Accession Number (0008,0050).
    #[must_use]
    pub fn accession_number(&self) -> String {
        format!("ACC{:06}", self.study)
    }

    /// Study Instance UID (0020,000D), of the UUID-derived root (PS3.5 §B.2).
    #[must_use]
    pub fn study_instance_uid(&self) -> String {
        format!("2.25.7700{:06}", self.study)
    }

    /// The file, as Explicit VR Little Endian.
    #[must_use]
    pub fn to_part10(&self) -> Vec<u8> {
        let mut writer = Writer::new(EXPLICIT_VR_LITTLE_ENDIAN);
        let study = self.study_instance_uid();
        let series = format!("{study}.{}", self.series_number);
        let instance = format!("{series}.{}", self.instance_number);
        for (tag, vr, value) in [
            (tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.5.1.4.1.1.2"),
            (tags::SOP_INSTANCE_UID, VR::UI, &instance),
            (tags::STUDY_INSTANCE_UID, VR::UI, &study),
            (tags::SERIES_INSTANCE_UID, VR::UI, &series),
            (tags::FRAME_OF_REFERENCE_UID, VR::UI, &study),
            (tags::IMAGE_TYPE, VR::CS, "ORIGINAL\\PRIMARY\\AXIAL"),
            (
                tags::STUDY_DATE,
                VR::DA,
                &format!("2024{:02}15", 1 + self.study % 12),
            ),
            (tags::STUDY_TIME, VR::TM, "101500"),
            (tags::MODALITY, VR::CS, "CT"),
            (tags::ACCESSION_NUMBER, VR::SH, &self.accession_number()),
            (tags::STUDY_DESCRIPTION, VR::LO, "CT HEAD"),
            (tags::SERIES_DESCRIPTION, VR::LO, "AXIAL 2MM"),
            (tags::BODY_PART_EXAMINED, VR::CS, "HEAD"),
            (tags::INSTITUTION_NAME, VR::LO, "Made Hospital"),
            (tags::PATIENT_NAME, VR::PN, &self.patient_name()),
            (tags::PATIENT_ID, VR::LO, &self.patient_id()),
            (tags::PATIENT_BIRTH_DATE, VR::DA, "19580314"),
            (tags::PATIENT_SEX, VR::CS, "O"),
            (tags::PATIENT_POSITION, VR::CS, "HFS"),
            (tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "MONOCHROME2"),
            (tags::RESCALE_TYPE, VR::LO, "HU"),
        ] {
            writer.text(tag, vr, value);
        }
        let position = f64::from(self.instance_number) * 2.0;
        let half = f64::from(self.size) / 4.0;
        writer
            .is(tags::SERIES_NUMBER, &[i64::from(self.series_number)])
            .is(tags::INSTANCE_NUMBER, &[i64::from(self.instance_number)])
            .ds(tags::IMAGE_POSITION_PATIENT, &[-half, -half, position])
            .ds(
                tags::IMAGE_ORIENTATION_PATIENT,
                &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
            )
            .ds(tags::PIXEL_SPACING, &[0.5, 0.5])
            .ds(tags::SLICE_THICKNESS, &[2.0])
            .us(tags::SAMPLES_PER_PIXEL, &[1])
            .us(tags::ROWS, &[self.size])
            .us(tags::COLUMNS, &[self.size])
            .us(tags::BITS_ALLOCATED, &[16])
            .us(tags::BITS_STORED, &[16])
            .us(tags::HIGH_BIT, &[15])
            .us(tags::PIXEL_REPRESENTATION, &[1])
            .ds(tags::RESCALE_INTERCEPT, &[-1024.0])
            .ds(tags::RESCALE_SLOPE, &[1.0])
            .ds(tags::WINDOW_CENTER, &[40.0])
            .ds(tags::WINDOW_WIDTH, &[400.0])
            .ow(tags::PIXEL_DATA, &self.stored_values());
        writer.to_part10()
    }

    /// `size * size` stored values, row by row, top-left first.
    fn stored_values(&self) -> Vec<u16> {
        let size = i32::from(self.size);
        let (radius, rim) = (size * 2 / 5, size / 40);
        let mark = i32::try_from(self.instance_number).unwrap_or(0) * 3 % size.max(1);
        let mut noise = self.study ^ self.instance_number.wrapping_mul(2_654_435_761);
        (0..size)
            .flat_map(|y| (0..size).map(move |x| (x, y)))
            .map(|(x, y)| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let grain = i32::try_from(noise >> 27).unwrap_or(0);
                let (dx, dy) = (x - size / 2, y - size / 2);
                let square = dx * dx + dy * dy;
                let hounsfield = if square > radius * radius {
                    -1000
                } else if square > (radius - rim) * (radius - rim) {
                    900
                } else if (x - mark).abs() < 6 {
                    150
                } else {
                    40 + (dx * 60 / size)
                };
                u16::try_from(hounsfield + 1024 + grain).unwrap_or(0)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLICE: Slice = Slice {
        study: 1,
        person: 1,
        series_number: 2,
        instance_number: 3,
        size: 64,
    };

    #[test]
    fn the_same_slice_is_the_same_bytes_and_the_next_is_not() {
        let next = Slice {
            instance_number: 4,
            ..SLICE
        };
        assert_eq!(SLICE.to_part10(), SLICE.to_part10());
        assert_ne!(SLICE.to_part10(), next.to_part10());
    }

    #[test]
    fn soft_tissue_is_within_the_window_and_air_below_it() {
        let values = SLICE.stored_values();
        assert!(values[0] < 100, "air in the corner: {}", values[0]);
        let middle = values[32 * 64 + 40];
        assert!((1024..1250).contains(&middle), "tissue: {middle}");
    }
}
