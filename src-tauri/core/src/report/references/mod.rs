//! Places where a text names images: "series 4, image 37", "Se 3 Im 45", "(4/37)".
//!
//! Numbers are what the text says: Series Number and Instance Number (or frame
//! number), never a position in a stack. Whether such an image exists is not
//! known here; linking is the library's work.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::lexer::Tokens;
use super::sentences::{means_prior, mentions_prior, sentences};

mod grammar;
mod pairs;
mod words;

/// How surely a stretch of text names an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// It says so in words ("image 37").
    Sure,
    /// It may ("(4/37)").
    Maybe,
}

/// A place in a text that names images.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageReference {
    /// UTF-8 bytes in the text.
    pub range: Range<usize>,
    /// As written.
    pub quote: String,
    /// Series Number, when the text gives one.
    pub series_number: Option<i64>,
    /// Instance or frame numbers, in the order written; ranges are spelt out up to 500 images, longer ones keep their ends.
    pub image_numbers: Vec<i64>,
    /// In words or not.
    pub certainty: Certainty,
    /// The sentence speaks of a prior exam: never to be linked into the current one.
    pub prior: bool,
}

/// A reference before its sentence was looked at; tokens `first..end`.
struct Found {
    first: usize,
    end: usize,
    series: Option<i64>,
    images: Vec<i64>,
    certainty: Certainty,
}

/// Finds every reference to images in a text, in order, without overlaps.
#[must_use]
pub fn references(text: &str) -> Vec<ImageReference> {
    let tokens = Tokens::of(text);
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut here = grammar::reference_at(&tokens, at, found.last());
        if here.is_empty() {
            here = pairs::pairs_at(&tokens, at);
        }
        at = here.last().map_or(at + 1, |last| last.end.max(at + 1));
        found.append(&mut here);
    }
    let sentences = sentences(text);
    let mut current = sentences.iter().peekable();
    let mut is_prior_sentence: Option<bool> = None;
    found
        .into_iter()
        .map(|one| {
            let range = tokens.span(one.first, one.end);
            while current
                .peek()
                .is_some_and(|sentence| sentence.end <= range.start)
            {
                current.next();
                is_prior_sentence = None;
            }
            let sentence = current.peek().map_or(0..text.len(), |s| (*s).clone());
            let words = text.get(sentence.clone()).unwrap_or(text);
            let mentions = *is_prior_sentence.get_or_insert_with(|| mentions_prior(words));
            ImageReference {
                quote: text.get(range.clone()).unwrap_or_default().to_owned(),
                prior: mentions && means_prior(words, range.start.saturating_sub(sentence.start)),
                range,
                series_number: one.series,
                image_numbers: one.images,
                certainty: one.certainty,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Expected<'a> = (&'a str, Option<i64>, &'a [i64], Certainty);

    fn check(text: &str, expected: &[Expected<'_>]) {
        let found = references(text);
        let seen: Vec<Expected<'_>> = found
            .iter()
            .map(|r| {
                (
                    r.quote.as_str(),
                    r.series_number,
                    r.image_numbers.as_slice(),
                    r.certainty,
                )
            })
            .collect();
        assert_eq!(seen, expected, "{text}");
        for one in &found {
            assert_eq!(text[one.range.clone()], one.quote);
        }
    }

    #[test]
    fn series_and_image_in_words_are_sure() {
        use Certainty::Sure;
        for (text, quote, series, images) in [
            (
                "nodule (series 4, image 37).",
                "series 4, image 37",
                4,
                &[37][..],
            ),
            ("nodule (Se 3 Im 45)", "Se 3 Im 45", 3, &[45]),
            ("nodule (Se. 3, Im. 45)", "Se. 3, Im. 45", 3, &[45]),
            (
                "on image 12 of series 5 there",
                "image 12 of series 5",
                5,
                &[12],
            ),
            (
                "see axial image 55 series 2.",
                "image 55 series 2",
                2,
                &[55],
            ),
            (
                "(series 4, images 12 and 15)",
                "series 4, images 12 and 15",
                4,
                &[12, 15],
            ),
            (
                "series 4 images 12-15",
                "series 4 images 12-15",
                4,
                &[12, 13, 14, 15],
            ),
            (
                "series 4, axial image 37",
                "series 4, axial image 37",
                4,
                &[37],
            ),
            ("series #4, image #37", "series #4, image #37", 4, &[37]),
            ("Series: 4 Image: 37", "Series: 4 Image: 37", 4, &[37]),
            ("SE3/IM45", "SE3/IM45", 3, &[45]),
            ("se:3 im:45", "se:3 im:45", 3, &[45]),
            ("(S4 I37)", "S4 I37", 4, &[37]),
            ("series/image 4/37", "series/image 4/37", 4, &[37]),
            ("sequence 5, slice 22", "sequence 5, slice 22", 5, &[22]),
            ("image 37 (series 4)", "image 37 (series 4)", 4, &[37]),
            (
                "series 4 (lung windows), image 37",
                "series 4 (lung windows), image 37",
                4,
                &[37],
            ),
            (
                "series number 4, image number 37",
                "series number 4, image number 37",
                4,
                &[37],
            ),
            (
                "series 4, image 37 of 120",
                "series 4, image 37 of 120",
                4,
                &[37],
            ),
            ("series 4, image 37/120", "series 4, image 37/120", 4, &[37]),
            ("Serie 4, Bild 37", "Serie 4, Bild 37", 4, &[37]),
            ("Bild 37 der Serie 4", "Bild 37 der Serie 4", 4, &[37]),
            ("série 4, image 37", "série 4, image 37", 4, &[37]),
            (
                "serie 4, imágenes 37 y 38",
                "serie 4, imágenes 37 y 38",
                4,
                &[37, 38],
            ),
            (
                "images 12, 15, and 20 of series 5",
                "images 12, 15, and 20 of series 5",
                5,
                &[12, 15, 20],
            ),
            ("series 4,\nimage 37", "series 4,\nimage 37", 4, &[37]),
            (
                "image 12 on the axial T2 series 5",
                "image 12 on the axial T2 series 5",
                5,
                &[12],
            ),
        ] {
            check(text, &[(quote, Some(series), images, Sure)]);
        }
    }

    #[test]
    fn images_without_a_series_keep_none() {
        use Certainty::Sure;
        check(
            "images 12–15",
            &[("images 12–15", None, &[12, 13, 14, 15], Sure)],
        );
        check("IMG 44 shows", &[("IMG 44", None, &[44], Sure)]);
        check("image 2 of 5", &[("image 2 of 5", None, &[2], Sure)]);
        check(
            "images 1000-9000",
            &[("images 1000-9000", None, &[1000, 9000], Sure)],
        );
        check("image 37, 12 mm nodule", &[("image 37", None, &[37], Sure)]);
        check("im 45 of it", &[("im 45", None, &[45], Certainty::Maybe)]);
    }

    #[test]
    fn several_references_stand_apart_and_a_series_carries_over() {
        use Certainty::Sure;
        check(
            "(series 4, image 37 and series 5, image 12)",
            &[
                ("series 4, image 37", Some(4), &[37], Sure),
                ("series 5, image 12", Some(5), &[12], Sure),
            ],
        );
        check(
            "series 4, image 37, and image 40",
            &[
                ("series 4, image 37", Some(4), &[37], Sure),
                ("image 40", Some(4), &[40], Sure),
            ],
        );
        check(
            "series 4. Image 37 shows",
            &[("Image 37", None, &[37], Sure)],
        );
    }

    #[test]
    fn bare_pairs_are_maybe() {
        use Certainty::Maybe;
        check("nodule (4/37)", &[("(4/37)", Some(4), &[37], Maybe)]);
        check("nodule (2,16)", &[("(2,16)", Some(2), &[16], Maybe)]);
        check(
            "nodule (4/37, 5/12)",
            &[
                ("4/37", Some(4), &[37], Maybe),
                ("5/12", Some(5), &[12], Maybe),
            ],
        );
        check(
            "nodule [4/37-40]",
            &[("[4/37-40]", Some(4), &[37, 38, 39, 40], Maybe)],
        );
        check("nodule, 4/10.", &[("4/10", Some(4), &[10], Maybe)]);
        check("image 4/37", &[("image 4/37", Some(4), &[37], Maybe)]);
        check("series 4/37", &[("series 4/37", Some(4), &[37], Maybe)]);
    }

    #[test]
    fn what_only_looks_like_a_reference_is_left_alone() {
        for text in [
            "compared to 4/10",
            "on 4/10/2020",
            "04/10/20",
            "pain 4/10",
            "strength 5/5",
            "L4/5 disc",
            "C5/6",
            "BP 140/90",
            "3/4 of",
            "(3/2019)",
            "5 images",
            "image-guided",
            "Image Gently",
            "images dated 3/4/2020",
            "image 12/03/2020",
            "5 mm slices",
            "series of images",
            "slice thickness 5 mm",
            "image 3 mm",
            "(1,000)",
            "Series 4 shows",
            "4:37 pm",
            "every 3 series",
            "T1/T2",
            "and/or",
            "images",
            "series",
            "series 4, image",
            "(",
            "(4/",
            "im",
            "20/20 vision",
            "1/2",
            "12-15",
            "image 99999999999999999999",
            "(0/12)",
            "Images: 120. Series: 2.",
            "liver segment 4/5 lesion",
            "BI-RADS 4/5",
            "p. 4/10",
            "24/7",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn a_sentence_about_a_prior_exam_marks_its_references_only() {
        let text = "On the prior CT (series 2, image 15) it was 3 mm. It is now 6 mm (series 4, image 37).";
        let priors: Vec<bool> = references(text).iter().map(|r| r.prior).collect();
        assert_eq!(priors, [true, false]);
    }
}
