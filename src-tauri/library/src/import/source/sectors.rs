//! How the sectors of a disc lie in an image: plain, or raw with everything around the data.
//!
//! A raw image (`.bin`) holds the 2,352 bytes the drive read: 12 of
//! synchronisation, 4 of address, in mode 2 a subheader of 8, then 2,048 of data
//! and error correction (ECMA-130 §14; CD-ROM XA for mode 2 form 1). Some
//! programs add 96 bytes of subchannel, others leave address and
//! synchronisation out.

use std::io;
use std::sync::Arc;

use scanfolio_core::bytes::ReadAt;

/// Data bytes of a sector.
pub(crate) const SECTOR: u64 = 2048;
/// The volume recognition sequence begins in this sector (ECMA-119 §6.2.1, ECMA-167 2/8.1).
pub(crate) const FIRST_DESCRIPTOR: u64 = 16;
/// Sectors that sequence may take.
const SEQUENCE: u64 = 64;
/// Standard identifiers of that sequence.
const MARKS: [&[u8; 5]; 5] = [b"CD001", b"BEA01", b"NSR02", b"NSR03", b"CDW02"];

/// Bytes from sector to sector, and bytes before the data of each.
const LAYOUTS: [(u64, u64); 6] = [
    (SECTOR, 0),
    (2352, 16),
    (2352, 24),
    (2448, 16),
    (2448, 24),
    (2336, 8),
];

/// The data of all sectors, one after another; `None` when this is no disc image.
///
/// # Errors
/// What reading reports.
pub(crate) fn of(source: &Arc<dyn ReadAt>) -> io::Result<Option<Arc<dyn ReadAt>>> {
    let Some(layout) = layout(&**source)? else {
        return Ok(None);
    };
    Ok(Some(match layout {
        (SECTOR, _) => Arc::clone(source),
        (stride, lead) => Arc::new(Raw {
            source: Arc::clone(source),
            stride,
            lead,
        }),
    }))
}

/// The bytes are a disc image's.
///
/// # Errors
/// What reading reports.
pub(crate) fn is_disc(source: &dyn ReadAt) -> io::Result<bool> {
    Ok(layout(source)?.is_some())
}

/// A volume recognition sequence names UDF; a disc may have ISO 9660 as well.
///
/// # Errors
/// What reading reports.
pub(crate) fn may_be_udf(disc: &dyn ReadAt) -> io::Result<bool> {
    for sector in FIRST_DESCRIPTOR..FIRST_DESCRIPTOR.saturating_add(SEQUENCE) {
        let mut mark = [0; 5];
        disc.read_full(sector.saturating_mul(SECTOR).saturating_add(1), &mut mark)?;
        if matches!(&mark, b"NSR02" | b"NSR03") {
            return Ok(true);
        }
    }
    Ok(false)
}

fn layout(source: &dyn ReadAt) -> io::Result<Option<(u64, u64)>> {
    for (stride, lead) in LAYOUTS {
        let mut mark = [0; 5];
        let at = FIRST_DESCRIPTOR
            .saturating_mul(stride)
            .saturating_add(lead)
            .saturating_add(1);
        if source.read_full(at, &mut mark)? == mark.len() && MARKS.contains(&&mark) {
            return Ok(Some((stride, lead)));
        }
    }
    Ok(None)
}

/// A raw image, read as if it held data alone.
struct Raw {
    source: Arc<dyn ReadAt>,
    stride: u64,
    lead: u64,
}

impl ReadAt for Raw {
    fn len(&self) -> u64 {
        let whole = self.source.len().checked_div(self.stride).unwrap_or(0);
        whole.saturating_mul(SECTOR)
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        if offset >= self.len() {
            return Ok(0);
        }
        let (sector, inside) = (offset / SECTOR, offset % SECTOR);
        let left = usize::try_from(SECTOR.saturating_sub(inside)).unwrap_or(0);
        let count = left.min(buf.len());
        let at = sector
            .saturating_mul(self.stride)
            .saturating_add(self.lead)
            .saturating_add(inside);
        self.source
            .read_at(at, buf.get_mut(..count).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disc of 18 sectors, each filled with its number; a descriptor in the 16th.
    fn image(stride: usize, lead: usize) -> Arc<dyn ReadAt> {
        let mut bytes = vec![0xEE; stride * 18 + 7];
        for sector in 0..18_u8 {
            let at = stride * usize::from(sector) + lead;
            bytes[at..at + 2048].fill(sector);
        }
        let at = stride * 16 + lead;
        bytes[at + 1..at + 6].copy_from_slice(b"CD001");
        Arc::new(bytes)
    }

    #[test]
    fn every_layout_gives_the_same_data() {
        for (stride, lead) in LAYOUTS {
            let source = image(stride as usize, lead as usize);
            let data = of(&source).unwrap().unwrap();
            let mut expected = vec![5; 2048];
            expected.extend([6; 10]);
            assert_eq!(data.read_range(5 * SECTOR, SECTOR + 10).unwrap(), expected);
            assert_eq!(data.read_range(17 * SECTOR + 2047, 1).unwrap(), [17]);
        }
    }

    #[test]
    fn what_is_no_disc_is_said_to_be_none() {
        let bytes: Arc<dyn ReadAt> = Arc::new(vec![0_u8; 60_000]);
        assert!(of(&bytes).unwrap().is_none());
        assert!(!is_disc(&b"short".as_slice()).unwrap());
    }
}
