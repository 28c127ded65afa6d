//! What was compared: a line for each transfer syntax and photometric interpretation.

use std::collections::BTreeMap;
use std::fmt;

use scanfolio_core::pixels::PhotometricInterpretation;

/// All lines.
#[derive(Debug, Default)]
pub(super) struct Table(BTreeMap<(String, String), Line>);

/// One of them.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub files: u32,
    pub frames: u32,
    /// By the other program: frames compared, and equal in every value.
    by_reader: BTreeMap<String, (u32, u32)>,
}

impl Table {
    pub(super) fn line(
        &mut self,
        uid: &str,
        interpretation: PhotometricInterpretation,
    ) -> &mut Line {
        let key = (uid.to_owned(), format!("{interpretation:?}"));
        self.0.entry(key).or_default()
    }

    pub(super) fn frames(&self) -> u32 {
        self.0.values().map(|line| line.frames).sum()
    }
}

impl Line {
    pub(super) fn compared(&mut self, reader: &str, is_exact: bool) {
        let (frames, exact) = self.by_reader.entry(reader.to_owned()).or_default();
        *frames += 1;
        *exact += u32::from(is_exact);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| transfer syntax | pixels | files | frames | equal in every value |"
        )?;
        writeln!(f, "|---|---|---:|---:|---|")?;
        for ((uid, interpretation), line) in &self.0 {
            let by_reader: Vec<String> = line
                .by_reader
                .iter()
                .map(|(reader, (frames, exact))| format!("{reader} {exact} of {frames}"))
                .collect();
            let (files, frames) = (line.files, line.frames);
            let by_reader = by_reader.join(", ");
            writeln!(
                f,
                "| {uid} | {interpretation} | {files} | {frames} | {by_reader} |"
            )?;
        }
        Ok(())
    }
}
