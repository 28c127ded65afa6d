//! Decoding as a request and a reply by value.
//!
//! Today threads of this process answer; the shape allows another process to
//! stand behind it. Nothing here knows where the bytes are kept.

mod cache;
mod queue;

pub use queue::{DecodeError, DecodeQueue, DecodeRequest, SourceKey, Urgency};
