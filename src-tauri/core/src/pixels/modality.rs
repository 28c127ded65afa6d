//! The Modality LUT: from stored values to values with a meaning
//! (Hounsfield units, becquerels a millilitre), PS3.3 §C.11.1.

use crate::dataset::{DataSet, Item};
use crate::tags;
use crate::warning::{Warning, Warnings};

use super::description::PixelRepresentation;
use super::functional_groups::FrameAttributes;
use super::lookup::{ByteOrder, LookupTable};

/// What makes modality values of stored values.
#[derive(Debug, Clone, PartialEq)]
pub enum ModalityTransform {
    /// `modality_value = slope × stored_value + intercept` (PS3.3 §C.11.1.1.2).
    /// A file without a Modality LUT has slope 1 and intercept 0.
    Rescale {
        /// (0028,1053), finite and not zero.
        slope: f64,
        /// (0028,1052), finite.
        intercept: f64,
        /// (0028,1054) or what the modality implies (`HU`), `''` when unspecified.
        unit: String,
    },
    /// Modality LUT Sequence (0028,3000), for what is not linear.
    Lut {
        /// Input is the stored value.
        table: LookupTable,
        /// (0028,3004), `''` when absent.
        unit: String,
    },
}

impl ModalityTransform {
    /// Stored values are the modality values.
    #[must_use]
    pub fn identity() -> Self {
        Self::Rescale {
            slope: 1.0,
            intercept: 0.0,
            unit: String::new(),
        }
    }

    /// The modality value of a stored value.
    #[must_use]
    pub fn apply(&self, stored_value: f64) -> f64 {
        match self {
            Self::Rescale {
                slope, intercept, ..
            } => slope * stored_value + intercept,
            Self::Lut { table, .. } => f64::from(table.look_up(stored_value)),
        }
    }

    /// What modality values count, `''` when unknown.
    #[must_use]
    pub fn unit(&self) -> &str {
        match self {
            Self::Rescale { unit, .. } | Self::Lut { unit, .. } => unit,
        }
    }

    /// Modality values may be below zero, so that the first value a VOI LUT
    /// maps must be read as signed (PS3.3 §C.11.2.1.1).
    pub(crate) fn can_be_negative(&self, representation: PixelRepresentation) -> bool {
        match self {
            Self::Rescale {
                slope, intercept, ..
            } => representation == PixelRepresentation::Signed || *intercept < 0.0 || *slope < 0.0,
            Self::Lut { .. } => false,
        }
    }

    /// The transform of one frame, its functional groups first.
    pub(crate) fn read(
        data_set: &DataSet,
        frame: FrameAttributes<'_>,
        representation: PixelRepresentation,
        warnings: &mut Warnings,
    ) -> Self {
        let root = frame.root();
        if let Some(table) = read_sequence(data_set, root, representation, warnings) {
            return table;
        }
        let holder = frame.holder(
            tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE,
            tags::RESCALE_SLOPE,
        );
        let slope = holder.decimal(tags::RESCALE_SLOPE);
        let intercept = holder.decimal(tags::RESCALE_INTERCEPT);
        if slope.is_none() && intercept.is_none() {
            if holder.has(tags::RESCALE_SLOPE) {
                warnings.push(Warning::RescaleSlopeInvalid);
            }
            return Self::identity();
        }
        // An absent slope beside an intercept is 1: the pair is meant, and
        // the intercept alone is harmless to apply.
        let slope = match slope {
            None if !holder.has(tags::RESCALE_SLOPE) => 1.0,
            Some(slope) if slope.is_finite() && slope != 0.0 => slope,
            _ => {
                warnings.push(Warning::RescaleSlopeInvalid);
                return Self::identity();
            }
        };
        let intercept = intercept.filter(|value| value.is_finite()).unwrap_or(0.0);
        Self::Rescale {
            slope,
            intercept,
            unit: unit(holder, root),
        }
    }
}

/// Rescale Type (0028,1054) or, where the standard fixes it, what is meant:
/// HU for CT (PS3.3 §C.8.2.1.1.2), Units (0054,1001) for PET (§C.8.9.1).
fn unit(holder: Item<'_>, root: Item<'_>) -> String {
    let modality = root.text(tags::MODALITY).unwrap_or_default();
    let rescale_type = holder.text(tags::RESCALE_TYPE).unwrap_or_default();
    match (modality.as_str(), rescale_type.as_str()) {
        ("PT", "" | "US") => root.text(tags::UNITS).unwrap_or_default(),
        ("CT", "") => "HU".to_owned(),
        // "Unspecified", which says nothing.
        (_, "US") => String::new(),
        _ => rescale_type,
    }
}

fn read_sequence(
    data_set: &DataSet,
    root: Item<'_>,
    representation: PixelRepresentation,
    warnings: &mut Warnings,
) -> Option<ModalityTransform> {
    let item = root.first_item(tags::MODALITY_LUT_SEQUENCE)?;
    let first_is_signed = representation == PixelRepresentation::Signed;
    let table = read_table(data_set, item, first_is_signed, warnings)?;
    Some(ModalityTransform::Lut {
        table,
        unit: item
            .text(tags::MODALITY_LUT_TYPE)
            .filter(|unit| unit != "US")
            .unwrap_or_default(),
    })
}

/// LUT Descriptor (0028,3002) and LUT Data (0028,3006) of a LUT item.
pub(crate) fn read_table(
    data_set: &DataSet,
    item: Item<'_>,
    first_is_signed: bool,
    warnings: &mut Warnings,
) -> Option<LookupTable> {
    let invalid = Warning::LutDescriptorInvalid {
        tag: tags::LUT_DATA.into(),
    };
    let descriptor = item
        .words(tags::LUT_DESCRIPTOR)
        .and_then(|words| words.first_chunk::<3>().copied());
    let (Some(descriptor), Some(data)) = (descriptor, item.bytes(tags::LUT_DATA)) else {
        warnings.push(invalid);
        return None;
    };
    let order = byte_order(data_set);
    let Some(table) = LookupTable::new(descriptor, first_is_signed, data, order) else {
        warnings.push(invalid);
        return None;
    };
    let [count, ..] = descriptor;
    if table.entries().len() < LookupTable::promised_entries(count) {
        warnings.push(Warning::LutShort {
            tag: tags::LUT_DATA.into(),
        });
    }
    Some(table)
}

/// Order of the bytes in the file's words.
pub(crate) fn byte_order(data_set: &DataSet) -> ByteOrder {
    if data_set.is_big_endian() {
        ByteOrder::BigEndian
    } else {
        ByteOrder::LittleEndian
    }
}
