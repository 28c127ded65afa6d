//! The commands that README promises. `cargo xtask` lists them.
//!
//! Plain Rust over the standard library, on purpose: it is compiled before
//! anything is installed, so it may need no system package and no C compiler
//! beyond the linker that Rust itself asks for.

mod app;
mod bench;
mod bundle;
mod check;
mod e2e;
mod icons;
mod network;
mod notices;
mod run;
mod sample;
mod setup;
mod shell;
mod stage;
mod test;
mod types;
mod window;
mod workspace;

use std::process::ExitCode;

/// One command: its name, what it takes, what it does, and the function.
struct Task {
    name: &'static str,
    does: &'static str,
    run: fn(&[String]) -> shell::Result,
}

const TASKS: &[Task] = &[
    Task {
        name: "run",
        does: "install what is missing, build and open Scanfolio [--release] [PATH…]",
        run: run::run,
    },
    Task {
        name: "test",
        does: "everything that has to pass, from a clean checkout",
        run: |_| test::run(),
    },
    Task {
        name: "check",
        does: "formatting, lints and types, of the Rust and of the window",
        run: |_| check::run(),
    },
    Task {
        name: "e2e",
        does: "the journeys in a real window [NAME…]",
        run: e2e::run,
    },
    Task {
        name: "network",
        does: "the proofs that nothing is sent anywhere and looking leaves nothing behind",
        run: |_| network::run(),
    },
    Task {
        name: "bench",
        does: "measure, and write target/bench.md [NAME…]",
        run: bench::run,
    },
    Task {
        name: "bundle",
        does: "the package to install: a .deb on Linux",
        run: |_| bundle::run(),
    },
    Task {
        name: "icons",
        does: "every icon, from icons/icon.svg",
        run: |_| icons::run(),
    },
    Task {
        name: "sample",
        does: "assets/sample/sample-study.zip, from core's own study",
        run: |_| sample::run(),
    },
    Task {
        name: "types",
        does: "ui/src/ipc/generated, from the Rust types that cross to the window",
        run: |_| types::write(),
    },
    Task {
        name: "setup",
        does: "only install what is missing",
        run: |_| setup::run(setup::For::Tests),
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        return usage();
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        return usage();
    };
    match (task.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask {name}: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("cargo xtask COMMAND\n");
    for task in TASKS {
        eprintln!("  {:<8} {}", task.name, task.does);
    }
    ExitCode::from(2)
}
