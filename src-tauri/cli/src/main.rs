//! The second host: `scanfolio-cli`, the library and the viewer's maths
//! without a window. Its calls are a contract (README.md).
//!
//! JSON goes to standard output, progress and sentences to standard error.
//! Exit code 0 when done, 1 when something was refused, 2 on wrong use.

mod arguments;
mod commands;
mod files;
mod outcome;
mod output;
mod sentences;
mod waiting;

use std::process::ExitCode;

use output::Ending;

fn main() -> ExitCode {
    let call = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(call) => call,
        Err(problem) => {
            output::say(&problem);
            output::say(arguments::USAGE);
            return Ending::WrongUse.into();
        }
    };
    // No file can end the program (ARCHITECTURE.md, invariant 6).
    match std::panic::catch_unwind(|| commands::run(call)) {
        Ok(Ok(ending)) => ending.into(),
        Ok(Err(problem)) => {
            output::say(&problem.to_string());
            problem.ending().into()
        }
        Err(_) => {
            output::say(
                "Something in the program itself went wrong. Nothing was changed that was not said above.",
            );
            Ending::Refused.into()
        }
    }
}

/// Prints how to call the program.
fn help() -> Ending {
    output::print(arguments::USAGE);
    Ending::Done
}
