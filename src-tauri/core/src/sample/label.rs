//! The word SYNTHETIC in the lower left corner of every image, in the pixels.

/// Pixels per dot of a letter.
const DOT: usize = 2;
const LETTER_WIDTH: usize = 5;
const LETTER_HEIGHT: usize = 7;
const MARGIN: usize = 10;

/// S Y N T H E T I C: a row is five dots, the left one the highest bit.
const WORD: [[u8; LETTER_HEIGHT]; 9] = [
    [0x0F, 0x10, 0x10, 0x0E, 0x01, 0x01, 0x1E],
    [0x11, 0x11, 0x0A, 0x04, 0x04, 0x04, 0x04],
    [0x11, 0x19, 0x15, 0x13, 0x11, 0x11, 0x11],
    [0x1F, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04],
    [0x11, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11],
    [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x1F],
    [0x1F, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04],
    [0x0E, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0E],
    [0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E],
];

/// Sets the dots of the word to `value`.
pub(super) fn burn_in(values: &mut [u16], columns: usize, value: u16) {
    let rows = values.len() / columns;
    let top = rows.saturating_sub(MARGIN + LETTER_HEIGHT * DOT);
    for (row, line) in values.chunks_mut(columns).enumerate().skip(top) {
        let dot_row = (row - top) / DOT;
        for (column, pixel) in line.iter_mut().enumerate().skip(MARGIN) {
            let dot_column = (column - MARGIN) / DOT;
            let (letter, bit) = (
                dot_column / (LETTER_WIDTH + 1),
                dot_column % (LETTER_WIDTH + 1),
            );
            let dots = WORD.get(letter).and_then(|rows| rows.get(dot_row));
            if bit < LETTER_WIDTH
                && dots.is_some_and(|dots| dots >> (LETTER_WIDTH - 1 - bit) & 1 == 1)
            {
                *pixel = value;
            }
        }
    }
}
