//! The import: 5,000 made files into a new library, beside `cp -r` and `sync`.

use scanfolio_core::cancel::CancelToken;

use scanfolio_library::{Library, OpenMode, PersonChoice};

use super::{Measured, made, table};

/// Interleaved, so that both meet the same disk; both from what was read before.
pub fn measure(table: &mut table::Table) -> Measured {
    let studies = made::studies()?;
    let library = made::folder().join("library");
    let copy = made::folder().join("copy");
    let mut pairs = Vec::new();
    for _ in 0..3 {
        made::empty(&copy)?;
        made::system("sync", &[])?;
        let (copied, result) = table::once(|| {
            made::system(
                "cp",
                &["-r", &studies.to_string_lossy(), &copy.to_string_lossy()],
            )?;
            made::system("sync", &[])
        });
        result?;
        made::empty(&copy)?;
        made::empty(&library)?;
        made::system("sync", &[])?;
        let (imported, outcome) = table::once(|| {
            let opened = Library::open(&library, OpenMode::Create)?;
            opened.import(
                std::slice::from_ref(&studies),
                PersonChoice::New,
                &|_| {},
                &CancelToken::new(),
            )
        });
        let outcome = outcome?;
        if outcome.instances != u64::from(made::STUDIES * made::SLICES) {
            return Err(format!("imported {} instances", outcome.instances).into());
        }
        pairs.push((imported, copied));
    }
    pairs.sort();
    if let Some(&(imported, copied)) = pairs.get(1) {
        table.add(
            "import of 5,000 files, 655 MB",
            imported,
            Some(("cp -r + sync", copied)),
        );
    }

    let opened = Library::open(&library, OpenMode::MustExist)?;
    let (again, outcome) = table::once(|| {
        opened.import(
            std::slice::from_ref(&studies),
            PersonChoice::New,
            &|_| {},
            &CancelToken::new(),
        )
    });
    if outcome?.instances != 0 {
        return Err("importing again imported something".into());
    }
    table.add("importing the same again", again, None);
    Ok(())
}
