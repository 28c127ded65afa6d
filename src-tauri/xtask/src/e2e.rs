//! `cargo xtask e2e`: the journeys of `tests/e2e` in a real window.

use crate::shell::{Result, run as run_command};
use crate::stage::Stages;
use crate::{app, setup, window, workspace};
use std::process::Command;

/// Builds what is needed and runs the journeys, or only those named.
///
/// # Errors
/// When something does not build, or a journey fails.
pub fn run(names: &[String]) -> Result {
    let mut stages = Stages::new();
    stages.run("Setup", || setup::run(setup::For::Tests))?;
    stages.run("Window: build", window::build)?;
    stages.run("Rust: build", app::build)?;
    stages.run("Journeys in a real window", || journeys(names))?;
    stages.table();
    Ok(())
}

/// Runs the journeys over programs that are built already.
///
/// # Errors
/// When a journey fails.
pub fn journeys(names: &[String]) -> Result {
    run_command(on_a_screen("tests/e2e/run.mjs").args(names))
}

/// A script of `tests/e2e` on a virtual screen.
pub fn on_a_screen(script: &str) -> Command {
    let mut screen = crate::shell::command("xvfb-run");
    screen
        .args(["--auto-servernum", "--server-args=-screen 0 2000x1300x24"])
        .args(["node", script])
        .env("SCANFOLIO_APP", workspace::debug_program("scanfolio"))
        .env("SCANFOLIO_CLI", workspace::debug_program("scanfolio-cli"))
        .env("SCANFOLIO_MAKE", workspace::debug_program("make-files"))
        .env("TAURI_DRIVER", workspace::tauri_driver())
        .env("SCANFOLIO_TARGET", workspace::target());
    screen
}
