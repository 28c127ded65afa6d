//! Disc images: what burners write, and what no burner would.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::disc_image::{FOLDER, GOES_ON, ROOT, Record, disc, folder, raw};
use crate::made::{Home, JANE, Made, dicomdir, import, look, read_all, refusals};

const LONG: &str = "Bilder der Untersuchung vom zehnten Januar mit einem langen Namen";

/// What a hospital burns: a DICOMDIR, images, a report, a viewer.
fn burn_tree(home: &Home) {
    let image = |instance| Made { instance, ..JANE }.image();
    home.put("tree/DICOMDIR", dicomdir(&["IMAGES/IM1", "IMAGES/IM2"]))
        .put("tree/IMAGES/IM1", image(1))
        .put("tree/IMAGES/IM2", image(2))
        .put(&format!("tree/{LONG}/Größe.dcm"), image(3))
        .put("tree/a/b/c/d/e/f/g/h/i/IM4", image(4))
        .put("tree/report.txt", JANE.text_report("No finding."))
        .put("tree/VIEWER/view.exe", b"MZ\x90\0")
        .put("tree/AUTORUN.INF", b"[autorun]\r\n");
}

/// Runs a maker of images; `false`, said aloud, when it is not installed.
pub fn make(program: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output();
    match ran {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program} {arguments:?}: {said}");
            true
        }
        Err(error) => {
            println!("skipped: no {program} ({error})");
            false
        }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_burnt_disc_is_read_as_its_folder_is() {
    let plain = ["-quiet", "-iso-level", "1"];
    let rock_ridge = ["-quiet", "-R"];
    let joliet = ["-quiet", "-J", "-joliet-long", "-D"];
    let both = ["-quiet", "-R", "-J"];
    let udf_bridge = ["-quiet", "-udf", "-J", "-R"];
    let xorriso = ["-as", "mkisofs", "-quiet", "-R", "-J", "-joliet-long"];
    for (program, options) in [
        ("genisoimage", &rock_ridge[..]),
        ("genisoimage", &joliet),
        ("genisoimage", &both),
        ("genisoimage", &udf_bridge),
        ("genisoimage", &plain),
        ("xorriso", &xorriso),
    ] {
        let home = Home::new();
        burn_tree(&home);
        let tree = home.medium().join("tree");
        if options == plain {
            // Eight levels, and names of eight letters.
            fs::remove_dir_all(tree.join("a")).unwrap();
            home.put(
                "tree/a/IM4",
                Made {
                    instance: 4,
                    ..JANE
                }
                .image(),
            );
        }
        let image = home.medium().join("disc.bin");
        let paths = ["-o", text(&image), text(&tree)];
        if !make(program, &[options, &paths].concat()) {
            continue;
        }
        fs::remove_dir_all(&tree).unwrap();
        let (library, outcome) = home.import();
        assert_eq!(
            (outcome.instances, outcome.reports, outcome.ignored),
            (4, 1, 3),
            "{program} {options:?}: {outcome:?}"
        );
        assert!(outcome.rejected.is_empty(), "{program} {options:?}");
        assert!(outcome.missing.is_empty(), "{:?}", outcome.missing);
        let study = library.study(outcome.study_ids[0]).unwrap();
        for (number, frame) in study.series[0].frames.iter().enumerate() {
            let instance = number as i64 + 1;
            let expected = Made { instance, ..JANE }.image();
            assert_eq!(read_all(&library, frame.instance_id), expected);
        }
        let (_, looked) = look(&image);
        assert_eq!((looked.instances, looked.reports), (4, 1), "{looked:?}");
    }
}

#[test]
fn names_are_those_of_the_tree_with_the_best_ones() {
    let odd = "tree/Befund über Größe; mit Punkt..txt";
    for options in [["-quiet", "-R"], ["-quiet", "-J"]] {
        let home = Home::new();
        home.put(odd, [0x80, 0x91, 1, 2]);
        let (tree, image) = (home.medium().join("tree"), home.medium().join("disc.iso"));
        let paths = ["-input-charset", "utf-8", "-o", text(&image), text(&tree)];
        if !make("genisoimage", &[&options[..], &paths].concat()) {
            return;
        }
        let outcome = look(&image).1;
        let [(path, code)] = refusals(&outcome)[..] else {
            panic!("{outcome:?}")
        };
        assert_eq!(code, "not_recognised");
        assert!(path.contains("Größe"), "{path}");
    }
}

#[test]
fn the_last_session_shows_all_that_was_burnt() {
    let home = Home::new();
    home.put("one/IM1", JANE.image()).put(
        "two/IM2",
        Made {
            instance: 2,
            ..JANE
        }
        .image(),
    );
    let medium = home.medium();
    let (first, second) = (medium.join("first.iso"), medium.join("second.iso"));
    let (one, two) = (medium.join("one"), medium.join("two"));
    if !make(
        "genisoimage",
        &["-quiet", "-R", "-o", text(&first), text(&one)],
    ) {
        return;
    }
    let sectors = fs::metadata(&first).unwrap().len() / 2048;
    for gap in [0, 11_400] {
        let start = (sectors + gap).next_multiple_of(16);
        let session = format!("0,{start}");
        let mut arguments = vec!["-quiet", "-R", "-C", &session, "-M", text(&first)];
        arguments.extend(["-o", text(&second), text(&two)]);
        assert!(make("genisoimage", &arguments));
        let whole = fs::read(&first).unwrap();
        let added = fs::read(&second).unwrap();
        // As burnt, and as a copying program saves it that leaves the gap out.
        for start in [start, sectors] {
            let mut image = whole.clone();
            image.resize(start as usize * 2048, 0);
            image.extend(&added);
            let path = medium.join("both.iso");
            fs::write(&path, image).unwrap();
            let (looked, outcome) = look(&path);
            assert_eq!(outcome.instances, 2, "gap {gap}, at {start}: {outcome:?}");
            let study = looked.study(outcome.study_ids[0]).unwrap();
            for (number, frame) in study.series[0].frames.iter().enumerate() {
                let instance = number as i64 + 1;
                let expected = Made { instance, ..JANE }.image();
                assert_eq!(read_all(&looked, frame.instance_id), expected);
            }
        }
    }
}

#[test]
fn a_raw_image_is_read_in_both_modes_and_in_an_archive() {
    let image = JANE.image();
    let plain = disc(
        &[Record::file(b"IM1.;1", 19, image.len())],
        false,
        &[(19, image.clone())],
    );
    for lead in [16, 24] {
        let home = Home::new();
        let packed =
            scanfolio_tests::archive::pack(&[("track.bin".into(), raw(&plain, lead))]).unwrap();
        home.put("a.zip", packed);
        let (library, outcome) = home.import();
        assert_eq!((outcome.files, outcome.instances), (1, 1), "{outcome:?}");
        let study = library.study(outcome.study_ids[0]).unwrap();
        let instance_id = study.series[0].frames[0].instance_id;
        assert_eq!(read_all(&library, instance_id), image);
    }
}

#[test]
fn a_file_of_several_extents_is_one_file() {
    let image = JANE.image();
    assert!(image.len() < 3 * 2048);
    let (head, tail) = image.split_at(512);
    let mut first = Record::file(b"IM1;1", 30, head.len());
    first.flags = GOES_ON;
    let bytes = disc(
        &[first, Record::file(b"IM1;1", 20, tail.len())],
        false,
        &[(20, tail.to_vec()), (30, head.to_vec())],
    );
    let home = Home::new();
    home.put("disc.iso", bytes);
    let (library, outcome) = home.import();
    assert_eq!((outcome.files, outcome.instances), (1, 1), "{outcome:?}");
    let study = library.study(outcome.study_ids[0]).unwrap();
    assert_eq!(
        read_all(&library, study.series[0].frames[0].instance_id),
        image
    );
    assert_eq!(import(&library, &home.medium()).unwrap().duplicates, 1);
}

#[test]
fn what_is_wrong_on_a_disc_is_named_and_the_rest_is_read() {
    let image = JANE.image();
    let good = Record::file(b"GOOD;1", 40, image.len());
    // A folder that holds itself, and its parent under another name.
    let inner = folder(&[
        Record::folder(&[0], 20, 2048),
        Record::folder(&[1], ROOT, 2048),
        Record::folder(b"AGAIN", 20, 2048),
        Record::folder(b"UP", ROOT, 2048),
    ]);
    let mut torn = folder(std::slice::from_ref(&good));
    torn[0] = 3;
    let mut far = Record::file(b"FAR;1", 900_000, 10);
    far.length = u32::MAX;
    let bytes = disc(
        &[
            good,
            far,
            Record::folder(b"FARDIR", 900_000, 2048),
            Record::folder(b"HUGE", 21, u32::MAX),
            Record::folder(b"LOOP", 20, 2048),
            Record::folder(b"TORN", 22, 2048),
        ],
        false,
        &[(20, inner), (22, torn), (40, image)],
    );
    let home = Home::new();
    home.put("disc.iso", &bytes);
    let (_, outcome) = home.import();
    assert_eq!(outcome.instances, 1);
    let mut refused = refusals(&outcome);
    refused.sort_unstable();
    assert_eq!(
        refused,
        [
            ("disc.iso/FAR", "archive_damaged"),
            ("disc.iso/FARDIR", "disc_layout"),
            ("disc.iso/HUGE", "disc_layout"),
            ("disc.iso/LOOP/AGAIN", "disc_layout"),
            ("disc.iso/LOOP/UP", "disc_layout"),
            ("disc.iso/TORN", "disc_layout"),
        ]
    );
    // Cut anywhere, it is read as far as it goes, and nothing is fatal.
    for length in (0..bytes.len()).step_by(1111) {
        home.wipe().put("cut.iso", &bytes[..length]);
        assert!(look(&home.medium()).1.instances <= 1);
    }
}

#[test]
fn extents_shared_beyond_reason_are_refused() {
    let image = JANE.image();
    let mut records = Vec::new();
    for number in 0..2000 {
        let name = format!("F{number}.;1").into_bytes();
        records.push(Record::file(&name, ROOT, 2048 * 18));
    }
    records.push(Record::file(b"IM;1", 200, image.len()));
    let home = Home::new();
    home.put("disc.iso", disc(&records, false, &[(200, image)]));
    let outcome = look(&home.medium()).1;
    let too_large = |(_, code): &(&str, &str)| *code == "archive_too_large";
    assert!(refusals(&outcome).iter().filter(|it| too_large(it)).count() > 1000);
}

#[test]
fn a_rock_ridge_name_that_leads_outside_is_refused() {
    let image = JANE.image();
    let mut up = Record::folder(b"UP", 20, 2048).named(b"..");
    up.flags = FOLDER;
    let records = [
        Record::file(b"A;1", 40, image.len()).named(b"../../evil"),
        Record::file(b"B;1", 40, image.len()).named(b"..\\evil"),
        Record::file(b"C;1", 40, image.len()).named(b"C:evil"),
        Record::file(b"D;1", 40, image.len()).named(b"good"),
        up,
    ];
    let home = Home::new();
    home.put("disc.iso", disc(&records, true, &[(40, image)]));
    let (_, outcome) = home.import();
    assert_eq!(outcome.instances, 1);
    let codes: Vec<_> = refusals(&outcome).into_iter().map(|it| it.1).collect();
    assert_eq!(codes, ["archive_path_outside"; 4], "{outcome:?}");
}
