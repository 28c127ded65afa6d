//! Scanfolio.
fn main() {}
