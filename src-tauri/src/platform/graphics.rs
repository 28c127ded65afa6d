//! How the webview draws, chosen once before it starts.
//!
//! Without a GPU, WebKitGTK's compositing is what costs: the same 880×880
//! frame took 52 ms of CPU with it and 10 ms without.

/// Chooses by what the machine has; a choice the person made in the
/// environment stands.
pub fn choose() {
    #[cfg(target_os = "linux")]
    linux::choose();
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::OpenOptions;
    use std::path::Path;

    const COMPOSITING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

    /// Kernel drivers that show a picture but compute nothing on a GPU.
    const SOFTWARE_DRIVERS: &[&str] = &[
        "ast",
        "bochs-drm",
        "cirrus",
        "cirrus-qemu",
        "hyperv_drm",
        "mgag200",
        "qxl",
        "simple-framebuffer",
        "simpledrm",
        "vboxvideo",
        "vgem",
        "vkms",
    ];

    pub fn choose() {
        let person_chose = std::env::var_os(COMPOSITING).is_some();
        let renders_in_software = std::env::var("LIBGL_ALWAYS_SOFTWARE")
            .is_ok_and(|value| value == "1" || value == "true");
        if !person_chose
            && (renders_in_software || !has_gpu(Path::new("/dev/dri"), Path::new("/sys/class/drm")))
        {
            // SAFETY: called first in `main`, before any other thread exists.
            unsafe { std::env::set_var(COMPOSITING, "1") };
        }
    }

    /// A render node that this person may open and that a GPU's driver made.
    pub fn has_gpu(devices: &Path, classes: &Path) -> bool {
        let Ok(nodes) = devices.read_dir() else {
            return false;
        };
        nodes.flatten().any(|node| {
            let name = node.file_name();
            name.to_string_lossy().starts_with("renderD")
                && OpenOptions::new()
                    .read(true)
                    .write(true)
                    .open(node.path())
                    .is_ok()
                && !is_software_driver(&classes.join(&name))
        })
    }

    fn is_software_driver(class: &Path) -> bool {
        let Ok(driver) = class.join("device/driver").read_link() else {
            return false;
        };
        driver
            .file_name()
            .is_some_and(|name| SOFTWARE_DRIVERS.iter().any(|known| name == *known))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_machine_without_a_usable_render_node_has_no_gpu() {
            let folder = std::env::temp_dir().join(format!("scanfolio-gpu-{}", std::process::id()));
            let (devices, classes) = (folder.join("dri"), folder.join("drm"));
            std::fs::create_dir_all(&devices).unwrap();
            std::fs::create_dir_all(&classes).unwrap();
            assert!(!has_gpu(&folder.join("absent"), &classes));
            std::fs::write(devices.join("card0"), "").unwrap();
            assert!(!has_gpu(&devices, &classes));
            std::fs::write(devices.join("renderD128"), "").unwrap();
            assert!(has_gpu(&devices, &classes));
            std::fs::create_dir_all(classes.join("renderD128/device")).unwrap();
            std::os::unix::fs::symlink("/drivers/vkms", classes.join("renderD128/device/driver"))
                .unwrap();
            assert!(!has_gpu(&devices, &classes));
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}
