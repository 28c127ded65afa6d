//! Reading a report, and where it belongs.

use tauri::AppHandle;

use super::{announce_change, on_thread};
use crate::error::DoorError;
use crate::wire::{Key, PairingDecision, ReportDetail, explained};

/// A report with everything laid over its text. From now on it counts as read.
#[tauri::command]
pub async fn read_report(handle: AppHandle, key: Key) -> Result<ReportDetail, DoorError> {
    on_thread(handle, move |app| {
        let library = app.index(key.holding)?;
        let report = library.report(key.id)?;
        let terms = explained(&report.report, app.glossary);
        library.mark_read(key.id)?;
        Ok(key.holding.report(report, terms))
    })
    .await
}

/// The user says whether a report belongs to a study.
#[tauri::command]
pub async fn decide_pairing(
    handle: AppHandle,
    report: Key,
    study: Key,
    decision: PairingDecision,
) -> Result<(), DoorError> {
    on_thread(handle.clone(), move |app| {
        app.index(report.holding)?
            .decide_pairing(report.id, study.id, decision.into())?;
        Ok(())
    })
    .await?;
    announce_change(&handle);
    Ok(())
}
