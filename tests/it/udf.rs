//! UDF: what DVDs, Blu-ray discs and discs written in packets hold.

use std::fs;

use crate::discs::make;
use crate::made::{Home, JANE, Made, look, read_all, refusals};

/// An image with UDF alone, or `None` when there is nothing to make one with.
///
/// genisoimage writes UDF 1.02 beside ISO 9660; the descriptors of the latter
/// are overwritten here, those of UDF moved to where the sequence begins.
fn udf_alone(home: &Home) -> Option<Vec<u8>> {
    let tree = home.medium().join("tree");
    let image = home.medium().join("bridge.iso");
    let arguments = ["-quiet", "-udf", "-o", image.to_str()?, tree.to_str()?];
    if !make("genisoimage", &arguments) {
        return None;
    }
    let mut bytes = fs::read(&image).unwrap();
    fs::remove_file(&image).unwrap();
    fs::remove_dir_all(&tree).unwrap();
    let sector = |number: usize| number * 2048..(number + 1) * 2048;
    let mut to = 16;
    for from in 16..32 {
        let held = bytes[sector(from)].to_vec();
        bytes[sector(from)].fill(0);
        if [&b"BEA01"[..], b"NSR02", b"TEA01"].contains(&&held[1..6]) {
            bytes[sector(to)].copy_from_slice(&held);
            to += 1;
        }
    }
    assert_eq!(to, 19, "BEA01, NSR02 and TEA01 were there");
    Some(bytes)
}

fn tree(home: &Home) {
    for instance in 1..=3 {
        let image = Made { instance, ..JANE }.image();
        home.put(&format!("tree/Aufnahmen über alles/IM{instance}"), image);
    }
    home.put("tree/empty", b"");
}

#[test]
fn a_disc_of_udf_alone_is_read() {
    let home = Home::new();
    tree(&home);
    let Some(bytes) = udf_alone(&home) else {
        return;
    };
    home.put("disc.img", &bytes);
    let (library, outcome) = home.import();
    assert_eq!(outcome.instances, 3, "{outcome:?}");
    assert_eq!(refusals(&outcome), [("disc.img/empty", "empty")]);
    let study = library.study(outcome.study_ids[0]).unwrap();
    for (number, frame) in study.series[0].frames.iter().enumerate() {
        let instance = number as i64 + 1;
        let expected = Made { instance, ..JANE }.image();
        assert_eq!(read_all(&library, frame.instance_id), expected);
    }
    assert_eq!(look(&home.medium()).1.instances, 3);
}

/// Each kind of disc has its own partition maps; no file can be put on one
/// without mounting it, so their roots are read, and what the maker puts there.
#[test]
fn every_kind_of_disc_that_mkudffs_makes_is_opened() {
    for (media, revision) in [
        ("hd", "1.02"),
        ("hd", "1.50"),
        ("hd", "2.01"),
        ("dvd", "1.02"),
        ("dvdram", "2.01"),
        ("dvdrw", "2.01"),
        ("cdrw", "2.01"),
        ("dvdr", "1.50"),
        ("dvdr", "2.01"),
        ("cdr", "2.01"),
        ("bdr", "2.50"),
    ] {
        let home = Home::new();
        let image = home.medium().join("disc.img");
        fs::File::create(&image).unwrap().set_len(64 << 20).unwrap();
        let (media_type, udfrev) = (
            format!("--media-type={media}"),
            format!("--udfrev={revision}"),
        );
        let path = image.to_str().unwrap();
        if !make("mkudffs", &["--blocksize=2048", &media_type, &udfrev, path]) {
            return;
        }
        let outcome = look(&image).1;
        assert!(
            outcome.rejected.is_empty(),
            "{media} {revision}: {outcome:?}"
        );
        assert_eq!(outcome.files, 0, "{media} {revision}: {outcome:?}");
    }
}

#[test]
fn a_damaged_disc_is_read_as_far_as_it_goes() {
    let home = Home::new();
    tree(&home);
    let Some(whole) = udf_alone(&home) else {
        return;
    };
    // A generator with a period long enough, and the same damage every time.
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut read = 0;
    for _ in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..20 {
            let at = random(bytes.len() / 2048 - 16).saturating_add(16) * 2048 + random(600);
            bytes[at] = random(256) as u8;
        }
        home.wipe().put("disc.img", &bytes);
        let outcome = look(&home.medium()).1;
        assert!(outcome.instances <= 3);
        let gave_up = |it: &scanfolio_library::Rejected| it.reason.contains("gave up");
        assert!(!outcome.rejected.iter().any(gave_up), "{outcome:?}");
        read += outcome.instances;
    }
    assert!(read > 100, "most damage costs little: {read}");
    for length in (40_000..whole.len()).step_by(30_011) {
        home.wipe().put("disc.img", &whole[..length]);
        assert!(look(&home.medium()).1.instances <= 3);
    }
}
