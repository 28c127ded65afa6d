//! One image in several transfer syntaxes: what needs no other program to be right.

use std::fs;
use std::path::Path;

use scanfolio_core::cancel::CancelToken;
use scanfolio_core::dataset::DataSet;
use scanfolio_core::pixels::{ModalityValues, decode_frame, describe};
use scanfolio_core::warning::Warnings;

use super::shared_data;

/// Files that hold one image in several transfer syntaxes, the plainest first.
/// Where pydicom is wrong or has no decoder, this stands in for it.
const SAME_IMAGE: &[&[&str]] = &[
    &[
        "pydicom__pydicom-data/data_store/data/liver.dcm",
        "pydicom__pydicom-data/data_store/data/liver_expb.dcm",
        "pydicom__pydicom-data/data_store/data/liver_deflate.dcm",
        "pydicom__pydicom-data/data_store/data/liver_rle.dcm",
        "pydicom__pydicom-data/data_store/data/liver_j2k.dcm",
    ],
    &[
        "pydicom__pydicom-data/data_store/data/liver_nonbyte_aligned.dcm",
        "pydicom__pydicom-data/data_store/data/liver_nonbyte_aligned_rle.dcm",
        "pydicom__pydicom-data/data_store/data/liver_nonbyte_aligned_j2k.dcm",
    ],
    &[
        "pydicom__pydicom-data/data_store/data/OBXXXX1A.dcm",
        "pydicom__pydicom-data/data_store/data/OBXXXX1A_expb.dcm",
        "pydicom__pydicom-data/data_store/data/OBXXXX1A_rle.dcm",
    ],
    &[
        "pydicom__pydicom-data/data_store/data/OBXXXX1A_2frame.dcm",
        "pydicom__pydicom-data/data_store/data/OBXXXX1A_expb_2frame.dcm",
    ],
    &[
        "cornerstonejs__dicomParser/testImages/encapsulated/multi-frame/CT0012.not_fragmented_bot_rle.dcm",
        "cornerstonejs__dicomParser/testImages/encapsulated/multi-frame/CT0012.not_fragmented_no_bot_rle.dcm",
        "cornerstonejs__dicomParser/testImages/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_lossless.57.dcm",
        "cornerstonejs__dicomParser/testImages/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_lossless.70.dcm",
        "cornerstonejs__dicomParser/testImages/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_ls.80.dcm",
    ],
    &[
        "pydicom__pydicom/src/pydicom/data/test_files/rtdose.dcm",
        "pydicom__pydicom/src/pydicom/data/test_files/rtdose_expb.dcm",
    ],
    &[
        "cornerstonejs__cornerstoneWADOImageLoader/testImages/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm",
        "cornerstonejs__cornerstoneWADOImageLoader/testImages/CTImage.dcm_JPEGProcess6_8TransferSyntax_1.2.840.10008.1.2.4.53.dcm",
        "cornerstonejs__cornerstoneWADOImageLoader/testImages/CTImage.dcm_JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm",
    ],
    &[
        "neurolabusc__dcm_qa_ts/In/1.dcm",
        "neurolabusc__dcm_qa_ts/In/2.dcm",
        "neurolabusc__dcm_qa_ts/In/3.dcm",
        "neurolabusc__dcm_qa_ts/In/4.dcm",
        "neurolabusc__dcm_qa_ts/In/5.dcm",
        "neurolabusc__dcm_qa_ts/In/6.dcm",
        "neurolabusc__dcm_qa_ts/In/7.dcm",
        "neurolabusc__dcm_qa_ts/In/8.dcm",
        "neurolabusc__dcm_qa_ts/In/9.dcm",
    ],
];

#[test]
fn one_image_in_several_transfer_syntaxes_is_one_image() {
    let Some(folder) = shared_data() else {
        println!("skipped: the developer data are absent");
        return;
    };
    for group in SAME_IMAGE {
        let [plainest, others @ ..] = group else {
            panic!("a group is empty")
        };
        let expected = all_frames(&folder.join(plainest));
        for other in others {
            assert!(
                all_frames(&folder.join(other)) == expected,
                "{other} differs from {plainest}"
            );
        }
    }
}

/// Modality values of every frame.
fn all_frames(path: &Path) -> Vec<ModalityValues> {
    let bytes = fs::read(path).unwrap();
    let mut warnings = Warnings::new();
    let data_set = DataSet::read(&bytes, &mut warnings).unwrap();
    let frames = describe(&data_set, &mut warnings).unwrap().number_of_frames;
    (1..=frames)
        .map(|number| {
            decode_frame(
                &bytes,
                &data_set,
                number,
                &CancelToken::new(),
                &mut warnings,
            )
            .unwrap_or_else(|error| panic!("{}: frame {number}: {error}", path.display()))
            .modality_values()
        })
        .collect()
}
