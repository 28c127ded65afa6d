//! The driver between WebDriver and the window.

use std::fs;

use crate::shell::{Result, cargo, run};
use crate::workspace;

const VERSION: &str = "2.1.0";

/// Installs it below `target/tools`, unless this very version is there.
///
/// # Errors
/// When it does not build.
pub fn install() -> Result {
    let tools = workspace::target().join("tools");
    let listed = fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
    if listed.contains(&format!("\"tauri-driver {VERSION} ")) && workspace::tauri_driver().exists()
    {
        return Ok(());
    }
    run(cargo(&["install", "tauri-driver", "--locked", "--version"])
        .arg(format!("={VERSION}"))
        .arg("--root")
        .arg(tools))
}
