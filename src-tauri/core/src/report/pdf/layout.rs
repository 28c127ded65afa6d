//! Characters at places on a page, made into lines of text.

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};

/// A gap wider than this part of the letter size is a space.
const SPACE: f64 = 0.15;
/// A step down of more than this part of the letter size is a new line, and of
/// more than `PARAGRAPH` a blank one.
const LINE: f64 = 0.5;
const PARAGRAPH: f64 = 1.8;
/// A gap this wide stands between columns, or between a label and the next.
const COLUMN: f64 = 2.5;

/// The text of one page, in the order in which the page draws it; `None` when
/// the page cannot be read.
pub(super) fn page_text(document: &Document, page_number: u32, most: usize) -> Option<String> {
    let mut page = Page {
        text: String::new(),
        most,
        end: None,
        is_word_start: true,
    };
    match output_doc_page(document, &mut page, page_number) {
        Ok(()) => {}
        // What was drawn before the damage is kept.
        Err(_) if !page.text.is_empty() => {}
        Err(_) => return None,
    }
    let lines: Vec<&str> = page.text.lines().map(str::trim_end).collect();
    Some(lines.join("\n").trim().to_owned())
}

struct Page {
    text: String,
    most: usize,
    /// Where the last character ended: x, y and size in page units, y upwards.
    end: Option<(f64, f64, f64)>,
    is_word_start: bool,
}

impl OutputDev for Page {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        character: &str,
    ) -> Result<(), OutputError> {
        if self.text.len() > self.most {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let (x, y) = (place.m31, place.m32);
        // The size of a letter on the page, whichever way it is turned.
        let scale = (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt();
        let size = (scale * font_size).abs().max(f64::MIN_POSITIVE);
        if let Some((end_x, end_y, last_size)) = self.end {
            let size = size.max(last_size);
            let (down, gap) = ((y - end_y).abs(), x - end_x);
            if down > size * PARAGRAPH {
                self.text.push_str("\n\n");
            } else if down > size * LINE {
                self.text.push('\n');
            } else if gap > size * COLUMN {
                self.text.push_str("    ");
            } else if (gap > size * SPACE || (gap < -size && self.is_word_start))
                && !self.text.ends_with(char::is_whitespace)
            {
                self.text.push(' ');
            }
        }
        for letter in character.chars() {
            match letter {
                '\0' => {}
                '\u{a0}' | '\t' => self.text.push(' '),
                // Soft hyphens and controls are no letters; ligatures are spelt out.
                c if c.is_control() || c == '\u{ad}' => {}
                'ﬀ' => self.text.push_str("ff"),
                'ﬁ' => self.text.push_str("fi"),
                'ﬂ' => self.text.push_str("fl"),
                'ﬃ' => self.text.push_str("ffi"),
                'ﬄ' => self.text.push_str("ffl"),
                c => self.text.push(c),
            }
        }
        self.end = Some((x + width * scale * font_size.abs(), y, size));
        self.is_word_start = false;
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.is_word_start = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
