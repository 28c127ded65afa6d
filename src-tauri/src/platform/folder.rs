//! Showing a folder in the system's own file manager.

use std::io;
use std::path::Path;

/// Asks the file manager over the session bus. It is not started as a child:
/// a child would inherit our network filter.
#[cfg(target_os = "linux")]
pub fn show(folder: &Path) -> io::Result<()> {
    let address = tauri::Url::from_directory_path(folder)
        .map_err(|()| io::Error::from(io::ErrorKind::InvalidInput))?;
    let ask = || {
        zbus::blocking::Connection::session()?.call_method(
            Some("org.freedesktop.FileManager1"),
            "/org/freedesktop/FileManager1",
            Some("org.freedesktop.FileManager1"),
            "ShowFolders",
            &(vec![address.as_str()], ""),
        )
    };
    ask().map(drop).map_err(io::Error::other)
}

/// Starts the system's file manager.
#[cfg(not(target_os = "linux"))]
pub fn show(folder: &Path) -> io::Result<()> {
    let program = if cfg!(target_os = "windows") {
        "explorer"
    } else {
        "open"
    };
    std::process::Command::new(program)
        .arg(folder)
        .spawn()
        .map(drop)
}
