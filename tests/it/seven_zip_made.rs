//! 7z archives written byte by byte, so that they can say what no packer would.

use crate::archives::crc32;

/// How a block is packed: the coder as the header names it.
pub const COPY: &[u8] = &[0x01, 0x00];

/// A file in one block: its name, its bytes, how many it says it has, its attributes.
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    pub length: u64,
    pub attributes: u32,
}

impl File {
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            length: bytes.len() as u64,
            bytes,
            attributes: 0x20,
        }
    }

    /// With the mode of a Unix system, as 7-Zip keeps it.
    pub fn of_unix(mut self, mode: u32) -> Self {
        self.attributes = 0x8000 | mode << 16;
        self
    }
}

/// A number in its longest form (7zFormat.txt, "REAL_UINT64" after eight set bits).
fn number(value: u64) -> Vec<u8> {
    let mut bytes = vec![0xFF];
    bytes.extend(value.to_le_bytes());
    bytes
}

/// An archive of one block, packed by `coder`, its header as it is.
pub fn seven_zip(files: &[File], coder: &[u8]) -> Vec<u8> {
    let packed: Vec<u8> = files.iter().flat_map(|file| file.bytes.clone()).collect();
    let unpacked: u64 = files.iter().map(|file| file.length).sum();
    let mut header = vec![0x01, 0x04];
    header.extend([&[0x06][..], &number(0), &number(1)].concat());
    header.extend([&[0x09][..], &number(packed.len() as u64), &[0]].concat());
    header.extend([&[0x07, 0x0B][..], &number(1), &[0], &number(1), coder].concat());
    header.extend([&[0x0C][..], &number(unpacked), &[0]].concat());
    header.extend([&[0x08, 0x0D][..], &number(files.len() as u64)].concat());
    if let Some((_, before)) = files.split_last()
        && !before.is_empty()
    {
        header.push(0x09);
        before
            .iter()
            .for_each(|file| header.extend(number(file.length)));
    }
    header.extend([0x0A, 1]);
    for file in files {
        header.extend(crc32(&file.bytes).to_le_bytes());
    }
    header.extend([0, 0]);

    header.push(0x05);
    header.extend(number(files.len() as u64));
    let mut names = vec![0];
    for file in files {
        let units = file.name.encode_utf16().chain([0]);
        units.for_each(|unit| names.extend(unit.to_le_bytes()));
    }
    header.extend([&[0x11][..], &number(names.len() as u64), &names].concat());
    let mut attributes = vec![1, 0];
    for file in files {
        attributes.extend(file.attributes.to_le_bytes());
    }
    header.extend([&[0x15][..], &number(attributes.len() as u64), &attributes].concat());
    header.extend([0, 0]);

    let mut start = (packed.len() as u64).to_le_bytes().to_vec();
    start.extend((header.len() as u64).to_le_bytes());
    start.extend(crc32(&header).to_le_bytes());
    let mut archive = b"7z\xbc\xaf\x27\x1c\0\x04".to_vec();
    archive.extend(crc32(&start).to_le_bytes());
    archive.extend(start);
    archive.extend(packed);
    archive.extend(header);
    archive
}
