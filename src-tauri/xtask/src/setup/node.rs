//! The window's packages, as `package-lock.json` pins them.

use std::fs;
use std::time::SystemTime;

use crate::shell::{Result, command, fail, npm, run, succeeds};
use crate::workspace;

/// The npm that installs, whichever one came with Node: npm 11 refuses a lock
/// file that lacks another platform's optional package, and mirrors do lack
/// some. npm 10 takes from the lock what this platform needs.
const NPM: &str = "npm@10.9.9";

/// Installs when `node_modules` is absent or older than the lock file.
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
        "exec",
        "--yes",
        NPM,
        "--",
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]))
}

fn changed(path: &std::path::Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
