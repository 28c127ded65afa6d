//! The tree that offsets make of directory records (PS3.3 §F.2.2.2), as far as it holds.

use std::collections::BTreeMap;

use super::ListedStudy;
use crate::dataset::Item;
use crate::tags::{self, Tag};
use crate::values::Date;

/// For each record the study it hangs under, `None` where no offset leads to it.
///
/// Each STUDY record is begun at, wherever it stands: what lies above it is not
/// needed, and more often wrong. Each record is taken once, so that circles end.
pub(super) fn studies(records: &[Item<'_>]) -> Vec<Option<ListedStudy>> {
    let by_offset: BTreeMap<u64, usize> = records
        .iter()
        .enumerate()
        .map(|(index, record)| (record.offset(), index))
        .collect();
    let target = |record: Item<'_>, tag: Tag| -> Option<usize> {
        let offset = u64::try_from(record.integer(tag)?).ok()?;
        by_offset.get(&offset).copied()
    };
    let lower = tags::OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY;
    let mut found: Vec<Option<ListedStudy>> = vec![None; records.len()];
    for study_record in records {
        let Some(study) = study(*study_record) else {
            continue;
        };
        let mut ahead: Vec<usize> = target(*study_record, lower).into_iter().collect();
        while let Some(index) = ahead.pop() {
            let (Some(record), Some(slot @ None)) = (records.get(index), found.get_mut(index))
            else {
                continue;
            };
            if self::study(*record).is_some() {
                continue;
            }
            *slot = Some(study.clone());
            ahead.extend(target(*record, tags::OFFSET_OF_THE_NEXT_DIRECTORY_RECORD));
            ahead.extend(target(*record, lower));
        }
    }
    found
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
