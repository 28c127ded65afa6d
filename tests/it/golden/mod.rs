//! Frames held against those of other programs, value by value.
//!
//! `tests/fixtures/reference_frames.py` decodes every file of the developer
//! data and of the pydicom wheel, each frame with as many of pydicom, GDCM,
//! libjpeg, OpenJPEG and CharLS as can; this test decodes them with `core` and
//! compares with all of them. What differs from any for a good reason stands
//! in `tests/golden/exceptions.tsv`, and must differ. A table of what was
//! compared is written to `target/golden.md`.

mod same_image;
mod table;
mod tolerance;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{ModalityValues, decode_frame, describe};
use scanfolio_core::warning::Warnings;
use serde_json::Value;

use table::Table;
use tolerance::Tolerance;

const EXCEPTIONS: &str = include_str!("../../golden/exceptions.tsv");

#[test]
fn frames_equal_those_of_other_programs() {
    let Some(python) = python() else {
        assert!(
            std::env::var_os("SCANFOLIO_REQUIRE_GOLDEN").is_none(),
            "no Python with pydicom, and SCANFOLIO_REQUIRE_GOLDEN is set"
        );
        println!("skipped: no Python with pydicom (SCANFOLIO_PYTHON, target/python)");
        return;
    };
    let mut roots = vec!["pydicom=".to_owned()];
    // What is there today, less a little: the wheel alone gives 99 frames, with
    // the developer data 1,189. Far fewer means that something was not read.
    let fewest_frames = match shared_data() {
        Some(folder) => {
            roots.push(format!("shared={}", folder.display()));
            1_100
        }
        None => {
            println!("skipped in part: the developer data are absent");
            90
        }
    };
    let output = tempfile::tempdir().unwrap();
    let status = Command::new(python)
        .arg(workspace().join("tests/fixtures/reference_frames.py"))
        .arg(output.path())
        .args(&roots)
        .status()
        .unwrap();
    assert!(status.success(), "the reference script failed");
    let index = fs::read(output.path().join("index.json")).unwrap();
    let index: Value = serde_json::from_slice(&index).unwrap();

    let mut exceptions = exceptions();
    let mut table = Table::default();
    let mut complaints = Vec::new();
    for root in index.as_array().unwrap() {
        let name = root["root"].as_str().unwrap();
        let folder = Path::new(root["folder"].as_str().unwrap());
        for file in root["files"].as_array().unwrap() {
            let path = file["path"].as_str().unwrap();
            let result = compare(&folder.join(path), file, output.path(), &mut table);
            let listed = exceptions.remove(format!("{name}/{path}").as_str());
            match (result, listed) {
                (Ok(()), None) | (Err(_), Some(_)) => {}
                (Ok(()), Some(_)) => complaints.push(format!("{name}/{path}\tstale: it agrees")),
                (Err(difference), None) => complaints.push(format!("{name}/{path}\t{difference}")),
            }
        }
        exceptions.retain(|path, _| {
            let is_stale = path.starts_with(&format!("{name}/"));
            if is_stale {
                complaints.push(format!("{path}\tstale: there is no such file"));
            }
            !is_stale
        });
    }
    fs::create_dir_all(workspace().join("target")).unwrap();
    fs::write(workspace().join("target/golden.md"), table.to_string()).unwrap();
    println!("{table}");
    assert!(
        complaints.is_empty(),
        "{} files differ:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
    assert!(
        table.frames() >= fewest_frames,
        "hardly anything was compared:\n{table}"
    );
}

/// Decodes the frames of one file that others decoded. Files in which nobody
/// sees pixels agree.
fn compare(path: &Path, file: &Value, output: &Path, table: &mut Table) -> Result<(), String> {
    let bytes = fs::read(path).unwrap();
    let mut warnings = Warnings::new();
    let frames = file["frames"].as_array().unwrap();
    let error = file["error"].as_str();
    let described = DataSet::read(&bytes, &mut warnings)
        .map_err(|error| format!("cannot be read: {error}"))
        .and_then(|data_set| match describe(&data_set, &mut warnings) {
            Ok(description) => Ok((data_set, description)),
            Err(error) => Err(format!("cannot be described: {error}")),
        });
    let (data_set, description) = match described {
        Ok(found) => found,
        Err(_) if frames.is_empty() => return Ok(()),
        Err(reason) => return Err(format!("ours {reason}")),
    };
    let decode = |number| {
        decode_frame(
            &bytes,
            &data_set,
            number,
            &CancelToken::new(),
            &mut Warnings::new(),
        )
    };
    if let Some(error) = error {
        return match decode(1) {
            Err(_) => Ok(()),
            Ok(_) => Err(format!("only pydicom fails: {error}")),
        };
    }
    let tolerance = Tolerance::of(&data_set, &description);
    let line = table.line(
        data_set.transfer_syntax_uid(),
        description.photometric_interpretation,
    );
    line.files += 1;
    for frame in frames {
        let number = frame["number"].as_u64().unwrap() as u32;
        let ours = decode(number).map_err(|error| format!("frame {number}: ours {error}"))?;
        line.frames += 1;
        let (kind, ours) = match ours.modality_values() {
            ModalityValues::I32(values) => ("gray", values.into_iter().map(f64::from).collect()),
            ModalityValues::F64(values) => ("gray", values),
            ModalityValues::Rgb8(values) => ("rgb", values.into_iter().map(f64::from).collect()),
        };
        for reference in frame["references"].as_array().unwrap() {
            let reader = reference["reader"].as_str().unwrap();
            let theirs = values(reference, output);
            let difference = |what: String| {
                format!(
                    "frame {number} ({}, {:?}) against {reader}: {what}",
                    data_set.transfer_syntax_uid(),
                    description.photometric_interpretation
                )
            };
            if reference["kind"] != kind || ours.len() != theirs.len() {
                let (ours, theirs) = (ours.len(), theirs.len());
                let their_kind = &reference["kind"];
                return Err(difference(format!(
                    "{ours} {kind} values, theirs {theirs} {their_kind}"
                )));
            }
            let is_exact = tolerance.check(&ours, &theirs).map_err(difference)?;
            line.compared(reader, is_exact);
        }
    }
    Ok(())
}

/// What another program made of a frame.
fn values(reference: &Value, output: &Path) -> Vec<f64> {
    let bytes = fs::read(output.join(reference["file"].as_str().unwrap())).unwrap();
    if reference["kind"] == "rgb" {
        return bytes.into_iter().map(f64::from).collect();
    }
    let doubles = bytes.as_chunks::<8>().0.iter();
    doubles.map(|bytes| f64::from_le_bytes(*bytes)).collect()
}

/// Path → reason, both as listed.
fn exceptions() -> BTreeMap<&'static str, &'static str> {
    EXCEPTIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once('\t').expect("path, tab, reason"))
        .collect()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn shared_data() -> Option<PathBuf> {
    let named = std::env::var_os("SCANFOLIO_SHARED").map(PathBuf::from);
    let folder = named
        .unwrap_or_else(|| workspace().join("../shared"))
        .join("data");
    folder.is_dir().then_some(folder)
}

/// The Python that has pydicom: `cargo xtask` makes one in `target/python`.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("SCANFOLIO_PYTHON").map(PathBuf::from);
    let own = || {
        let python = workspace().join("target/python/bin/python");
        python.is_file().then_some(python)
    };
    let python = named.or_else(own)?;
    let probe = Command::new(&python)
        .args(["-c", "import pydicom, numpy"])
        .output();
    probe
        .is_ok_and(|output| output.status.success())
        .then_some(python)
}
