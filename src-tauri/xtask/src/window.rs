//! The window's own half: npm's scripts in the root `package.json`.

use crate::shell::{Result, npm, run};

/// Bundles the window into `dist/`, which the program embeds when compiled.
///
/// # Errors
/// When the bundler refuses.
pub fn build() -> Result {
    run(&mut npm(&["run", "--silent", "build"]))
}

/// Types and lints.
///
/// # Errors
/// When either finds something.
pub fn check() -> Result {
    run(&mut npm(&["run", "--silent", "check"]))?;
    run(&mut npm(&["run", "--silent", "lint"]))
}

/// The unit tests.
///
/// # Errors
/// When one fails.
pub fn test() -> Result {
    run(&mut npm(&["test", "--silent"]))
}
