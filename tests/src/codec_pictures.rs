//! Pictures that the C and C++ libraries compressed (`fixtures/codec_pictures.py`),
//! as DICOM files of a known truth.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use dicom_core::VR;
use dicom_dictionary_std::tags;
use scanfolio_core::write::{OffsetTable, Writer};
use serde_json::Value;

/// One compressed picture.
#[derive(Debug)]
pub struct CodecPicture {
    /// What it is called in tables.
    pub name: String,
    /// The DICOM file that holds it as its only frame.
    pub file: Vec<u8>,
    /// Its codestream.
    pub code: Vec<u8>,
    /// Samples as they were compressed, or as the library decodes a lossy
    /// one: `rows * columns * samples`, pixel by pixel.
    pub truth: Vec<u16>,
    /// How far a decoder's samples may lie apart from them.
    pub allowed: u16,
    /// What compressed it, and decoded it in `seconds` (the median), if that was measured.
    pub library: String,
    /// One thread.
    pub seconds: Option<f64>,
}

/// The Python of `cargo xtask` (or `SCANFOLIO_PYTHON`), when it has the codecs.
#[must_use]
pub fn python_with_codecs() -> Option<PathBuf> {
    let named = std::env::var_os("SCANFOLIO_PYTHON").map(PathBuf::from);
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/python/bin/python");
    let python = named.unwrap_or_else(own);
    let probe = Command::new(&python)
        .args(["-c", "import imagecodecs, pydicom"])
        .output();
    probe
        .is_ok_and(|output| output.status.success())
        .then_some(python)
}

/// Compresses one made picture, or the DICOM image `picture`, with every codec
/// into `folder`; each is decoded `runs` times by the clock.
///
/// # Errors
/// When the script fails or writes something else than it promises.
pub fn compress_with_every_codec(
    python: &Path,
    folder: &Path,
    picture: Option<&Path>,
    runs: u32,
) -> io::Result<Vec<CodecPicture>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/codec_pictures.py");
    let mut command = Command::new(python);
    command.arg(script).arg(folder);
    command.args(["--runs", &runs.to_string()]);
    if let Some(picture) = picture {
        command.arg("--picture").arg(picture);
    }
    if !command.status()?.success() {
        return Err(io::Error::other("codec_pictures.py failed"));
    }
    let index: Value = serde_json::from_slice(&fs::read(folder.join("index.json"))?)?;
    let entries = index.as_array().map(Vec::as_slice).unwrap_or_default();
    entries.iter().map(|entry| read(entry, folder)).collect()
}

fn read(entry: &Value, folder: &Path) -> io::Result<CodecPicture> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let number = |key: &str| {
        let value = entry.get(key).and_then(Value::as_u64);
        value.and_then(|value| u16::try_from(value).ok())
    };
    let whole = || {
        let place = text("place")?;
        let bits = number("bits")?;
        let samples = number("samples")?;
        let code = fs::read(folder.join(format!("{place}.code"))).ok()?;
        let raw = fs::read(folder.join(format!("{place}.raw"))).ok()?;
        let truth = if bits <= 8 {
            raw.into_iter().map(u16::from).collect()
        } else {
            let pairs = raw.as_chunks::<2>().0.iter();
            pairs.map(|pair| u16::from_le_bytes(*pair)).collect()
        };
        let mut writer = Writer::new(&text("transferSyntaxUid")?);
        writer
            .us(tags::SAMPLES_PER_PIXEL, &[samples])
            .text(
                tags::PHOTOMETRIC_INTERPRETATION,
                VR::CS,
                &text("photometricInterpretation")?,
            )
            .us(tags::ROWS, &[number("rows")?])
            .us(tags::COLUMNS, &[number("columns")?])
            .us(tags::BITS_ALLOCATED, &[if bits <= 8 { 8 } else { 16 }])
            .us(tags::BITS_STORED, &[bits])
            .us(tags::HIGH_BIT, &[bits - 1])
            .us(tags::PIXEL_REPRESENTATION, &[0])
            .encapsulated(vec![vec![code.clone()]], OffsetTable::Empty);
        if samples > 1 {
            writer.us(tags::PLANAR_CONFIGURATION, &[0]);
        }
        Some(CodecPicture {
            name: text("name")?,
            file: writer.to_part10(),
            code,
            truth,
            allowed: number("allowed")?,
            library: text("library")?,
            seconds: entry.get("seconds").and_then(Value::as_f64),
        })
    };
    whole().ok_or_else(|| io::Error::other(format!("index.json is not understood: {entry}")))
}
