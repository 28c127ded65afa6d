//! The reference reader that the tests hold `core` against: pydicom, pinned.

use std::fs;

use crate::shell::{Result, command, fail, run};
use crate::workspace;

/// What is installed, with the hash of every file.
const REQUIREMENTS: &str = "tests/fixtures/requirements.txt";

/// Makes `target/python`, unless it was made from these very requirements.
///
/// # Errors
/// When there is no Python, or a package cannot be installed.
pub fn install() -> Result {
    let wanted = fs::read(workspace::root().join(REQUIREMENTS))
        .or_else(|error| fail(format!("cannot read {REQUIREMENTS}: {error}")))?;
    let environment = workspace::target().join("python");
    let stamp = environment.join("requirements.txt");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    run(command(python)
        .args(["-m", "venv", "--clear"])
        .arg(&environment))?;
    run(command(workspace::python())
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--only-binary=:all:", "--require-hashes", "--requirement"])
        .arg(REQUIREMENTS))?;
    fs::write(&stamp, wanted)
        .or_else(|error| fail(format!("cannot write {}: {error}", stamp.display())))
}
