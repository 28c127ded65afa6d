//! Who, which study, which series, which instance: the attributes the library
//! and the viewer use, read once.
//!
//! Not for geometry and pixels, which read the data set themselves. Nothing
//! here fails: what a file does not say is `''` or `None`.

mod kind;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::dataset::DataSet;
use crate::tags;
use crate::values::Date;
use crate::warning::{Warning, Warnings};

pub use crate::values::{NameGroup, PersonName};
pub use kind::InstanceKind;

/// Who the file says the patient is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Identity {
    /// (0010,0020).
    pub patient_id: String,
    /// (0010,0021).
    pub issuer_of_patient_id: String,
    /// (0010,0010).
    pub patient_name: PersonName,
    /// (0010,0030) as `YYYYMMDD`, `''` when absent or no date.
    pub patient_birth_date: String,
    /// (0010,0040): `M`, `F`, `O`, or what else is written.
    pub patient_sex: String,
}

impl Identity {
    /// Lacks two of ID, name and birth date: not enough to tell people apart,
    /// so it never groups beyond the medium it came on.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        let absent = [
            self.patient_id.is_empty(),
            self.patient_name.is_empty(),
            self.patient_birth_date.is_empty(),
        ];
        absent.into_iter().filter(|absent| *absent).count() >= 2
    }
}

/// Attributes of the study (PS3.3 §C.7.2); each `''` when absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct StudyAttributes {
    /// (0020,000D).
    pub study_instance_uid: String,
    /// (0008,0020) as `YYYYMMDD`.
    pub study_date: String,
    /// (0008,0030), verbatim.
    pub study_time: String,
    /// (0008,0201), `&ZZXX`.
    pub timezone_offset_from_utc: String,
    /// (0008,0050).
    pub accession_number: String,
    /// (0020,0010).
    pub study_id: String,
    /// (0008,1030).
    pub study_description: String,
    /// Code Meaning of the first Procedure Code Sequence (0008,1032) item.
    pub procedure_code_meaning: String,
    /// (0008,0080).
    pub institution_name: String,
    /// (0008,0090), as PS3.5 writes names.
    pub referring_physician_name: String,
    /// (0010,1010), for example `045Y`.
    pub patient_age: String,
    /// (0010,1030) in kilograms.
    pub patient_weight: Option<f64>,
    /// (0010,1020) in metres.
    pub patient_size: Option<f64>,
}

/// Attributes of the series (PS3.3 §C.7.3); each `''` or `None` when absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct SeriesAttributes {
    /// (0020,000E).
    pub series_instance_uid: String,
    /// (0008,0060).
    pub modality: String,
    /// (0020,0011).
    #[ts(type = "number | null")]
    pub series_number: Option<i64>,
    /// (0008,103E).
    pub series_description: String,
    /// (0008,0021) as `YYYYMMDD`.
    pub series_date: String,
    /// (0008,0031), verbatim.
    pub series_time: String,
    /// (0018,0015).
    pub body_part_examined: String,
    /// Code Meaning of the first Anatomic Region Sequence (0008,2218) item.
    pub anatomic_region: String,
    /// (0020,0060): `R`, `L`.
    pub laterality: String,
    /// (0018,1030).
    pub protocol_name: String,
    /// (0018,0024).
    pub sequence_name: String,
    /// (0018,5100): `HFS`, `FFP`…
    pub patient_position: String,
    /// (0020,0052).
    pub frame_of_reference_uid: String,
    /// (0018,0010), else what the first Contrast/Bolus Agent Sequence (0018,0012) item with a code is called.
    pub contrast_bolus_agent: String,
    /// (0008,0070).
    pub manufacturer: String,
    /// (0008,1090).
    pub manufacturer_model_name: String,
    /// (0008,1010).
    pub station_name: String,
    /// (0008,0068): `FOR PRESENTATION`, `FOR PROCESSING`.
    pub presentation_intent_type: String,
}

/// How an image was compressed with loss (PS3.3 §C.7.6.1.1.5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LossyCompression {
    /// Lossy Image Compression Method (0028,2114), the last one; `''` when absent.
    pub method: String,
    /// Lossy Image Compression Ratio (0028,2112), the last one.
    pub ratio: Option<f64>,
}

/// Attributes of the instance; each `''` or `None` when absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct InstanceAttributes {
    /// (0008,0016), else (0002,0002).
    pub sop_class_uid: String,
    /// (0008,0018), else (0002,0003).
    pub sop_instance_uid: String,
    /// (0002,0010), or what the encoding amounts to.
    pub transfer_syntax_uid: String,
    /// (0020,0013).
    #[ts(type = "number | null")]
    pub instance_number: Option<i64>,
    /// (0020,0012).
    #[ts(type = "number | null")]
    pub acquisition_number: Option<i64>,
    /// (0008,0008).
    pub image_type: Vec<String>,
    /// (0008,0064): `WSD` for a workstation's own picture, `DF` for a digitised film…
    pub conversion_type: String,
    /// (0008,0022) as `YYYYMMDD`.
    pub acquisition_date: String,
    /// (0008,0032), verbatim.
    pub acquisition_time: String,
    /// (0008,0023) as `YYYYMMDD`.
    pub content_date: String,
    /// (0008,0033), verbatim.
    pub content_time: String,
    /// (0028,0010), 0 when absent.
    pub rows: u32,
    /// (0028,0011), 0 when absent.
    pub columns: u32,
    /// (0028,0008); 1 for pixel data without it, 0 without pixel data.
    pub number_of_frames: u32,
    /// (0028,0002), 0 when absent.
    pub samples_per_pixel: u16,
    /// (0028,0004).
    pub photometric_interpretation: String,
    /// (0028,0100), 0 when absent.
    pub bits_allocated: u16,
    /// (0028,0101), 0 when absent.
    pub bits_stored: u16,
    /// There are pixel data of any kind.
    pub has_pixel_data: bool,
    /// (0020,0062): `R`, `L`, `U` (unpaired), `B` (both).
    pub image_laterality: String,
    /// (0018,5101): `AP`, `PA`, `CC`, `MLO`…
    pub view_position: String,
    /// (0028,0301): `YES`, `NO`.
    pub burned_in_annotation: String,
    /// Some when (0028,2110) is `01`.
    pub lossy: Option<LossyCompression>,
    /// (0020,4000).
    pub image_comments: String,
    /// (0042,0010).
    pub document_title: String,
    /// (0042,0012).
    pub mime_type_of_encapsulated_document: String,
}

/// One DICOM object, named and placed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Instance {
    /// Whose it is.
    pub identity: Identity,
    /// The study it belongs to.
    pub study: StudyAttributes,
    /// The series it belongs to.
    pub series: SeriesAttributes,
    /// The object itself.
    pub instance: InstanceAttributes,
    /// What can be done with it.
    pub kind: InstanceKind,
}

impl Instance {
    /// Reads all of it; a UID that is missing is warned of and stays `''`.
    #[must_use]
    pub fn read(data_set: &DataSet, warnings: &mut Warnings) -> Self {
        let mut reader = Reader { data_set, warnings };
        let instance = reader.instance();
        Self {
            identity: reader.identity(),
            study: reader.study(),
            series: reader.series(),
            kind: InstanceKind::of(data_set, &instance),
            instance,
        }
    }
}

struct Reader<'d, 'w> {
    data_set: &'d DataSet,
    warnings: &'w mut Warnings,
}

impl Reader<'_, '_> {
    fn identity(&mut self) -> Identity {
        Identity {
            patient_id: self.text(tags::PATIENT_ID),
            issuer_of_patient_id: self.text(tags::ISSUER_OF_PATIENT_ID),
            patient_name: self
                .data_set
                .person_name(tags::PATIENT_NAME)
                .unwrap_or_default(),
            patient_birth_date: self.date(tags::PATIENT_BIRTH_DATE),
            patient_sex: self.text(tags::PATIENT_SEX),
        }
    }

    fn study(&mut self) -> StudyAttributes {
        let referring = self.data_set.person_name(tags::REFERRING_PHYSICIAN_NAME);
        StudyAttributes {
            study_instance_uid: self.uid(tags::STUDY_INSTANCE_UID),
            study_date: self.date(tags::STUDY_DATE),
            study_time: self.text(tags::STUDY_TIME),
            timezone_offset_from_utc: self.text(tags::TIMEZONE_OFFSET_FROM_UTC),
            accession_number: self.text(tags::ACCESSION_NUMBER),
            study_id: self.text(tags::STUDY_ID),
            study_description: self.text(tags::STUDY_DESCRIPTION),
            procedure_code_meaning: self.code_meaning(tags::PROCEDURE_CODE_SEQUENCE),
            institution_name: self.text(tags::INSTITUTION_NAME),
            referring_physician_name: referring.unwrap_or_default().to_string(),
            patient_age: self.text(tags::PATIENT_AGE),
            patient_weight: self.data_set.decimal(tags::PATIENT_WEIGHT),
            patient_size: self.data_set.decimal(tags::PATIENT_SIZE),
        }
    }

    fn series(&mut self) -> SeriesAttributes {
        SeriesAttributes {
            series_instance_uid: self.uid(tags::SERIES_INSTANCE_UID),
            modality: self.text(tags::MODALITY),
            series_number: self.data_set.integer(tags::SERIES_NUMBER),
            series_description: self.text(tags::SERIES_DESCRIPTION),
            series_date: self.date(tags::SERIES_DATE),
            series_time: self.text(tags::SERIES_TIME),
            body_part_examined: self.text(tags::BODY_PART_EXAMINED),
            anatomic_region: self.code_meaning(tags::ANATOMIC_REGION_SEQUENCE),
            laterality: self.text(tags::LATERALITY),
            protocol_name: self.text(tags::PROTOCOL_NAME),
            sequence_name: self.text(tags::SEQUENCE_NAME),
            patient_position: self.text(tags::PATIENT_POSITION),
            frame_of_reference_uid: self.text(tags::FRAME_OF_REFERENCE_UID),
            contrast_bolus_agent: self.contrast_bolus_agent(),
            manufacturer: self.text(tags::MANUFACTURER),
            manufacturer_model_name: self.text(tags::MANUFACTURER_MODEL_NAME),
            station_name: self.text(tags::STATION_NAME),
            presentation_intent_type: self.text(tags::PRESENTATION_INTENT_TYPE),
        }
    }

    fn instance(&mut self) -> InstanceAttributes {
        let has_pixel_data = self.data_set.pixel_data().is_some();
        InstanceAttributes {
            sop_class_uid: self.uid_or(tags::SOP_CLASS_UID, tags::MEDIA_STORAGE_SOP_CLASS_UID),
            sop_instance_uid: self
                .uid_or(tags::SOP_INSTANCE_UID, tags::MEDIA_STORAGE_SOP_INSTANCE_UID),
            transfer_syntax_uid: self.data_set.transfer_syntax_uid().to_owned(),
            instance_number: self.data_set.integer(tags::INSTANCE_NUMBER),
            acquisition_number: self.data_set.integer(tags::ACQUISITION_NUMBER),
            image_type: self.data_set.texts(tags::IMAGE_TYPE),
            conversion_type: self.text(tags::CONVERSION_TYPE),
            acquisition_date: self.date(tags::ACQUISITION_DATE),
            acquisition_time: self.text(tags::ACQUISITION_TIME),
            content_date: self.date(tags::CONTENT_DATE),
            content_time: self.text(tags::CONTENT_TIME),
            rows: self.extent(tags::ROWS).unwrap_or(0),
            columns: self.extent(tags::COLUMNS).unwrap_or(0),
            number_of_frames: match has_pixel_data {
                true => self.extent(tags::NUMBER_OF_FRAMES).unwrap_or(1).max(1),
                false => 0,
            },
            samples_per_pixel: self.small(tags::SAMPLES_PER_PIXEL),
            photometric_interpretation: self.text(tags::PHOTOMETRIC_INTERPRETATION),
            bits_allocated: self.small(tags::BITS_ALLOCATED),
            bits_stored: self.small(tags::BITS_STORED),
            has_pixel_data,
            image_laterality: self.text(tags::IMAGE_LATERALITY),
            view_position: self.text(tags::VIEW_POSITION),
            burned_in_annotation: self.text(tags::BURNED_IN_ANNOTATION),
            lossy: self.lossy(),
            image_comments: self
                .data_set
                .long_text(tags::IMAGE_COMMENTS)
                .unwrap_or_default(),
            document_title: self.text(tags::DOCUMENT_TITLE),
            mime_type_of_encapsulated_document: self.text(tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT),
        }
    }

    fn contrast_bolus_agent(&self) -> String {
        let coded = || {
            self.data_set
                .items(tags::CONTRAST_BOLUS_AGENT_SEQUENCE)
                .into_iter()
                .find_map(|item| {
                    item.text(tags::CODE_MEANING)
                        .or_else(|| item.text(tags::CODE_VALUE))
                })
        };
        self.data_set
            .text(tags::CONTRAST_BOLUS_AGENT)
            .or_else(coded)
            .unwrap_or_default()
    }

    fn lossy(&self) -> Option<LossyCompression> {
        let is_lossy = self.data_set.text(tags::LOSSY_IMAGE_COMPRESSION)? == "01";
        is_lossy.then(|| LossyCompression {
            method: self
                .data_set
                .texts(tags::LOSSY_IMAGE_COMPRESSION_METHOD)
                .pop()
                .unwrap_or_default(),
            ratio: self
                .data_set
                .decimals(tags::LOSSY_IMAGE_COMPRESSION_RATIO)
                .pop(),
        })
    }

    fn text(&self, tag: tags::Tag) -> String {
        self.data_set.text(tag).unwrap_or_default()
    }

    fn code_meaning(&self, sequence: tags::Tag) -> String {
        self.data_set
            .first_item(sequence)
            .and_then(|item| item.text(tags::CODE_MEANING))
            .unwrap_or_default()
    }

    fn date(&mut self, tag: tags::Tag) -> String {
        let text = self.text(tag);
        match Date::parse(&text) {
            Some(date) => date.to_string(),
            None => {
                if !text.is_empty() {
                    self.warnings
                        .push(Warning::DateUnreadable { tag: tag.into() });
                }
                String::new()
            }
        }
    }

    fn uid(&mut self, tag: tags::Tag) -> String {
        self.data_set.uid(tag).unwrap_or_else(|| {
            self.warnings.push(Warning::MissingUid { tag: tag.into() });
            String::new()
        })
    }

    fn uid_or(&mut self, tag: tags::Tag, file_meta_tag: tags::Tag) -> String {
        let found = self.data_set.uid(tag);
        match found.or_else(|| self.data_set.file_meta().uid(file_meta_tag)) {
            Some(uid) => uid,
            None => self.uid(tag),
        }
    }

    fn extent(&self, tag: tags::Tag) -> Option<u32> {
        u32::try_from(self.data_set.integer(tag)?).ok()
    }

    fn small(&self, tag: tags::Tag) -> u16 {
        self.data_set
            .integer(tag)
            .and_then(|value| u16::try_from(value).ok())
            .unwrap_or(0)
    }
}
