//! What each codec's own C or C++ library compressed, decoded here.

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{Samples, decode_frame};
use scanfolio_core::warning::Warnings;
use scanfolio_tests::codec_pictures::{
    CodecPicture, compress_with_every_codec, python_with_codecs,
};

#[test]
fn every_codec_gives_back_what_was_compressed() {
    let Some(python) = python_with_codecs() else {
        assert!(
            std::env::var_os("SCANFOLIO_REQUIRE_GOLDEN").is_none(),
            "no Python with the codecs, and SCANFOLIO_REQUIRE_GOLDEN is set"
        );
        println!("skipped: no Python with imagecodecs (SCANFOLIO_PYTHON, target/python)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let pictures = compress_with_every_codec(&python, folder.path(), None, 0).unwrap();
    assert_eq!(pictures.len(), 33);
    let complaints: Vec<String> = pictures.iter().filter_map(complaint).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// How the decoded picture differs from the truth by more than is allowed.
fn complaint(picture: &CodecPicture) -> Option<String> {
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&picture.file, &mut warnings).unwrap();
    let frame = decode_frame(
        &picture.file,
        &data_set,
        1,
        &CancelToken::new(),
        &mut warnings,
    );
    let name = &picture.name;
    let samples: Vec<u16> = match frame.map(|frame| frame.samples) {
        Ok(Samples::U8(samples) | Samples::Rgb8(samples)) => {
            samples.into_iter().map(u16::from).collect()
        }
        Ok(Samples::U16(samples)) => samples,
        Ok(other) => return Some(format!("{name}: {other:?}")),
        Err(error) => return Some(format!("{name}: {error}")),
    };
    if samples.len() != picture.truth.len() || !warnings.as_slice().is_empty() {
        return Some(format!("{name}: {} samples, {warnings:?}", samples.len()));
    }
    let pairs = samples.iter().zip(&picture.truth);
    let differences = pairs.map(|(ours, theirs)| ours.abs_diff(*theirs));
    let worst = differences.clone().max().unwrap_or_default();
    let count = differences.filter(|&difference| difference > 0).count();
    (worst > picture.allowed).then(|| format!("{name}: {count} samples differ, by up to {worst}"))
}
