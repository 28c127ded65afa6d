//! Removing, and taking it back while the program is open.

use tauri::AppHandle;

use super::{announce_change, on_thread};
use crate::error::DoorError;
use crate::wire::{HeldSpace, Holding, Removable, Removing};

/// What a removal would take; nothing is done.
#[tauri::command]
pub async fn ask_removal(handle: AppHandle, what: Removable) -> Result<Removing, DoorError> {
    on_thread(handle, move |app| {
        Ok(app.index(Holding::Kept)?.removing(what.into())?.into())
    })
    .await
}

/// How large the library is, what goes of it, and how much room there is.
#[tauri::command]
pub async fn held_space(handle: AppHandle) -> Result<HeldSpace, DoorError> {
    on_thread(handle, move |app| {
        Ok(app.index(Holding::Kept)?.held_space()?.into())
    })
    .await
}

/// Hides something at once; gives the number by which it is undone.
#[tauri::command]
pub async fn remove(handle: AppHandle, what: Removable) -> Result<i64, DoorError> {
    let number = on_thread(handle.clone(), move |app| {
        Ok(app.index(Holding::Kept)?.remove(what.into())?.number)
    })
    .await?;
    announce_change(&handle);
    Ok(number)
}

/// Brings back what a removal took.
#[tauri::command]
pub async fn undo_removal(handle: AppHandle, number: i64) -> Result<(), DoorError> {
    on_thread(handle.clone(), move |app| {
        Ok(app.index(Holding::Kept)?.undo_removal(number)?)
    })
    .await?;
    announce_change(&handle);
    Ok(())
}
