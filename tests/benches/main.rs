//! What the house costs, each beside another way of doing the same work in the
//! same run: machines drift, ratios drift less. `cargo xtask bench [NAME…]`
//! writes the table to `target/bench.md`; the last one kept is in README.md.
//!
//! Not a place for assertions: no figure fails a build.

mod decode;
mod door;
mod first_frame;
mod import;
mod made;
mod scan;
mod search;
mod table;

use std::error::Error;
use std::path::PathBuf;

use table::Table;

/// What a bench gives back.
type Measured = Result<(), Box<dyn Error>>;

/// A bench adds its lines to the table.
type Bench = fn(&mut Table) -> Measured;

/// In the order of the table. Later ones use the library that `import` leaves.
const BENCHES: &[(&str, Bench)] = &[
    ("scan", scan::measure),
    ("import", import::measure),
    ("first-frame", first_frame::measure),
    ("decode", decode::measure),
    ("door", door::measure),
    ("search", search::measure),
];

fn main() -> Measured {
    // cargo itself adds `--bench`.
    let names: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let mut table = Table::default();
    for (name, measure) in BENCHES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            eprintln!("measuring {name}");
            measure(&mut table)?;
        }
    }
    eprintln!("\n{table}");
    let out = std::env::var_os("SCANFOLIO_BENCH_TABLE")
        .map_or_else(|| made::target().join("bench.md"), PathBuf::from);
    std::fs::write(&out, table.to_string())?;
    Ok(())
}
