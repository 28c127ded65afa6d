//! Pictures as PNG, without loss.

use std::io::Cursor;

/// Samples a pixel of the picture.
#[derive(Debug, Clone, Copy)]
pub enum Colour {
    /// One byte.
    Gray,
    /// Three bytes, interleaved.
    Rgb,
}

/// A whole PNG file of 8 bits a sample.
///
/// # Errors
/// When the bytes are not `width * height` pixels, or a side is 0.
pub fn encode(
    width: u32,
    height: u32,
    colour: Colour,
    bytes: &[u8],
) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_color(match colour {
        Colour::Gray => png::ColorType::Grayscale,
        Colour::Rgb => png::ColorType::Rgb,
    });
    let mut writer = encoder.write_header()?;
    writer.write_image_data(bytes)?;
    writer.finish()?;
    Ok(file.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_reads_back_byte_for_byte() {
        let pixels = [0, 1, 2, 253, 254, 255];
        let file = encode(3, 2, Colour::Gray, &pixels).unwrap();
        let mut reader = png::Decoder::new(Cursor::new(file)).read_info().unwrap();
        let mut back = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut back).unwrap();
        assert_eq!(back, pixels);
    }

    #[test]
    fn a_picture_with_too_few_bytes_is_refused() {
        assert!(encode(3, 2, Colour::Rgb, &[0; 6]).is_err());
    }
}
