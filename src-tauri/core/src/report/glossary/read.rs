//! One line of a glossary file.

use super::{Entry, Review, TermKind};

/// Reads `headword ⇥ forms ⇥ kind ⇥ region ⇥ definition ⇥ source ⇥ reviewed`;
/// forms stand between `|`. Empty lines and comments give `None`.
pub(super) fn entry(line: &str) -> Result<Option<Entry>, &'static str> {
    let line = line.trim_end_matches('\r');
    if line.trim().is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
    let [headword, forms, kind, region, definition, source, reviewed] = fields.as_slice() else {
        return Err("an entry has seven fields between tabs");
    };
    if headword.is_empty() || definition.is_empty() || source.is_empty() {
        return Err("a field is empty");
    }
    Ok(Some(Entry {
        headword: (*headword).to_owned(),
        forms: forms
            .split('|')
            .map(str::trim)
            .filter(|form| !form.is_empty())
            .map(str::to_owned)
            .collect(),
        kind: kind_of(kind).ok_or("the kind is not known")?,
        region: (*region).to_owned(),
        definition: (*definition).to_owned(),
        source: (*source).to_owned(),
        review: match *reviewed {
            "no" => Review::NotYet,
            "yes" => Review::Reviewed,
            _ => return Err("reviewed is neither yes nor no"),
        },
    }))
}

fn kind_of(code: &str) -> Option<TermKind> {
    Some(match code {
        "anatomy" => TermKind::Anatomy,
        "finding" => TermKind::Finding,
        "technique" => TermKind::Technique,
        "appearance" => TermKind::Appearance,
        "direction" => TermKind::Direction,
        "hedge" => TermKind::Hedge,
        "device" => TermKind::Device,
        "procedure" => TermKind::Procedure,
        "score" => TermKind::Score,
        "unit" => TermKind::Unit,
        _ => return None,
    })
}
