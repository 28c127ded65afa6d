//! Discs and sticks that are in the computer, so that they can be offered.
//!
//! Only the names at the root of a medium are read, and nothing on it is run.

#[cfg(any(target_os = "macos", test))]
use std::path::Path;
use std::path::PathBuf;

/// A disc or stick that is mounted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// Its root.
    pub folder: PathBuf,
    /// What the system calls it.
    pub name: String,
    /// A DICOMDIR lies at its root: a hospital made it (PS3.10 §8.6).
    pub has_directory: bool,
}

/// How many names at a root are looked at.
const NAMES: usize = 10_000;

/// Every disc and stick whose root can be read, by name.
#[must_use]
pub fn mounted() -> Vec<Medium> {
    let roots = super::media_from_environment().unwrap_or_else(roots);
    let mut media: Vec<Medium> = roots.into_iter().filter_map(read).collect();
    media.sort_by(|one, other| one.name.cmp(&other.name));
    media
}

fn read(folder: PathBuf) -> Option<Medium> {
    let mut names = folder.read_dir().ok()?.take(NAMES).flatten().peekable();
    names.peek()?;
    let has_directory = names.any(|entry| entry.file_name().eq_ignore_ascii_case("DICOMDIR"));
    let name = folder
        .file_name()
        .unwrap_or(folder.as_os_str())
        .to_string_lossy()
        .into_owned();
    Some(Medium {
        folder,
        name,
        has_directory,
    })
}

#[cfg(target_os = "linux")]
fn roots() -> Vec<PathBuf> {
    let mounts = std::fs::read("/proc/self/mountinfo").unwrap_or_default();
    media_among(&String::from_utf8_lossy(&mounts))
}

/// macOS mounts everything but the system's own volume, which is a link, there.
#[cfg(target_os = "macos")]
fn roots() -> Vec<PathBuf> {
    let volumes = Path::new("/Volumes").read_dir().into_iter().flatten();
    let own = |path: &Path| path.is_symlink();
    volumes
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !own(path))
        .collect()
}

/// Drive letters after the system's own that answer.
#[cfg(target_os = "windows")]
fn roots() -> Vec<PathBuf> {
    ('D'..='Z')
        .map(|letter| PathBuf::from(format!("{letter}:\\")))
        .filter(|root| root.is_dir())
        .collect()
}

/// The mount points of discs and sticks in the text of `/proc/self/mountinfo`
/// (proc_pid_mountinfo(5)): those of a disc's file system, and devices below
/// the folders where desktops mount what a person puts in.
#[cfg(any(target_os = "linux", test))]
fn media_among(mountinfo: &str) -> Vec<PathBuf> {
    const DISCS: [&str; 2] = ["iso9660", "udf"];
    const DESKTOPS: [&str; 2] = ["/media/", "/run/media/"];
    let medium = |line: &str| {
        let (before, after) = line.split_once(" - ")?;
        let mount_point = unescaped(before.split(' ').nth(4)?);
        let mut after = after.split(' ');
        let (kind, device) = (after.next()?, after.next()?);
        let is_device = device.starts_with("/dev/") || kind.starts_with("fuse");
        let is_put_in = is_device && DESKTOPS.iter().any(|root| mount_point.starts_with(root));
        (DISCS.contains(&kind) || is_put_in).then(|| PathBuf::from(mount_point))
    };
    let mut found: Vec<PathBuf> = mountinfo.lines().filter_map(medium).collect();
    found.sort();
    found.dedup();
    found
}

/// Space, tab, line feed and backslash stand as three octal digits.
#[cfg(any(target_os = "linux", test))]
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out += before;
        let code = after
            .get(..3)
            .and_then(|code| u8::from_str_radix(code, 8).ok());
        match code.filter(u8::is_ascii) {
            Some(byte) => {
                out.push(char::from(byte));
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                out.push('\\');
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discs_and_sticks_are_told_from_what_belongs_to_the_computer() {
        let check = |line: &str, expected: Option<&str>| {
            let found = media_among(line);
            assert_eq!(
                found,
                expected.map(PathBuf::from).into_iter().collect::<Vec<_>>()
            );
        };
        check(
            "601 29 11:0 / /media/sam/PATIENT\\040CD ro,nosuid shared:1 - iso9660 /dev/sr0 ro",
            Some("/media/sam/PATIENT CD"),
        );
        check(
            "62 29 11:0 / /mnt/disc ro - udf /dev/sr0 ro",
            Some("/mnt/disc"),
        );
        check(
            "63 29 8:17 / /run/media/sam/STICK rw shared:2 - vfat /dev/sdb1 rw",
            Some("/run/media/sam/STICK"),
        );
        check(
            "64 29 8:18 / /media/x/N rw - fuseblk /dev/sdc1 rw",
            Some("/media/x/N"),
        );
        check("22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw", None);
        check("30 22 8:2 / /home rw,relatime - ext4 /dev/sda2 rw", None);
        check("31 22 0:28 / /run/media rw - tmpfs tmpfs rw", None);
        check("32 22 0:29 / /media/nas rw - nfs4 server:/x rw", None);
        check("not a line of it", None);
    }

    #[test]
    fn octal_digits_are_undone_and_nothing_else() {
        for (text, expected) in [
            ("a\\040b", "a b"),
            ("a\\134b", "a\\b"),
            ("a\\999", "a\\999"),
            ("a\\", "a\\"),
            ("ä\\ü1234", "ä\\ü1234"),
        ] {
            assert_eq!(unescaped(text), expected);
        }
    }

    #[test]
    fn a_medium_is_named_and_its_directory_seen_in_any_case() {
        let folder = std::env::temp_dir().join(format!("scanfolio-media-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        assert_eq!(read(folder.clone()), None, "an empty medium is not offered");
        std::fs::write(folder.join("readme.txt"), "").unwrap();
        assert!(!read(folder.clone()).unwrap().has_directory);
        std::fs::write(folder.join("dicomdir"), "").unwrap();
        let medium = read(folder.clone()).unwrap();
        assert!(medium.has_directory);
        assert_eq!(Path::new(&medium.name), folder.file_name().unwrap());
        assert_eq!(read(folder.join("absent")), None);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
