//! Files a DICOMDIR names.

use crate::dataset::DataSet;
use crate::tags;

/// Paths with `/`, in the order of the records.
#[must_use]
pub fn referenced_files(data_set: &DataSet) -> Vec<String> {
    data_set
        .items(tags::DIRECTORY_RECORD_SEQUENCE)
        .into_iter()
        .map(|record| record.texts(tags::REFERENCED_FILE_ID).join("/"))
        .filter(|path| !path.is_empty())
        .collect()
}
