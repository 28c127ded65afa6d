//! The graphic character sets and what their codes mean.

use std::borrow::Cow;

use encoding_rs::{
    EUC_JP, EUC_KR, Encoding, GBK, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5, ISO_8859_6,
    ISO_8859_7, ISO_8859_8, ISO_8859_15, WINDOWS_874, WINDOWS_1252, WINDOWS_1254,
};

/// What bytes 21 to 7E mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum G0 {
    /// ISO 646, ISO-IR 6.
    Ascii,
    /// JIS X 0201 romaji, ISO-IR 14: ASCII with ¥ and ‾.
    Romaji,
    /// JIS X 0201 katakana, ISO-IR 13, moved down by 80. Not allowed by the
    /// standard, yet known from JIS mail software.
    Katakana,
    /// JIS X 0208, ISO-IR 87.
    JisX0208,
    /// JIS X 0212, ISO-IR 159.
    JisX0212,
    /// KS X 1001, ISO-IR 149, moved down by 80 (not allowed by the standard).
    KsX1001,
    /// GB 2312, ISO-IR 58, moved down by 80 (not allowed by the standard).
    Gb2312,
}

/// What bytes A1 to FE mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum G1 {
    /// Nothing was designated.
    Nothing,
    Latin1,
    Latin2,
    Latin3,
    Latin4,
    Latin5,
    Latin9,
    Cyrillic,
    Arabic,
    Greek,
    Hebrew,
    Thai,
    /// JIS X 0201 katakana, ISO-IR 13.
    Katakana,
    /// KS X 1001, ISO-IR 149: two bytes a character.
    KsX1001,
    /// GB 2312, ISO-IR 58: two bytes a character.
    Gb2312,
}

impl G0 {
    pub(super) fn is_double_byte(self) -> bool {
        matches!(
            self,
            Self::JisX0208 | Self::JisX0212 | Self::KsX1001 | Self::Gb2312
        )
    }

    /// The character of a pair, each byte from 21 to 7E; U+FFFD when that
    /// place in the table is empty.
    pub(super) fn pair(self, lead: u8, trail: u8) -> Cow<'static, str> {
        let (lead, trail) = (lead | 0x80, trail | 0x80);
        match self {
            Self::JisX0208 => owned(EUC_JP, &[lead, trail]),
            Self::JisX0212 => owned(EUC_JP, &[0x8F, lead, trail]),
            Self::KsX1001 => owned(EUC_KR, &[lead, trail]),
            Self::Gb2312 => owned(GBK, &[lead, trail]),
            Self::Ascii | Self::Romaji | Self::Katakana => Cow::Borrowed("\u{FFFD}"),
        }
    }
}

impl G1 {
    /// The characters of a run of bytes from 80 to FF. In the Latin alphabets
    /// that Windows extends, 80 to 9F mean what Windows means: DICOM allows no
    /// control characters there, and quotation marks are what one finds.
    pub(super) fn run(self, bytes: &[u8]) -> Cow<'_, str> {
        match self.encoding() {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
            None if self == Self::Katakana => Cow::Owned(
                bytes
                    .iter()
                    .map(|b| match b {
                        0xA1..=0xDF => katakana(*b),
                        _ => char::REPLACEMENT_CHARACTER,
                    })
                    .collect(),
            ),
            None => super::undeclared(bytes),
        }
    }

    fn encoding(self) -> Option<&'static Encoding> {
        Some(match self {
            Self::Nothing | Self::Katakana => return None,
            Self::Latin1 => WINDOWS_1252,
            Self::Latin2 => ISO_8859_2,
            Self::Latin3 => ISO_8859_3,
            Self::Latin4 => ISO_8859_4,
            Self::Latin5 => WINDOWS_1254,
            Self::Latin9 => ISO_8859_15,
            Self::Cyrillic => ISO_8859_5,
            Self::Arabic => ISO_8859_6,
            Self::Greek => ISO_8859_7,
            Self::Hebrew => ISO_8859_8,
            Self::Thai => WINDOWS_874,
            Self::KsX1001 => EUC_KR,
            Self::Gb2312 => GBK,
        })
    }
}

/// JIS X 0201 katakana, A1 to DF, lies in the same order from U+FF61.
pub(super) fn katakana(byte: u8) -> char {
    char::from_u32(0xFF61 + u32::from(byte.saturating_sub(0xA1)))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn owned(encoding: &'static Encoding, bytes: &[u8]) -> Cow<'static, str> {
    Cow::Owned(encoding.decode_without_bom_handling(bytes).0.into_owned())
}
