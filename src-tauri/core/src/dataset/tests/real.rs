//! Every shared file is read, or refused for a reason.

use super::super::test_files::{OnDisk, files_below, shared_data};
use super::super::*;
use crate::study::Instance;

#[test]
fn every_shared_file_is_read_or_refused() {
    let Some(data) = shared_data() else { return };
    for path in files_below(&data) {
        let source = OnDisk::open(&path);
        let mut warnings = Warnings::new();
        let name = path.strip_prefix(&data).unwrap().display().to_string();
        match DataSet::read(&source, &mut warnings) {
            Ok(data_set) => {
                let instance = Instance::read(&data_set, &mut warnings);
                println!("{name}: {:?} {:?}", instance.kind, warnings.as_slice());
            }
            Err(error) => println!("{name}: {error}"),
        }
    }
}
