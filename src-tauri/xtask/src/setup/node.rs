//! The window's packages, as `package-lock.json` pins them.

use std::fs;
use std::time::SystemTime;

use crate::shell::{Result, command, fail, npm, run, succeeds};
use crate::workspace;

/// Installs when `node_modules` is absent or older than the lock file.
///
/// Not `npm ci`: it refuses a lock file that lacks another platform's optional
/// package, and mirrors do lack some. `install --no-save` takes the versions
/// and hashes of the same lock file, and leaves it as it is.
///
/// # Errors
/// When there is no Node, or a package cannot be installed.
pub fn install() -> Result {
    if !succeeds(command("node").arg("--version")) {
        return fail("please install Node.js 20 or newer, then start again");
    }
    let root = workspace::root();
    let installed = changed(&root.join("node_modules").join(".package-lock.json"));
    let locked = changed(&root.join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    run(&mut npm(&[
        "install",
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]))
}

fn changed(path: &std::path::Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
