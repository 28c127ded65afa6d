//! `cargo xtask network`: the proofs that nothing is sent anywhere and that
//! looking leaves nothing behind, over the program as people run it.

use crate::shell::{Result, run as run_command};
use crate::stage::Stages;
use crate::{app, e2e, setup, window};

/// Builds what is needed and runs both proofs.
///
/// # Errors
/// When something does not build, anything reached out or anything was left.
pub fn run() -> Result {
    let mut stages = Stages::new();
    stages.run("Setup", || setup::run(setup::For::Tests))?;
    stages.run("Window: build", window::build)?;
    stages.run("Rust: build", app::build)?;
    stages.run("Nothing is sent anywhere", proof)?;
    stages.run("Looking leaves nothing behind", traces)?;
    stages.table();
    Ok(())
}

/// Runs the first proof over programs that are built already.
///
/// # Errors
/// When anything reached out, or the probe that must reach out did not.
pub fn proof() -> Result {
    run_command(&mut e2e::on_a_screen("tests/e2e/network.mjs"))
}

/// Runs the second proof over programs that are built already.
///
/// # Errors
/// When a file that was left gives away what was looked at, or the search for
/// such files does not find what an import keeps.
pub fn traces() -> Result {
    run_command(&mut e2e::on_a_screen("tests/e2e/traces.mjs"))
}
