//! One content item: its name and its value, as text (PS3.3 §C.17.3.2).

use super::super::ReferencedInstance;
use crate::dataset::Item;
use crate::tags::{self, Tag};
use crate::values::{Date, PersonName};

/// Code Meaning (0008,0104) of a code sequence's first item, else its code.
pub(super) fn code_meaning(item: Item<'_>, sequence: Tag) -> Option<String> {
    let code = item.first_item(sequence)?;
    [
        tags::CODE_MEANING,
        tags::CODE_VALUE,
        tags::LONG_CODE_VALUE,
        tags::URN_CODE_VALUE,
    ]
    .into_iter()
    .find_map(|tag| code.text(tag))
}

fn code_value(item: Item<'_>, sequence: Tag) -> Option<String> {
    item.first_item(sequence)?.text(tags::CODE_VALUE)
}

/// Value Type (0040,A040), `''` for a reference to another item.
pub(super) fn value_type(item: Item<'_>) -> String {
    item.text(tags::VALUE_TYPE).unwrap_or_default()
}

/// What an item says, without its name; `None` for a container.
pub(super) fn value(item: Item<'_>, value_type: &str) -> Option<String> {
    let text = |tag| item.text(tag).unwrap_or_default();
    Some(match value_type {
        "CONTAINER" => return None,
        "TEXT" => item
            .long_text(tags::TEXT_VALUE)
            .unwrap_or_default()
            .replace("\r\n", "\n")
            .replace('\r', "\n"),
        "CODE" => code_meaning(item, tags::CONCEPT_CODE_SEQUENCE).unwrap_or_default(),
        "NUM" => number(item),
        "PNAME" => item
            .person_name(tags::PERSON_NAME)
            .map(|name| readable_name(&name))
            .unwrap_or_default(),
        "DATE" => readable_date(&text(tags::DATE)),
        "TIME" => readable_time(&text(tags::TIME)),
        "DATETIME" => readable_moment(&text(tags::DATE_TIME)),
        "UIDREF" => text(tags::UID),
        "IMAGE" | "COMPOSITE" | "WAVEFORM" => {
            let instances = referenced(item);
            instances
                .iter()
                .map(ReferencedInstance::written)
                .collect::<Vec<_>>()
                .join(", ")
        }
        "SCOORD" | "SCOORD3D" => text(tags::GRAPHIC_TYPE),
        "TCOORD" => {
            let places = [
                tags::REFERENCED_SAMPLE_POSITIONS,
                tags::REFERENCED_TIME_OFFSETS,
                tags::REFERENCED_DATE_TIME,
            ];
            let places: Vec<String> = places
                .into_iter()
                .flat_map(|tag| item.texts(tag))
                .filter(|place| !place.is_empty())
                .collect();
            [text(tags::TEMPORAL_RANGE_TYPE), places.join(", ")]
                .join(" ")
                .trim()
                .to_owned()
        }
        // A reference by its place in the tree (PS3.3 §C.17.3.2.5).
        "" => item
            .integers(tags::REFERENCED_CONTENT_ITEM_IDENTIFIER)
            .iter()
            .map(i64::to_string)
            .collect::<Vec<_>>()
            .join("."),
        _ => text(tags::TEXT_VALUE),
    })
}

/// Measured Value Sequence (0040,A300): every number with its unit, as written
/// in the file; without one, the reason (0040,A301).
fn number(item: Item<'_>) -> String {
    let mut written: Vec<String> = Vec::new();
    for measured in item.items(tags::MEASURED_VALUE_SEQUENCE) {
        let values = measured.texts(tags::NUMERIC_VALUE).join(", ");
        // UCUM `1` is "no units": a bare number says the same.
        let is_bare = code_value(measured, tags::MEASUREMENT_UNITS_CODE_SEQUENCE)
            .is_some_and(|unit| unit == "1");
        match code_meaning(measured, tags::MEASUREMENT_UNITS_CODE_SEQUENCE) {
            Some(unit) if !is_bare && !values.is_empty() => {
                written.push(format!("{values} {unit}"))
            }
            _ => written.push(values),
        }
    }
    written.extend(code_meaning(
        item,
        tags::NUMERIC_VALUE_QUALIFIER_CODE_SEQUENCE,
    ));
    written.retain(|part| !part.is_empty());
    written.join(", ")
}

/// The instances of a Referenced SOP Sequence (0008,1199), each followed by the
/// presentation state it is to be shown with (PS3.3 §C.18.4); ranges are filled
/// in where the line is written.
pub(super) fn referenced(item: Item<'_>) -> Vec<ReferencedInstance> {
    let mut instances = Vec::new();
    for reference in item.items(tags::REFERENCED_SOP_SEQUENCE) {
        instances.extend(instance(reference));
        let presentation = reference.items(tags::REFERENCED_SOP_SEQUENCE).into_iter();
        instances.extend(presentation.filter_map(instance));
    }
    instances
}

fn instance(reference: Item<'_>) -> Option<ReferencedInstance> {
    Some(ReferencedInstance {
        range: 0..0,
        sop_class_uid: reference
            .uid(tags::REFERENCED_SOP_CLASS_UID)
            .unwrap_or_default(),
        sop_instance_uid: reference.uid(tags::REFERENCED_SOP_INSTANCE_UID)?,
        frame_numbers: reference.integers(tags::REFERENCED_FRAME_NUMBER),
    })
}

/// Language of Content Item and Descendants (DCM 121049) as its primary
/// language; regional tags (`en-US`) lose the region.
pub(super) fn language_of(root: Item<'_>) -> Option<String> {
    let items = root.items(tags::CONTENT_SEQUENCE);
    let stated = items.iter().find(|item| {
        code_value(**item, tags::CONCEPT_NAME_CODE_SEQUENCE).is_some_and(|code| code == "121049")
    })?;
    let code = code_value(*stated, tags::CONCEPT_CODE_SEQUENCE)?;
    let primary = code.split(['-', '_']).next()?.to_ascii_lowercase();
    let two = match primary.as_str() {
        "eng" => "en",
        "ger" | "deu" => "de",
        "fre" | "fra" => "fr",
        "spa" => "es",
        "ita" => "it",
        "dut" | "nld" => "nl",
        other => other,
    };
    let is_tag = (2..=3).contains(&two.len()) && two.bytes().all(|byte| byte.is_ascii_lowercase());
    is_tag.then(|| two.to_owned())
}

/// Person Observer Name (DCM 121008) of the document.
pub(super) fn observer_name(root: Item<'_>) -> Option<PersonName> {
    let items = root.items(tags::CONTENT_SEQUENCE);
    items
        .iter()
        .find(|item| {
            code_value(**item, tags::CONCEPT_NAME_CODE_SEQUENCE)
                .is_some_and(|code| code == "121008")
        })
        .and_then(|item| item.person_name(tags::PERSON_NAME))
}

/// Prefix, given, middle, family, suffix: as it is spoken.
pub(super) fn readable_name(name: &PersonName) -> String {
    let groups = [&name.alphabetic, &name.ideographic, &name.phonetic];
    let spoken = groups.map(|group| {
        let parts = [
            &group.prefix,
            &group.given,
            &group.middle,
            &group.family,
            &group.suffix,
        ];
        parts
            .iter()
            .map(|part| part.as_str())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    });
    spoken
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn readable_date(written: &str) -> String {
    match Date::parse(written) {
        Some(date) => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
        None => written.to_owned(),
    }
}

/// `HHMMSS.FFFFFF` with colons; anything else as it is.
fn readable_time(written: &str) -> String {
    let (clock, fraction) = written
        .split_at_checked(written.find('.').unwrap_or(written.len()))
        .unwrap_or((written, ""));
    let is_clock = [4, 6].contains(&clock.len()) && clock.bytes().all(|byte| byte.is_ascii_digit());
    let parts = [clock.get(0..2), clock.get(2..4), clock.get(4..6)];
    if is_clock {
        format!(
            "{}{fraction}",
            parts
                .iter()
                .flatten()
                .copied()
                .collect::<Vec<_>>()
                .join(":")
        )
    } else {
        written.to_owned()
    }
}

fn readable_moment(written: &str) -> String {
    match (written.get(..8), written.get(8..)) {
        (Some(date), Some("")) => readable_date(date),
        (Some(date), Some(rest)) if Date::parse(date).is_some() => {
            let (clock, zone) = rest
                .split_at_checked(rest.find(['+', '-']).unwrap_or(rest.len()))
                .unwrap_or((rest, ""));
            let zone = if zone.is_empty() {
                String::new()
            } else {
                format!(" {zone}")
            };
            format!("{} {}{zone}", readable_date(date), readable_time(clock))
        }
        _ => written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_made_readable_and_odd_ones_left_as_they_are() {
        assert_eq!(
            readable_moment("20240131101530.5+0100"),
            "2024-01-31 10:15:30.5 +0100"
        );
        assert_eq!(readable_moment("20240131"), "2024-01-31");
        assert_eq!(readable_moment("2024"), "2024");
        assert_eq!(readable_date("20241399"), "20241399");
        assert_eq!(readable_time("1015"), "10:15");
        assert_eq!(readable_time("noon"), "noon");
        assert_eq!(
            readable_name(&PersonName::parse("Roe^Jane^^Dr.")),
            "Dr. Jane Roe"
        );
    }
}
