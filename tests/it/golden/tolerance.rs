//! How far a decoder's values may lie from ours.

use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{Codec, Encoding, ImageDescription, PhotometricInterpretation};

/// How far values may lie apart.
pub(super) struct Tolerance {
    largest: f64,
    mean: f64,
}

impl Tolerance {
    /// Exact for everything without loss, but for the rounding of a colour
    /// transform; lossy decoders may round their own way.
    pub(super) fn of(data_set: &DataSet, description: &ImageDescription) -> Self {
        let is_lossy = |uid: &str| {
            ["4.50", "4.51", "4.53", "4.55", "4.91", "4.203", "4.112"]
                .iter()
                .any(|suffix| uid.strip_prefix("1.2.840.10008.1.2.") == Some(suffix))
        };
        let is_ybr = matches!(
            description.photometric_interpretation,
            PhotometricInterpretation::YbrFull | PhotometricInterpretation::YbrFull422
        );
        match description.encoding {
            // Upsampling of chrominance and the inverse DCT are not fixed by the standard.
            Encoding::Compressed(Codec::Jpeg) if is_lossy(data_set.transfer_syntax_uid()) => Self {
                largest: 255.0,
                mean: 1.0,
            },
            Encoding::Compressed(Codec::Jpeg2000) if is_lossy(data_set.transfer_syntax_uid()) => {
                Self {
                    largest: 1.0,
                    mean: 1.0,
                }
            }
            _ if is_ybr => Self {
                largest: 1.0,
                mean: 1.0,
            },
            _ => Self {
                largest: 0.0,
                mean: 0.0,
            },
        }
    }

    /// Whether they are equal, or how they differ beyond what is allowed.
    pub(super) fn check(&self, ours: &[f64], theirs: &[f64]) -> Result<bool, String> {
        let mut count = 0;
        let mut largest: f64 = 0.0;
        let mut sum = 0.0;
        let mut first = None;
        for (index, (&our, &their)) in ours.iter().zip(theirs).enumerate() {
            if our == their || (our.is_nan() && their.is_nan()) {
                continue;
            }
            let difference = (our - their).abs();
            first = first.or(Some((index, our, their)));
            count += 1;
            sum += difference;
            largest = largest.max(difference);
        }
        let mean = sum / ours.len().max(1) as f64;
        if largest <= self.largest && mean <= self.mean && largest.is_finite() {
            return Ok(count == 0);
        }
        Err(format!(
            "{count} of {} values differ by up to {largest} (mean {mean:.3}), first {first:?}",
            ours.len()
        ))
    }
}
