//! People, their timelines, and finding words.

use tauri::AppHandle;

use super::{announce_change, on_thread};
use crate::error::DoorError;
use crate::wire::{Holding, Key, Person, ReportBadge, SearchHit, StudySummary};

/// Everybody whose records are kept.
#[tauri::command]
pub async fn list_people(handle: AppHandle) -> Result<Vec<Person>, DoorError> {
    on_thread(handle, |app| {
        let people = app.index(Holding::Kept)?.people()?;
        Ok(people
            .into_iter()
            .map(|person| Holding::Kept.person(person))
            .collect())
    })
    .await
}

/// What the user calls a person.
#[tauri::command]
pub async fn rename_person(handle: AppHandle, key: Key, label: String) -> Result<(), DoorError> {
    on_thread(handle.clone(), move |app| {
        Ok(app.index(key.holding)?.rename_person(key.id, &label)?)
    })
    .await?;
    announce_change(&handle);
    Ok(())
}

/// A person's studies, newest first.
#[tauri::command]
pub async fn list_studies(handle: AppHandle, person: Key) -> Result<Vec<StudySummary>, DoorError> {
    on_thread(handle, move |app| {
        let studies = app.index(person.holding)?.studies(person.id)?;
        Ok(person.holding.studies(studies))
    })
    .await
}

/// Words in reports and descriptions.
#[tauri::command]
pub async fn search(
    handle: AppHandle,
    words: String,
    person: Option<Key>,
) -> Result<Vec<SearchHit>, DoorError> {
    on_thread(handle, move |app| {
        let holding = person.map_or(Holding::Kept, |person| person.holding);
        let hits = app
            .index(holding)?
            .search(&words, person.map(|person| person.id))?;
        Ok(hits.into_iter().map(|hit| holding.hit(hit)).collect())
    })
    .await
}

/// A person's reports that no study surely belongs to.
#[tauri::command]
pub async fn unpaired_reports(
    handle: AppHandle,
    person: Option<Key>,
) -> Result<Vec<ReportBadge>, DoorError> {
    on_thread(handle, move |app| {
        let holding = person.map_or(Holding::Kept, |person| person.holding);
        let reports = app
            .index(holding)?
            .unpaired_reports(person.map(|person| person.id))?;
        Ok(holding.badges(reports))
    })
    .await
}
