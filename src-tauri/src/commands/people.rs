//! Whose it is: the gate, and identities that are one person.

use tauri::AppHandle;

use super::{announce_change, on_thread};
use crate::error::DoorError;
use crate::state::App;
use crate::wire::{Answer, Holding, Identified, Key, Person, Proposal, Waiting};

/// Who waits for an answer.
#[tauri::command]
pub async fn list_waiting(handle: AppHandle) -> Result<Vec<Waiting>, DoorError> {
    on_thread(handle, |app| {
        let waiting = app.index(Holding::Kept)?.waiting()?;
        Ok(waiting
            .into_iter()
            .map(|one| Holding::Kept.waiting(one))
            .collect())
    })
    .await
}

/// Whose an identity is; gives the person.
#[tauri::command]
pub async fn answer_identity(
    handle: AppHandle,
    identity: String,
    answer: Answer,
) -> Result<Person, DoorError> {
    change(handle, move |app| {
        let library = app.index(Holding::Kept)?;
        let id = library.answer(&identity, &answer.into())?;
        Ok(Holding::Kept.person(library.person(id)?))
    })
    .await
}

/// Takes an answer back.
#[tauri::command]
pub async fn unanswer_identity(handle: AppHandle, identity: String) -> Result<(), DoorError> {
    change(handle, move |app| {
        Ok(app.index(Holding::Kept)?.unanswer(&identity)?)
    })
    .await
}

/// What a person's identities state.
#[tauri::command]
pub async fn list_identities(handle: AppHandle, person: Key) -> Result<Vec<Identified>, DoorError> {
    on_thread(handle, move |app| {
        let identities = app.index(person.holding)?.identities(person.id)?;
        Ok(identities.into_iter().map(Identified::from).collect())
    })
    .await
}

/// Who may be the same person.
#[tauri::command]
pub async fn list_alike(handle: AppHandle, person: Key) -> Result<Vec<Proposal>, DoorError> {
    on_thread(handle, move |app| {
        let alike = app.index(person.holding)?.alike(person.id)?;
        Ok(person.holding.proposals(alike))
    })
    .await
}

/// Both are one person, called as `into` is.
#[tauri::command]
pub async fn merge_people(handle: AppHandle, from: Key, into: Key) -> Result<(), DoorError> {
    change(handle, move |app| {
        Ok(app.index(Holding::Kept)?.merge_persons(from.id, into.id)?)
    })
    .await
}

/// Takes the last merge into a person back.
#[tauri::command]
pub async fn unmerge_people(handle: AppHandle, into: Key) -> Result<(), DoorError> {
    change(handle, move |app| {
        Ok(app.index(Holding::Kept)?.unmerge_person(into.id)?)
    })
    .await
}

/// Takes an identity out of its person.
#[tauri::command]
pub async fn take_out_identity(handle: AppHandle, identity: String) -> Result<(), DoorError> {
    change(handle, move |app| {
        app.index(Holding::Kept)?.take_out(&identity)?;
        Ok(())
    })
    .await
}

async fn change<T: Send + 'static>(
    handle: AppHandle,
    work: impl FnOnce(&App) -> Result<T, DoorError> + Send + 'static,
) -> Result<T, DoorError> {
    let done = on_thread(handle.clone(), work).await?;
    announce_change(&handle);
    Ok(done)
}
