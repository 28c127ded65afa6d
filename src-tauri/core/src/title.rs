//! Plain title of an exam, as codes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was done, where, on which side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExamTitle {
    /// DICOM code.
    pub modality: String,
    /// Code, `''` unknown.
    pub body_part: String,
    /// `left`, `right`, `both`, `''`.
    pub laterality: String,
}
