//! Disc images written byte by byte, so that they can say what no burner would.

/// A record of a directory (ECMA-119 §9.1).
#[derive(Debug, Clone)]
pub struct Record {
    pub block: u32,
    pub length: u32,
    pub flags: u8,
    pub identifier: Vec<u8>,
    pub system_use: Vec<u8>,
}

pub const FOLDER: u8 = 2;
pub const GOES_ON: u8 = 0x80;

impl Record {
    pub fn file(identifier: &[u8], block: u32, length: usize) -> Self {
        Self {
            block,
            length: length as u32,
            flags: 0,
            identifier: identifier.to_vec(),
            system_use: Vec::new(),
        }
    }

    pub fn folder(identifier: &[u8], block: u32, length: u32) -> Self {
        Self {
            flags: FOLDER,
            ..Self::file(identifier, block, length as usize)
        }
    }

    /// Rock Ridge's alternate name (RRIP §4.1.4).
    pub fn named(mut self, name: &[u8]) -> Self {
        self.system_use.extend(b"NM");
        self.system_use.extend([5 + name.len() as u8, 1, 0]);
        self.system_use.extend(name);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; 33];
        let both = |bytes: &mut [u8], at: usize, value: u32| {
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
            bytes[at + 4..at + 8].copy_from_slice(&value.to_be_bytes());
        };
        both(&mut bytes, 2, self.block);
        both(&mut bytes, 10, self.length);
        bytes[25] = self.flags;
        bytes[28] = 1;
        bytes[32] = self.identifier.len() as u8;
        bytes.extend(&self.identifier);
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        bytes.extend(&self.system_use);
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        bytes[0] = u8::try_from(bytes.len()).expect("a record of at most 255 bytes");
        bytes
    }
}

/// The records of a folder, padded to whole sectors; none crosses one.
pub fn folder(records: &[Record]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for record in records {
        let record = record.bytes();
        if bytes.len() % 2048 + record.len() > 2048 {
            bytes.resize(bytes.len().next_multiple_of(2048), 0);
        }
        bytes.extend(record);
    }
    bytes.resize(bytes.len().next_multiple_of(2048), 0);
    bytes
}

/// Block of the root folder.
pub const ROOT: u32 = 18;

/// A disc of one plain tree: the root's records, and sectors at their blocks.
/// `has_names`: the root says that there are Rock Ridge names.
pub fn disc(entries: &[Record], has_names: bool, sectors: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut own = Record::folder(&[0], ROOT, 0);
    let mut records = vec![own.clone(), Record::folder(&[1], ROOT, 0)];
    records.extend_from_slice(entries);
    if has_names {
        own.system_use = b"SP\x07\x01\xbe\xef\x00".to_vec();
        records[0] = own;
    }
    let length = folder(&records).len() as u32;
    records[0].length = length;
    records[1].length = length;

    let mut primary = vec![0; 2048];
    primary[..7].copy_from_slice(b"\x01CD001\x01");
    primary[128..132].copy_from_slice(&[0, 8, 8, 0]);
    let root = Record::folder(&[0], ROOT, length).bytes();
    primary[156..156 + root.len()].copy_from_slice(&root);
    let mut terminator = vec![0; 2048];
    terminator[..7].copy_from_slice(b"\xffCD001\x01");

    let mut image = Vec::new();
    let all = [(16, primary), (17, terminator), (ROOT, folder(&records))];
    for (block, bytes) in all.iter().chain(sectors) {
        let at = *block as usize * 2048;
        let end = (at + bytes.len()).next_multiple_of(2048);
        image.resize(image.len().max(end), 0);
        image[at..at + bytes.len()].copy_from_slice(bytes);
    }
    let blocks = (image.len() / 2048) as u32;
    image[16 * 2048 + 80..16 * 2048 + 84].copy_from_slice(&blocks.to_le_bytes());
    image
}

/// The same as a drive reads it in full: 2,352 bytes a sector, data after `lead`.
pub fn raw(image: &[u8], lead: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for sector in image.chunks(2048) {
        let at = bytes.len();
        bytes.extend([0]);
        bytes.extend([0xFF; 10]);
        bytes.resize(at + lead, 0);
        bytes.extend(sector);
        bytes.resize(at + 2352, 0xEC);
    }
    bytes
}
