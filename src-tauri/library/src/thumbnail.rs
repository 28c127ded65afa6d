//! A small picture of a series, made once.

use std::io;

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{Pixels, Rendered, decode_frame};
use scanfolio_core::warning::Warnings;

use crate::error::LibraryError;
use crate::files::THUMBNAILS;
use crate::import::keep;
use crate::library::{Holding, Library};
use crate::listing::FrameRef;
use crate::stack;

/// The longer side, in pixels.
const LONGEST: u32 = 256;

impl Library {
    /// PNG of the middle frame of a stack of a series, at most 256 pixels wide
    /// and high. Stacks are numbered from 1.
    ///
    /// # Errors
    /// [`LibraryError::NotFound`]; [`LibraryError::NoPicture`] when the frame cannot be drawn.
    pub fn thumbnail(&self, series_id: i64, stack_number: u32) -> Result<Vec<u8>, LibraryError> {
        let series = stack::series_detail(self.storage.image_series_by_id(series_id)?)?;
        let frames = series
            .frames_of(stack_number)
            .ok_or(LibraryError::NoPicture)?;
        let middle = frames
            .get(frames.len() / 2)
            .ok_or(LibraryError::NoPicture)?;
        let place = self.place_of_thumbnail(series_id, middle)?;
        if let Holding::Kept(kept) = &self.holding
            && let Ok(png) = kept.files.read(&place)
        {
            return Ok(png);
        }
        if let Holding::Looked(looked) = &self.holding
            && let Some(png) = looked.thumbnail(&place)
        {
            return Ok(png);
        }
        let png = self.make_thumbnail(middle)?;
        match &self.holding {
            // A thumbnail that cannot be kept is made again next time.
            Holding::Kept(kept) => drop(kept.files.replace(&place, &png)),
            Holding::Looked(looked) => looked.keep_thumbnail(&place, &png),
        }
        Ok(png)
    }

    /// Named by the frame it shows: when images come later, another frame is in
    /// the middle, and no picture is taken for that of another stack.
    fn place_of_thumbnail(&self, series_id: i64, frame: &FrameRef) -> Result<String, LibraryError> {
        let series_key = self.storage.series_key(series_id)?;
        let copy = self.storage.copy_key(frame.instance_id)?;
        let number = frame.frame_number.to_string();
        let key = keep::key(&["thumbnail", &copy, &number]);
        Ok(format!("{THUMBNAILS}/{series_key}-{key}.png"))
    }

    fn make_thumbnail(&self, middle: &FrameRef) -> Result<Vec<u8>, LibraryError> {
        let source = self.frame_source(middle.instance_id)?;
        let mut warnings = Warnings::new();
        let draw = || {
            let data_set = DataSet::read(&*source, &mut warnings).ok()?;
            let frame = decode_frame(
                &*source,
                &data_set,
                middle.frame_number,
                &CancelToken::default(),
                &mut warnings,
            )
            .ok()?;
            Some(frame.thumbnail(LONGEST))
        };
        // A decoder that gives up costs the picture, not the program.
        let rendered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(draw))
            .ok()
            .flatten()
            .ok_or(LibraryError::NoPicture)?;
        png_of(&rendered).map_err(LibraryError::io("make a thumbnail"))
    }
}

/// A rendered frame as PNG.
///
/// # Errors
/// When the encoder refuses the picture.
pub fn png_of(rendered: &Rendered) -> io::Result<Vec<u8>> {
    let (color, bytes) = match &rendered.pixels {
        Pixels::Gray8(bytes) => (png::ColorType::Grayscale, bytes),
        Pixels::Rgb8(bytes) => (png::ColorType::Rgb, bytes),
    };
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, rendered.columns, rendered.rows);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(bytes)?;
    writer.finish()?;
    Ok(out)
}
