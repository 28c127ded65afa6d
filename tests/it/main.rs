//! Journeys.

mod bad_input;
mod golden;
mod import;
mod made;
mod pairing;
mod rebuild;
mod search;
