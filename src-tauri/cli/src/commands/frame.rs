//! `frame`: modality values (or RGB) exactly as computed, as a NumPy file.

use std::path::Path;

use scanfolio_core::pixels::ModalityValues;

use super::{Problem, open};
use crate::files::npy;
use crate::output::Ending;

pub fn frame(file: &Path, frame_number: u32, out: &Path) -> Result<Ending, Problem> {
    let frame = open::image(file)?.frame(frame_number)?;
    let (rows, columns) = (frame.rows, frame.columns);
    let bytes = match frame.modality_values() {
        ModalityValues::I32(values) => npy::encode(&[rows, columns], &values),
        ModalityValues::F64(values) => npy::encode(&[rows, columns], &values),
        ModalityValues::Rgb8(values) => npy::encode(&[rows, columns, 3], &values),
    };
    open::write(out, &bytes)?;
    Ok(Ending::Done)
}
