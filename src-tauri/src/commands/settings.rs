//! What the window needs at its start, and what the person chose.

use tauri::AppHandle;

use scanfolio_library::location;

use super::on_thread;
use crate::error::DoorError;
use crate::state::App;
use crate::wire::{AppState, Holding, Settings};

/// Everything for the first picture of the window.
#[tauri::command]
pub async fn app_state(handle: AppHandle) -> Result<AppState, DoorError> {
    on_thread(handle, state_of).await
}

/// # Errors
/// When the index cannot answer.
pub(super) fn state_of(app: &App) -> Result<AppState, DoorError> {
    let kept = app.kept();
    let settings = kept
        .as_ref()
        .map(|library| settings(library))
        .unwrap_or_default();
    let holds_something = match &kept {
        Ok(library) => !library.people()?.is_empty(),
        Err(_) => false,
    };
    let given = app.take_given();
    let looking = match app.looked() {
        Some(looked) => Some(looked.to_wire()?),
        None => None,
    };
    let folder = app.folder();
    Ok(AppState {
        library_folder: folder.display().to_string(),
        library_folder_caution: location::caution(&folder).map(|caution| caution.code().to_owned()),
        mended: kept.as_ref().map_or_else(
            |_| Vec::new(),
            |library| {
                let mended = library.mended().iter();
                mended.map(|one| one.code().to_owned()).collect()
            },
        ),
        library_problem: kept.err(),
        is_first_start: !holds_something && !settings.first_start_seen,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        open_first: looking
            .as_ref()
            .and_then(|looking| first_to_open(&looking.outcome.studies)),
        given_problem: app.given_problem(),
        given: given
            .iter()
            .map(|path| path.to_string_lossy().into_owned())
            .collect(),
        settings,
        looking,
    })
}

/// The study with images that a person who gave a path wants to see at once.
fn first_to_open(studies: &[crate::wire::StudySummary]) -> Option<crate::wire::Key> {
    let with_images = studies.iter().find(|study| study.frames > 0);
    with_images
        .or_else(|| studies.first())
        .map(|study| study.key)
}

/// Settings as they were kept; what is absent or not understood is as at first.
fn settings(library: &scanfolio_library::Library) -> Settings {
    library
        .settings()
        .ok()
        .and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default()
}

/// Keeps the person's settings.
#[tauri::command]
pub async fn save_settings(handle: AppHandle, settings: Settings) -> Result<(), DoorError> {
    on_thread(handle, move |app| save(app, &settings)).await
}

fn save(app: &App, settings: &Settings) -> Result<(), DoorError> {
    let value = serde_json::to_value(settings).unwrap_or_default();
    Ok(app.index(Holding::Kept)?.save_settings(value)?)
}
