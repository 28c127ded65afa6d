//! `cargo xtask check`: formatting, lints and types.

use crate::shell::{Result, cargo, run as run_command};
use crate::stage::Stages;
use crate::{setup, types, window};

/// Checks everything that can be said without running the program.
///
/// # Errors
/// At the first thing found.
pub fn run() -> Result {
    let mut stages = Stages::new();
    stages.run("Setup", || setup::run(setup::For::Tests))?;
    stages.run("Window: build", window::build)?;
    stages.run("Rust: formatting and lints", rust)?;
    stages.run("Window: types and lints", window::check)?;
    stages.run("Types that cross to the window", types::check)?;
    stages.table();
    Ok(())
}

/// Formatting and lints of every package. The window must have been built:
/// the program embeds it when compiled.
///
/// # Errors
/// At the first thing found.
pub fn rust() -> Result {
    run_command(&mut cargo(&["fmt", "--all", "--check"]))?;
    run_command(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))
}
