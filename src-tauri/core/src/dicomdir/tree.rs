//! The tree that offsets make of directory records (PS3.3 §F.2.2.2), as far as it holds.

use std::collections::BTreeMap;

use super::ListedStudy;
use crate::dataset::{DataSet, Item};
use crate::tags::{self, Tag};
use crate::values::Date;

/// For each record the study it hangs under, `None` where no offset leads to it.
/// Each record is visited once, so that circles end.
pub(super) fn studies(data_set: &DataSet, records: &[Item<'_>]) -> Vec<Option<ListedStudy>> {
    let by_offset: BTreeMap<u64, usize> = records
        .iter()
        .enumerate()
        .map(|(index, record)| (record.offset(), index))
        .collect();
    let target = |item: Item<'_>, tag: Tag| -> Option<usize> {
        let offset = u64::try_from(item.integer(tag)?).ok()?;
        by_offset.get(&offset).copied()
    };
    let mut found: Vec<Option<Option<ListedStudy>>> = vec![None; records.len()];
    let root = target(
        data_set.root(),
        tags::OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY,
    );
    let mut ahead: Vec<(usize, Option<ListedStudy>)> =
        root.map(|first| (first, None)).into_iter().collect();
    while let Some((index, above)) = ahead.pop() {
        let (Some(record), Some(slot @ None)) = (records.get(index), found.get_mut(index)) else {
            continue;
        };
        let own = study(*record).or_else(|| above.clone());
        *slot = Some(own.clone());
        let next = target(*record, tags::OFFSET_OF_THE_NEXT_DIRECTORY_RECORD);
        let lower = target(
            *record,
            tags::OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY,
        );
        ahead.extend(next.map(|next| (next, above)));
        ahead.extend(lower.map(|lower| (lower, own)));
    }
    found.into_iter().map(Option::flatten).collect()
}

fn study(record: Item<'_>) -> Option<ListedStudy> {
    let kind = record.text(tags::DIRECTORY_RECORD_TYPE)?;
    if !kind.eq_ignore_ascii_case("STUDY") {
        return None;
    }
    Some(ListedStudy {
        study_instance_uid: record.uid(tags::STUDY_INSTANCE_UID)?,
        study_date: record
            .text(tags::STUDY_DATE)
            .and_then(|text| Date::parse(&text))
            .map(|date| date.to_string())
            .unwrap_or_default(),
        study_description: record.text(tags::STUDY_DESCRIPTION).unwrap_or_default(),
    })
}
