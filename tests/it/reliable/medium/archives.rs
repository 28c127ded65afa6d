//! Archives and disc images on a medium: open all the time, and opened again.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use scanfolio_library::{Library, Progress};

use super::scene::{Scene, check_clean, fill};
use crate::made::{Home, JANE, Made, read_all, refusals};

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
