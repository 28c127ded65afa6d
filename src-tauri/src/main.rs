//! The program's entry: shut the network, choose how to draw, open the window.

// No console window beside the program on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    scanfolio::run()
}
