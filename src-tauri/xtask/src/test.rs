//! `cargo xtask test`: everything that has to pass, from a clean checkout.

use crate::shell::{Result, cargo, run as run_command};
use crate::stage::Stages;
use crate::{app, check, e2e, network, setup, types, window, workspace};

/// Runs every stage, ending at the first that fails.
///
/// # Errors
/// That stage's.
pub fn run() -> Result {
    let mut stages = Stages::new();
    stages.run("Setup", || setup::run(setup::For::Tests))?;
    stages.run("Window: build", window::build)?;
    stages.run("Window: types and lints", window::check)?;
    stages.run("Window: unit tests", window::test)?;
    stages.run("Rust: formatting and lints", check::rust)?;
    stages.run("Rust: build", app::build)?;
    stages.run("Rust: tests", rust_tests)?;
    stages.run("Journeys in a real window", || e2e::journeys(&[]))?;
    stages.run("Nothing is sent anywhere", network::proof)?;
    stages.run("Looking leaves nothing behind", network::traces)?;
    stages.table();
    Ok(())
}

/// The tests of every package, with the types of the wire compared on the way.
fn rust_tests() -> Result {
    let made = types::fresh_folder()?;
    run_command(
        cargo(&["test", "--workspace"])
            .env(types::FOLDER_VARIABLE, &made)
            .env("SCANFOLIO_PYTHON", workspace::python()),
    )?;
    types::compare(&made)
}
