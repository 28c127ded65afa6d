//! What the report says, all of it true of the invented body.

use crate::sample::{
    body::{AORTA_DIAMETER, CYST, NODULE, SMALL_NODULE},
    objects::SeriesKind,
};

pub(super) struct Section {
    /// Code value, coding scheme and meaning of the heading, CID 7001.
    pub(super) heading: (&'static str, &'static str, &'static str),
    /// The same of the paragraphs below, CID 7002.
    pub(super) paragraph: (&'static str, &'static str, &'static str),
    pub(super) paragraphs: Vec<Paragraph>,
}

pub(super) struct Paragraph {
    pub(super) text: String,
    /// The image it was seen on.
    pub(super) image: Option<(SeriesKind, u16)>,
}

fn said(text: impl Into<String>) -> Paragraph {
    Paragraph {
        text: text.into(),
        image: None,
    }
}

fn seen(series: SeriesKind, image: u16, text: impl Into<String>) -> Paragraph {
    Paragraph {
        text: text.into(),
        image: Some((series, image)),
    }
}

pub(super) fn sections() -> Vec<Section> {
    let nodule = NODULE.1;
    let small_nodule = SMALL_NODULE.1;
    let cyst = CYST.1;
    let aorta = AORTA_DIAMETER;
    vec![
        Section {
            heading: ("11329-0", "LN", "History"),
            paragraph: ("121060", "DCM", "History"),
            paragraphs: vec![said(
                "SYNTHETIC REPORT. The body on these images was drawn by a program and this report was written for it. No person was examined. It is here so that you can try the program.",
            )],
        },
        Section {
            heading: ("55111-4", "LN", "Technique"),
            paragraph: ("121065", "DCM", "Procedure Description"),
            paragraphs: vec![said(
                "CT of the chest and the upper abdomen, drawn as after intravenous contrast medium. Localizer (series 1), soft parts 10 mm (series 2), lungs 5 mm (series 3).",
            )],
        },
        Section {
            heading: ("18834-2", "LN", "Comparison"),
            paragraph: ("122073", "DCM", "Current Procedure Evidence"),
            paragraphs: vec![said(
                "CT of the chest of 14 March 2023 (an invented prior exam, which is not part of this sample).",
            )],
        },
        Section {
            heading: ("59776-5", "LN", "Findings"),
            paragraph: ("121071", "DCM", "Finding"),
            paragraphs: vec![
                seen(
                    SeriesKind::Lungs,
                    31,
                    format!(
                        "Lungs: A solid, round, smoothly outlined pulmonary nodule of {nodule} mm in the right lower lobe (series 3, image 31). In the prior exam of 14 March 2023 it measured 10 mm (series 4, image 40)."
                    ),
                ),
                seen(
                    SeriesKind::Lungs,
                    19,
                    format!(
                        "A calcified nodule of {small_nodule} mm in the left upper lobe, most likely a granuloma (series 3, image 19). No consolidation, no pleural effusion, no pneumothorax."
                    ),
                ),
                seen(
                    SeriesKind::SoftParts,
                    13,
                    format!(
                        "Heart and vessels: The ascending aorta measures {aorta} mm (series 2, image 13). The heart is of normal size. No pericardial effusion. No enlarged lymph nodes in the mediastinum."
                    ),
                ),
                seen(
                    SeriesKind::SoftParts,
                    28,
                    format!(
                        "Upper abdomen: A simple cyst of {cyst} mm in the right lobe of the liver (series 2, image 28). Gallbladder, spleen, pancreas and the parts of the kidneys that are shown are unremarkable."
                    ),
                ),
                said(
                    "Bones: No fracture and no destructive lesion. Degenerative changes cannot be excluded (series 2, image 140).",
                ),
            ],
        },
        Section {
            heading: ("19005-8", "LN", "Impression"),
            paragraph: ("121073", "DCM", "Impression"),
            paragraphs: vec![
                seen(
                    SeriesKind::Lungs,
                    31,
                    format!(
                        "1. Solid pulmonary nodule of {nodule} mm in the right lower lobe (series 3, image 31)."
                    ),
                ),
                said(format!(
                    "2. Calcified granuloma of {small_nodule} mm on the left (series 3, image 19) and simple liver cyst of {cyst} mm (series 2, image 28)."
                )),
                said("3. All of this is invented: a synthetic example, not a medical report."),
            ],
        },
    ]
}
