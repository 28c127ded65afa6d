//! Made records, for journeys, benches and the network proof.
//!
//! Everything is made by `core`'s own writer from numbers, so that the same
//! call gives the same bytes on every machine. No real person is in here.

pub mod archive;
pub mod codec_pictures;
pub mod ct;
pub mod pdf;
