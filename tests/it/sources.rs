//! The same files through every source: folder, archive, tape, disc.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use scanfolio_library::Library;

use crate::discs::make;
use crate::made::{Home, look, shared_data};

/// Every instance of what is looked at: its study, series and frames, without places.
fn held(library: &Library, study_ids: &[i64]) -> BTreeSet<String> {
    let mut held = BTreeSet::new();
    for id in study_ids {
        let detail = library.study(*id).unwrap();
        for series in detail.series {
            held.insert(format!(
                "{} {} {} {}",
                detail.summary.study_instance_uid,
                series.series_instance_uid,
                series.modality,
                series.frames.len()
            ));
        }
    }
    held
}

/// Trees small enough to be burnt in a test, each with something of its own.
const TREES: [&str; 4] = [
    "neurolabusc__dcm_qa_ct",
    "neurolabusc__dcm_qa_xa60",
    "dcm4che__dcm4che",
    "dcmjs-org__dcmjs",
];

#[test]
fn real_trees_are_the_same_from_a_folder_a_disc_and_a_tape() {
    let Some(data) = shared_data() else { return };
    for name in TREES {
        let tree = data.join(name);
        let (looked, outcome) = look(&tree);
        let expected = held(&looked, &outcome.study_ids);
        assert!(!expected.is_empty(), "{name}: {outcome:?}");
        let home = Home::new();
        let target = home.medium().join("image");
        let (target, source) = (target.to_str().unwrap(), tree.to_str().unwrap());
        let makers: [(&str, Vec<&str>); 4] = [
            (
                "genisoimage",
                vec!["-quiet", "-f", "-R", "-o", target, source],
            ),
            (
                "genisoimage",
                vec![
                    "-quiet",
                    "-f",
                    "-J",
                    "-joliet-long",
                    "-D",
                    "-udf",
                    "-o",
                    target,
                    source,
                ],
            ),
            (
                "xorriso",
                vec!["-as", "mkisofs", "-quiet", "-R", "-J", "-o", target, source],
            ),
            ("tar", vec!["-czf", target, "-C", source, "."]),
        ];
        for (program, arguments) in makers {
            if !make(program, &arguments) {
                continue;
            }
            let (from_image, of_image) = look(Path::new(target));
            let got = held(&from_image, &of_image.study_ids);
            assert_eq!(got, expected, "{name} by {program}");
            assert_eq!(of_image.files, outcome.files, "{name} by {program}");
            assert_eq!(
                of_image.missing.len(),
                outcome.missing.len(),
                "{name} by {program}"
            );
            fs::remove_file(target).unwrap();
        }
    }
}

#[test]
fn every_real_archive_is_opened() {
    let Some(data) = shared_data() else { return };
    let (_, outcome) = look(&data.join("archives"));
    assert!(outcome.instances > 0, "{outcome:?}");
    for rejected in &outcome.rejected {
        let code = rejected.code.as_str();
        assert!(
            !code.starts_with("archive") && !code.starts_with("disc"),
            "{rejected:?}"
        );
    }
}
