//! UIDs of the standard, by their keyword in PS3.6 (`uids::CT_IMAGE_STORAGE`).

pub use dicom_dictionary_std::uids::*;

// Retired, hence deprecated in the dictionary, but still met in files.

/// Explicit VR Big Endian (retired in 2006).
pub const EXPLICIT_VR_BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";
/// JPEG Spectral Selection, Non-Hierarchical (Process 6 & 8).
pub const JPEG_SPECTRAL_SELECTION_NON_HIERARCHICAL68: &str = "1.2.840.10008.1.2.4.53";
/// JPEG Full Progression, Non-Hierarchical (Process 10 & 12).
pub const JPEG_FULL_PROGRESSION_NON_HIERARCHICAL1012: &str = "1.2.840.10008.1.2.4.55";
/// GE's private transfer syntax: implicit VR little endian with big endian pixel data.
pub const GE_PRIVATE_IMPLICIT_VR_BIG_ENDIAN_PIXELS: &str = "1.2.840.113619.5.2";

/// A data set of this transfer syntax is deflated as a whole (PS3.5 §A.5).
#[must_use]
pub fn is_deflated(transfer_syntax_uid: &str) -> bool {
    [
        DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
        JPIP_REFERENCED_DEFLATE,
        JPIPHTJ2K_REFERENCED_DEFLATE,
    ]
    .contains(&transfer_syntax_uid)
}

/// The frames of this transfer syntax are a video stream (MPEG-2, H.264, HEVC).
#[must_use]
pub fn is_video(transfer_syntax_uid: &str) -> bool {
    transfer_syntax_uid
        .strip_prefix("1.2.840.10008.1.2.4.10")
        .is_some_and(|rest| matches!(rest.as_bytes().first(), Some(b'0'..=b'8')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn video_syntaxes_are_told_from_still_ones() {
        for uid in [MPEG2MPML, MPEG2MPMLF, MPEG4HP41BDF, HEVCMP51, HEVCM10P51] {
            assert!(is_video(uid), "{uid}");
        }
        for uid in [
            JPEGXL,
            JPEGXL_LOSSLESS,
            JPEG2000,
            EXPLICIT_VR_LITTLE_ENDIAN,
            "1.2.840.10008.1.2.4.10",
        ] {
            assert!(!is_video(uid), "{uid}");
        }
    }
}
