//! The windows and VOI LUTs that a file offers, frame by frame.

use crate::dataset::{DataSet, Item};
use crate::tags;
use crate::warning::{Warning, Warnings};

use super::functional_groups::FrameAttributes;
use super::modality::read_table;
use super::voi::{Voi, VoiLutFunction, Window};

/// Windows first (0028,1050), then tables (0028,3010): the order of their tags.
pub(crate) fn read(
    data_set: &DataSet,
    frame: FrameAttributes<'_>,
    values_can_be_negative: bool,
    warnings: &mut Warnings,
) -> Vec<Voi> {
    let holder = frame.holder(tags::FRAME_VOILUT_SEQUENCE, tags::WINDOW_CENTER);
    let mut offered = windows(holder, warnings);
    let tables = frame.root().items(tags::VOILUT_SEQUENCE);
    offered.extend(tables.into_iter().filter_map(|item| {
        Some(Voi::Lut {
            table: read_table(data_set, item, values_can_be_negative, warnings)?,
            explanation: item.text(tags::LUT_EXPLANATION).unwrap_or_default(),
        })
    }));
    offered
}

/// Centres and widths in pairs, each with its explanation (PS3.3 §C.11.2.1.2).
fn windows(item: Item<'_>, warnings: &mut Warnings) -> Vec<Voi> {
    let function = item
        .text(tags::VOILUT_FUNCTION)
        .map(|term| VoiLutFunction::from_defined_term(&term))
        .unwrap_or_default();
    let centers = item.decimals(tags::WINDOW_CENTER);
    let widths = item.decimals(tags::WINDOW_WIDTH);
    let explanations = item.texts(tags::WINDOW_CENTER_WIDTH_EXPLANATION);
    if centers.len() != widths.len() {
        warnings.push(Warning::WindowInvalid);
    }
    let mut windows = Vec::new();
    for (index, (&center, &width)) in centers.iter().zip(&widths).enumerate() {
        match Window::new(center, width, function) {
            Ok(window) => windows.push(Voi::Window {
                window,
                explanation: explanations.get(index).cloned().unwrap_or_default(),
            }),
            Err(_) => warnings.push(Warning::WindowInvalid),
        }
    }
    windows
}
