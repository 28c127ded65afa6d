//! A medium that is pulled out while it is read: missed within 5 seconds, and read on when it is back.

mod archives;
mod folders;
#[cfg(target_os = "linux")]
mod mounted;
mod scene;
mod waiting;
