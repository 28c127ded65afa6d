//! Pixels: from an image's bytes to what the screen shows.
//!
//! `stored_value → Modality LUT → modality_value → VOI → inversion → gray`,
//! PS3.3 §C.11 and §C.7.6.3. Each stage has its file; each formula its clause.
//! Not for where the picture lies in the patient: that is [`geometry`](crate::geometry).

mod cells;
mod codec;
mod color;
mod decode;
mod description;
mod error;
mod fragments;
mod frame;
mod functional_groups;
mod header;
mod layers;
mod lookup;
mod modality;
mod native;
mod overlay;
mod packet;
mod palette;
mod photometric;
mod quantities;
mod render;
mod rle;
mod shutter;
#[cfg(test)]
mod tests;
mod voi;
mod voi_reading;

pub use codec::{Codec, Encoding};
pub use decode::decode_frame;
pub use description::{
    ImageDescription, MAX_FRAME_BYTES, Numbers, PixelRepresentation, PlanarConfiguration, describe,
};
pub use error::PixelError;
pub use frame::{Frame, ModalityValues, PixelPadding, Samples};
pub(crate) use functional_groups::FrameAttributes;
pub use header::{FrameHeader, LayerHeader, LossyNote, ModalityHeader, SampleFormat, VoiHeader};
pub use layers::{Layer, LayerKind};
pub use lookup::{ByteOrder, LookupTable};
pub use modality::ModalityTransform;
pub use packet::frame_packet;
pub use photometric::PhotometricInterpretation;
pub use quantities::{RealWorldValue, Suv, SuvObstacle};
pub use render::{Pixels, Rendered};
pub use voi::{Voi, VoiLutFunction, Window, WindowError};
