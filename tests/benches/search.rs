//! Full-text search over 10,000 made reports, beside `grep -rli` on the files.

use scanfolio_core::cancel::CancelToken;

use scanfolio_library::{Library, OpenMode, PersonChoice};

use super::{Measured, made, table};

/// A rare word, a common one, two together, and a beginning.
const QUERIES: &[&str] = &["xanthogranuloma", "nodule", "renal cyst", "xantho"];

/// Warm on both sides: grep's files are in memory.
pub fn measure(table: &mut table::Table) -> Measured {
    let reports = made::reports()?;
    let place = made::folder().join("library-reports");
    made::empty(&place)?;
    let library = Library::open(&place, OpenMode::Create)?;
    let (imported, outcome) = table::once(|| {
        library.import(
            std::slice::from_ref(&reports),
            PersonChoice::New,
            &|_| {},
            &CancelToken::new(),
        )
    });
    let outcome = outcome?;
    if outcome.reports != u64::from(made::REPORTS) {
        return Err(format!("imported {} reports", outcome.reports).into());
    }
    table.add("import of 10,000 text reports", imported, None);
    for query in QUERIES {
        if library.search(query, None)?.is_empty() {
            return Err(format!("search found nothing for {query:?}").into());
        }
        let ours = table::median(
            20,
            || {},
            || {
                let _ = std::hint::black_box(library.search(query, None));
            },
        );
        let word = query.split(' ').next_back().unwrap_or(query);
        let beside = table::median(
            5,
            || {},
            || {
                let _ = made::system("grep", &["-rli", word, &reports.to_string_lossy()]);
            },
        );
        table.add(
            format!("search \"{query}\" in 10,000 reports"),
            ours,
            Some(("grep -rli", beside)),
        );
    }
    Ok(())
}
