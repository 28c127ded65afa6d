//! JSON that carries its own BLAKE3: a bit that flipped is noticed even where
//! the text still reads.
//!
//! `{"blake3":"…","content":…}`, without a byte more; the sum is of the
//! content's bytes. It finds damage; it does not hold against somebody who
//! makes a sum of their own.

const HEAD: &[u8] = b"{\"blake3\":\"";
const MIDDLE: &[u8] = b"\",\"content\":";
const TAIL: &[u8] = b"}";
/// Hex digits of a BLAKE3.
const DIGITS: usize = 64;

/// The content with its sum around it.
pub(crate) fn with_sum(content: &[u8]) -> Vec<u8> {
    let sum = blake3::hash(content).to_hex();
    [HEAD, sum.as_bytes(), MIDDLE, content, TAIL].concat()
}

/// The content, when every byte is as it was written.
pub(crate) fn checked(bytes: &[u8]) -> Option<&[u8]> {
    let (sum, rest) = bytes.strip_prefix(HEAD)?.split_at_checked(DIGITS)?;
    let content = rest.strip_prefix(MIDDLE)?.strip_suffix(TAIL)?;
    (blake3::hash(content).to_hex().as_bytes() == sum).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_and_every_lost_byte_is_noticed() {
        let content = br#"{"label":"Mum","files":12}"#;
        let whole = with_sum(content);
        assert_eq!(checked(&whole), Some(content.as_slice()));
        assert!(serde_json::from_slice::<serde_json::Value>(&whole).is_ok());
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                assert_eq!(checked(&flipped), None, "bit {bit} of byte {at}");
            }
            assert_eq!(checked(&whole[..at]), None, "cut short at {at}");
        }
        assert_eq!(checked(&[&whole[..], b"\n"].concat()), None);
    }
}
