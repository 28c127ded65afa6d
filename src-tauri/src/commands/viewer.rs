//! A study opened, and frames that are wanted more, or no more.

use tauri::{AppHandle, State};

use super::on_thread;
use crate::error::{Code, DoorError};
use crate::state::{App, RequestId};
use crate::wire::{Key, StudyDetail};

/// A study with its series and frames.
#[tauri::command]
pub async fn open_study(handle: AppHandle, key: Key) -> Result<StudyDetail, DoorError> {
    on_thread(handle, move |app| {
        let study = app.index(key.holding)?.study(key.id)?;
        let detail = key.holding.study_detail(study);
        detail.ok_or(DoorError::new(Code::StudyWaits))
    })
    .await
}

/// Stops decoding frames that scrolled out of sight.
#[tauri::command]
pub fn cancel_frames(app: State<'_, App>, requests: Vec<u32>) {
    let requests: Vec<RequestId> = requests.into_iter().map(RequestId).collect();
    app.cancel_frames(&requests);
}

/// Decodes before all others a frame that was asked for ahead of need.
#[tauri::command]
pub async fn raise_frame(
    handle: AppHandle,
    instance: Key,
    frame_number: u32,
) -> Result<(), DoorError> {
    on_thread(handle, move |app| app.raise_frame(instance, frame_number)).await
}
