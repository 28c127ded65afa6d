//! "Series 4, image 37", held against the images that are there.
//!
//! Numbers mean Series Number and Instance Number, or the frame number of a
//! lone multi-frame image; never a position in the stack. Nothing is guessed:
//! several matches are all given, none is given with its reason.

use scanfolio_core::report::ImageReference;

use crate::listing::{ReferenceTarget, ResolvedReference, SeriesDetail, StudyDetail};

/// Finds the frames a reference may mean.
pub(crate) fn resolve(reference: ImageReference, study: Option<&StudyDetail>) -> ResolvedReference {
    let (targets, reason) = targets(&reference, study);
    ResolvedReference {
        reference,
        targets,
        reason,
    }
}

fn targets(
    reference: &ImageReference,
    study: Option<&StudyDetail>,
) -> (Vec<ReferenceTarget>, &'static str) {
    if reference.prior {
        return (Vec::new(), "prior_exam");
    }
    let Some(study) = study else {
        return (Vec::new(), "no_study");
    };
    let named: Vec<&SeriesDetail> = match reference.series_number {
        Some(number) => study
            .series
            .iter()
            .filter(|series| series.series_number == Some(number))
            .collect(),
        None => study.series.iter().collect(),
    };
    if named.is_empty() {
        return (Vec::new(), "no_series");
    }
    let mut targets = Vec::new();
    for series in named {
        for number in &reference.image_numbers {
            targets.extend(frames_of(series, *number).filter_map(|frame_index| {
                let (stack_number, frame_index) = series.stack_of(frame_index)?;
                Some(ReferenceTarget {
                    series_id: series.id,
                    series_number: series.series_number,
                    stack_number,
                    frame_index,
                    image_number: *number,
                })
            }));
        }
        if reference.image_numbers.is_empty() && reference.series_number.is_some() {
            targets.push(ReferenceTarget {
                series_id: series.id,
                series_number: series.series_number,
                stack_number: 1,
                frame_index: 0,
                image_number: 0,
            });
        }
    }
    let reason = if targets.is_empty() {
        "not_in_study"
    } else {
        ""
    };
    (targets, reason)
}

fn frames_of(series: &SeriesDetail, number: i64) -> impl Iterator<Item = u32> {
    let is_one_instance = series.frames.len() > 1
        && series.frames.iter().all(|frame| {
            Some(frame.instance_id) == series.frames.first().map(|first| first.instance_id)
        });
    series
        .frames
        .iter()
        .enumerate()
        .filter_map(move |(index, frame)| {
            let is_meant = if is_one_instance {
                i64::from(frame.frame_number) == number
            } else {
                // A multi-frame instance among others is meant as a whole: its first frame stands for it.
                frame.instance_number == Some(number) && frame.frame_number == 1
            };
            is_meant.then(|| u32::try_from(index).ok()).flatten()
        })
}
