//! Everything that differs between operating systems: every `cfg` line is here.
//!
//! What is built from names and addresses takes the [`Platform`] as a
//! parameter, so that a test on one system covers the others.

pub mod folder;
mod graphics;
pub mod media;
#[cfg(target_os = "linux")]
mod network_filter;
#[cfg(debug_assertions)]
pub mod probe;

use std::path::PathBuf;

/// An operating system whose conventions differ for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// WebKitGTK.
    Linux,
    /// WKWebView.
    MacOs,
    /// WebView2.
    Windows,
}

impl Platform {
    /// The system this program was built for.
    #[must_use]
    pub const fn here() -> Self {
        if cfg!(target_os = "windows") {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }

    /// Whether `url` is a page of our own: the only pages the window may show.
    #[must_use]
    pub fn is_own_page(self, scheme: &str, host: Option<&str>) -> bool {
        match self {
            Self::Windows => scheme == "http" && host == Some("tauri.localhost"),
            Self::Linux | Self::MacOs => scheme == "tauri" && host == Some("localhost"),
        }
    }

    /// The origin of our own page, as the webview sends it.
    #[must_use]
    pub const fn own_origin(self) -> &'static str {
        match self {
            Self::Windows => "http://tauri.localhost",
            Self::Linux | Self::MacOs => "tauri://localhost",
        }
    }

    /// What the browser engine is told beside wry's own arguments: no name is
    /// ever looked up but our own pages'.
    #[must_use]
    pub const fn browser_arguments(self) -> Option<&'static str> {
        match self {
            Self::Windows => Some(
                "--disable-features=msWebOOUI,msPdfOOUI,msSmartScreenProtection \
                 --host-resolver-rules=\"MAP * ~NOTFOUND, EXCLUDE *.localhost\"",
            ),
            Self::Linux | Self::MacOs => None,
        }
    }
}

/// Whether a WebDriver started the program. Set by the driver itself; the
/// webview is only then open to automation.
#[must_use]
pub fn is_automated() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// The library folder named by the caller in place of the usual one.
#[must_use]
pub fn library_folder_from_environment() -> Option<PathBuf> {
    std::env::var_os("SCANFOLIO_LIBRARY")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
}

/// Paths that stand in for the system's file dialog, which no driver can press.
#[must_use]
pub fn chosen_paths_from_environment() -> Option<Vec<PathBuf>> {
    if !is_automated() {
        return None;
    }
    std::env::var_os("SCANFOLIO_TEST_CHOOSE").map(|paths| std::env::split_paths(&paths).collect())
}

/// Folders that stand in for discs and sticks, which no test can put in.
fn media_from_environment() -> Option<Vec<PathBuf>> {
    if !is_automated() {
        return None;
    }
    std::env::var_os("SCANFOLIO_TEST_MEDIA").map(|paths| std::env::split_paths(&paths).collect())
}

/// What must happen before any thread or window exists.
///
/// # Errors
/// A sentence for the terminal when the network could not be shut: the program
/// does not start without that promise kept.
pub fn prepare() -> Result<(), String> {
    graphics::choose();
    #[cfg(target_os = "linux")]
    if !(is_automated() || filter_is_off_for_a_test()) {
        network_filter::install().map_err(|error| {
            format!("Scanfolio could not shut off the network and does not start: {error}")
        })?;
    }
    Ok(())
}

/// A test shows that the network probe can hit at all; never in a release.
#[cfg(target_os = "linux")]
fn filter_is_off_for_a_test() -> bool {
    cfg!(debug_assertions) && std::env::var_os("SCANFOLIO_TEST_NO_FILTER").is_some()
}

/// Whether a session bus can carry the single-instance name.
#[must_use]
pub fn has_session_bus() -> bool {
    match Platform::here() {
        Platform::Linux => std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some(),
        Platform::MacOs | Platform::Windows => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_shown_on_any_system() {
        let check = |platform: Platform, scheme, host, expected| {
            assert_eq!(
                platform.is_own_page(scheme, host),
                expected,
                "{platform:?} {scheme} {host:?}"
            );
        };
        check(Platform::Linux, "tauri", Some("localhost"), true);
        check(Platform::MacOs, "tauri", Some("localhost"), true);
        check(Platform::Windows, "http", Some("tauri.localhost"), true);
        check(Platform::Windows, "http", Some("example.org"), false);
        check(Platform::Linux, "http", Some("tauri.localhost"), false);
        check(Platform::Linux, "https", Some("example.org"), false);
        check(Platform::Linux, "file", None, false);
        check(Platform::Linux, "data", None, false);
    }

    #[test]
    fn windows_resolves_no_names_but_our_own() {
        let arguments = Platform::Windows.browser_arguments().unwrap();
        assert!(arguments.contains("MAP * ~NOTFOUND"));
        assert_eq!(Platform::Linux.browser_arguments(), None);
    }
}
