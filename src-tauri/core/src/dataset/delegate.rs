//! A [`DataSet`] reads like its [`root`](DataSet::root).

use dicom_core::VR;

use super::{DataSet, Element, Item};
use crate::tags::Tag;
use crate::values::{Date, PersonName};

macro_rules! read_from_root {
    ($($name:ident -> $output:ty;)*) => {
        impl DataSet {$(
            #[doc = concat!("See [`Item::", stringify!($name), "`].")]
            #[must_use]
            pub fn $name(&self, tag: Tag) -> $output {
                self.root().$name(tag)
            }
        )*}
    };
}

read_from_root! {
    text -> Option<String>;
    texts -> Vec<String>;
    long_text -> Option<String>;
    person_name -> Option<PersonName>;
    uid -> Option<String>;
    integer -> Option<i64>;
    integers -> Vec<i64>;
    decimal -> Option<f64>;
    decimals -> Vec<f64>;
    date -> Option<Date>;
    tag -> Option<Tag>;
    bytes -> Option<&[u8]>;
    words -> Option<Vec<u16>>;
    vr -> Option<VR>;
    has -> bool;
    items -> Vec<Item<'_>>;
    first_item -> Option<Item<'_>>;
    find -> Option<Element<'_>>;
}

impl DataSet {
    /// See [`Item::item`].
    #[must_use]
    pub fn item(&self, tag: Tag, index: usize) -> Option<Item<'_>> {
        self.root().item(tag, index)
    }

    /// See [`Item::elements`].
    pub fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        self.root().elements()
    }
}
