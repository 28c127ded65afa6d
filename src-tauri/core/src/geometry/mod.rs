//! Where a frame lies in the patient, and in which order frames are stacked.
//!
//! Millimetres in the patient's LPS system (PS3.3 §C.7.6.2.1.1): x grows
//! towards the left hand, y towards the back, z towards the head. Not for
//! volumes and reslicing.

mod frame_geometry;
mod laterality;
mod orientation;
mod spacing;
mod stack;

pub use frame_geometry::{FrameGeometry, frame_geometry};
pub use orientation::{EdgeLetters, Orientation, Plane};
pub(crate) use spacing::pixel_aspect;
pub use spacing::{SpacingKind, SpacingMm};
pub use stack::{Stack, StackDifference, StackEntry, sort_stack, split_stacks, stack_entries};
