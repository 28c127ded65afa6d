//! A medium that is pulled out while it is read: missed within 5 seconds, and read on when it is back.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, Injected, inject};
use scanfolio_library::{ImportOutcome, Library, PersonChoice, Phase, Progress};

use super::truth::Place;
#[cfg(target_os = "linux")]
use super::volume::run_on_a_volume;
use crate::made::{Home, JANE, JOHN, Made, import, listing, read_all, refusals};

/// Said at the latest so long after a medium is pulled out, or stops answering.
const SAID_WITHIN: Duration = Duration::from_secs(5);
/// A medium stays away for so long.
const AWAY: Duration = Duration::from_millis(700);

/// How a medium is pulled out, and put back.
trait Hand: Send + Sync {
    fn pull(&self);
    fn put_back(&self);
}

/// By another name it is not there.
struct Renamed {
    there: PathBuf,
    away: PathBuf,
}

impl Hand for Renamed {
    fn pull(&self) {
        fs::rename(&self.there, &self.away).unwrap();
    }

    fn put_back(&self) {
        fs::rename(&self.away, &self.there).unwrap();
    }
}

/// At a certain read the medium is pulled out. What is open then stays dead, as the files of a drive do.
struct Drive {
    hand: Box<dyn Hand>,
    pull_at: u64,
    reads: AtomicU64,
    is_dead: AtomicBool,
    pulled_at: Mutex<Option<Instant>>,
}

impl Faults for Drive {
    fn read(&self, _path: &Path, _offset: u64, length: usize) -> std::io::Result<()> {
        if length > 0 && self.reads.fetch_add(1, Ordering::SeqCst) == self.pull_at {
            *self.pulled_at.lock().unwrap() = Some(Instant::now());
            self.hand.pull();
            self.is_dead.store(true, Ordering::SeqCst);
        }
        if self.is_dead.load(Ordering::SeqCst) {
            return Err(std::io::Error::from_raw_os_error(19)); // ENODEV
        }
        Ok(())
    }
}

/// A drive, and the person before it.
struct Scene {
    drive: Arc<Drive>,
    injected: Mutex<Option<Injected>>,
    told: Mutex<Vec<Phase>>,
    cancel: CancelToken,
}

impl Scene {
    fn new(medium: &Path, hand: impl Hand + 'static, pull_at: u64) -> Self {
        let drive = Arc::new(Drive {
            hand: Box::new(hand),
            pull_at,
            reads: AtomicU64::new(0),
            is_dead: AtomicBool::new(false),
            pulled_at: Mutex::default(),
        });
        let faults: Arc<dyn Faults> = Arc::<Drive>::clone(&drive);
        Self {
            drive,
            injected: Mutex::new(Some(inject(medium, faults))),
            told: Mutex::default(),
            cancel: CancelToken::default(),
        }
    }

    fn renaming(home: &Home, pull_at: u64) -> Self {
        let there = fs::canonicalize(home.medium()).unwrap();
        let away = there.with_file_name("away");
        Self::new(&there.clone(), Renamed { there, away }, pull_at)
    }

    /// Hears that it is gone, and does something about it.
    fn hear(&self, progress: &Progress, then: impl Fn()) {
        if self.told.lock().unwrap().last() == Some(&progress.phase) {
            return;
        }
        self.told.lock().unwrap().push(progress.phase.clone());
        if matches!(progress.phase, Phase::MediumGone(_)) {
            let pulled_at = self.drive.pulled_at.lock().unwrap().unwrap();
            assert!(
                pulled_at.elapsed() < SAID_WITHIN,
                "{:?}",
                pulled_at.elapsed()
            );
            then();
        }
    }

    /// New files are of a drive that is whole.
    fn put_back(&self) {
        std::thread::sleep(AWAY);
        drop(self.injected.lock().unwrap().take());
        self.drive.hand.put_back();
    }

    fn import(&self, library: &Library, path: &Path, then: impl Fn()) -> ImportOutcome {
        library
            .import(
                &[path.to_path_buf()],
                PersonChoice::New,
                &|progress| self.hear(&progress, &then),
                &self.cancel,
            )
            .unwrap()
    }

    /// It was said once that the medium is gone, and afterwards that reading goes on.
    fn check_told(&self, name: &str) {
        let told = self.told.lock().unwrap();
        let gone = Phase::MediumGone(name.to_owned());
        let at = told.iter().position(|phase| *phase == gone);
        let at = at.unwrap_or_else(|| panic!("{told:?}"));
        assert_eq!(told.get(at + 1), Some(&Phase::Reading), "{told:?}");
        let times = told.iter().filter(|phase| **phase == gone).count();
        assert_eq!(times, 1, "{told:?}");
    }
}

/// Studies of four images each, of two persons.
fn fill(home: &Home, studies: usize) {
    for number in 0..studies {
        let whose = if number % 2 == 0 { JANE } else { JOHN };
        let study = format!("2.25.7{number:04}");
        for instance in 1..=4 {
            let made = Made {
                study: &study,
                instance,
                ..whose
            };
            home.put(&format!("{number:04}/IM{instance}"), made.image());
        }
    }
}

fn check_clean(library: &Library) {
    let found = library.verify(&|_| {}, &CancelToken::default()).unwrap();
    assert!(found.is_clean(), "{found:?}");
}

#[test]
fn a_folder_that_goes_away_is_read_on_when_it_is_back() {
    let home = Home::new();
    fill(&home, 20);
    let (undisturbed, _) = home.import();
    let truth = listing(&undisturbed);
    drop(undisturbed);
    for pull_at in [0, 1, 37, 79] {
        fs::remove_dir_all(home.library_folder()).unwrap();
        let library = home.open();
        let scene = Scene::renaming(&home, pull_at);
        let outcome = scene.import(&library, &home.medium(), || scene.put_back());
        assert_eq!(refusals(&outcome), []);
        assert_eq!((outcome.files, outcome.instances), (80, 80), "{pull_at}");
        assert!(!outcome.is_cancelled);
        scene.check_told("medium");
        assert_eq!(listing(&library), truth, "pulled out at read {pull_at}");
        check_clean(&library);
    }
}

#[test]
fn looking_at_a_medium_that_goes_away_goes_on_when_it_is_back() {
    let home = Home::new();
    fill(&home, 20);
    let scene = Scene::renaming(&home, 50);
    let hear = |progress: Progress| scene.hear(&progress, || scene.put_back());
    let (library, outcome) = Library::look(&[home.medium()], &hear, &scene.cancel).unwrap();
    assert_eq!(refusals(&outcome), []);
    assert_eq!(outcome.instances, 80);
    scene.check_told("medium");
    let (_, whole) = crate::made::look(&home.medium());
    assert_eq!(whole.instances, 80);
    assert_eq!(library.list().unwrap().len(), 2);
}

/// An archive of images too large to be read into memory whole: it stays open all the time.
fn large_archive(home: &Home) -> PathBuf {
    let path = home.medium().join("scans.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for instance in 1..=5 {
        let made = Made {
            instance,
            size: 2900,
            ..JANE
        };
        archive.start_file(format!("IM{instance}"), stored).unwrap();
        archive.write_all(&made.image()).unwrap();
    }
    archive.finish().unwrap();
    assert!(fs::metadata(&path).unwrap().len() > 64 << 20);
    path
}

#[test]
fn an_archive_on_a_stick_that_goes_away_is_opened_again_when_it_is_back() {
    let home = Home::new();
    let archive = large_archive(&home);
    check_archive(&home, &archive, "scans.zip");
}

/// A block of it is unpacked in one pass, which is begun again.
#[test]
fn a_pass_over_a_7z_archive_is_begun_again_when_its_stick_is_back() {
    let home = Home::new();
    let images = home.medium().with_file_name("images");
    fs::create_dir(&images).unwrap();
    for instance in 1..=5 {
        let made = Made {
            instance,
            size: 2900,
            ..JANE
        };
        fs::write(images.join(format!("IM{instance}")), made.image()).unwrap();
    }
    let archive = home.medium().join("scans.7z");
    let paths = [archive.to_str().unwrap(), images.to_str().unwrap()];
    if !crate::discs::make("7zz", &[&["a", "-mx=0"], &paths[..]].concat()) {
        return;
    }
    assert!(fs::metadata(&archive).unwrap().len() > 64 << 20);
    check_archive(&home, &archive, "scans.7z");
}

fn check_archive(home: &Home, archive: &Path, name: &str) {
    let reads = {
        let scene = Scene::renaming(home, u64::MAX);
        let library = home.open();
        assert_eq!(scene.import(&library, archive, || {}).instances, 5);
        scene.drive.reads.load(Ordering::SeqCst)
    };
    assert!(reads > 60, "{reads} reads");
    // While it is listed, in the midst of an entry, and towards its end.
    for pull_at in [1, reads / 2, reads - 2] {
        fs::remove_dir_all(home.library_folder()).unwrap();
        let library = home.open();
        let scene = Scene::renaming(home, pull_at);
        let outcome = scene.import(&library, archive, || scene.put_back());
        assert_eq!(
            refusals(&outcome),
            [],
            "pulled out at read {pull_at} of {reads}"
        );
        assert_eq!((outcome.files, outcome.instances), (5, 5));
        scene.check_told(name);
        check_clean(&library);
    }
}

#[test]
fn a_disc_image_that_goes_away_is_opened_again_when_it_is_back() {
    let home = Home::new();
    fill(&home, 20);
    let image = home.medium().with_file_name("disc.iso");
    let tree = home.medium();
    let options = [
        "-quiet",
        "-o",
        image.to_str().unwrap(),
        tree.to_str().unwrap(),
    ];
    if !crate::discs::make("genisoimage", &options) {
        return;
    }
    home.wipe();
    let image_path = home.medium().join("disc.iso");
    fs::rename(&image, &image_path).unwrap();
    let scene = Scene::renaming(&home, 60);
    let hear = |progress: Progress| scene.hear(&progress, || scene.put_back());
    let (library, outcome) =
        Library::look(std::slice::from_ref(&image_path), &hear, &scene.cancel).unwrap();
    assert_eq!(refusals(&outcome), []);
    assert_eq!(outcome.instances, 80);
    scene.check_told("disc.iso");
    // What was opened before stays dead: the images are read through what was opened since.
    let study = library.study(outcome.study_ids[0]).unwrap();
    let frame = &study.series[0].frames[0];
    assert!(read_all(&library, frame.instance_id).len() > 512);
}

/// Files each study as soon as it is whole.
struct StudyByStudy;

impl Faults for StudyByStudy {
    fn batch(&self) -> Option<u64> {
        Some(1)
    }
}

#[test]
fn stopping_while_a_medium_is_gone_ends_at_once_and_keeps_what_was_filed() {
    let home = Home::new();
    fill(&home, 100);
    let library = home.open();
    let folder = fs::canonicalize(home.library_folder()).unwrap();
    let _eager = inject(&folder, Arc::new(StudyByStudy));
    let scene = Scene::renaming(&home, 390);
    let stopped_at = Mutex::new(None);
    let outcome = scene.import(&library, &home.medium(), || {
        *stopped_at.lock().unwrap() = Some(Instant::now());
        scene.cancel.cancel();
    });
    // The medium never comes back here: without an end of the waiting this would hang.
    let waited = stopped_at.lock().unwrap().unwrap().elapsed();
    assert!(waited < Duration::from_secs(10), "{waited:?}");
    assert!(outcome.is_cancelled);
    assert_eq!(refusals(&outcome), []);
    assert!(
        outcome.instances > 0 && outcome.instances < 400,
        "{outcome:?}"
    );
    check_clean(&library);
    scene.put_back();
    let again = import(&library, &home.medium()).unwrap();
    assert_eq!(again.instances + outcome.instances, 400);
    assert_eq!(again.duplicates, outcome.instances);
}

#[test]
fn a_host_that_panics_while_a_medium_is_gone_does_not_wait_for_ever() {
    let home = Home::new();
    fill(&home, 20);
    let library = home.open();
    let scene = Scene::renaming(&home, 30);
    let panics = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        scene.import(&library, &home.medium(), || panic!("the window is gone"));
    }));
    assert!(panics.is_err());
    scene.put_back();
    let again = import(&library, &home.medium()).unwrap();
    assert_eq!(again.instances + again.duplicates, 80);
}

/// Deletes a file of the medium at the first read, after all were found.
struct Loses(PathBuf, AtomicBool);

impl Faults for Loses {
    fn read(&self, _path: &Path, _offset: u64, _length: usize) -> std::io::Result<()> {
        if !self.1.swap(true, Ordering::SeqCst) {
            fs::remove_file(&self.0).unwrap();
        }
        Ok(())
    }
}

#[test]
fn one_file_that_goes_from_a_medium_that_stays_is_refused_and_nobody_waits() {
    let home = Home::new();
    fill(&home, 20);
    let medium = fs::canonicalize(home.medium()).unwrap();
    let lost = medium.join("0019/IM4");
    let _injected = inject(&medium, Arc::new(Loses(lost, AtomicBool::new(false))));
    let library = home.open();
    let told = Mutex::new(Vec::new());
    let outcome = library
        .import(
            &[home.medium()],
            PersonChoice::New,
            &|progress| told.lock().unwrap().push(progress.phase),
            &CancelToken::default(),
        )
        .unwrap();
    assert_eq!(refusals(&outcome), [("0019/IM4", "absent")]);
    assert_eq!(outcome.instances, 79);
    let gone = Phase::MediumGone("medium".into());
    assert!(!told.lock().unwrap().contains(&gone));
}

/// A drive that spins for a while over one read.
struct Hangs {
    at: u64,
    reads: AtomicU64,
    since: Mutex<Option<Instant>>,
}

impl Faults for Hangs {
    fn read(&self, _path: &Path, _offset: u64, _length: usize) -> std::io::Result<()> {
        if self.reads.fetch_add(1, Ordering::SeqCst) == self.at {
            *self.since.lock().unwrap() = Some(Instant::now());
            std::thread::sleep(SAID_WITHIN + AWAY);
        }
        Ok(())
    }
}

#[test]
fn a_disc_that_hangs_in_a_read_is_said_to_be_slow_or_gone() {
    let home = Home::new();
    fill(&home, 20);
    let medium = fs::canonicalize(home.medium()).unwrap();
    let hangs = Arc::new(Hangs {
        at: 30,
        reads: AtomicU64::new(0),
        since: Mutex::default(),
    });
    let faults: Arc<dyn Faults> = Arc::<Hangs>::clone(&hangs);
    let _injected = inject(&medium, faults);
    let library = home.open();
    let told = Mutex::new(Vec::new());
    let hear = |progress: Progress| {
        if let Phase::MediumSlow(name) = &progress.phase {
            let since = hangs.since.lock().unwrap().unwrap();
            assert_eq!(name, "medium");
            assert!(since.elapsed() < SAID_WITHIN, "{:?}", since.elapsed());
        }
        told.lock().unwrap().push(progress.phase);
    };
    let outcome = library
        .import(
            &[home.medium()],
            PersonChoice::New,
            &hear,
            &CancelToken::default(),
        )
        .unwrap();
    assert_eq!((outcome.instances, outcome.rejected.len()), (80, 0));
    let told = told.lock().unwrap();
    let slow = told
        .iter()
        .position(|phase| matches!(phase, Phase::MediumSlow(_)));
    assert_eq!(told.get(slow.unwrap() + 1), Some(&Phase::Reading));
}

/// A volume that is really unmounted, and mounted again.
struct Mounted {
    store: PathBuf,
    there: PathBuf,
}

impl Hand for Mounted {
    fn pull(&self) {
        run("umount", &["-l"], &[&self.there]);
    }

    fn put_back(&self) {
        run("mount", &["--bind"], &[&self.store, &self.there]);
    }
}

fn run(program: &str, options: &[&str], paths: &[&Path]) {
    let status = Command::new(program).args(options).args(paths).status();
    assert!(status.unwrap().success(), "{program} {options:?}");
}

/// The child of the next journey, in a mount namespace of its own, with a volume at `store`.
#[test]
#[ignore = "runs as the child of a_volume_that_is_really_unmounted_is_read_on_when_it_is_mounted_again"]
fn on_a_mounted_volume() {
    let Some(folder) = std::env::var_os("MOUNTED_VOLUME") else {
        return;
    };
    let folder = PathBuf::from(folder);
    let home = Home::new();
    fill(&home, 20);
    let (store, there) = (folder.join("store"), folder.join("there"));
    for study in fs::read_dir(home.medium()).unwrap() {
        run("cp", &["-r"], &[&study.unwrap().path(), &store]);
    }
    let there = fs::canonicalize(there).unwrap();
    for pull_at in [0, 40, 79] {
        drop(fs::remove_dir_all(home.library_folder()));
        let hand = Mounted {
            store: store.clone(),
            there: there.clone(),
        };
        if pull_at == 0 {
            hand.put_back();
        }
        assert_eq!(fs::read_dir(&there).unwrap().count(), 20);
        let library = home.open();
        let scene = Scene::new(&there, hand, pull_at);
        let outcome = scene.import(&library, &there, || {
            assert_eq!(
                fs::read_dir(&there).unwrap().count(),
                0,
                "an empty mount point"
            );
            scene.put_back();
        });
        assert_eq!(refusals(&outcome), []);
        assert_eq!(outcome.instances, 80);
        scene.check_told("there");
        check_clean(&library);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_volume_that_is_really_unmounted_is_read_on_when_it_is_mounted_again() {
    let place = Place::new();
    let (store, there) = (place.path().join("store"), place.path().join("there"));
    fs::create_dir_all(&store).unwrap();
    fs::create_dir_all(&there).unwrap();
    let test = "reliable::medium::on_a_mounted_volume";
    run_on_a_volume(test, &store, "4m", ("MOUNTED_VOLUME", place.path()));
}
