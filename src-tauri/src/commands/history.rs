//! What was brought in.

use tauri::AppHandle;

use super::on_thread;
use crate::error::DoorError;
use crate::state;
use crate::wire::{Holding, ImportEntry, Outcome};

/// Every import, the newest first.
#[tauri::command]
pub async fn list_imports(handle: AppHandle) -> Result<Vec<ImportEntry>, DoorError> {
    on_thread(handle, |app| {
        let imports = app.index(Holding::Kept)?.imports()?;
        Ok(imports.into_iter().map(ImportEntry::from).collect())
    })
    .await
}

/// What came of an import, as it is held today.
#[tauri::command]
pub async fn import_outcome(handle: AppHandle, number: i64) -> Result<Outcome, DoorError> {
    on_thread(handle, move |app| {
        let library = app.index(Holding::Kept)?;
        let outcome = library.import_outcome(number)?;
        state::outcome(Holding::Kept, &library, &outcome)
    })
    .await
}
