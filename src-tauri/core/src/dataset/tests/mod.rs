//! Journeys over whole files: made ones, broken ones, hostile ones, real ones.

mod broken;
mod hostile;
mod mutants;
mod read;
mod real;
mod speed;

use dicom_core::VR;

use super::{DataSet, DataSetError};
use crate::tags;
use crate::warning::{Warning, Warnings};
use crate::write::{ItemWriter, Writer};

/// A small image with a sequence in it.
fn small_image(transfer_syntax_uid: &str) -> Writer {
    let mut code = ItemWriter::new();
    code.text(tags::CODE_VALUE, VR::SH, "T-D3000");
    code.text(tags::CODE_MEANING, VR::LO, "Chest");
    let mut file = Writer::new(transfer_syntax_uid);
    file.text(tags::SOP_CLASS_UID, VR::UI, crate::uids::CT_IMAGE_STORAGE)
        .text(tags::SOP_INSTANCE_UID, VR::UI, "2.25.1")
        .text(tags::MODALITY, VR::CS, "CT")
        .text(tags::PATIENT_NAME, VR::PN, "Doe^Jane")
        .sequence(tags::ANATOMIC_REGION_SEQUENCE, vec![code.clone(), code])
        .ds(tags::PIXEL_SPACING, &[0.5, 0.25])
        .us(tags::ROWS, &[2])
        .us(tags::COLUMNS, &[3])
        .us(tags::BITS_ALLOCATED, &[16])
        .us(tags::PIXEL_REPRESENTATION, &[1])
        .ss(tags::PIXEL_PADDING_VALUE, &[-2000])
        .ow(tags::PIXEL_DATA, &[1, 2, 3, 4, 5, 6]);
    file
}

fn read(bytes: &[u8]) -> (Result<DataSet, DataSetError>, Vec<Warning>) {
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&bytes, &mut warnings);
    (data_set, warnings.into_vec())
}

/// Explicit little endian bytes of one element with a short header.
fn short(tag: tags::Tag, vr: &str, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap().to_le_bytes();
    [tag_bytes(tag).as_slice(), vr.as_bytes(), &length, value].concat()
}

/// Explicit little endian bytes of a header with a long length.
fn long_header(tag: tags::Tag, vr: &str, length: u32) -> Vec<u8> {
    let length = length.to_le_bytes();
    [tag_bytes(tag).as_slice(), vr.as_bytes(), &[0, 0], &length].concat()
}

/// Tag and 32-bit length, little endian: items, delimiters, implicit elements.
fn item_header(tag: tags::Tag, length: u32) -> Vec<u8> {
    [tag_bytes(tag).as_slice(), &length.to_le_bytes()].concat()
}

fn tag_bytes(tag: tags::Tag) -> [u8; 4] {
    let ([a, b], [c, d]) = (tag.group().to_le_bytes(), tag.element().to_le_bytes());
    [a, b, c, d]
}

/// File Meta Information of an explicit little endian file, then these bytes.
fn part10(data_set: &[u8]) -> Vec<u8> {
    let mut empty = Writer::new(crate::uids::EXPLICIT_VR_LITTLE_ENDIAN);
    empty.text(tags::SOP_INSTANCE_UID, VR::UI, "2.25.1");
    let mut file = empty.to_part10();
    file.truncate(file.len() - empty.to_data_set().len());
    file.extend_from_slice(data_set);
    file
}
