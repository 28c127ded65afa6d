//! What was odd about a file and how it was read all the same: codes with
//! parameters, never sentences.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something a reader went on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Warning {
    /// A value of Specific Character Set that is not known; text is read as
    /// far as the default repertoire goes.
    CharacterSetUnknown {
        /// The value as written.
        term: String,
    },
    /// A value of Specific Character Set that was understood though the
    /// standard writes it otherwise.
    CharacterSetMisspelt {
        /// The value as written.
        term: String,
    },
    /// A value of Specific Character Set that may not stand beside the first.
    CharacterSetIgnored {
        /// The value as written.
        term: String,
    },
}

/// Warnings in the order they came, each once, at most 200.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warnings(Vec<Warning>);

impl Warnings {
    const MOST: usize = 200;

    /// Adds a warning unless it is there already or too many are.
    pub fn push(&mut self, warning: Warning) {
        if self.0.len() < Self::MOST && !self.0.contains(&warning) {
            self.0.push(warning);
        }
    }

    /// The warnings in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Warning> {
        self.0.iter()
    }
}
