//! Journeys.

// The attribute tells the lints what cargo already knows: all of this is tests.
#[cfg(test)]
mod golden;
#[cfg(test)]
mod golden_voi;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod walls;
