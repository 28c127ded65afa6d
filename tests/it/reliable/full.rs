//! The disk is full: at any of the places the library writes, and on a volume that really is.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, inject};
use scanfolio_library::{Library, LibraryError, OpenMode};

use super::truth::{MEDIA, Place, check_survived, undisturbed};
#[cfg(target_os = "linux")]
use super::volume::run_on_a_volume;
use crate::made::import;

/// Write positions at which the disk becomes full.
const POSITIONS: u64 = 60;

/// A disk on which so many writes succeed, and none after them.
struct Disk {
    writes: AtomicU64,
    full_after: u64,
}

impl Faults for Disk {
    fn write(&self, _path: &Path, _length: usize) -> std::io::Result<()> {
        if self.writes.fetch_add(1, Ordering::Relaxed) >= self.full_after {
            Err(std::io::ErrorKind::StorageFull.into())
        } else {
            Ok(())
        }
    }

    fn batch(&self) -> Option<u64> {
        Some(1)
    }
}

/// Imports medium after medium until the disk is full. Gives those that were acknowledged.
fn import_until_full(place: &Place) -> (Vec<&'static str>, Result<(), LibraryError>) {
    let mut acknowledged = Vec::new();
    let result = (|| {
        let library = Library::open(&place.library_folder(), OpenMode::Create)?;
        for medium in MEDIA {
            import(&library, &place.medium(medium))?;
            acknowledged.push(medium);
        }
        Ok(())
    })();
    (acknowledged, result)
}

/// While the disk is still full, what was acknowledged can be opened and read.
fn check_readable(place: &Place, acknowledged: &[&str], said: &str) {
    if acknowledged.is_empty() {
        return;
    }
    let library = Library::open(&place.library_folder(), OpenMode::MustExist)
        .unwrap_or_else(|error| panic!("{said}: {error}"));
    let studies: usize = library
        .list()
        .unwrap()
        .iter()
        .map(|one| one.studies.len())
        .sum();
    assert!(studies >= acknowledged.len(), "{said}: {studies} studies");
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(
        found.missing.is_empty() && found.changed.is_empty(),
        "{said}: {found:?}"
    );
}

#[test]
fn a_disk_that_is_full_at_any_write_costs_nothing_that_was_acknowledged() {
    let truth = undisturbed();
    let place = Place::with_media();
    let disk = |full_after| {
        Arc::new(Disk {
            writes: AtomicU64::new(0),
            full_after,
        })
    };
    let endless = disk(u64::MAX);
    let faults: Arc<dyn Faults> = Arc::<Disk>::clone(&endless);
    let injected = inject(&place.library_folder(), faults);
    import_until_full(&place).1.unwrap();
    drop(injected);
    let writes = endless.writes.load(Ordering::Relaxed);
    assert!(writes > POSITIONS, "{writes} writes");
    for position in 0..POSITIONS {
        place.wipe_library();
        let full_after = position * writes / POSITIONS;
        let said = format!("full after {full_after} of {writes} writes");
        let injected = inject(&place.library_folder(), disk(full_after));
        let (acknowledged, result) = import_until_full(&place);
        let error = result.expect_err(&said);
        assert_eq!(error.code(), "disk_full", "{said}: {error}");
        check_readable(&place, &acknowledged, &said);
        drop(injected);
        check_survived(&place, &acknowledged, &truth, &said);
    }
}

/// A volume that seems to have room: it is filled by others while an import writes.
struct SeemsEmpty;

impl Faults for SeemsEmpty {
    fn space(&self) -> Option<(u64, u64)> {
        Some((u64::MAX, u64::MAX))
    }
}

/// The child of the next journey, with a small volume mounted where its library goes.
#[test]
#[ignore = "runs as the child of a_volume_that_is_really_full_costs_nothing_that_was_acknowledged"]
fn on_a_small_volume() {
    let Some(folder) = std::env::var_os("SMALL_VOLUME") else {
        return;
    };
    let truth = undisturbed();
    let place = Place::at(Path::new(&folder));
    let mut was_full = 0;
    let _seems_empty = inject(&place.library_folder(), Arc::new(SeemsEmpty));
    for kilobytes in (40..1400).step_by(56) {
        place.wipe_library();
        remount(&place, kilobytes);
        let said = format!("on a volume of {kilobytes} KiB");
        let (acknowledged, result) = import_until_full(&place);
        if let Err(error) = result {
            assert_eq!(error.code(), "disk_full", "{said}: {error:?}");
            was_full += 1;
        }
        check_readable(&place, &acknowledged, &said);
        remount(&place, 16 << 10);
        check_survived(&place, &acknowledged, &truth, &said);
    }
    assert!(was_full >= 5, "the volume was full {was_full} times");
}

fn remount(place: &Place, kilobytes: u32) {
    let volume = place.volume();
    let status = Command::new("mount")
        .args(["-o", &format!("remount,size={kilobytes}k")])
        .arg(&volume)
        .status()
        .unwrap();
    assert!(status.success());
}

#[cfg(target_os = "linux")]
#[test]
fn a_volume_that_is_really_full_costs_nothing_that_was_acknowledged() {
    let place = Place::with_media();
    let volume = place.volume();
    std::fs::create_dir(&volume).unwrap();
    let test = "reliable::full::on_a_small_volume";
    run_on_a_volume(test, &volume, "64k", ("SMALL_VOLUME", place.path()));
}
