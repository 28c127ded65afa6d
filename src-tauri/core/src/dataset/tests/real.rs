//! Real files: every one is read, or refused for a reason that is known.

use super::super::test_files::{OnDisk, files_below, shared_data};
use super::super::test_memory::peak_while;
use super::super::*;
use crate::study::{Instance, InstanceKind};

/// Folders and files that hold no DICOM, and the one that is broken at its first byte.
const OTHERS: [&str; 6] = [
    "reports/",
    "licences/",
    "archives/",
    "README.md",
    "MANIFEST.tsv",
    "pydicom__pydicom/src/pydicom/data/test_files/no_meta.dcm",
];

#[test]
fn every_shared_file_is_read_or_refused() {
    let Some(data) = shared_data() else { return };
    let _ = keyword(tags::MODALITY);
    let mut read = 0;
    for path in files_below(&data) {
        let source = OnDisk::open(&path);
        let name = path.strip_prefix(&data).unwrap().display().to_string();
        let mut warnings = Warnings::new();
        let (result, peak) = peak_while(|| DataSet::read(&source, &mut warnings));
        let is_other = OTHERS.iter().any(|other| name.starts_with(other));
        match result {
            Ok(data_set) => {
                assert!(!is_other, "{name}");
                let is_inflated = uids::is_deflated(data_set.transfer_syntax_uid());
                let allowed = (2 << 20) + 4 * usize::try_from(source.len()).unwrap();
                assert!(is_inflated || peak <= allowed, "{name}: {peak} bytes");
                let mut head = vec![0; 256];
                let count = source.read_full(0, &mut head).unwrap();
                assert!(DataSet::looks_like_dicom(&head[..count]), "{name}");
                read += 1;
            }
            Err(error) => assert!(is_other, "{name}: {error}"),
        }
    }
    assert!(read > 900, "{read}");
}

#[track_caller]
fn open(name: &str) -> Option<(OnDisk, DataSet, Warnings)> {
    let source = OnDisk::open(&shared_data()?.join(name));
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&source, &mut warnings).unwrap();
    Some((source, data_set, warnings))
}

/// Elements of the data set, items of all sequences, elements in those: as
/// pydicom 3.0.2 counts them, pixel data aside.
#[test]
fn real_files_have_the_elements_that_pydicom_finds() {
    fn count(item: Item<'_>) -> [usize; 2] {
        item.elements().fold([0, 0], |[elements, items], element| {
            let inner: Vec<[usize; 2]> = element.items().map(count).collect();
            let below = |at: usize| inner.iter().map(|pair| pair[at]).sum::<usize>();
            [elements + 1 + below(0), items + inner.len() + below(1)]
        })
    }
    let pydicom = "pydicom__pydicom/src/pydicom/data/test_files";
    for (name, kind, expected) in EXPECTED {
        let Some((_, data_set, _)) = open(&format!("{pydicom}/{name}")) else {
            return;
        };
        assert_eq!(count(data_set.root()), expected, "{name}");
        let instance = Instance::read(&data_set, &mut Warnings::new());
        assert_eq!(instance.kind, kind, "{name}");
    }
}

const EXPECTED: [(&str, InstanceKind, [usize; 2]); 16] = [
    ("CT_small.dcm", InstanceKind::Image, [261, 2]),
    ("MR_small_implicit.dcm", InstanceKind::Image, [71, 0]),
    ("MR_small_bigendian.dcm", InstanceKind::Image, [71, 0]),
    ("image_dfl.dcm", InstanceKind::Image, [28, 0]),
    ("rtplan.dcm", InstanceKind::RtObject, [126, 18]),
    ("rtdose.dcm", InstanceKind::RtObject, [50, 3]),
    ("rtstruct.dcm", InstanceKind::RtObject, [106, 18]),
    ("dicomdirtests/DICOMDIR", InstanceKind::Other, [486, 52]),
    (
        "dicomdirtests/DICOMDIR-bigEnd",
        InstanceKind::Other,
        [486, 52],
    ),
    ("nested_priv_SQ.dcm", InstanceKind::Image, [4, 2]),
    ("UN_sequence.dcm", InstanceKind::Image, [7, 3]),
    ("JPEG2000.dcm", InstanceKind::Image, [159, 3]),
    ("ExplVR_BigEndNoMeta.dcm", InstanceKind::RtObject, [24, 0]),
    ("reportsi.dcm", InstanceKind::StructuredReport, [109, 22]),
    ("test-SR.dcm", InstanceKind::StructuredReport, [305, 70]),
    ("waveform_ecg.dcm", InstanceKind::Waveform, [1246, 238]),
];
