//! Journeys.

mod golden;
