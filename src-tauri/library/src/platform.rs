//! What differs between systems: reading at an offset, making a volume durable,
//! not following links, telling a network folder.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Reads at an offset without a shared position.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buf, offset)
}

/// Reads at an offset; every caller gives its own, so the moved position does not matter.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buf, offset)
}

/// A link as the last part of a path is an error, and a pipe without a writer does not hang.
#[cfg(unix)]
pub(crate) fn no_follow(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    if let Ok(bits) = i32::try_from(flags.bits()) {
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, bits);
    }
}

/// Windows opens what the link leads to; [`crate::import`] leaves links out before.
#[cfg(windows)]
pub(crate) fn no_follow(_options: &mut OpenOptions) {}

/// The medium or the drive failed, not the file system's rules. Linux gives a bad
/// sector as EIO or ENODATA, a drive that is gone as ENODEV, ENXIO or ENOMEDIUM.
#[cfg(target_os = "linux")]
pub(crate) fn is_read_error(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let of_the_drive = [
        Errno::IO,
        Errno::NODATA,
        Errno::REMOTEIO,
        Errno::NODEV,
        Errno::NXIO,
        Errno::NOMEDIUM,
        Errno::TIMEDOUT,
    ];
    rustix::io::Errno::from_io_error(error).is_some_and(|errno| of_the_drive.contains(&errno))
}

/// The medium or the drive failed, not the file system's rules.
#[cfg(all(unix, not(target_os = "linux")))]
pub(crate) fn is_read_error(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let of_the_drive = [Errno::IO, Errno::NODEV, Errno::NXIO, Errno::TIMEDOUT];
    rustix::io::Errno::from_io_error(error).is_some_and(|errno| of_the_drive.contains(&errno))
}

/// The medium or the drive failed, not the file system's rules.
#[cfg(windows)]
pub(crate) fn is_read_error(error: &io::Error) -> bool {
    // ERROR_NOT_READY, ERROR_CRC, ERROR_SECTOR_NOT_FOUND, ERROR_READ_FAULT,
    // ERROR_GEN_FAILURE, ERROR_NO_MEDIA_IN_DRIVE, ERROR_IO_DEVICE: winerror.h.
    const OF_THE_DRIVE: [i32; 7] = [21, 23, 27, 30, 31, 1112, 1117];
    error
        .raw_os_error()
        .is_some_and(|code| OF_THE_DRIVE.contains(&code))
}

/// The number of the device a file lies on; a mount point has its own.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "the same shape on every system")]
pub(crate) fn device_of(metadata: &Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::dev(metadata))
}

/// Windows takes a volume's root away with the volume.
#[cfg(windows)]
pub(crate) fn device_of(_metadata: &Metadata) -> Option<u64> {
    None
}

/// The kernel knows a block device of this number: it forgets one that is
/// pulled out at once, and its file system only when somebody unmounts it.
#[cfg(target_os = "linux")]
pub(crate) fn is_attached(device: u64) -> bool {
    let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
    Path::new(&format!("/sys/dev/block/{major}:{minor}")).exists()
}

/// Unmounted with the device.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_attached(_device: u64) -> bool {
    false
}

/// Bytes the volume of a folder has left for this user, and in all.
pub(crate) fn space(folder: &Path) -> io::Result<(u64, u64)> {
    let found = fs4::statvfs(folder)?;
    Ok((found.available_space(), found.total_space()))
}

/// Everything written to the volume of `root` becomes durable.
#[cfg(target_os = "linux")]
pub(crate) fn sync_volume(root: &Path, _paths: &[PathBuf]) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(root)?)?)
}

/// Every file becomes durable, then the folders they are in.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sync_volume(_root: &Path, paths: &[PathBuf]) -> io::Result<()> {
    let mut folders = std::collections::BTreeSet::new();
    for path in paths {
        OpenOptions::new().write(true).open(path)?.sync_all()?;
        folders.extend(path.parent().map(Path::to_path_buf));
    }
    folders.iter().try_for_each(|folder| sync_folder(folder))
}

/// Names in the folder become durable.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// NTFS journals names itself, and folders cannot be opened for it.
#[cfg(windows)]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// The folder lies on a network volume, where SQLite's WAL must not be.
#[cfg(target_os = "linux")]
pub(crate) fn is_network(folder: &Path) -> bool {
    // NFS, SMB (two generations), CIFS, AFS, Ceph, 9P: linux/magic.h.
    const NETWORK: [u32; 7] = [
        0x6969,
        0x517B,
        0xFE53_4D42,
        0xFF53_4D42,
        0x5346_414F,
        0x00C3_6400,
        0x0102_1997,
    ];
    rustix::fs::statfs(folder).is_ok_and(|found| NETWORK.contains(&(found.f_type as u32)))
}

/// A UNC path is a network folder.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_network(folder: &Path) -> bool {
    folder.to_string_lossy().starts_with("\\\\")
}
