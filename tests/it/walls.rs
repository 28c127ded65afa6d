//! The walls of ARCHITECTURE.md, each held by an ordinary test.
//!
//! A wall is checked by a function over plain text, so that the same function
//! is shown a planted breach and must find it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Cargo's own list of the members.
fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `(member, its dependencies inside the house)`.
fn members() -> BTreeMap<String, Vec<String>> {
    metadata()["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let name = package["name"].as_str().unwrap().to_owned();
            let dependencies = package["dependencies"].as_array().unwrap();
            let names = dependencies
                .iter()
                .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned());
            (name, names.collect())
        })
        .collect()
}

/// Who may import whom: anything of ours that is not listed is a breach.
fn breaches_of_direction(members: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("scanfolio-core", &[][..]),
        ("scanfolio-library", &["scanfolio-core"][..]),
        ("scanfolio", &["scanfolio-core", "scanfolio-library"][..]),
        (
            "scanfolio-cli",
            &["scanfolio-core", "scanfolio-library"][..],
        ),
        (
            "scanfolio-tests",
            &["scanfolio-core", "scanfolio-library"][..],
        ),
        ("xtask", &["scanfolio-core"][..]),
    ]);
    let mut breaches = Vec::new();
    for (member, dependencies) in members {
        let Some(may) = allowed.get(member.as_str()) else {
            breaches.push(format!("{member} has no place in the house"));
            continue;
        };
        for dependency in dependencies {
            let is_ours = dependency.starts_with("scanfolio") || dependency == "xtask";
            if is_ours && !may.contains(&dependency.as_str()) {
                breaches.push(format!("{member} must not import {dependency}"));
            }
            if dependency.starts_with("tauri") && member != "scanfolio" {
                breaches.push(format!("{member} must not know {dependency}"));
            }
        }
    }
    breaches
}

#[test]
fn arrows_never_turn_back() {
    assert_eq!(breaches_of_direction(&members()), Vec::<String>::new());
}

#[test]
fn a_planted_breach_of_direction_is_found() {
    let mut members = members();
    members
        .get_mut("scanfolio-core")
        .unwrap()
        .push("scanfolio-library".into());
    members
        .get_mut("scanfolio-library")
        .unwrap()
        .push("tauri".into());
    assert_eq!(
        breaches_of_direction(&members),
        [
            "scanfolio-core must not import scanfolio-library",
            "scanfolio-library must not know tauri"
        ]
    );
}

/// Crates that could send something somewhere, or that carry a licence we do
/// not link.
const NEVER_IN_THE_TREE: &[&str] = &[
    "attohttpc",
    "curl",
    "hyper",
    "hyper-util",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "surf",
    "tungstenite",
    "ureq",
];

/// Names in the normal dependency tree of a crate, as `cargo tree` prints them.
fn tree(package: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--package",
            package,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let mut names: Vec<String> = text
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn breaches_of_silence(names: &[String]) -> Vec<&String> {
    names
        .iter()
        .filter(|name| NEVER_IN_THE_TREE.contains(&name.as_str()))
        .collect()
}

#[test]
fn nothing_that_speaks_to_a_network_is_linked() {
    for package in ["scanfolio", "scanfolio-cli"] {
        let names = tree(package);
        assert!(
            names.len() > 20,
            "cargo tree of {package} is believable: {names:?}"
        );
        assert_eq!(
            breaches_of_silence(&names),
            Vec::<&String>::new(),
            "{package}"
        );
    }
}

#[test]
fn a_planted_http_client_is_found() {
    let mut names = tree("scanfolio-cli");
    names.push("reqwest".into());
    assert_eq!(breaches_of_silence(&names), ["reqwest"]);
}

#[test]
fn core_and_library_do_not_know_the_window() {
    for package in ["scanfolio-core", "scanfolio-library", "scanfolio-cli"] {
        let names = tree(package);
        let knows: Vec<&String> = names
            .iter()
            .filter(|name| name.starts_with("tauri") || *name == "wry")
            .collect();
        assert_eq!(knows, Vec::<&String>::new(), "{package}");
    }
    let names = tree("scanfolio-core");
    for disk in ["rusqlite", "zip", "tempfile", "directories", "rustix"] {
        assert!(
            !names.iter().any(|name| name == disk),
            "core must not know {disk}"
        );
    }
}

/// Rust files under a folder, with their text.
fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in folder.read_dir().unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
    files
}

/// Whether a line of code holds a statement of SQL.
fn speaks_sql(text: &str) -> bool {
    let statements = [
        "SELECT ",
        "INSERT INTO ",
        "UPDATE ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "PRAGMA ",
    ];
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .any(|line| {
            statements.iter().any(|statement| line.contains(statement))
                || line.contains("rusqlite::")
        })
}

/// The library's error may name the errors of SQLite that it carries, and
/// nothing else of it.
fn without_error_types(path: &Path, text: &str) -> String {
    if path.ends_with("src-tauri/library/src/error.rs") {
        ["rusqlite::Error", "rusqlite::ErrorCode"]
            .iter()
            .fold(text.to_owned(), |text, name| text.replace(name, "_"))
    } else {
        text.to_owned()
    }
}

#[test]
fn only_the_storage_room_speaks_sql() {
    for folder in [
        "src-tauri/core/src",
        "src-tauri/library/src",
        "src-tauri/src",
        "src-tauri/cli/src",
    ] {
        for (path, text) in rust_files(&root().join(folder)) {
            let is_storage = path.components().any(|part| part.as_os_str() == "storage");
            assert!(
                is_storage || !speaks_sql(&without_error_types(&path, &text)),
                "{} speaks SQL",
                path.display()
            );
        }
    }
}

#[test]
fn a_planted_statement_is_found() {
    assert!(speaks_sql("let rows = query(\"SELECT id FROM studies\");"));
    assert!(!speaks_sql("// SELECT is a word too"));
    let error = root().join("src-tauri/library/src/error.rs");
    let planted = "Index(rusqlite::Error), Asked(\"SELECT 1\")";
    assert!(speaks_sql(&without_error_types(&error, planted)));
    let elsewhere = root().join("src-tauri/cli/src/error.rs");
    assert!(speaks_sql(&without_error_types(
        &elsewhere,
        "Index(rusqlite::Error)"
    )));
}

/// Rooms of the library that may open a path: the one that keeps files, those
/// that read what a person brings, and the one that finds the folder.
const MAY_OPEN_PATHS: &[&str] = &[
    "files.rs",
    "files",
    "source",
    "location.rs",
    "storage",
    "library.rs",  // the folder itself and its lock
    "room.rs",     // whether a folder is one, before it is opened
    "platform.rs", // how each system opens a file
];

/// Whether a file of the library opens paths by itself.
fn opens_paths(text: &str) -> bool {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .any(|line| {
            [
                "std::fs",
                "File::open",
                "File::create",
                "fs::OpenOptions",
                "fs::read",
                "fs::write",
                "fs::rename",
            ]
            .iter()
            .any(|call| line.contains(call))
        })
}

#[test]
fn kept_files_are_opened_in_one_room_only() {
    for (path, text) in rust_files(&root().join("src-tauri/library/src")) {
        let may = path
            .components()
            .any(|part| MAY_OPEN_PATHS.iter().any(|room| part.as_os_str() == *room));
        assert!(may || !opens_paths(&text), "{} opens paths", path.display());
    }
    assert!(opens_paths("let file = std::fs::File::open(path)?;"));
}

/// core/clippy.toml is what forbids input and output there; it must go on
/// naming all of it.
#[test]
fn core_is_forbidden_input_output_and_clocks() {
    let text = std::fs::read_to_string(root().join("src-tauri/core/clippy.toml")).unwrap();
    for banned in [
        "std::fs::File",
        "std::fs::read",
        "std::net::TcpStream",
        "std::time::Instant",
        "std::time::SystemTime",
        "std::env::var",
        "std::process::Command",
        "std::collections::HashMap",
    ] {
        assert!(
            text.contains(&format!("\"{banned}\"")),
            "core/clippy.toml no longer bans {banned}"
        );
    }
}

/// Crates that enable the library's faults where something is shipped.
fn breaches_of_health(metadata: &serde_json::Value) -> Vec<String> {
    let mut breaches = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let names_faults = |value: &serde_json::Value| {
            let features = value.as_array().into_iter().flatten();
            features
                .filter_map(|feature| feature.as_str())
                .any(|feature| feature.split('/').next_back() == Some("faults"))
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let is_for_tests = dependency["kind"].as_str() == Some("dev");
            if names_faults(&dependency["features"]) && !is_for_tests {
                breaches.push(format!("{name} is shipped with faults"));
            }
        }
        for (feature, enables) in package["features"].as_object().unwrap() {
            if names_faults(enables) {
                breaches.push(format!("the feature {feature} of {name} enables faults"));
            }
        }
    }
    breaches
}

#[test]
fn faults_are_for_tests_alone() {
    let mut metadata = metadata();
    assert_eq!(breaches_of_health(&metadata), Vec::<String>::new());

    let packages = metadata["packages"].as_array_mut().unwrap();
    let tests = packages
        .iter_mut()
        .find(|package| package["name"] == "scanfolio-tests")
        .unwrap();
    for dependency in tests["dependencies"].as_array_mut().unwrap() {
        dependency["kind"] = serde_json::Value::Null;
    }
    tests["features"] = serde_json::json!({"default": ["scanfolio-library/faults"]});
    assert_eq!(
        breaches_of_health(&metadata),
        [
            "scanfolio-tests is shipped with faults",
            "the feature default of scanfolio-tests enables faults"
        ],
        "a planted breach is found"
    );
}
