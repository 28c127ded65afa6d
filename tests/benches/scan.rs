//! The header scan: every data set read as an import reads it, pixels apart.

use std::fs;

use scanfolio_core::dataset::DataSet;
use scanfolio_core::study::Instance;
use scanfolio_core::warning::Warnings;

use super::{Measured, made, table};

/// 5,000 files on one thread, beside reading the same files with `fs::read`.
pub fn measure(table: &mut table::Table) -> Measured {
    let files = made::files(&made::studies()?);
    let scan = || {
        for path in &files {
            let Ok(file) = scanfolio_library::FileSource::open(path) else {
                continue;
            };
            let mut warnings = Warnings::new();
            if let Ok(data_set) = DataSet::read(&file, &mut warnings) {
                std::hint::black_box(Instance::read(&data_set, &mut warnings));
            }
        }
    };
    let read = || {
        for path in &files {
            std::hint::black_box(fs::read(path).unwrap_or_default());
        }
    };
    let ours = table::median(5, || {}, scan);
    let beside = table::median(5, || {}, read);
    table.add(
        format!("header scan of {} files, warm, one thread", files.len()),
        ours,
        Some(("reading them whole", beside)),
    );
    Ok(())
}
