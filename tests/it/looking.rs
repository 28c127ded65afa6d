//! What is looked at is seen while the rest of it is still being read.

use std::cell::RefCell;
use std::fs;
use std::time::Duration;

use scanfolio_core::cancel::CancelToken;
use scanfolio_library::{Library, Phase, Progress, Source};

use crate::made::{Home, JANE, Made, look, read_all};

const IMAGES: i64 = 400;

/// Instance Numbers of the only study's frames in their order, each held against its file.
fn frames(home: &Home, index: &Library) -> Vec<i64> {
    let Some(listing) = index.list().unwrap().pop() else {
        return Vec::new();
    };
    let study = index.study(listing.studies[0].id).unwrap();
    let frames = study.series.iter().flat_map(|series| &series.frames);
    frames
        .map(|frame| {
            let number = frame.instance_number.unwrap();
            let there = fs::read(home.medium().join(format!("{number:03}"))).unwrap();
            assert_eq!(read_all(index, frame.instance_id), there);
            number
        })
        .collect()
}

#[test]
fn the_first_images_are_seen_while_the_others_are_read_and_all_in_order_at_the_end() {
    let home = Home::new();
    for instance in 1..=IMAGES {
        let pixel = instance as u16;
        let made = Made {
            instance,
            pixel,
            ..JANE
        };
        home.put(&format!("{instance:03}"), made.image());
    }
    let index = Library::to_look().unwrap();
    let seen = RefCell::new(Vec::new());
    let watch = |progress: Progress| {
        if progress.phase == Phase::Reading && progress.done < progress.total {
            seen.borrow_mut().push(frames(&home, &index).len());
            // The pause after which more is seen.
            std::thread::sleep(Duration::from_millis(60));
        }
    };
    let sources = [Source::Path(home.medium())];
    let outcome = index
        .look_on(&sources, &watch, &CancelToken::default())
        .unwrap();
    let seen = seen.into_inner();
    let growths: Vec<usize> = seen
        .iter()
        .copied()
        .filter(|&frames| frames > 0 && frames < IMAGES as usize)
        .collect();
    assert!(!growths.is_empty(), "{seen:?}");
    assert!(growths.is_sorted(), "{seen:?}");
    assert!(growths.first() < growths.last(), "{seen:?}");
    let all: Vec<i64> = (1..=IMAGES).collect();
    assert_eq!(frames(&home, &index), all);
    assert_eq!(outcome.instances, IMAGES as u64);
    let (_, at_once) = look(&home.medium());
    assert_eq!(outcome.study_ids, at_once.study_ids);
    assert_eq!(outcome.person_ids, at_once.person_ids);
}
