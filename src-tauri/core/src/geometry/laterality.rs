//! Left or right, as the file says and never guessed.

use crate::pixels::FrameAttributes;
use crate::tags;

/// `L`, `R`, `B` (both), `U` (unpaired), or `''` when the file does not say.
///
/// Frame Laterality (0020,9072) before Image Laterality (0020,0062) before
/// the series' Laterality (0020,0060): the nearer statement is the truer.
pub(crate) fn read(frame: FrameAttributes<'_>) -> String {
    let root = frame.root();
    let own = frame
        .group(tags::FRAME_ANATOMY_SEQUENCE)
        .and_then(|item| item.text(tags::FRAME_LATERALITY));
    [
        own,
        root.text(tags::IMAGE_LATERALITY),
        root.text(tags::LATERALITY),
    ]
    .into_iter()
    .flatten()
    .map(|term| term.to_ascii_uppercase())
    .find(|term| matches!(term.as_str(), "L" | "R" | "B" | "U"))
    .unwrap_or_default()
}
