//! The first frame from a cold library: open it, open a study, read and decode
//! the middle slice, make the packet that crosses to the window.

use std::time::Duration;

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{FrameHeader, decode_frame, frame_packet};
use scanfolio_core::warning::Warnings;
use scanfolio_library::{Library, OpenMode};

use super::{Measured, made, table};

/// On the library that `import` leaves; beside reading one of the received
/// files and nothing more, as cold as ours.
pub fn measure(table: &mut table::Table) -> Measured {
    let place = made::folder().join("library");
    if !place.exists() {
        eprintln!("first-frame: skipped, run the import bench before it");
        return Ok(());
    }
    let is_cold = made::forget_reads();
    let first = || -> Result<usize, Box<dyn std::error::Error>> {
        let library = Library::open(&place, OpenMode::MustExist)?;
        let person = library.people()?.into_iter().next().ok_or("no person")?;
        let study = library
            .studies(person.id)?
            .into_iter()
            .next()
            .ok_or("no study")?;
        let study = library.study(study.id)?;
        let series = study.series.first().ok_or("no series")?;
        let frame = series
            .frames
            .get(series.frames.len() / 2)
            .ok_or("no frame")?;
        let source = library.frame_source(frame.instance_id)?;
        let mut warnings = Warnings::new();
        let data_set = DataSet::read(&source, &mut warnings)?;
        let number = frame.frame_number;
        let frame = decode_frame(
            &source,
            &data_set,
            number,
            &CancelToken::new(),
            &mut warnings,
        )?;
        let header = FrameHeader::read(&data_set, &frame, number, &warnings);
        Ok(frame_packet(&frame, header).len())
    };
    first()?;
    let forget = || {
        made::forget_reads();
    };
    let ours = table::median(7, forget, || {
        let _ = std::hint::black_box(first());
    });
    let one = made::files(&made::studies()?)
        .into_iter()
        .nth(250)
        .ok_or("no file")?;
    let beside: Duration = table::median(7, forget, || {
        let _ = std::hint::black_box(std::fs::read(&one));
    });
    let what = if is_cold {
        "nothing in memory"
    } else {
        "warm: the system kept what it had read"
    };
    table.add(
        format!("first frame from a library of 5,000 files, {what}"),
        ours,
        Some(("reading one file", beside)),
    );
    Ok(())
}
