//! Bringing things in, and looking without keeping.

use std::path::PathBuf;
use std::sync::Arc;

use tauri::ipc::Channel;
use tauri::path::BaseDirectory;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_dialog::DialogExt;

use scanfolio_library::{ArchivePassword, Copying, PersonChoice, Source};

use super::{announce_change, on_thread};
use crate::error::{Code, DoorError};
use crate::platform;
use crate::state::{self, App, Looked};
use crate::wire::{ChooseKind, Holding, Key, Looking, Medium, Outcome, Progress, StudySummary};

/// Keeps what the person dropped or chose. The password opens what is locked.
#[tauri::command]
pub async fn import_paths(
    handle: AppHandle,
    paths: Vec<PathBuf>,
    password: Option<String>,
    job: u32,
    progress: Channel<Progress>,
) -> Result<Outcome, DoorError> {
    import(handle, job, progress, move |app| {
        app.offered.check(&paths)?;
        let password = password.and_then(ArchivePassword::new);
        Ok(Source::of_paths(&paths, password.as_ref()))
    })
    .await
}

/// Keeps what is being looked at.
#[tauri::command]
pub async fn keep_looking(
    handle: AppHandle,
    job: u32,
    progress: Channel<Progress>,
) -> Result<Outcome, DoorError> {
    import(handle, job, progress, |app| {
        let looked = app.looked().ok_or(DoorError::new(Code::NothingLookedAt))?;
        Ok(looked.sources())
    })
    .await
}

async fn import(
    handle: AppHandle,
    job: u32,
    progress: Channel<Progress>,
    what: impl FnOnce(&App) -> Result<Vec<Source>, DoorError> + Send + 'static,
) -> Result<Outcome, DoorError> {
    let imported = on_thread(handle.clone(), move |app| {
        let sources = what(app)?;
        let library = app.index(Holding::Kept)?;
        app.jobs.run(job, |cancel| {
            let copying = Arc::new(Copying::into(&library)?);
            app.set_copying(Some(Arc::clone(&copying)));
            let outcome = library.import_shown(
                &sources,
                PersonChoice::Ask,
                &copying,
                &telling(&progress),
                cancel,
            )?;
            state::outcome(Holding::Kept, &library, &outcome)
        })
    })
    .await;
    announce_change(&handle);
    imported
}

/// The exams of which the work that runs has copied or read something.
#[tauri::command]
pub async fn list_so_far(handle: AppHandle) -> Result<Vec<StudySummary>, DoorError> {
    on_thread(handle, |app| {
        let (holding, people) = if let Some(reading) = app.reading() {
            (Holding::Reading, reading.list()?)
        } else if let Some(copying) = app.copying() {
            (Holding::Copying, copying.library()?.list()?)
        } else {
            return Ok(Vec::new());
        };
        let studies = people.into_iter().flat_map(|person| person.studies);
        Ok(holding.studies(studies.collect()))
    })
    .await
}

/// The work is over: gives the exam as it is kept or looked at, and lets what was there meanwhile go.
#[tauri::command]
pub async fn end_so_far(handle: AppHandle, open: Option<Key>) -> Result<Option<Key>, DoorError> {
    on_thread(handle, move |app| {
        if let Some(reading) = app.reading() {
            app.set_reading(None);
            let is_looked = app
                .index(Holding::Looked)
                .is_ok_and(|looked| Arc::ptr_eq(&looked, &reading));
            // It is one index: what was read first has the same number in it.
            return Ok(open.filter(|_| is_looked).map(|open| Key {
                holding: Holding::Looked,
                id: open.id,
            }));
        }
        let Some(copying) = app.copying() else {
            return Ok(None);
        };
        app.set_copying(None);
        let Some(open) = open else { return Ok(None) };
        let kept = app.index(Holding::Kept)?;
        let id = kept.same_study(copying.index(), open.id)?;
        Ok(id.map(|id| Key {
            holding: Holding::Kept,
            id,
        }))
    })
    .await
}

/// Reads a source in place; nothing of it is kept.
#[tauri::command]
pub async fn look(
    handle: AppHandle,
    paths: Vec<PathBuf>,
    password: Option<String>,
    job: u32,
    progress: Channel<Progress>,
) -> Result<Looking, DoorError> {
    on_thread(handle, move |app| {
        app.offered.check(&paths)?;
        app.jobs.run(job, |cancel| {
            let password = password.and_then(ArchivePassword::new);
            let mut looked = Looked::at(paths, password, false)?;
            app.set_reading(Some(looked.index()));
            looked.read(&telling(&progress), cancel)?;
            let looking = looked.to_wire()?;
            app.set_looked(Some(looked));
            Ok(looking)
        })
    })
    .await
}

/// Looks at the synthetic study that ships with the program.
#[tauri::command]
pub async fn open_sample(handle: AppHandle) -> Result<Looking, DoorError> {
    let sample = handle
        .path()
        .resolve("sample-study.zip", BaseDirectory::Resource)
        .map_err(|_| DoorError::new(Code::Internal))?;
    on_thread(handle, move |app| {
        let looked = Looked::open(vec![sample], None, true, &|_| {}, &Default::default())?;
        let looking = looked.to_wire()?;
        app.set_looked(Some(looked));
        Ok(looking)
    })
    .await
}

/// Forgets what was looked at.
#[tauri::command]
pub fn close_looking(app: State<'_, App>) {
    app.set_looked(None);
}

/// Stops long work; what was filed before stays.
#[tauri::command]
pub fn cancel_job(app: State<'_, App>, job: u32) {
    app.jobs.cancel(job);
}

/// The discs and sticks in the computer; each may be looked at or kept.
#[tauri::command]
pub async fn list_media(handle: AppHandle) -> Result<Vec<Medium>, DoorError> {
    on_thread(handle, |app| {
        let media = platform::media::mounted();
        let folders: Vec<PathBuf> = media.iter().map(|medium| medium.folder.clone()).collect();
        app.offered.offer(&folders);
        Ok(media.into_iter().map(Medium::from).collect())
    })
    .await
}

/// Lets the person choose in the system's own dialog. Nothing chosen is no
/// paths.
#[tauri::command]
pub async fn choose_paths(handle: AppHandle, kind: ChooseKind) -> Result<Vec<PathBuf>, DoorError> {
    on_thread(handle.clone(), move |app| {
        let paths = choose(&handle, kind);
        app.offered.offer(&paths);
        Ok(paths)
    })
    .await
}

/// What the person chooses, or what a test stands in for them.
pub(super) fn choose(handle: &AppHandle, kind: ChooseKind) -> Vec<PathBuf> {
    platform::chosen_paths_from_environment().unwrap_or_else(|| ask(handle, kind))
}

fn ask(handle: &AppHandle, kind: ChooseKind) -> Vec<PathBuf> {
    let dialog = handle.dialog().file();
    let chosen = match kind {
        ChooseKind::Files => dialog.blocking_pick_files().unwrap_or_default(),
        ChooseKind::Folder => dialog.blocking_pick_folder().into_iter().collect(),
    };
    chosen
        .into_iter()
        .filter_map(|path| path.into_path().ok())
        .collect()
}

/// Progress as the window hears it. A window that no longer listens stops
/// nothing.
fn telling(channel: &Channel<Progress>) -> impl Fn(scanfolio_library::Progress) + Sync + '_ {
    move |progress| {
        let _ = channel.send(progress.into());
    }
}
