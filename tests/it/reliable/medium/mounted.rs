//! A volume that is really unmounted, and mounted again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::scene::{Hand, Scene, check_clean, fill};
use crate::made::{Home, refusals};
use crate::reliable::truth::Place;
use crate::reliable::volume::run_on_a_volume;

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
    let test = "reliable::medium::mounted::on_a_mounted_volume";
    run_on_a_volume(test, &store, "4m", ("MOUNTED_VOLUME", place.path()));
}
