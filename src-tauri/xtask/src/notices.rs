//! The licence texts of everything that is inside the programs: the crates
//! linked in, with the C sources they bring, and the packages the window's
//! bundler put in. Read from where the registries' copies lie; not kept here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Failure, Result, cargo, fail, output};
use crate::workspace;

/// How deep below a package its licence texts are looked for: C sources lie in
/// folders of their own.
const DEPTH: u32 = 3;

/// Where `vite.config.ts` lists the packages it bundled, a line each.
const WINDOW_PACKAGES: &str = "window-packages.txt";

/// Writes all of them into one file of the build folder; gives its path. The
/// window must have been built.
///
/// # Errors
/// When the packages cannot be listed, or one comes without any licence.
pub fn write() -> Result<PathBuf> {
    let mut text = String::from("What Scanfolio is made with, and under which licences.\n\n");
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, licence, folder) in crates()?.into_iter().chain(window_packages()?) {
        let own = licence_texts(&folder);
        if own.is_empty() && licence.is_empty() {
            return fail(format!("{name} comes without a licence"));
        }
        text += &format!("{name}: {licence}\n");
        for licence_text in own {
            texts.entry(licence_text).or_default().push(name.clone());
        }
    }
    for (licence_text, names) in texts {
        let names = names.join(", ");
        text += &format!("\n\n━━ {names} ━━\n\n{}\n", licence_text.trim_end());
    }
    let path = workspace::target().join("third-party-licences.txt");
    fs::write(&path, text).map_err(cannot("write the licences"))?;
    Ok(path)
}

/// `(name and version, licence, folder)`.
type Package = (String, String, PathBuf);

/// Every crate linked into the two programs on this system.
fn crates() -> Result<Vec<Package>> {
    let listed = output(&mut cargo(&[
        "tree",
        "--package",
        "scanfolio",
        "--package",
        "scanfolio-cli",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--no-dedupe",
        "--format",
        "{p}|{l}",
    ]))
    .unwrap_or_default();
    let lines: BTreeSet<&str> = listed.lines().filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return fail("cargo lists no packages");
    }
    let sources = registry_sources()?;
    let mut packages = Vec::new();
    for line in lines {
        let (package, licence) = line.split_once('|').unwrap_or((line, ""));
        let mut words = package.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else {
            continue;
        };
        if words.any(|word| word.starts_with("(/")) {
            continue; // The house's own.
        }
        let folder = format!("{name}-{}", version.trim_start_matches('v'));
        match sources
            .iter()
            .map(|root| root.join(&folder))
            .find(|path| path.is_dir())
        {
            Some(path) => packages.push((folder, licence.to_owned(), path)),
            None => return fail(format!("the sources of {folder} are not on this machine")),
        }
    }
    Ok(packages)
}

/// Where cargo keeps the sources it was given, a folder a registry.
fn registry_sources() -> Result<Vec<PathBuf>> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let Some(home) = home else {
        return fail("cargo's home is not known");
    };
    let sources = home.join("registry").join("src");
    let folders = fs::read_dir(&sources).map_err(cannot("list cargo's sources"))?;
    Ok(folders.flatten().map(|entry| entry.path()).collect())
}

/// Every package of which something is in the window's bundle.
fn window_packages() -> Result<Vec<Package>> {
    let listed = fs::read_to_string(workspace::target().join(WINDOW_PACKAGES))
        .map_err(cannot("read which packages the window holds"))?;
    let package = |name: &str| {
        let folder = workspace::root().join("node_modules").join(name);
        (name.to_owned(), stated_licence(&folder), folder)
    };
    Ok(listed.lines().map(package).collect())
}

/// The `license` of a package's own `package.json`, `""` when it states none.
fn stated_licence(folder: &Path) -> String {
    let stated = fs::read_to_string(folder.join("package.json")).unwrap_or_default();
    let value = stated
        .split_once("\"license\":")
        .map(|(_, rest)| rest.trim_start());
    value
        .and_then(|rest| rest.strip_prefix('"')?.split_once('"'))
        .map_or_else(String::new, |(licence, _)| licence.to_owned())
}

/// Every licence text of a package, each once.
fn licence_texts(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((next, depth)) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
            if path.is_dir() {
                if depth < DEPTH && name != "node_modules" {
                    folders.push((path, depth + 1));
                }
            } else if is_licence(&name)
                && let Ok(bytes) = fs::read(&path)
            {
                found.insert(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    found
}

fn is_licence(name: &str) -> bool {
    let is_code = [
        ".rs", ".c", ".h", ".py", ".js", ".ts", ".html", ".toml", ".json",
    ]
    .iter()
    .any(|end| name.ends_with(end));
    let begins = [
        "license",
        "licence",
        "copying",
        "copyright",
        "notice",
        "ofl",
    ]
    .iter()
    .any(|start| name.starts_with(start));
    begins && !is_code
}

fn cannot(what: &'static str) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure(format!("cannot {what}: {error}"))
}
