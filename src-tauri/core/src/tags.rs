//! The attributes' tags, by their keyword in PS3.6 (`tags::WINDOW_CENTER`).

pub use dicom_core::Tag;
pub use dicom_dictionary_std::tags::*;

/// Item (FFFE,E000), PS3.5 §7.5.
pub const ITEM: Tag = Tag(0xFFFE, 0xE000);
/// Item Delimitation Item (FFFE,E00D).
pub const ITEM_DELIMITATION_ITEM: Tag = Tag(0xFFFE, 0xE00D);
/// Sequence Delimitation Item (FFFE,E0DD).
pub const SEQUENCE_DELIMITATION_ITEM: Tag = Tag(0xFFFE, 0xE0DD);
