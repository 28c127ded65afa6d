//! The one window: what it may show, and what falls on it.

use std::path::PathBuf;

use serde::Serialize;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, DragDropEvent, Emitter, Manager, Theme, WebviewUrl, WebviewWindowBuilder, Window,
    WindowEvent,
};

use crate::platform::{self, Platform};
use crate::state::App;

/// The event that names dropped paths.
#[derive(Clone, Serialize)]
struct PathsDropped {
    paths: Vec<PathBuf>,
}

/// Something is held over the window, or no longer.
#[derive(Clone, Serialize)]
struct DropHover {
    hovering: bool,
}

/// Opens the window. It shows our own pages and nothing else, and keeps no
/// trace of what it showed.
///
/// # Errors
/// When the system has no webview or no display.
pub fn open(app: &tauri::App) -> tauri::Result<()> {
    let platform = Platform::here();
    let mut builder = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Scanfolio")
        .inner_size(1280.0, 860.0)
        .min_inner_size(640.0, 480.0)
        // WebKit's driver cannot attach to a private session.
        .incognito(!platform::is_automated())
        .devtools(cfg!(debug_assertions))
        .on_navigation(move |url| platform.is_own_page(url.scheme(), url.host_str()))
        .on_new_window(|_, _| NewWindowResponse::Deny);
    if let Some(arguments) = platform.browser_arguments() {
        builder = builder.additional_browser_args(arguments);
    }
    #[cfg(debug_assertions)]
    if let Some(script) = platform::probe::canary_script() {
        builder = builder.initialization_script(script);
    }
    let window = builder.build()?;
    // The window's own colour until the page is there: no white flash at night.
    if matches!(window.theme(), Ok(Theme::Dark)) {
        let _ = window.set_background_color(Some(tauri::window::Color(18, 21, 23, 255)));
    }
    Ok(())
}

/// Passes on what is dropped. Only what was dropped or chosen may be imported.
pub fn event(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else {
        return;
    };
    let hover = |hovering| {
        let _ = window.emit("drop-hover", DropHover { hovering });
    };
    match event {
        DragDropEvent::Enter { .. } => hover(true),
        DragDropEvent::Leave => hover(false),
        DragDropEvent::Drop { paths, .. } => {
            hover(false);
            window.state::<App>().offered.offer(paths);
            let _ = window.emit(
                "paths-dropped",
                PathsDropped {
                    paths: paths.clone(),
                },
            );
        }
        _ => {}
    }
}

/// The program was started again: the first window comes forward and looks at
/// what the second was given.
#[expect(clippy::needless_pass_by_value, reason = "the plugin's signature")]
pub fn second_start(app: &AppHandle, arguments: Vec<String>, folder: String) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
    let folder = PathBuf::from(folder);
    let paths: Vec<PathBuf> = arguments
        .iter()
        .skip(1)
        .map(|path| folder.join(path))
        .collect();
    if !paths.is_empty() {
        app.state::<App>().offered.offer(&paths);
        let _ = app.emit("paths-given", PathsDropped { paths });
    }
}
