//! What the bytes mean: DICOM objects and reports, read, decoded and laid out.
//!
//! Pure: bytes in, values out. This crate does no input or output, cannot tell
//! the time and never panics on data (see `clippy.toml` beside it).

#![deny(unsafe_code)]

pub mod bytes;
pub mod cancel;
pub mod charset;
pub mod dataset;
pub mod dicomdir;
pub mod geometry;
pub mod likeness;
pub mod pixels;
pub mod report;
pub mod sample;
pub mod study;
pub mod tags;
pub mod title;
pub mod uids;
pub mod values;
pub mod warning;
pub mod write;
