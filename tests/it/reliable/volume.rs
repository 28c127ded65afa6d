//! A volume of a given size, really mounted, where this user may.

use std::path::Path;
use std::process::{Command, Stdio};

/// Runs an ignored test of this program with a small volume mounted at `folder`;
/// it finds `told`, a variable and its value, in its environment. Says so when
/// nothing can be mounted here.
pub fn run_on_a_volume(test: &str, folder: &Path, size: &str, told: (&str, &Path)) {
    // In a mount namespace of its own: nobody else sees the volume, and it goes with the child.
    let inside = |then: &str| {
        let script = format!("mount -t tmpfs -o size={size} made \"$0\" && {then}");
        let mut command = Command::new("unshare");
        command
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
            .arg(folder);
        command
    };
    let can_mount = inside("true").stderr(Stdio::null()).status();
    if !can_mount.is_ok_and(|status| status.success()) {
        println!("skipped: no volume can be mounted here");
        return;
    }
    let output = inside(&format!("exec \"$1\" --ignored --exact {test} --nocapture"))
        .arg(std::env::current_exe().unwrap())
        .env(told.0, told.1)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let ran = String::from_utf8_lossy(&output.stdout);
    assert!(ran.contains("1 passed"), "{ran}");
}
