//! How long a header takes: `cargo test -p scanfolio-core speed -- --ignored --nocapture`.
#![expect(
    clippy::disallowed_methods,
    reason = "a measurement asks the system how much it has computed"
)]

use std::time::Duration;

use super::super::test_files::{OnDisk, files_below, shared_data};
use super::super::*;
use crate::study::Instance;

/// Processor time of this thread (Linux), which other programs do not disturb.
fn computed() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

#[test]
#[ignore = "a measurement"]
fn speed_of_reading_headers() {
    let Some(data) = shared_data() else { return };
    for folder in [
        "FNNDSC__data/dicom/andrei_abdomen",
        "FNNDSC__data/dicom/rsna_2/PET",
        "neurolabusc__dcm_qa_ct",
        "neurolabusc__dcm_qa_xa60",
    ] {
        let sources: Vec<OnDisk> = files_below(&data.join(folder))
            .iter()
            .map(|path| OnDisk::open(path))
            .filter(|source| DataSet::read(source, &mut Warnings::new()).is_ok())
            .collect();
        let rounds = 20;
        let mut elements = 0;
        let start = computed();
        for source in sources.iter().cycle().take(sources.len() * rounds) {
            let data_set = DataSet::read(source, &mut Warnings::new()).unwrap();
            elements += data_set.tree.entries.len();
        }
        let reading = computed() - start;
        let data_set = DataSet::read(&sources[0], &mut Warnings::new()).unwrap();
        let start = computed();
        for _ in 0..1000 {
            let instance = Instance::read(&data_set, &mut Warnings::new());
            assert!(!instance.instance.sop_class_uid.is_empty());
        }
        let naming = (computed() - start) / 1000;
        let files = sources.len() * rounds;
        println!(
            "{folder}: {:.1} µs a file of {} elements, {:.1} µs to name it",
            reading.as_secs_f64() * 1e6 / files as f64,
            elements / files,
            naming.as_secs_f64() * 1e6,
        );
    }
}
