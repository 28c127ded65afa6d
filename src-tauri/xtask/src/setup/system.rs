//! System packages: apt on Debian and Ubuntu; elsewhere the person is told.

use std::path::Path;

use super::For;
use crate::shell::{Result, command, fail, output, run, succeeds};

/// To build and run the program.
const TO_RUN: &[&str] = &[
    "build-essential",
    "cmake",
    "nasm",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
];

/// To test it: a screen, a bus, a driver for the window, a witness,
/// and makers of discs and archives.
const TO_TEST: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "x11-apps",
    "dbus",
    "strace",
    "python3-venv",
    "fonts-dejavu-core",
    // Makers of disc images and archives, to read what others write.
    "genisoimage",
    "xorriso",
    "udftools",
    "zip",
    "7zip",
];

/// Installs what dpkg does not list as installed.
///
/// # Errors
/// When a package cannot be installed, or this system is not one that can be
/// set up from here and lacks something.
pub fn install(purpose: For) -> Result {
    let mut wanted = TO_RUN.to_vec();
    if purpose == For::Tests {
        wanted.extend(TO_TEST);
    }
    if !cfg!(target_os = "linux") {
        return look_for(&["cmake", "nasm"]);
    }
    if !Path::new("/var/lib/dpkg/status").exists() {
        return on_another_linux(&wanted);
    }
    let missing = not_installed(&wanted);
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("installing {}", missing.join(" "));
    run(&mut apt_get(&["update", "--quiet"]))?;
    run(apt_get(&["install", "--quiet", "--yes", "--no-install-recommends"]).args(missing))
}

/// Those of the packages that dpkg does not list as installed.
fn not_installed<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let listed = output(
        command("dpkg-query")
            .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
            .args(wanted),
    )
    .unwrap_or_default();
    let is_installed = |package: &str| {
        listed
            .lines()
            .any(|line| line.split_once(' ') == Some((package, "installed")))
    };
    wanted
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect()
}

/// apt-get, through sudo unless this is root already.
fn apt_get(arguments: &[&str]) -> std::process::Command {
    let is_root = output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut apt = if is_root {
        command("apt-get")
    } else {
        let mut sudo = command("sudo");
        sudo.arg("apt-get");
        sudo
    };
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

/// No apt here: go on when the build's own needs are met, and say so otherwise.
fn on_another_linux(wanted: &[&str]) -> Result {
    let has_webkit = succeeds(command("pkg-config").args(["--exists", "webkit2gtk-4.1"]));
    if has_webkit && look_for(&["cmake", "nasm", "cc"]).is_ok() {
        return Ok(());
    }
    fail(format!(
        "please install what Debian calls {}, then start again",
        wanted.join(", ")
    ))
}

fn look_for(programs: &[&str]) -> Result {
    let missing: Vec<&str> = programs
        .iter()
        .copied()
        .filter(|program| !succeeds(command(program).arg("--version")))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    fail(format!(
        "please install {}, then start again",
        missing.join(" and ")
    ))
}
