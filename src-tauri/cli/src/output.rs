//! What the program prints, and how it ends.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All of it was done.
    Done,
    /// Something was refused; the output names it.
    Refused,
    /// The call itself was not understood.
    WrongUse,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done => Self::SUCCESS,
            Ending::Refused => Self::from(1),
            Ending::WrongUse => Self::from(2),
        }
    }
}

impl Ending {
    /// [`Ending::Refused`] when anything was.
    pub const fn refused_if(anything: bool) -> Self {
        if anything { Self::Refused } else { Self::Done }
    }
}

/// One line for the person, on standard error. A closed terminal is no error.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// One line on standard output. A closed pipe is no error.
pub fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A value as JSON on standard output.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn print_json(value: &impl Serialize) -> Result<(), serde_json::Error> {
    print(&serde_json::to_string_pretty(value)?);
    Ok(())
}
