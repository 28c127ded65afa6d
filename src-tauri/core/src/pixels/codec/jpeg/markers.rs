//! The markers of a JPEG up to its first scan: what it promises, and what its
//! components stand for. Not for what comes after.

use super::super::{CodestreamSize, ColorState};

/// What the markers before the first scan say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub size: CodestreamSize,
    /// Bits of a sample.
    pub precision: u32,
    /// Which start-of-frame marker: the coding process (Table B.1).
    process: u8,
    is_jfif: bool,
    adobe_transform: Option<u8>,
    has_rgb_identifiers: bool,
}

impl Header {
    /// Walks the marker segments up to the first scan's header, which must be whole.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut frame: Option<Self> = None;
        let mut is_jfif = false;
        let mut adobe_transform = None;
        for Segment {
            marker, payload, ..
        } in Segments::of(bytes)
        {
            match marker {
                0xE0 => is_jfif |= payload.starts_with(b"JFIF\0"),
                0xEE if payload.starts_with(b"Adobe") => {
                    adobe_transform = payload.get(11).copied();
                }
                // A second frame header belongs to a hierarchical picture.
                _ if is_start_of_frame(marker) && frame.is_none() => {
                    frame = Some(Self::of_frame(marker, payload)?);
                }
                0xDA => {
                    let components = usize::from(*payload.first()?);
                    let is_whole = payload.len() == 1 + 2 * components + 3;
                    return frame.filter(|_| is_whole).map(|frame| Self {
                        is_jfif,
                        adobe_transform,
                        ..frame
                    });
                }
                _ => {}
            }
        }
        None
    }

    fn of_frame(process: u8, payload: &[u8]) -> Option<Self> {
        let (head, components) = payload.split_first_chunk::<6>()?;
        let [precision, y1, y0, x1, x0, count] = *head;
        let identifiers = components.as_chunks::<3>().0.iter().map(|[id, ..]| *id);
        Some(Self {
            size: CodestreamSize {
                columns: u16::from_be_bytes([x1, x0]).into(),
                rows: u16::from_be_bytes([y1, y0]).into(),
                components: count.into(),
            },
            precision: precision.into(),
            process,
            is_jfif: false,
            adobe_transform: None,
            has_rgb_identifiers: identifiers.clone().eq(*b"RGB") || identifiers.eq(*b"rgb"),
        })
    }

    pub(super) fn is_lossless(&self) -> bool {
        self.process & 3 == 3
    }

    /// Which part of the standard has no decoder here.
    pub(super) fn unsupported_feature(&self) -> Option<&'static str> {
        match self.process {
            0xC5..=0xC7 | 0xCD..=0xCF => Some("hierarchical"),
            0xCB => Some("arithmetic_coding"),
            _ => None,
        }
    }

    /// Table B.2: 8 bits for baseline, 8 or 12 for the other lossy processes,
    /// 2 to 16 for the lossless ones.
    pub(super) fn has_possible_precision(&self) -> bool {
        match (self.process, self.precision) {
            (_, 8) => true,
            (0xC0, _) => false,
            (_, 12) => true,
            (_, bits) => self.is_lossless() && (2..=16).contains(&bits),
        }
    }

    /// What the markers say that the components are.
    pub(super) fn color(&self) -> ColorState {
        match self.adobe_transform {
            // JPEG's lossless processes know no colour transform; the data set
            // alone says what was compressed.
            _ if self.is_lossless() => ColorState::AsStated,
            _ if self.has_rgb_identifiers => ColorState::Rgb,
            Some(0) => ColorState::Rgb,
            Some(_) => ColorState::Ybr,
            None if self.is_jfif => ColorState::Ybr,
            None => ColorState::AsStated,
        }
    }
}

/// All but DHT (C4), JPG (C8) and DAC (CC).
fn is_start_of_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// What a decoder has to undo to get red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transform {
    /// Nothing: it hands over the components.
    None,
    /// The YCbCr of ITU-T T.871 §7.
    LuminanceAndDifferences,
}

/// The same JPEG with markers that leave a decoder nothing to guess: one of
/// Adobe's states `transform`, and those that could contradict it (JFIF's, and
/// Adobe's own) become comments.
pub(super) fn stating(bytes: &[u8], transform: Transform) -> Vec<u8> {
    const ADOBE: &[u8] = b"\xFF\xEE\x00\x0EAdobe\0\x64\0\0\0\0";
    const COMMENT: u8 = 0xFE;
    let (start, rest) = bytes.split_at_checked(2).unwrap_or((bytes, &[]));
    let transform = match transform {
        Transform::None => 0,
        Transform::LuminanceAndDifferences => 1,
    };
    let mut stating = Vec::with_capacity(bytes.len() + ADOBE.len() + 1);
    stating.extend_from_slice(start);
    stating.extend_from_slice(ADOBE);
    stating.push(transform);
    let shift = stating.len() - start.len();
    stating.extend_from_slice(rest);
    for segment in Segments::of(bytes) {
        if matches!(segment.marker, 0xE0 | 0xEE)
            && let Some(marker) = stating.get_mut(segment.at + shift)
        {
            *marker = COMMENT;
        }
    }
    stating
}

/// Marker segments with their payloads, up to the first scan's header.
pub(in super::super) struct Segments<'a> {
    rest: &'a [u8],
    at: usize,
}

/// One of them.
pub(in super::super) struct Segment<'a> {
    /// Behind its 0xFF.
    pub marker: u8,
    /// Where that byte stands.
    pub at: usize,
    /// Behind the length.
    pub payload: &'a [u8],
}

impl<'a> Segments<'a> {
    pub(in super::super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes.strip_prefix(&[0xFF, 0xD8]).unwrap_or_default(),
            at: 2,
        }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.rest.iter().position(|&byte| byte != 0xFF)?;
        if start == 0 {
            return None;
        }
        let at = self.at + start;
        let (&marker, rest) = self.rest.get(start..)?.split_first()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
        let (payload, rest) = rest.split_at_checked(length)?;
        // After a scan's header come entropy-coded bytes.
        self.rest = if marker == 0xDA { &[] } else { rest };
        self.at = at + 3 + length;
        Some(Segment {
            marker,
            at,
            payload,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAN: &[u8] = b"\xFF\xDA\0\x0C\x03\x01\0\x02\0\x03\0\0\x3F\0";

    fn jpeg(marker: u8, precision: u8, segments: &[&[u8]], identifiers: &[u8; 3]) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        for segment in segments {
            bytes.extend_from_slice(segment);
        }
        bytes.extend([0xFF, marker, 0, 17, precision, 0, 2, 0, 3, 3]);
        for identifier in identifiers {
            bytes.extend([*identifier, 0x11, 0]);
        }
        bytes.extend_from_slice(SCAN);
        bytes
    }

    fn header(marker: u8, segments: &[&[u8]], identifiers: &[u8; 3]) -> Header {
        Header::read(&jpeg(marker, 8, segments, identifiers)).unwrap()
    }

    const JFIF: &[u8] = b"\xFF\xE0\x00\x07JFIF\0";
    const ADOBE_RGB: &[u8] = b"\xFF\xEE\x00\x0EAdobe\0\x64\0\0\0\0\0";
    const ADOBE_YCC: &[u8] = b"\xFF\xEE\x00\x0EAdobe\0\x64\0\0\0\0\x01";

    #[test]
    fn the_markers_say_what_the_components_are() {
        for (marker, segments, identifiers, expected) in [
            (0xC0, &[][..], &[1, 2, 3], ColorState::AsStated),
            (0xC0, &[JFIF], &[1, 2, 3], ColorState::Ybr),
            (0xC0, &[JFIF, ADOBE_RGB], &[1, 2, 3], ColorState::Rgb),
            (0xC2, &[ADOBE_YCC], &[1, 2, 3], ColorState::Ybr),
            (0xC0, &[], b"RGB", ColorState::Rgb),
            (0xC3, &[JFIF], &[1, 2, 3], ColorState::AsStated),
        ] {
            let header = header(marker, segments, identifiers);
            assert_eq!(header.color(), expected, "{segments:?}");
            assert_eq!((header.size.columns, header.size.rows), (3, 2));
        }
    }

    #[test]
    fn a_jpeg_that_states_its_transform_says_nothing_else() {
        for (transform, expected) in [
            (Transform::None, ColorState::Rgb),
            (Transform::LuminanceAndDifferences, ColorState::Ybr),
        ] {
            for segments in [&[][..], &[JFIF], &[JFIF, ADOBE_RGB], &[ADOBE_YCC]] {
                let bytes = jpeg(0xC0, 8, segments, &[1, 2, 3]);
                let stating = stating(&bytes, transform);
                assert_eq!(stating.len(), bytes.len() + 16);
                let header = Header::read(&stating).unwrap();
                assert_eq!(header.color(), expected, "{segments:?}");
                assert!(!header.is_jfif);
            }
        }
    }

    #[test]
    fn processes_without_a_decoder_are_named() {
        for (marker, expected) in [
            (0xC0, None),
            (0xC3, None),
            (0xC5, Some("hierarchical")),
            (0xC9, None),
            (0xCB, Some("arithmetic_coding")),
            (0xCF, Some("hierarchical")),
        ] {
            let header = header(marker, &[], b"RGB");
            assert_eq!(header.unsupported_feature(), expected, "{marker:x}");
        }
    }

    #[test]
    fn each_process_has_its_precisions() {
        for (marker, precision, expected) in [
            (0xC0, 8, true),
            (0xC0, 12, false),
            (0xC1, 12, true),
            (0xC2, 10, false),
            (0xC3, 16, true),
            (0xC3, 2, true),
            (0xC3, 17, false),
            (0xC3, 1, false),
        ] {
            let header = Header::read(&jpeg(marker, precision, &[], b"RGB")).unwrap();
            let found = header.has_possible_precision();
            assert_eq!(found, expected, "{marker:x} {precision}");
        }
    }

    #[test]
    fn what_has_no_whole_header_is_none() {
        let whole = jpeg(0xC0, 8, &[JFIF], b"RGB");
        assert!(Header::read(&whole).is_some());
        for length in 0..whole.len() {
            assert_eq!(Header::read(&whole[..length]), None, "{length}");
        }
        // A scan's header that leaves out its last values.
        let mut short = whole;
        let scan = short.len() - SCAN.len();
        short.truncate(scan);
        short.extend(b"\xFF\xDA\0\x09\x03\x01\0\x02\0\x03\0");
        assert_eq!(Header::read(&short), None);
    }
}
