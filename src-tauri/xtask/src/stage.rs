//! Headings and times, so that a long run can be read.

use std::time::{Duration, Instant};

use crate::shell::Result;

/// The stages of one command, in the order they ran.
pub struct Stages {
    started: Instant,
    done: Vec<(&'static str, Duration)>,
}

impl Stages {
    /// Starts the clock.
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
            done: Vec::new(),
        }
    }

    /// Runs one stage under its heading.
    ///
    /// # Errors
    /// The stage's own; the table of times is printed then, too.
    pub fn run(&mut self, name: &'static str, stage: impl FnOnce() -> Result) -> Result {
        eprintln!("\n━━ {name} ━━");
        let started = Instant::now();
        let result = stage();
        self.done.push((name, started.elapsed()));
        if result.is_err() {
            self.table();
            eprintln!("  {name}: failed");
        }
        result
    }

    /// Prints how long each stage took.
    pub fn table(&self) {
        eprintln!("\n━━ times ━━");
        for (name, time) in &self.done {
            eprintln!("  {:>7.1} s  {name}", time.as_secs_f64());
        }
        eprintln!("  {:>7.1} s  in all", self.started.elapsed().as_secs_f64());
    }
}
