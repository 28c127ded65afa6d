//! `cargo xtask run`: from a fresh machine to the open window.

use crate::shell::{Result, cargo, run as run_command};
use crate::{setup, window};

/// Installs what is missing, builds, and opens the window.
///
/// `--release` builds the optimised program; everything else is handed to it.
///
/// # Errors
/// When something cannot be installed or built, or the program ends badly.
pub fn run(arguments: &[String]) -> Result {
    setup::run(setup::For::Running)?;
    window::build()?;
    let (profile, handed): (Vec<_>, Vec<_>) = arguments
        .iter()
        .map(String::as_str)
        .partition(|argument| *argument == "--release");
    let mut program = cargo(&["run", "--package", "scanfolio"]);
    program.args(profile.first()).arg("--").args(handed);
    // Paths are meant from where the person stands.
    if let Ok(here) = std::env::current_dir() {
        program.current_dir(here);
    }
    run_command(&mut program)
}
