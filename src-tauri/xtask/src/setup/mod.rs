//! Installing what is missing, and nothing when nothing is.

mod node;
mod python;
mod system;
mod tauri_driver;

use crate::shell::Result;

/// What the machine is to be made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Building and opening the program.
    Running,
    /// Every test, too.
    Tests,
}

/// Makes the machine ready.
///
/// # Errors
/// Says what is missing when it cannot be installed.
pub fn run(purpose: For) -> Result {
    system::install(purpose)?;
    node::install()?;
    if purpose == For::Tests {
        tauri_driver::install()?;
        python::install()?;
    }
    Ok(())
}
