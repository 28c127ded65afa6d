//! The TypeScript types that ts-rs writes from the Rust types of the wire.
//!
//! Writing them is a side effect of ts-rs's own tests, so both commands run
//! those; `check` lets them write elsewhere and compares.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Result, cargo, fail, run};
use crate::workspace;

/// What ts-rs reads the folder from.
pub const FOLDER_VARIABLE: &str = "TS_RS_EXPORT_DIR";

/// Writes `ui/src/ipc/generated` anew.
///
/// # Errors
/// When the types do not compile, or the folder cannot be written.
pub fn write() -> Result {
    let kept = kept();
    empty(&kept)?;
    export_into(&kept)
}

/// Writes the types elsewhere and compares.
///
/// # Errors
/// When the kept ones are not what the Rust types give.
pub fn check() -> Result {
    let made = fresh_folder()?;
    export_into(&made)?;
    compare(&made)
}

/// An empty folder to let a run of the tests write into.
///
/// # Errors
/// When it cannot be made.
pub fn fresh_folder() -> Result<PathBuf> {
    let made = workspace::target().join("generated-types");
    empty(&made)?;
    Ok(made)
}

/// Compares what a run of the tests wrote with what is kept.
///
/// # Errors
/// Names the first files that differ.
pub fn compare(made: &Path) -> Result {
    let (made, kept) = (contents(made), contents(&kept()));
    if made.is_empty() {
        return fail("no type was written: are there none that cross to the window?");
    }
    let differing: Vec<&str> = made
        .keys()
        .chain(kept.keys())
        .filter(|name| made.get(*name) != kept.get(*name))
        .map(String::as_str)
        .collect();
    if differing.is_empty() {
        eprintln!("{} types are as kept", made.len());
        return Ok(());
    }
    fail(format!(
        "ui/src/ipc/generated is not what the Rust types give; run `cargo xtask types`: {}",
        differing.join(", ")
    ))
}

fn kept() -> PathBuf {
    workspace::root().join("ui/src/ipc/generated")
}

fn export_into(folder: &Path) -> Result {
    run(cargo(&["test", "--workspace", "--lib", "export_bindings"]).env(FOLDER_VARIABLE, folder))
}

fn empty(folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .or_else(|error| fail(format!("cannot empty {}: {error}", folder.display())))?;
    }
    fs::create_dir_all(folder)
        .or_else(|error| fail(format!("cannot make {}: {error}", folder.display())))
}

/// Every file below a folder, by its relative path.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let (Ok(name), Ok(bytes)) = (path.strip_prefix(folder), fs::read(&path)) {
                found.insert(name.to_string_lossy().replace('\\', "/"), bytes);
            }
        }
    }
    found
}
