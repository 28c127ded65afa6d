//! Full-text search over reports and study descriptions.

use rusqlite::{Transaction, params};

use super::Storage;
use crate::error::LibraryError;

/// What a hit leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HitOf {
    Study(i64),
    Report(i64),
}

/// A hit as the index gives it.
#[derive(Debug)]
pub(crate) struct RawHit {
    pub of: HitOf,
    /// With [`MARK`] around each match.
    pub snippet: String,
}

/// Stand around a match in a snippet: control characters that no text keeps.
pub(crate) const MARK: (char, char) = ('\u{2}', '\u{3}');

/// The most hits of one search.
const HITS: i64 = 200;

impl Storage {
    /// Everything that holds all the words, best first. What waits for an answer is not found.
    pub(crate) fn search(
        &self,
        words: &str,
        person: Option<i64>,
    ) -> Result<Vec<RawHit>, LibraryError> {
        let question = question(words);
        if question.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|index| {
            let mut statement = index.prepare_cached(
                "SELECT words.rowid, snippet(words, 0, char(2), char(3), '…', 24) FROM words
                 LEFT JOIN reports ON words.rowid % 2 = 1 AND reports.id = words.rowid / 2
                 LEFT JOIN studies ON words.rowid % 2 = 0 AND studies.id = words.rowid / 2
                 LEFT JOIN identities ON identities.id = studies.identity_id
                 WHERE words MATCH ?1 AND coalesce(reports.id, studies.id) IS NOT NULL AND (?2 IS NULL OR ?2 IN (reports.person_id, identities.person_id))
                   AND NOT (studies.id IS NOT NULL AND identities.person_id IS NULL)
                   AND (reports.id IS NULL OR reports.id NOT IN (SELECT report_id FROM reports_that_wait))
                 ORDER BY bm25(words) LIMIT ?3",
            )?;
            let hits = statement
                .query_map(params![question, person, HITS], |row| {
                    let key: i64 = row.get(0)?;
                    let of = if key % 2 == 1 { HitOf::Report(key / 2) } else { HitOf::Study(key / 2) };
                    Ok(RawHit { of, snippet: row.get(1)? })
                })?
                .collect::<Result<_, _>>()?;
            Ok(hits)
        })
    }
}

/// Every word must be there, the last one may go on: people search while they type.
fn question(words: &str) -> String {
    let mut parts: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\""))
        .collect();
    if let Some(last) = parts.last_mut()
        && words.ends_with(char::is_alphanumeric)
    {
        last.push('*');
    }
    parts.join(" ")
}

pub(super) fn index_report(
    index: &Transaction<'_>,
    id: i64,
    title: &str,
    text: &str,
) -> Result<(), LibraryError> {
    put(index, id * 2 + 1, &format!("{title}\n{text}"))
}

/// A study is found by what its files call it, and by its person's name.
pub(super) fn index_study(index: &Transaction<'_>, id: i64) -> Result<(), LibraryError> {
    let body: String = index
        .prepare_cached(
            "SELECT studies.study_description || ' ' || studies.institution_name || ' ' || studies.accession_number
                    || ' ' || coalesce(persons.label, '') || ' ' || identities.patient_id || ' '
                    || coalesce((SELECT group_concat(atom, ' ') FROM json_tree(identities.patient_name) WHERE atom <> ''), '')
                    || ' ' || coalesce((SELECT group_concat(modality || ' ' || series_description || ' ' ||
                                                            body_part_examined || ' ' || protocol_name, ' ')
                                        FROM all_series WHERE study_id = studies.id), '')
             FROM all_studies AS studies
             JOIN all_identities AS identities ON identities.id = studies.identity_id
             LEFT JOIN persons ON persons.id = identities.person_id
             WHERE studies.id = ?1",
        )?
        .query_row(params![id], |row| row.get(0))?;
    put(index, id * 2, &body)
}

fn put(index: &Transaction<'_>, key: i64, body: &str) -> Result<(), LibraryError> {
    let plain: String = body
        .chars()
        .filter(|c| *c != MARK.0 && *c != MARK.1)
        .collect();
    index
        .prepare_cached("DELETE FROM words WHERE rowid = ?1")?
        .execute(params![key])?;
    index
        .prepare_cached("INSERT INTO words (rowid, body) VALUES (?1, ?2)")?
        .execute(params![key, plain])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::question;

    #[test]
    fn what_is_typed_is_never_taken_for_syntax() {
        let check = |words: &str, expected: &str| assert_eq!(question(words), expected, "{words}");
        check("thyroid nod", r#""thyroid" "nod"*"#);
        check(
            "left \"lung\" NOT (a OR b) ",
            r#""left" "lung" "NOT" "a" "OR" "b""#,
        );
        check("5-mm", r#""5" "mm"*"#);
        check(" *\"; -- ", "");
    }
}
