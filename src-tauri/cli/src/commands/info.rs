//! `info`: the attributes the viewer uses, warnings, and what cannot be shown
//! and why.

use std::path::Path;

use scanfolio_core::geometry::{FrameGeometry, frame_geometry};
use scanfolio_core::pixels::{ImageDescription, PixelError, describe};
use scanfolio_core::study::Instance;
use scanfolio_core::title::ExamTitle;
use scanfolio_core::warning::Warnings;
use serde::Serialize;

use super::{Problem, open};
use crate::output::{self, Ending};
use crate::sentences;

#[derive(Serialize)]
struct Info {
    transfer_syntax_uid: String,
    /// What the exam is called, as codes, from this file alone.
    title: ExamTitle,
    instance: Instance,
    image: Option<ImageDescription>,
    /// Of the first frame.
    geometry: Option<FrameGeometry>,
    warnings: Warnings,
    /// Why the image cannot be shown; `null` when it can, or when it is none.
    cannot_show: Option<CannotShow>,
}

#[derive(Serialize)]
struct CannotShow {
    #[serde(flatten)]
    error: PixelError,
    reason: String,
}

pub fn info(file: &Path) -> Result<Ending, Problem> {
    let open::Image {
        data_set,
        mut warnings,
        ..
    } = open::image(file)?;
    let instance = Instance::read(&data_set, &mut warnings);
    let (image, cannot_show) = match describe(&data_set, &mut warnings) {
        Ok(image) => (Some(image), None),
        Err(PixelError::NoPixelData) => (None, None),
        Err(error) => (
            None,
            Some(CannotShow {
                reason: sentences::pixels(&error),
                error,
            }),
        ),
    };
    let geometry = image.as_ref().map(|_| frame_geometry(&data_set, 1));
    let ending = Ending::refused_if(cannot_show.is_some());
    output::print_json(&Info {
        transfer_syntax_uid: data_set.transfer_syntax_uid().to_owned(),
        title: ExamTitle::of(&instance.study, &[&instance.series]),
        instance,
        image,
        geometry,
        warnings,
        cannot_show,
    })?;
    Ok(ending)
}
