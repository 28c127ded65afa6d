//! Single values of the standard's value representations (PS3.5 §6.2), read
//! from text as files really write them.
//!
//! Not the place of character sets (`charset.rs`) nor of binary numbers
//! (`dataset/item.rs`).

mod age;
mod date;
mod number;
mod person_name;
mod time;

pub use age::{Age, AgeUnit};
pub use date::Date;
pub use number::{Form, parse_decimal, parse_integer};
pub use person_name::{NameGroup, PersonName};
pub use time::{DateTime, Time};

/// Removes the padding that PS3.5 §6.2 calls insignificant, and NULs, from both ends.
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\0', '\t', '\r', '\n'])
}

/// Removes trailing padding only: leading spaces of ST, LT and UT are significant.
#[must_use]
pub fn trim_end(text: &str) -> &str {
    text.trim_end_matches([' ', '\0'])
}
