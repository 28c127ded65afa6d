//! The door: the desktop window, and the only crate that knows Tauri.
//!
//! Nothing is computed here. A command unpacks what the window asked, calls
//! one function of the library or of core, and maps the error.

mod commands;
mod error;
mod frames;
mod jobs;
mod offered;
mod platform;
mod state;
mod window;
pub mod wire;

use std::path::PathBuf;
use std::process::ExitCode;

use tauri::{Manager, RunEvent};

use state::App;

/// Runs the program until its window closes.
#[must_use]
pub fn run() -> ExitCode {
    if let Err(problem) = platform::prepare() {
        say(&problem);
        return ExitCode::FAILURE;
    }
    let given: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut builder = tauri::Builder::default();
    if platform::has_session_bus() && !platform::is_automated() {
        builder = builder.plugin(tauri_plugin_single_instance::init(window::second_start));
    }
    let built = builder
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol("frames", frames::answer)
        .invoke_handler(tauri::generate_handler![
            commands::settings::app_state,
            commands::settings::save_settings,
            commands::home::propose_library_folder,
            commands::home::use_library_folder,
            commands::home::show_kept_folder,
            commands::library::list_people,
            commands::library::rename_person,
            commands::library::list_studies,
            commands::library::search,
            commands::library::unpaired_reports,
            commands::history::list_imports,
            commands::history::import_outcome,
            commands::removal::ask_removal,
            commands::removal::held_space,
            commands::removal::remove,
            commands::removal::undo_removal,
            commands::people::list_waiting,
            commands::people::answer_identity,
            commands::people::unanswer_identity,
            commands::people::list_identities,
            commands::people::list_alike,
            commands::people::merge_people,
            commands::people::unmerge_people,
            commands::people::take_out_identity,
            commands::import::import_paths,
            commands::import::list_so_far,
            commands::import::end_so_far,
            commands::import::look,
            commands::import::open_sample,
            commands::import::keep_looking,
            commands::import::close_looking,
            commands::import::list_media,
            commands::import::choose_paths,
            commands::import::cancel_job,
            commands::viewer::open_study,
            commands::viewer::cancel_frames,
            commands::viewer::raise_frame,
            commands::report::read_report,
            commands::report::decide_pairing,
        ])
        .on_window_event(window::event)
        .setup(move |app| {
            app.manage(App::open(given));
            window::open(app)?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(program) => {
            program.run(|handle, event| {
                if let RunEvent::Exit = event {
                    handle.state::<App>().close();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("Scanfolio could not open its window: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// A line for whoever started the program from a terminal.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}
