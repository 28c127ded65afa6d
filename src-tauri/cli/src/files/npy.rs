//! NumPy's file format, version 1.0: a header in Python's notation, then the
//! values.

/// A value type NumPy knows.
pub trait NpyValue: Copy {
    /// NumPy's name for it, little endian.
    const DESCR: &'static str;
    /// Appends its bytes, little endian.
    fn push(self, bytes: &mut Vec<u8>);
}

macro_rules! npy_value {
    ($type:ty, $descr:literal) => {
        impl NpyValue for $type {
            const DESCR: &'static str = $descr;
            fn push(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }
        }
    };
}
npy_value!(u8, "|u1");
npy_value!(i32, "<i4");
npy_value!(f64, "<f8");

/// A whole file: `shape` (rows, columns, perhaps 3) and the values in C order.
pub fn encode<T: NpyValue>(shape: &[u32], values: &[T]) -> Vec<u8> {
    let shape: Vec<String> = shape.iter().map(u32::to_string).collect();
    let mut header = format!(
        "{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}",
        T::DESCR,
        shape.join(", ")
    );
    // Magic (6), version (2), length (2), header and newline fill 64-byte lines.
    let unpadded = 10 + header.len() + 1;
    header.push_str(&" ".repeat(unpadded.next_multiple_of(64) - unpadded));
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    let length = u16::try_from(header.len()).unwrap_or(u16::MAX);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    bytes.reserve(size_of_val(values));
    for value in values {
        value.push(&mut bytes);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_names_type_and_shape_and_fills_its_lines() {
        let bytes = encode(&[2, 3], &[1_i32, 2, 3, 4, 5, -6]);
        assert_eq!(&bytes[..8], b"\x93NUMPY\x01\x00");
        let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        assert_eq!((10 + length) % 64, 0);
        let header = std::str::from_utf8(&bytes[10..10 + length]).unwrap();
        assert!(header.starts_with("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }"));
        assert!(header.ends_with('\n'));
        assert_eq!(bytes.len(), 10 + length + 24);
        assert_eq!(&bytes[bytes.len() - 4..], &(-6_i32).to_le_bytes());
    }
}
