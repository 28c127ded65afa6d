//! Pours what an archive unpacks into a target, and tells whose fault an end is.
//!
//! Not for what lies unpacked: that is read where it is.

use std::io::{self, Read, Write};

use super::Refusal;
use crate::outcome::RejectCode;

/// Why an entry was not unpacked.
pub(crate) enum Unpack {
    /// The archive's fault, or the medium's that it lies on.
    Refused(Refusal),
    /// The target's.
    Write(io::Error),
}

/// Pours all of `packed` into `out` and gives how many bytes that were; more than
/// `most` are refused, with `too_many`. `damage` is what else may be wrong here.
pub(crate) fn pour(
    packed: &mut dyn Read,
    most: u64,
    too_many: RejectCode,
    damage: RejectCode,
    out: &mut dyn Write,
) -> Result<u64, Unpack> {
    let mut buffer = vec![0; 1 << 18];
    let mut done: u64 = 0;
    loop {
        let count = match packed.read(&mut buffer) {
            Ok(0) => return Ok(done),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Unpack::Refused(fault(&error, damage))),
        };
        done = done.saturating_add(count as u64);
        if done > most {
            let reason = format!("more than {most} bytes unpacked");
            return Err(Unpack::Refused((too_many, reason)));
        }
        out.write_all(buffer.get(..count).unwrap_or_default())
            .map_err(Unpack::Write)?;
    }
}

/// Why unpacking failed: the drive below the archive, or else the archive.
pub(crate) fn fault(error: &io::Error, damage: RejectCode) -> Refusal {
    let code = if crate::platform::is_read_error(error) {
        RejectCode::ReadError
    } else {
        damage
    };
    (code, error.to_string())
}

/// The same, poured into memory.
pub(crate) fn into_memory(
    pour: impl FnOnce(&mut dyn Write) -> Result<(), Unpack>,
) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    match pour(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(Unpack::Refused(refusal)) => Err(refusal),
        // Memory takes all it is given.
        Err(Unpack::Write(error)) => Err((RejectCode::ArchiveTooLarge, error.to_string())),
    }
}
