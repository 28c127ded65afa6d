//! From what a hospital handed over to filed studies.
//!
//! [`source`] finds files, [`classify`] names them, [`take`] reads each once
//! ([`together`] those that are unpacked in one pass), [`keep`] copies it beside,
//! [`run`] keeps the order and files ([`ahead`] bounds how much waits for that);
//! [`patience`] waits for a medium that is gone. Looking runs the same way and copies nothing.

mod ahead;
pub(crate) mod classify;
pub(crate) mod directory;
mod find;
pub(crate) mod keep;
mod patience;
pub(crate) mod recover;
pub(crate) mod run;
pub(crate) mod source;
pub(crate) mod space;
pub(crate) mod take;
mod together;
