//! What the window may ask: unpack, call one function, map the error.

pub mod history;
pub mod home;
pub mod import;
pub mod library;
pub mod people;
pub mod removal;
pub mod report;
pub mod settings;
pub mod viewer;

use tauri::{AppHandle, Emitter, Manager};

use crate::error::{Code, DoorError};
use crate::state::App;

/// Runs a command's one call on a thread that may block, and survives it.
async fn on_thread<T: Send + 'static>(
    handle: AppHandle,
    work: impl FnOnce(&App) -> Result<T, DoorError> + Send + 'static,
) -> Result<T, DoorError> {
    let task = tauri::async_runtime::spawn_blocking(move || handle.state::<App>().guarded(work));
    task.await.unwrap_or(Err(DoorError::new(Code::Internal)))
}

/// Tells the window that what it lists may have changed.
fn announce_change(handle: &AppHandle) {
    // A window that is gone needs no news.
    let _ = handle.emit("library-changed", ());
}
