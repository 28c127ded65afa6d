//! `cargo xtask network`: the proof that nothing is sent anywhere.

use crate::shell::{Result, run as run_command};
use crate::stage::Stages;
use crate::{app, e2e, setup, window};

/// Builds what is needed and runs the proof.
///
/// # Errors
/// When something does not build, or anything reached out.
pub fn run() -> Result {
    let mut stages = Stages::new();
    stages.run("Setup", || setup::run(setup::For::Tests))?;
    stages.run("Window: build", window::build)?;
    stages.run("Rust: build", app::build)?;
    stages.run("Nothing is sent anywhere", proof)?;
    stages.table();
    Ok(())
}

/// Runs the proof over programs that are built already.
///
/// # Errors
/// When anything reached out, or the probe that must reach out did not.
pub fn proof() -> Result {
    run_command(&mut e2e::on_a_screen("tests/e2e/network.mjs"))
}
