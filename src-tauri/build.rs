//! Our own commands are denied by default: only those listed here and granted
//! in `capabilities/main.json` can be called, and only by the main window.

/// Every command of `src/commands`, in the order of that folder.
const COMMANDS: &[&str] = &[
    "app_state",
    "save_settings",
    "propose_library_folder",
    "use_library_folder",
    "show_kept_folder",
    "list_people",
    "rename_person",
    "list_studies",
    "search",
    "unpaired_reports",
    "list_imports",
    "import_outcome",
    "ask_removal",
    "held_space",
    "remove",
    "undo_removal",
    "list_waiting",
    "answer_identity",
    "unanswer_identity",
    "list_identities",
    "list_alike",
    "merge_people",
    "unmerge_people",
    "take_out_identity",
    "import_paths",
    "list_so_far",
    "end_so_far",
    "look",
    "open_sample",
    "keep_looking",
    "close_looking",
    "list_media",
    "choose_paths",
    "cancel_job",
    "open_study",
    "cancel_frames",
    "raise_frame",
    "read_report",
    "decide_pairing",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
