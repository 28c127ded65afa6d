//! Looks a PDF over before anything follows its references.

use std::io::Read as _;

use pdf_extract::{Dictionary, Document, Object, ObjectId};

/// Most bytes all streams of a file may inflate to.
const INFLATED_MAX: u64 = 256 << 20;
/// Deepest chain of forms inside forms, or of page-tree parents.
const DEPTH_MAX: usize = 24;
/// Most forms that drawing a page may run through.
const FORMS_MAX: usize = 2000;

/// Inflates every stream once, keeping nothing: a few kilobytes can ask for gigabytes.
pub(super) fn inflates_within_bounds(bytes: &[u8]) -> bool {
    inflates_within(bytes, INFLATED_MAX)
}

fn inflates_within(bytes: &[u8], most: u64) -> bool {
    const STREAM: &[u8] = b"stream";
    let mut total = 0_u64;
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.windows(STREAM.len()).position(|w| w == STREAM))
    {
        let start = at + found + STREAM.len();
        at = start;
        let body = bytes.get(start..).unwrap_or_default();
        let body = body.strip_prefix(b"\r").unwrap_or(body);
        let body = body.strip_prefix(b"\n").unwrap_or(body);
        // RFC 1950: method 8, and the first two bytes are a multiple of 31.
        let is_zlib = matches!(body, [method, flags, ..] if method & 0x0f == 8 && (u16::from(*method) * 256 + u16::from(*flags)).is_multiple_of(31));
        if is_zlib {
            total = total.saturating_add(inflated_length(body, most.saturating_sub(total)));
        }
        if total >= most {
            return false;
        }
    }
    true
}

/// Twice, since filters can be chained.
fn inflated_length(body: &[u8], most: u64) -> u64 {
    let once = || flate2::read::ZlibDecoder::new(body);
    let first = counted(once().take(most));
    first.saturating_add(counted(flate2::read::ZlibDecoder::new(once()).take(most)))
}

fn counted(mut stream: impl std::io::Read) -> u64 {
    let mut buffer = [0; 16 << 10];
    let mut count = 0;
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        count += read as u64;
    }
    count
}

/// Neither its parents nor its forms lead back to themselves.
pub(super) fn is_page_finite(document: &Document, page: ObjectId) -> bool {
    let Ok(page) = document.get_dictionary(page) else {
        return false;
    };
    let mut parent = page;
    let mut resources = None;
    for depth in 0.. {
        if resources.is_none() {
            resources = dictionary(document, parent, b"Resources");
        }
        match parent
            .get(b"Parent")
            .and_then(Object::as_reference)
            .and_then(|id| document.get_dictionary(id))
        {
            Ok(next) if depth < DEPTH_MAX => parent = next,
            Ok(_) => return false,
            Err(_) => break,
        }
    }
    let mut forms = 0;
    resources.is_none_or(|resources| are_forms_finite(document, resources, 0, &mut forms))
}

fn are_forms_finite(
    document: &Document,
    resources: &Dictionary,
    depth: usize,
    forms: &mut usize,
) -> bool {
    if depth > DEPTH_MAX {
        return false;
    }
    let Some(objects) = dictionary(document, resources, b"XObject") else {
        return true;
    };
    objects.iter().all(|(_, object)| {
        *forms += 1;
        let stream = match object {
            Object::Reference(id) => document.get_object(*id).and_then(Object::as_stream),
            other => other.as_stream(),
        };
        let Ok(stream) = stream else {
            return *forms < FORMS_MAX;
        };
        // Whatever its Subtype says, the crate runs a drawn object as a form; one
        // without resources runs with those it is drawn from.
        let is_image = stream
            .dict
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"Image");
        let inner = dictionary(document, &stream.dict, b"Resources");
        *forms < FORMS_MAX
            && match inner {
                Some(inner) => are_forms_finite(document, inner, depth + 1, forms),
                None => is_image || !draws(stream),
            }
    })
}

/// A form without resources of its own that draws objects may draw itself.
fn draws(stream: &pdf_extract::Stream) -> bool {
    let content = stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone());
    content.windows(4).any(|w| matches!(w, [before, b'D', b'o', after] if before.is_ascii_whitespace() && after.is_ascii_whitespace()))
        || content.ends_with(b"Do")
}

fn dictionary<'a>(
    document: &'a Document,
    of: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    match of.get(key).ok()? {
        Object::Reference(id) => document.get_dictionary(*id).ok(),
        other => other.as_dict().ok(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn streams_are_measured_together_and_through_two_filters() {
        let stream =
            |body: &[u8]| [b"<</Filter/FlateDecode>>stream\r\n", body, b"\nendstream\n"].concat();
        let spaces = deflated(&[b' '; 100_000]);
        let twice = deflated(&spaces);
        for (file, expected) in [
            (stream(&spaces), true),
            ([stream(&spaces), stream(&spaces)].concat(), false),
            (stream(&deflated(&[b' '; 200_000])), false),
            (stream(&deflated(&deflated(&[b' '; 200_000]))), false),
            (stream(&twice), true),
            (stream(b"BT ET"), true),
            (b"stream".to_vec(), true),
        ] {
            assert_eq!(
                inflates_within(&file, 150_000),
                expected,
                "{} bytes",
                file.len()
            );
        }
    }
}
