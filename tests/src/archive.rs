//! A ZIP whose bytes depend on its content alone: fixed order, fixed times.

use std::error::Error;
use std::io::{Cursor, Write};

use scanfolio_core::sample::sample_study;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The sample study as it ships: `assets/sample/sample-study.zip`.
///
/// # Errors
/// When an image cannot be compressed, or the files cannot be packed.
pub fn sample() -> Result<Vec<u8>, Box<dyn Error>> {
    let files: Vec<(String, Vec<u8>)> = sample_study()?
        .into_iter()
        .map(|file| (file.name, file.bytes))
        .collect();
    Ok(pack(&files)?)
}

/// Packs named files, in the order given.
///
/// # Errors
/// When a name is one that ZIP cannot hold, or names repeat.
pub fn pack(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let files = [
            ("a/1.dcm".to_owned(), vec![1; 5000]),
            ("b.txt".to_owned(), vec![2]),
        ];
        let packed = pack(&files).unwrap();
        assert_eq!(packed, pack(&files).unwrap());
        assert!(packed.starts_with(b"PK"));
    }
}
