//! Building the programs, always with one selection of packages.
//!
//! Cargo unifies features over the packages selected, so a second selection
//! would compile Tauri a second time. Tests, journeys and the network proof
//! therefore share this one build.

use crate::shell::{Result, cargo, run};

/// The one selection: every package, with its programs and its tests.
const EVERYTHING: &[&str] = &["--workspace", "--lib", "--bins", "--tests"];

/// Builds every program and every test.
///
/// # Errors
/// When the compiler refuses.
pub fn build() -> Result {
    run(cargo(&["build"]).args(EVERYTHING))
}
