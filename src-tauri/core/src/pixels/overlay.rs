//! Overlay planes (60xx), PS3.3 §C.9.2: bits of their own, or unused bits of
//! the pixel cells as older files have them.

use dicom_core::VR;

use crate::dataset::DataSet;
use crate::tags::Tag;
use crate::warning::{Warning, Warnings};

use super::cells::{Cells, swap_words};
use super::codec::Picture;
use super::description::ImageDescription;
use super::layers::{Layer, LayerKind};

/// Elements of the repeating group.
const ROWS: u16 = 0x0010;
const COLUMNS: u16 = 0x0011;
const NUMBER_OF_FRAMES: u16 = 0x0015;
const DESCRIPTION: u16 = 0x0022;
const ORIGIN: u16 = 0x0050;
const IMAGE_FRAME_ORIGIN: u16 = 0x0051;
const BIT_POSITION: u16 = 0x0102;
const LABEL: u16 = 0x1500;
const DATA: u16 = 0x3000;

/// Overlays are drawn in the brightest grey, as the devices that made them do.
const GRAY: u8 = 255;

/// One plane of a frame.
pub(crate) struct Plane {
    /// 0x6000 to 0x601E.
    pub group: u16,
    pub layer: Layer,
}

/// The planes that lie over one frame. Those that cannot be read are warnings.
pub(crate) fn read(
    data_set: &DataSet,
    description: &ImageDescription,
    frame_number: u32,
    picture: &Picture,
    warnings: &mut Warnings,
) -> Vec<Plane> {
    (0x6000..=0x601E)
        .step_by(2)
        .filter(|&group| data_set.root().has(Tag(group, ROWS)))
        .filter_map(|group| {
            let read = match data_set.root().has(Tag(group, DATA)) {
                true => separate(data_set, group, description, frame_number),
                false => embedded(data_set, group, description, picture),
            };
            match read {
                Ok(layer) => layer.map(|layer| Plane { group, layer }),
                Err(Unreadable) => {
                    let tag = Tag(group, DATA).into();
                    warnings.push(Warning::ValueInvalid { tag });
                    None
                }
            }
        })
        .collect()
}

struct Unreadable;

/// Overlay Data (60xx,3000): one bit a pixel of the overlay's own rectangle.
/// `None` when the plane does not belong to this frame.
fn separate(
    data_set: &DataSet,
    group: u16,
    description: &ImageDescription,
    frame_number: u32,
) -> Result<Option<Layer>, Unreadable> {
    let root = data_set.root();
    let integer = |element| root.integer(Tag(group, element));
    let side = |element| {
        integer(element)
            .filter(|side| (1..=i64::from(u16::MAX)).contains(side))
            .ok_or(Unreadable)
    };
    let (rows, columns) = (side(ROWS)?, side(COLUMNS)?);
    // Without a number of frames the plane lies over all of them (§C.9.2).
    let index = match integer(NUMBER_OF_FRAMES) {
        None => 0,
        Some(count) => {
            let first = integer(IMAGE_FRAME_ORIGIN).unwrap_or(1);
            let index = i64::from(frame_number) - first;
            if !(0..count).contains(&index) {
                return Ok(None);
            }
            index
        }
    };
    let origin = root.integers(Tag(group, ORIGIN));
    let (top, left) = match *origin.as_slice() {
        [top, left, ..] => (top - 1, left - 1),
        _ => (0, 0),
    };
    let mut bytes = root.bytes(Tag(group, DATA)).ok_or(Unreadable)?.to_vec();
    if data_set.is_big_endian() && root.vr(Tag(group, DATA)) == Some(VR::OW) {
        swap_words(&mut bytes);
    }
    let first_bit = index * rows * columns;
    if (bytes.len() as i64) * 8 < first_bit + rows * columns {
        return Err(Unreadable);
    }
    let is_covered = |row: u32, column: u32| {
        let (row, column) = (i64::from(row) - top, i64::from(column) - left);
        if !(0..rows).contains(&row) || !(0..columns).contains(&column) {
            return false;
        }
        let bit = first_bit + row * columns + column;
        let byte = usize::try_from(bit / 8).ok().and_then(|at| bytes.get(at));
        byte.is_some_and(|byte| (byte >> (bit % 8)) & 1 == 1)
    };
    let size = (description.rows, description.columns);
    let label = label(data_set, group);
    Ok(Some(Layer::new(
        LayerKind::Overlay,
        GRAY,
        label,
        size,
        is_covered,
    )))
}

/// Overlay Bit Position (60xx,0102) of every pixel cell; retired in PS3.3 2004,
/// and still what such files mean.
fn embedded(
    data_set: &DataSet,
    group: u16,
    description: &ImageDescription,
    picture: &Picture,
) -> Result<Option<Layer>, Unreadable> {
    let position = data_set.root().integer(Tag(group, BIT_POSITION));
    let position = position.and_then(|position| u32::try_from(position).ok());
    let position = position.ok_or(Unreadable)?;
    let lowest = description.high_bit + 1 - description.bits_stored;
    let is_value = (lowest..=description.high_bit).contains(&position);
    let held = picture.precision.unwrap_or(description.bits_allocated);
    if is_value || position >= held || description.samples_per_pixel != 1 {
        return Err(Unreadable);
    }
    let bit = |row: u32, column: u32| {
        let place = row as usize * description.columns as usize + column as usize;
        let cell = match &picture.cells {
            Cells::Bits8(cells) => cells.get(place).copied().map(u32::from),
            Cells::Bits16(cells) => cells.get(place).copied().map(u32::from),
            Cells::Bits32(cells) => cells.get(place).copied(),
            Cells::Float(_) | Cells::Double(_) => None,
        };
        cell.is_some_and(|cell| (cell >> position) & 1 == 1)
    };
    let size = (description.rows, description.columns);
    let label = label(data_set, group);
    Ok(Some(Layer::new(LayerKind::Overlay, GRAY, label, size, bit)))
}

fn label(data_set: &DataSet, group: u16) -> String {
    [LABEL, DESCRIPTION]
        .into_iter()
        .filter_map(|element| data_set.root().text(Tag(group, element)))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}
