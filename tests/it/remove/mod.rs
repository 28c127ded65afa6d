//! Removed: hidden at once, undone until the library closes, then gone from disk.

mod again;
mod gone;
mod lived;
mod stopped;
mod undo;
