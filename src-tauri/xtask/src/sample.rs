//! `cargo xtask sample`: the sample study that ships inside the program.
//!
//! The bytes come from `core`, through `make-files` of the tests' package:
//! this program itself must compile before `core`'s C libraries can.

use crate::setup;
use crate::shell::{Result, cargo, run as run_command};

/// Writes `assets/sample/sample-study.zip`. The same code gives the same bytes.
///
/// # Errors
/// When it cannot be built or written.
pub fn run() -> Result {
    setup::run(setup::For::Running)?;
    run_command(&mut cargo(&[
        "run",
        "--package",
        "scanfolio-tests",
        "--bin",
        "make-files",
        "--",
        "sample",
        "assets/sample/sample-study.zip",
    ]))
}
