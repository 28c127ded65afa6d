//! `cargo xtask bench`: measured in the release profile, written to `target/bench.md`.

use crate::shell::{Result, cargo, run as run_command};
use crate::{setup, workspace};

/// Runs the benches, or only those named.
///
/// # Errors
/// When one cannot be built or run.
pub fn run(names: &[String]) -> Result {
    setup::run(setup::For::Running)?;
    run_command(
        cargo(&[
            "bench",
            "--package",
            "scanfolio-tests",
            "--bench",
            "house",
            "--",
        ])
        .args(names)
        .env(
            "SCANFOLIO_BENCH_TABLE",
            workspace::target().join("bench.md"),
        ),
    )
}
