//! The password of a locked archive: held while it is used, and nowhere else.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// What a person typed to open a locked archive.
///
/// Never written anywhere: not to the library, not to a log. The bytes are
/// wiped from memory with the last copy.
#[derive(Clone)]
pub struct ArchivePassword(Arc<Zeroizing<Vec<u8>>>);

impl ArchivePassword {
    /// The password as typed; `None` when nothing was.
    #[must_use]
    pub fn new(text: String) -> Option<Self> {
        let bytes = Zeroizing::new(text.into_bytes());
        (!bytes.is_empty()).then(|| Self(Arc::new(bytes)))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for ArchivePassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ArchivePassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown_by_accident() {
        let password = ArchivePassword::new("14031958".to_owned()).unwrap();
        assert!(!format!("{password:?}").contains("1403"));
        assert_eq!(password.bytes(), b"14031958");
        assert!(ArchivePassword::new(String::new()).is_none());
    }
}
