//! `render`: what the screen shows at 1:1, as PNG.

use std::path::Path;

use scanfolio_core::pixels::{Pixels, Voi, VoiLutFunction, Window};

use super::{Problem, open};
use crate::files::png::{self, Colour};
use crate::output::Ending;

pub fn render(
    file: &Path,
    frame_number: u32,
    window: Option<(f64, f64)>,
    out: &Path,
) -> Result<Ending, Problem> {
    let frame = open::image(file)?.frame(frame_number)?;
    let voi = match window {
        None => frame.default_voi(),
        Some((center, width)) => {
            let function = match frame.voi.first() {
                Some(Voi::Window { window, .. }) => window.function(),
                _ => VoiLutFunction::Linear,
            };
            Voi::window(
                Window::new(center, width, function)
                    .map_err(|error| Problem::Said(format!("{error}.")))?,
            )
        }
    };
    let rendered = frame.render(&voi);
    let (colour, pixels) = match &rendered.pixels {
        Pixels::Gray8(pixels) => (Colour::Gray, pixels),
        Pixels::Rgb8(pixels) => (Colour::Rgb, pixels),
    };
    let bytes = png::encode(rendered.columns, rendered.rows, colour, pixels)
        .map_err(|error| Problem::Said(format!("The picture could not be written: {error}.")))?;
    open::write(out, &bytes)?;
    Ok(Ending::Done)
}
