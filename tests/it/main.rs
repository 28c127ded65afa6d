//! Journeys.

mod golden;
mod golden_voi;
