//! Thousands of damaged files: whatever the bytes are, the reader ends.

use super::super::test_files::shared_file;
use super::super::test_memory::peak_while;
use super::{read, small_image};
use crate::study::Instance;
use crate::uids;
use crate::warning::Warnings;
use crate::write::{OffsetTable, SequenceLength};

/// Marsaglia's xorshift64: the same mutants at every run.
struct Xorshift(u64);

impl Xorshift {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }
}

/// Bytes that mean something to a parser.
const TELLING: [&[u8]; 8] = [
    &[0xFF, 0xFF, 0xFF, 0xFF],
    &[0xFE, 0xFF, 0x00, 0xE0],
    &[0xFE, 0xFF, 0x0D, 0xE0],
    &[0xFE, 0xFF, 0xDD, 0xE0],
    &[0xE0, 0x7F, 0x10, 0x00],
    b"SQ\0\0",
    b"UN\0\0",
    &[0x08, 0x00, 0x05, 0x00],
];

fn mutate(bytes: &mut Vec<u8>, random: &mut Xorshift) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes[at] = random.next() as u8,
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes.truncate(at.max(1)),
            3 => {
                let telling = TELLING[random.below(TELLING.len())];
                let end = (at + telling.len()).min(bytes.len());
                bytes[at..end].copy_from_slice(&telling[..end - at]);
            }
            4 => {
                bytes.drain(at..(at + 1 + random.below(16)).min(bytes.len()));
            }
            _ => {
                let piece = bytes[at..(at + random.below(64)).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
}

fn check(name: &str, original: &[u8], count: u64) {
    let mut random = Xorshift(0x5CA0_F011_0000_0001 ^ original.len() as u64);
    for mutant in 0..count {
        let mut bytes = original.to_vec();
        mutate(&mut bytes, &mut random);
        let ((), peak) = peak_while(|| {
            let Ok(data_set) = read(&bytes).0 else { return };
            let instance = Instance::read(&data_set, &mut Warnings::new());
            assert!(instance.instance.sop_class_uid.len() <= bytes.len());
            for element in data_set.elements() {
                let _ = (element.texts(), element.integers(), element.decimals());
                let _ = element
                    .items()
                    .map(|item| item.elements().count())
                    .sum::<usize>();
            }
        });
        // Deflated ones may grow; all others may not.
        let allowed = (4 << 20) + bytes.len() * 32;
        let may_grow = name.contains("dfl") || name.contains("1.99");
        assert!(
            may_grow || peak <= allowed,
            "{name} mutant {mutant}: {peak}"
        );
    }
}

#[test]
fn mutants_of_made_files_are_read_or_refused() {
    for uid in [
        uids::IMPLICIT_VR_LITTLE_ENDIAN,
        uids::EXPLICIT_VR_LITTLE_ENDIAN,
        uids::EXPLICIT_VR_BIG_ENDIAN,
        uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
        uids::JPEG2000_LOSSLESS,
    ] {
        let mut file = small_image(uid);
        file.sequence_length(SequenceLength::Undefined);
        if uid == uids::JPEG2000_LOSSLESS {
            let frames = vec![vec![vec![1; 10]], vec![vec![2; 20], vec![3; 4]]];
            file.encapsulated(frames, OffsetTable::Basic);
        }
        check(uid, &file.to_part10(), 1_000);
        check(uid, &file.to_data_set(), 500);
    }
}

#[test]
fn mutants_of_real_files_are_read_or_refused() {
    let pydicom = "pydicom__pydicom/src/pydicom/data/test_files";
    for name in [
        "CT_small.dcm",
        "MR_small_implicit.dcm",
        "MR_small_bigendian.dcm",
        "image_dfl.dcm",
        "rtplan.dcm",
        "dicomdirtests/DICOMDIR",
        "nested_priv_SQ.dcm",
        "UN_sequence.dcm",
        "JPEG2000.dcm",
    ] {
        let Some(bytes) = shared_file(&format!("{pydicom}/{name}")) else {
            return;
        };
        check(name, &bytes, 400);
    }
}
