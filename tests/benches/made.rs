//! The made trees that are measured on, made once below `target/bench`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scanfolio_tests::ct::Slice;

/// Studies in the made tree.
pub const STUDIES: u32 = 10;
/// Slices in each; 256 × 256 of 16 bits, 128 KiB.
pub const SLICES: u32 = 500;
/// Made reports.
pub const REPORTS: u32 = 10_000;

/// Where cargo builds.
pub fn target() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root.join(folder),
        None => root.join("target"),
    }
}

/// Where everything that is measured on lies.
pub fn folder() -> PathBuf {
    target().join("bench")
}

/// The 5,000 made files.
pub fn studies() -> Result<PathBuf, Box<dyn Error>> {
    once_made("set5k", |folder| {
        for study in 0..STUDIES {
            let place = folder.join(format!("ST{study:02}"));
            fs::create_dir_all(&place)?;
            for number in 1..=SLICES {
                let slice = Slice {
                    study,
                    person: study / 2,
                    series_number: 1,
                    instance_number: number,
                    size: 256,
                };
                fs::write(place.join(format!("IM{number:04}")), slice.to_part10())?;
            }
        }
        Ok(())
    })
}

/// The 10,000 made reports: plain text of some 150 words, one rare word in
/// every hundredth.
pub fn reports() -> Result<PathBuf, Box<dyn Error>> {
    const WORDS: &[&str] = &[
        "lung",
        "liver",
        "kidney",
        "spleen",
        "aorta",
        "nodule",
        "lesion",
        "effusion",
        "normal",
        "size",
        "without",
        "contrast",
        "lobe",
        "left",
        "right",
        "upper",
        "lower",
        "stable",
        "compared",
        "prior",
        "vertebra",
        "marrow",
        "ventricle",
        "density",
        "hepatic",
        "renal",
        "simple",
        "cyst",
        "no",
        "evidence",
        "of",
        "the",
        "is",
        "seen",
        "in",
        "mild",
    ];
    once_made("reports10k", |folder| {
        let mut state = 1_u32;
        for number in 0..REPORTS {
            let mut text = format!(
                "RADIOLOGY REPORT\nPatient name: Invented^Person {0}\nPatient ID: MADE{0:05}\n\
                 Accession number: R{number:06}\nStatus: Final\n\nFINDINGS:\n",
                number % 50
            );
            for word in 0..150 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = usize::try_from(state >> 16).unwrap_or(0) % WORDS.len();
                text.push_str(WORDS.get(at).copied().unwrap_or_default());
                text.push(if word % 12 == 11 { '\n' } else { ' ' });
            }
            if number % 100 == 7 {
                text.push_str("xanthogranuloma");
            }
            text.push_str("\n\nIMPRESSION:\nNo acute finding.\n");
            let place = folder.join(format!("{:02}", number % 100));
            fs::create_dir_all(&place)?;
            fs::write(place.join(format!("report{number:05}.txt")), text)?;
        }
        Ok(())
    })
}

/// Makes a folder beside and renames it, so that half a tree is never measured.
fn once_made(
    name: &str,
    make: impl FnOnce(&Path) -> std::io::Result<()>,
) -> Result<PathBuf, Box<dyn Error>> {
    let made = folder().join(name);
    if !made.exists() {
        let draft = folder().join(format!("{name}.draft"));
        empty(&draft)?;
        fs::create_dir_all(&draft)?;
        make(&draft)?;
        fs::rename(draft, &made)?;
    }
    Ok(made)
}

/// Removes a folder that may not be there.
pub fn empty(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Every file below a folder, in order of path.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Runs a command of the system to its end.
pub fn system(program: &str, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = Command::new(program)
        .args(arguments)
        .stdout(std::process::Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{program}: {status}").into())
    }
}

/// Writes everything out and, where the system lets us, forgets what it has
/// read, so that the next read comes from the disk. Whether it did.
pub fn forget_reads() -> bool {
    let _ = system("sync", &[]);
    fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

/// The developers' test data, when this checkout has them beside it.
pub fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    std::env::var_os("SCANFOLIO_SHARED")
        .map(PathBuf::from)
        .into_iter()
        .chain([beside])
        .map(|folder| folder.join("data"))
        .find(|folder| folder.exists())
}
