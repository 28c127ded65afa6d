//! Whole data sets, made by the writer and decoded again.

mod large;
mod layers;
mod layout;
mod meaning;
mod quantities;

use crate::cancel::CancelToken;
use crate::dataset::DataSet;
use crate::tags;
use crate::warning::Warnings;
use crate::write::Writer;
use dicom_core::VR;

use super::{Frame, PixelError, decode_frame};

pub(super) const LITTLE: &str = "1.2.840.10008.1.2.1";
pub(super) const BIG: &str = "1.2.840.10008.1.2.2";
pub(super) const RLE: &str = "1.2.840.10008.1.2.5";

/// An image of 16-bit unsigned MONOCHROME2 cells, to be changed by the test.
pub(super) fn image(transfer_syntax_uid: &str, rows: u16, columns: u16) -> Writer {
    let mut writer = Writer::new(transfer_syntax_uid);
    writer
        .us(tags::SAMPLES_PER_PIXEL, &[1])
        .text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "MONOCHROME2")
        .us(tags::ROWS, &[rows])
        .us(tags::COLUMNS, &[columns])
        .us(tags::BITS_ALLOCATED, &[16])
        .us(tags::BITS_STORED, &[16])
        .us(tags::HIGH_BIT, &[15])
        .us(tags::PIXEL_REPRESENTATION, &[0]);
    writer
}

pub(super) fn bits(writer: &mut Writer, allocated: u16, stored: u16, high: u16) {
    writer
        .us(tags::BITS_ALLOCATED, &[allocated])
        .us(tags::BITS_STORED, &[stored])
        .us(tags::HIGH_BIT, &[high]);
}

pub(super) fn colour(writer: &mut Writer, interpretation: &str, planar: u16) {
    writer
        .us(tags::SAMPLES_PER_PIXEL, &[3])
        .us(tags::PLANAR_CONFIGURATION, &[planar])
        .text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, interpretation);
    bits(writer, 8, 8, 7);
}

pub(super) fn decode(writer: &Writer, frame_number: u32) -> (Result<Frame, PixelError>, Warnings) {
    let bytes = writer.to_part10();
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&bytes, &mut warnings).unwrap();
    let frame = decode_frame(
        &bytes,
        &data_set,
        frame_number,
        &CancelToken::new(),
        &mut warnings,
    );
    (frame, warnings)
}

pub(super) fn frame(writer: &Writer, frame_number: u32) -> Frame {
    decode(writer, frame_number).0.unwrap()
}
