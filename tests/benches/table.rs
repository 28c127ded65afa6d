//! The table, and the medians it is made of.

use std::fmt;
use std::time::{Duration, Instant};

/// One line: our work beside another way of doing it.
struct Row {
    bench: String,
    ours: f64,
    unit: &'static str,
    beside: Option<(String, f64)>,
}

/// Figures where less is better, all of them.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Adds seconds, each shown in the unit that fits.
    pub fn add(
        &mut self,
        bench: impl Into<String>,
        ours: Duration,
        beside: Option<(&str, Duration)>,
    ) {
        let (scale, unit) = match ours.as_secs_f64() {
            seconds if seconds >= 1.0 => (1.0, "s"),
            seconds if seconds >= 1e-3 => (1e3, "ms"),
            _ => (1e6, "µs"),
        };
        self.rows.push(Row {
            bench: bench.into(),
            ours: ours.as_secs_f64() * scale,
            unit,
            beside: beside.map(|(name, time)| (name.to_owned(), time.as_secs_f64() * scale)),
        });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | ours | beside | ours / beside |")?;
        writeln!(f, "|---|---:|---:|---:|")?;
        for row in &self.rows {
            let ours = format!("{:.2} {}", row.ours, row.unit);
            match &row.beside {
                Some((name, time)) => writeln!(
                    f,
                    "| {} | {ours} | {name}: {time:.2} {} | {:.2} |",
                    row.bench,
                    row.unit,
                    row.ours / time
                )?,
                None => writeln!(f, "| {} | {ours} | | |", row.bench)?,
            }
        }
        Ok(())
    }
}

/// How long one run takes.
pub fn once<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let started = Instant::now();
    let result = work();
    (started.elapsed(), result)
}

/// The median of `runs` runs, with `before` outside the clock each time.
pub fn median(runs: usize, mut before: impl FnMut(), mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            before();
            once(&mut work).0
        })
        .collect();
    times.sort();
    times.get(runs / 2).copied().unwrap_or_default()
}
