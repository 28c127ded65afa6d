//! `cargo xtask bundle`: what a person installs.

use std::path::Path;

use crate::shell::{Result, cargo, fail, npm, run as run_command};
use crate::{notices, setup, window, workspace};

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
    run_command(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "scanfolio-cli",
    ]))?;
    let cli = workspace::target().join("release").join("scanfolio-cli");
    let beside = beside_the_program(&cli, &notices::write()?);
    run_command(
        npm(&[
            "exec",
            "--",
            "tauri",
            "build",
            "--bundles",
            "deb",
            "--config",
        ])
        .arg(beside),
    )
}

/// What lies in the package beside the program, and is made by this command:
/// the second host, and the licences of what both are made with.
fn beside_the_program(cli: &Path, licences: &Path) -> String {
    let (cli, licences) = (quoted(cli), quoted(licences));
    format!(
        r#"{{"bundle":{{"linux":{{"deb":{{"files":{{
            "/usr/bin/scanfolio-cli":{cli},
            "/usr/share/doc/scanfolio/third-party-licences.txt":{licences}
        }}}}}}}}}}"#
    )
}

/// A path as a JSON string.
fn quoted(path: &Path) -> String {
    format!("{:?}", path.to_string_lossy())
}
