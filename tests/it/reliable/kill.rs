//! A child process that imports is killed: at random moments, and at every named point.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::faults::{Faults, Point, inject};

use super::truth::{MEDIA, Place, check_survived, sorted, undisturbed};
use crate::made::import;

/// Random moments at which the child is killed.
const MOMENTS: u32 = 200;

/// What the child does, and at which passing of which point it kills itself.
#[derive(Default)]
struct Plan {
    at: Option<(Point, u32)>,
    passed: Mutex<BTreeMap<Point, u32>>,
}

impl Faults for Plan {
    fn at(&self, point: Point) {
        let mut passed = self.passed.lock().unwrap();
        let count = passed.entry(point).or_insert(0);
        *count += 1;
        if self.at == Some((point, *count)) {
            kill_myself();
        }
    }

    fn batch(&self) -> Option<u64> {
        Some(1)
    }
}

/// SIGKILL: nothing is flushed, nothing is dropped.
#[cfg(unix)]
fn kill_myself() {
    let me = rustix::process::getpid();
    rustix::process::kill_process(me, rustix::process::Signal::KILL).unwrap();
}

/// Ends at once without dropping anything.
#[cfg(not(unix))]
fn kill_myself() {
    std::process::abort();
}

fn passed_file(place: &Path) -> PathBuf {
    place.join("passed")
}

fn acknowledged(place: &Path) -> Vec<&'static str> {
    let text = fs::read_to_string(place.join("acknowledged")).unwrap_or_default();
    MEDIA
        .into_iter()
        .filter(|medium| text.lines().any(|line| line == *medium))
        .collect()
}

/// The child: imports medium after medium, and writes down each that the library said it has.
#[test]
#[ignore = "runs as the child of the journeys below"]
fn import_until_killed() {
    let Some(folder) = std::env::var_os("KILL_PLACE").map(PathBuf::from) else {
        return;
    };
    let at = std::env::var("KILL_AT").ok().map(|text| {
        let (point, count) = text.split_once(' ').unwrap();
        let named = |known: &Point| format!("{known:?}") == point;
        (
            Point::ALL.into_iter().find(named).unwrap(),
            count.parse().unwrap(),
        )
    });
    let plan = Arc::new(Plan {
        at,
        ..Plan::default()
    });
    let faults: Arc<dyn Faults> = Arc::<Plan>::clone(&plan);
    let library_folder = folder.join("library");
    let injected = inject(&library_folder, faults);
    let library =
        scanfolio_library::Library::open(&library_folder, scanfolio_library::OpenMode::Create)
            .unwrap();
    for medium in MEDIA {
        import(&library, &folder.join("media").join(medium)).unwrap();
        let mut acknowledged = OpenOptions::new()
            .append(true)
            .create(true)
            .open(folder.join("acknowledged"))
            .unwrap();
        acknowledged
            .write_all(format!("{medium}\n").as_bytes())
            .unwrap();
    }
    drop(library);
    drop(injected);
    let passed: Vec<String> = plan
        .passed
        .lock()
        .unwrap()
        .iter()
        .map(|(point, count)| format!("{point:?} {count}\n"))
        .collect();
    fs::write(passed_file(&folder), passed.concat()).unwrap();
}

fn spawn(place: &Place, at: Option<(&str, u32)>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--ignored",
            "--exact",
            "reliable::kill::import_until_killed",
        ])
        .env("KILL_PLACE", place.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some((point, count)) = at {
        command.env("KILL_AT", format!("{point} {count}"));
    }
    command.spawn().unwrap()
}

fn forget(place: &Place) {
    place.wipe_library();
    drop(fs::remove_file(place.path().join("acknowledged")));
}

/// How often each point is passed by a child that is left alone, and how long it takes.
fn left_alone(place: &Place) -> (Vec<(String, u32)>, Duration) {
    forget(place);
    let started = Instant::now();
    assert!(spawn(place, None).wait().unwrap().success());
    let took = started.elapsed();
    assert_eq!(acknowledged(place.path()), MEDIA);
    let text = fs::read_to_string(passed_file(place.path())).unwrap();
    let passed = text.lines().map(|line| {
        let (point, count) = line.split_once(' ').unwrap();
        (point.to_owned(), count.parse().unwrap())
    });
    (passed.collect(), took)
}

#[test]
fn killed_at_every_named_point_nothing_acknowledged_is_lost() {
    let truth = undisturbed();
    let place = Place::with_media();
    let (passed, _) = left_alone(&place);
    // Nothing is deleted by an import: the journey of removals passes that point.
    for point in Point::ALL
        .into_iter()
        .filter(|point| *point != Point::FileRemoved)
    {
        let name = format!("{point:?}");
        assert!(
            passed.iter().any(|(known, _)| *known == name),
            "{name} is never passed"
        );
    }
    for (point, count) in &passed {
        let mut moments = vec![1, count / 2 + 1, *count];
        moments.dedup();
        for moment in moments {
            forget(&place);
            let said = format!("killed at {point}, passing {moment} of {count}");
            let status = spawn(&place, Some((point, moment))).wait().unwrap();
            assert!(!status.success(), "{said}: the child outlived it");
            check_survived(&place, &acknowledged(place.path()), &truth, &said);
        }
    }
}

#[test]
fn killed_while_it_completes_what_was_killed_nothing_acknowledged_is_lost() {
    let truth = undisturbed();
    let place = Place::with_media();
    // The second child opens what the first one left: its first passings are of the completing.
    for first in [
        ("AppendSynced", 3),
        ("FileMoved", 9),
        ("IndexWriting", 8),
        ("BatchFiled", 2),
    ] {
        for second in [
            ("FileMoved", 1),
            ("AppendSynced", 1),
            ("ReplaceWritten", 1),
            ("ReplaceRenamed", 1),
            ("IndexWriting", 1),
            ("IndexWriting", 2),
            ("IndexWritten", 3),
            ("FolderRemoved", 1),
        ] {
            forget(&place);
            let said = format!("killed at {first:?}, then at {second:?}");
            assert!(
                !spawn(&place, Some(first)).wait().unwrap().success(),
                "{said}"
            );
            spawn(&place, Some(second)).wait().unwrap();
            check_survived(&place, &acknowledged(place.path()), &truth, &said);
        }
    }
}

#[test]
fn killed_at_random_moments_nothing_acknowledged_is_lost() {
    let truth = undisturbed();
    let place = Place::with_media();
    let (_, mut whole) = left_alone(&place);
    let mut random = super::truth::Random::new(20_260_401);
    let (mut kills, mut completed) = (0, 0);
    while kills < MOMENTS {
        forget(&place);
        let wait = whole.mul_f64(random.fraction());
        let mut child = spawn(&place, None);
        std::thread::sleep(wait);
        if child.try_wait().unwrap().is_some() {
            // How fast the machine is changes with what else it does.
            whole = whole.mul_f64(0.9).max(Duration::from_millis(5));
            continue;
        }
        whole = whole.mul_f64(1.01);
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = acknowledged(place.path());
        completed += acknowledged.len();
        let said = format!("kill {kills}, after {wait:?}");
        check_survived(&place, &acknowledged, &truth, &said);
        if kills.is_multiple_of(20) {
            let library = place.open();
            library.rebuild(&|_| {}, &CancelToken::default()).unwrap();
            assert_eq!(sorted(&library), truth, "{said}: rebuilt");
        }
        kills += 1;
    }
    assert!(
        completed > 20,
        "only {completed} media were acknowledged before a kill"
    );
}
