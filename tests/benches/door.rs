//! Bytes through the door: a decoded frame made into the packet that crosses
//! to the window, and its pixels found in it again.

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{FrameHeader, decode_frame, frame_packet};
use scanfolio_core::warning::Warnings;
use scanfolio_tests::ct::Slice;

use super::{Measured, table};

/// One 512 × 512 × 16 frame, beside copying its bytes once.
pub fn measure(table: &mut table::Table) -> Measured {
    let file = Slice {
        study: 1,
        person: 1,
        series_number: 1,
        instance_number: 9,
        size: 512,
    }
    .to_part10();
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&file, &mut warnings)?;
    let frame = decode_frame(&file, &data_set, 1, &CancelToken::new(), &mut warnings)?;
    let header = FrameHeader::read(&data_set, &frame, 1, &warnings);

    let packet = frame_packet(&frame, header.clone());
    let pixels = pixels_of(&packet)?.to_vec();
    if pixels.len() != 512 * 512 * 2 {
        return Err(format!("{} bytes of pixels in the packet", pixels.len()).into());
    }
    let ours = table::median(
        200,
        || {},
        || {
            let packet = frame_packet(&frame, header.clone());
            let _ = std::hint::black_box(pixels_of(&packet).map(<[u8]>::len));
        },
    );
    let beside = table::median(
        200,
        || {},
        || {
            std::hint::black_box(std::hint::black_box(&pixels).clone());
        },
    );
    table.add(
        "a frame's packet, 512 KiB, built and read",
        ours,
        Some(("copying its bytes", beside)),
    );
    Ok(())
}

/// The pixels of a packet, found by its header's length.
fn pixels_of(packet: &[u8]) -> Result<&[u8], Box<dyn std::error::Error>> {
    let (length, rest) = packet.split_first_chunk::<4>().ok_or("no length")?;
    let length = usize::try_from(u32::from_le_bytes(*length))?;
    let (header, rest) = rest.split_at_checked(length).ok_or("no header")?;
    let header: serde_json::Value = serde_json::from_slice(header)?;
    let bytes = header
        .get("byteLength")
        .and_then(serde_json::Value::as_u64)
        .ok_or("no byteLength")?;
    Ok(rest.get(..usize::try_from(bytes)?).ok_or("too short")?)
}
