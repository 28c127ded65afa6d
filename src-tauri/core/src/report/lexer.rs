//! Words, numbers and marks of a text, each with its place.
//!
//! Shared by the readers that look for image references and measurements. It
//! knows nothing of medicine, and nothing of sentences (see `sentences`).

use std::ops::Range;

use super::fold::fold;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters only, folded: lower case, without diacritics.
    Word(String),
    /// Digits only, at most nine of them.
    Integer(i64),
    /// Digits with points inside (`1.25`, `31.12.2024`), or too many digits.
    Decimal,
    /// Anything else that is not a space.
    Mark(char),
}

/// A token and its range in UTF-8 bytes.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    /// No space stands before it.
    pub(super) glued: bool,
    /// A blank line stands before it.
    pub(super) after_blank_line: bool,
}

/// The tokens of a text, with look-ups that cannot go out of bounds.
pub(super) struct Tokens<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text.char_indices().peekable();
        let mut glued = false;
        let mut newlines = 0;
        while let Some((start, first)) = rest.next() {
            if first.is_whitespace() {
                glued = false;
                newlines += usize::from(first == '\n');
                continue;
            }
            let mut end = start + first.len_utf8();
            let kind = if first.is_ascii_digit() {
                let mut points = 0;
                while let Some(&(at, next)) = rest.peek() {
                    let continues = next.is_ascii_digit()
                        || (next == '.'
                            && text
                                .get(at + 1..)
                                .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit())));
                    if !continues {
                        break;
                    }
                    points += usize::from(next == '.');
                    end = at + next.len_utf8();
                    rest.next();
                }
                let digits = text.get(start..end).unwrap_or_default();
                match digits.parse::<i64>() {
                    Ok(value) if points == 0 && digits.len() <= 9 => Kind::Integer(value),
                    _ => Kind::Decimal,
                }
            } else if first.is_alphabetic() {
                while let Some(&(at, next)) = rest.peek() {
                    // Combining marks belong to the letter before them.
                    if !next.is_alphabetic() && !('\u{300}'..='\u{36f}').contains(&next) {
                        break;
                    }
                    end = at + next.len_utf8();
                    rest.next();
                }
                Kind::Word(fold(text.get(start..end).unwrap_or_default()))
            } else {
                Kind::Mark(first)
            };
            tokens.push(Token {
                kind,
                range: start..end,
                glued,
                after_blank_line: newlines > 1,
            });
            glued = true;
            newlines = 0;
        }
        Self { text, tokens }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn before(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at.checked_sub(1)?)
    }

    pub(super) fn word(&self, at: usize) -> Option<&str> {
        match &self.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn integer(&self, at: usize) -> Option<i64> {
        match self.get(at)?.kind {
            Kind::Integer(value) => Some(value),
            _ => None,
        }
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| token.glued)
    }

    pub(super) fn written(&self, at: usize) -> &'a str {
        self.get(at)
            .and_then(|token| self.text.get(token.range.clone()))
            .unwrap_or_default()
    }

    /// The bytes from token `first` up to, not including, token `end`.
    pub(super) fn span(&self, first: usize, end: usize) -> Range<usize> {
        let start = self.get(first).map_or(0, |token| token.range.start);
        let stop = end
            .checked_sub(1)
            .and_then(|at| self.get(at))
            .map_or(start, |t| t.range.end);
        start..stop.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_told_apart_and_keep_their_places() {
        let text = "Se3: Größe 1.5cm, 12.";
        let tokens = Tokens::of(text);
        let seen: Vec<&str> = (0..tokens.len()).map(|at| tokens.written(at)).collect();
        assert_eq!(seen, ["Se", "3", ":", "Größe", "1.5", "cm", ",", "12", "."]);
        assert_eq!(tokens.word(3), Some("grosse"));
        assert_eq!(tokens.integer(7), Some(12));
        assert!(tokens.is_glued(1) && !tokens.is_glued(3));
    }
}
