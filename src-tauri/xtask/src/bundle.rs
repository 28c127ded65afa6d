//! `cargo xtask bundle`: what a person installs.

use crate::shell::{Result, fail, npm, run as run_command};
use crate::{setup, window};

/// Builds the package of this system. Only the `.deb` is made here: the other
/// formats download their tools, and are made where the network allows it.
///
/// # Errors
/// On another system than Linux, or when something does not build.
pub fn run() -> Result {
    if !cfg!(target_os = "linux") {
        return fail("only the .deb is made so far, and only on Linux");
    }
    setup::run(setup::For::Running)?;
    window::build()?;
    run_command(&mut npm(&[
        "exec",
        "--",
        "tauri",
        "build",
        "--bundles",
        "deb",
    ]))
}
