//! Decoding, codec by codec: one CT of the developers' test data compressed by
//! each codec's C or C++ library, decoded by that library (through imagecodecs,
//! on one thread, its codestream alone) and here (the whole DICOM file, from
//! its bytes to stored values); then films and stacks.

use std::io;
use std::time::Duration;

use dicom_core::VR;
use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{Frame, decode_frame};
use scanfolio_core::tags;
use scanfolio_core::warning::Warnings;
use scanfolio_core::write::{OffsetTable, Writer};
use scanfolio_tests::codec_pictures::{
    CodecPicture, compress_with_every_codec, python_with_codecs,
};

use super::{Measured, made, table};

const PICTURE: &str = "cornerstonejs__cornerstoneWADOImageLoader/testImages/\
    CTImage.dcm_LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm";
const RUNS: u32 = 30;
const FILM: u32 = 100;

/// Adds a line for each codec, one for a film and one for all cores.
pub fn measure(table: &mut table::Table) -> Measured {
    let (Some(data), Some(python)) = (made::shared(), python_with_codecs()) else {
        eprintln!("decode: skipped, no ../shared/data or no Python with imagecodecs here");
        return Ok(());
    };
    let native = std::fs::read(data.join(PICTURE))?;
    let ours = time(|| frames(&native, 1, 1))?;
    table.add("decode native, 512 × 512, one thread", ours, None);

    let folder = tempfile::tempdir()?;
    let picture = data.join(PICTURE);
    let pictures = compress_with_every_codec(&python, folder.path(), Some(&picture), RUNS)?;
    for picture in &pictures {
        let ours = time(|| frames(&picture.file, 1, 1))?;
        let theirs = picture.seconds.map(Duration::from_secs_f64);
        table.add(
            format!("decode {}, 512 × 512, one thread", picture.name),
            ours,
            theirs.map(|theirs| (picture.library.as_str(), theirs)),
        );
    }
    let named = |name: &str| {
        let found = pictures.iter().find(|picture| picture.name == name);
        found.ok_or_else(|| io::Error::other(format!("no {name} was compressed")))
    };
    film(table, named("JPEG baseline 8")?)?;
    all_cores(table, named("JPEG 2000 lossless 12")?)
}

/// A film of a hundred frames must cost a hundred times what one costs.
fn film(table: &mut table::Table, picture: &CodecPicture) -> Measured {
    let mut writer = Writer::new("1.2.840.10008.1.2.4.50");
    writer
        .us(tags::SAMPLES_PER_PIXEL, &[1])
        .text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "MONOCHROME2")
        .us(tags::ROWS, &[512])
        .us(tags::COLUMNS, &[512])
        .us(tags::BITS_ALLOCATED, &[8])
        .us(tags::BITS_STORED, &[8])
        .us(tags::HIGH_BIT, &[7])
        .us(tags::PIXEL_REPRESENTATION, &[0])
        .text(tags::NUMBER_OF_FRAMES, VR::IS, &FILM.to_string())
        // Each frame in two fragments and no table: the way that costs most to find.
        .encapsulated(
            (0..FILM)
                .map(|_| picture.code.split_at(picture.code.len() / 2))
                .map(|(first, second)| vec![first.to_vec(), second.to_vec()])
                .collect(),
            OffsetTable::Empty,
        );
    let file = writer.to_part10();
    let one = time(|| frames(&picture.file, 1, 1))?;
    let all = time(|| frames(&file, 1, FILM))?;
    table.add(
        format!("{FILM} frames of a JPEG film, two fragments each"),
        all,
        Some((&format!("{FILM} times one frame"), one * FILM)),
    );
    Ok(())
}

/// Frames of a stack share nothing, so every core takes its part.
fn all_cores(table: &mut table::Table, picture: &CodecPicture) -> Measured {
    const STACK: usize = 24;
    let cores = std::thread::available_parallelism()?.get();
    let decode = |threads: usize| {
        time(|| {
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        for _ in 0..STACK / threads {
                            frames(&picture.file, 1, 1)
                                .map_err(|error| eprintln!("{error}"))
                                .ok();
                        }
                    });
                }
            });
            Ok(())
        })
    };
    let (one, all) = (decode(1)?, decode(cores)?);
    table.add(
        format!("a stack of {STACK} JPEG 2000 frames on {cores} cores"),
        all,
        Some(("on one", one)),
    );
    Ok(())
}

/// Decodes frames `first` to `last` of a file.
fn frames(file: &[u8], first: u32, last: u32) -> io::Result<Option<Frame>> {
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&file, &mut warnings).map_err(io::Error::other)?;
    let mut frame = None;
    for number in first..=last {
        let decoded = decode_frame(&file, &data_set, number, &CancelToken::new(), &mut warnings);
        frame = Some(decoded.map_err(io::Error::other)?);
    }
    Ok(frame)
}

/// The median of some runs, none of which may fail.
fn time<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<Duration> {
    work()?;
    let runs = RUNS as usize;
    Ok(table::median(
        runs,
        || {},
        || {
            let _ = std::hint::black_box(work());
        },
    ))
}
