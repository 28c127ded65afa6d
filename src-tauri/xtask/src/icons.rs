//! `cargo xtask icons`: every icon, from `icons/icon.svg`.

use std::fs;

use crate::shell::{Result, fail, npm, run as run_command};
use crate::{setup, workspace};

/// What the bundles and the window use; the maker writes many more.
const KEPT: &[&str] = &[
    "icon.svg",
    "32x32.png",
    "64x64.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.ico",
    "icon.icns",
];

/// Makes them, and removes those of phones and shops.
///
/// # Errors
/// When the maker refuses or a file cannot be removed.
pub fn run() -> Result {
    setup::run(setup::For::Running)?;
    let arguments = ["icons/icon.svg", "--output", "icons"];
    run_command(npm(&["exec", "--", "tauri", "icon"]).args(arguments))?;
    for entry in fs::read_dir(workspace::root().join("icons"))
        .into_iter()
        .flatten()
        .flatten()
    {
        if KEPT.iter().any(|kept| entry.file_name() == *kept) {
            continue;
        }
        let path = entry.path();
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.or_else(|error| fail(format!("cannot remove {}: {error}", path.display())))?;
    }
    Ok(())
}
