//! Attributes that a multi-frame object gives frame by frame, PS3.3 §C.7.6.16.

use crate::dataset::{DataSet, Item};
use crate::tags::{self, Tag};

/// Where an attribute of one frame may stand: the frame's own functional
/// groups, those shared by all frames, then the data set itself.
#[derive(Clone, Copy)]
pub(crate) struct FrameAttributes<'a> {
    root: Item<'a>,
    own: Option<Item<'a>>,
    shared: Option<Item<'a>>,
}

impl<'a> FrameAttributes<'a> {
    /// Attributes of a frame, numbered from 1.
    pub(crate) fn of(data_set: &'a DataSet, frame_number: u32) -> Self {
        let root = data_set.root();
        let index = frame_number.saturating_sub(1) as usize;
        Self {
            root,
            own: root.item(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, index),
            shared: root.first_item(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE),
        }
    }

    /// Attributes of the first `count` frames, in order. A frame without a
    /// functional group of its own has the shared ones.
    pub(crate) fn of_all(data_set: &'a DataSet, count: u32) -> impl Iterator<Item = Self> {
        let root = data_set.root();
        let own = root.items(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
        let shared = root.first_item(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE);
        (0..count as usize).map(move |index| Self {
            root,
            own: own.get(index).copied(),
            shared,
        })
    }

    /// The data set itself.
    pub(crate) fn root(self) -> Item<'a> {
        self.root
    }

    /// The first item of a functional group macro, the frame's own before the shared.
    pub(crate) fn group(self, macro_sequence: Tag) -> Option<Item<'a>> {
        [self.own, self.shared]
            .into_iter()
            .flatten()
            .find_map(|groups| groups.first_item(macro_sequence))
    }

    /// All items of a functional group macro: the frame's own, else the shared, else the data set's.
    pub(crate) fn groups(self, macro_sequence: Tag) -> Vec<Item<'a>> {
        [self.own, self.shared, Some(self.root)]
            .into_iter()
            .flatten()
            .map(|groups| groups.items(macro_sequence))
            .find(|items| !items.is_empty())
            .unwrap_or_default()
    }

    /// The item where `tag` stands: in the macro if it has it, else in the data set.
    pub(crate) fn holder(self, macro_sequence: Tag, tag: Tag) -> Item<'a> {
        self.group(macro_sequence)
            .filter(|item| item.has(tag))
            .unwrap_or(self.root)
    }
}
