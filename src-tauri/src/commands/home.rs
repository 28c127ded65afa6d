//! Where the library lies: another folder, and the folder shown.

use std::path::PathBuf;

use tauri::AppHandle;

use scanfolio_library::home::Proposal;

use super::import::choose;
use super::settings::state_of;
use super::{announce_change, on_thread};
use crate::error::{Code, DoorError};
use crate::platform;
use crate::wire::{AppState, ChooseKind, ProposedFolder};

/// Lets the person choose a folder, and says what would become of it. Nothing
/// is made yet. `None` when nothing was chosen.
#[tauri::command]
pub async fn propose_library_folder(
    handle: AppHandle,
) -> Result<Option<ProposedFolder>, DoorError> {
    on_thread(handle.clone(), move |app| {
        let chosen = choose(&handle, ChooseKind::Folder);
        let proposal = chosen.first().map(|folder| Proposal::of(folder));
        if let Some(proposal) = &proposal {
            app.offered.offer(std::slice::from_ref(&proposal.folder));
        }
        Ok(proposal.map(ProposedFolder::from))
    })
    .await
}

/// Goes over to the library in a folder that was proposed.
#[tauri::command]
pub async fn use_library_folder(handle: AppHandle, folder: PathBuf) -> Result<AppState, DoorError> {
    let state = on_thread(handle.clone(), move |app| {
        app.offered.check(std::slice::from_ref(&folder))?;
        app.move_to(&folder)?;
        state_of(app)
    })
    .await?;
    announce_change(&handle);
    Ok(state)
}

/// Shows the library folder in the system's file manager.
#[tauri::command]
pub async fn show_kept_folder(handle: AppHandle) -> Result<(), DoorError> {
    on_thread(handle, |app| {
        platform::folder::show(&app.folder()).map_err(|_| DoorError::new(Code::FolderNotShown))
    })
    .await
}
