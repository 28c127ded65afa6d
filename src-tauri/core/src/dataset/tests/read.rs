//! What a sound file says is read, however it is encoded.

use dicom_core::VR;

use super::super::{DataSet, PixelDataKind, checked_frame_bytes};
use super::{read, small_image};
use crate::bytes::ReadAt;
use crate::study::{Identity, Instance, InstanceKind};
use crate::warning::{Warning, Warnings};
use crate::write::{ItemWriter, OffsetTable, SequenceLength, Writer};
use crate::{tags, uids};

const NATIVE: [&str; 4] = [
    uids::IMPLICIT_VR_LITTLE_ENDIAN,
    uids::EXPLICIT_VR_LITTLE_ENDIAN,
    uids::EXPLICIT_VR_BIG_ENDIAN,
    uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
];

fn check_small_image(data_set: &DataSet, source: &dyn ReadAt, name: &str) {
    assert_eq!(data_set.text(tags::MODALITY).unwrap(), "CT", "{name}");
    let patient_name = data_set.person_name(tags::PATIENT_NAME).unwrap();
    assert_eq!(patient_name.alphabetic.given, "Jane", "{name}");
    assert_eq!(
        data_set.decimals(tags::PIXEL_SPACING),
        [0.5, 0.25],
        "{name}"
    );
    assert_eq!(data_set.integer(tags::ROWS), Some(2), "{name}");
    assert_eq!(
        data_set.integer(tags::PIXEL_PADDING_VALUE),
        Some(-2000),
        "{name}"
    );
    let regions = data_set.items(tags::ANATOMIC_REGION_SEQUENCE);
    assert_eq!(regions.len(), 2, "{name}");
    assert_eq!(
        regions[1].text(tags::CODE_MEANING).unwrap(),
        "Chest",
        "{name}"
    );
    assert!(regions[1].text(tags::MODALITY).is_none(), "{name}");
    let pixel_data = data_set.pixel_data().unwrap();
    assert_eq!(pixel_data.kind, PixelDataKind::Integer, "{name}");
    assert!(!pixel_data.truncated, "{name}");
    let bytes = data_set
        .pixel_source(source)
        .read_range(pixel_data.offset, pixel_data.length.unwrap())
        .unwrap();
    let words: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| match pixel_data.big_endian {
            true => u16::from_be_bytes([pair[0], pair[1]]),
            false => u16::from_le_bytes([pair[0], pair[1]]),
        })
        .collect();
    assert_eq!(words, [1, 2, 3, 4, 5, 6], "{name}");
}

#[test]
fn a_file_reads_the_same_in_every_native_encoding() {
    for uid in NATIVE {
        for lengths in [SequenceLength::Defined, SequenceLength::Undefined] {
            let name = format!("{uid} {lengths:?}");
            let mut file = small_image(uid);
            file.sequence_length(lengths);
            let bytes = file.to_part10();
            let (data_set, warnings) = read(&bytes);
            let data_set = data_set.unwrap();
            assert_eq!(warnings, [], "{name}");
            assert_eq!(data_set.transfer_syntax_uid(), uid, "{name}");
            check_small_image(&data_set, &bytes, &name);
            let data_set_bytes = file.to_data_set();
            let offset = usize::try_from(data_set.data_set_offset()).unwrap();
            assert_eq!(bytes[offset..], data_set_bytes, "{name}");
        }
    }
}

#[test]
fn without_preamble_or_file_meta_the_encoding_is_found_by_looking() {
    for uid in &NATIVE[..3] {
        let file = small_image(uid);
        let bytes = file.to_data_set();
        assert!(
            DataSet::looks_like_dicom(&bytes[..bytes.len().min(256)]),
            "{uid}"
        );
        let (data_set, warnings) = read(&bytes);
        let data_set = data_set.unwrap();
        let expected = [Warning::MissingFileMeta, Warning::MissingTransferSyntax];
        assert_eq!(warnings, expected, "{uid}");
        assert_eq!(data_set.transfer_syntax_uid(), *uid);
        check_small_image(&data_set, &bytes, uid);

        let without_preamble = &file.to_part10()[128..];
        for cut in [0, 4] {
            let bytes = &without_preamble[cut..];
            assert!(DataSet::looks_like_dicom(&bytes[..256]), "{uid}");
            let (data_set, warnings) = read(bytes);
            assert_eq!(warnings, [Warning::MissingPreamble], "{uid}");
            check_small_image(&data_set.unwrap(), &bytes, uid);
        }
    }
}

#[test]
fn a_transfer_syntax_that_the_bytes_contradict_is_not_believed() {
    for (declared, real) in [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2)] {
        let real = NATIVE[real];
        let empty = Writer::new(NATIVE[declared]).to_part10();
        let bytes = [empty, small_image(real).to_data_set()].concat();
        let (data_set, warnings) = read(&bytes);
        assert_eq!(warnings, [Warning::TransferSyntaxContradicted], "{real}");
        check_small_image(&data_set.unwrap(), &bytes, real);
    }
}

#[test]
fn encapsulated_pixel_data_are_located_fragment_by_fragment() {
    let mut file = small_image(uids::JPEG2000_LOSSLESS);
    file.encapsulated(
        vec![vec![vec![1; 10], vec![2; 4]], vec![vec![3; 6]]],
        OffsetTable::Basic,
    );
    file.raw(tags::DATA_SET_TRAILING_PADDING, VR::OB, [0; 8]);
    let bytes = file.to_part10();
    let (data_set, warnings) = read(&bytes);
    let data_set = data_set.unwrap();
    assert_eq!(warnings, []);
    let pixel_data = data_set.pixel_data().unwrap();
    assert_eq!(pixel_data.length, None);
    let lengths: Vec<u32> = pixel_data.fragments.iter().map(|f| f.length).collect();
    assert_eq!(lengths, [8, 10, 4, 6]);
    let third = pixel_data.fragments[3];
    assert_eq!(bytes.read_range(third.offset, 6).unwrap(), [3; 6]);
    let first_item = usize::try_from(pixel_data.offset).unwrap();
    assert_eq!(bytes[first_item..][..4], [0xFE, 0xFF, 0x00, 0xE0]);
    assert!(data_set.has(tags::DATA_SET_TRAILING_PADDING));
}

#[test]
fn numbers_are_read_by_their_representation_in_the_files_byte_order() {
    for uid in NATIVE {
        let mut file = Writer::new(uid);
        file.ul(tags::SIMPLE_FRAME_LIST, &[1, 70_000])
            .fd(tags::SLAB_THICKNESS, &[1.5])
            .us(tags::ROWS, &[512])
            .us(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, &[0, 0, 16])
            .ow(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA, &[1, 0xFFFE])
            .at(tags::FRAME_INCREMENT_POINTER, &[tags::FRAME_TIME])
            .is(tags::SERIES_NUMBER, &[-4])
            .text(tags::SLICE_THICKNESS, VR::DS, "1,5")
            .text(tags::SLICE_LOCATION, VR::DS, "abc")
            .text(tags::IMAGE_TYPE, VR::CS, "ORIGINAL\\\\AXIAL");
        let bytes = file.to_part10();
        let (data_set, warnings) = read(&bytes);
        let data_set = data_set.unwrap();
        assert_eq!(
            data_set.integers(tags::SIMPLE_FRAME_LIST),
            [1, 70_000],
            "{uid}"
        );
        assert_eq!(data_set.decimal(tags::SLAB_THICKNESS), Some(1.5), "{uid}");
        assert_eq!(data_set.decimal(tags::ROWS), Some(512.0), "{uid}");
        let descriptor = data_set.words(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR);
        assert_eq!(descriptor.unwrap(), [0, 0, 16], "{uid}");
        let table = data_set.words(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA);
        assert_eq!(table.unwrap(), [1, 0xFFFE], "{uid}");
        let pointer = data_set.tag(tags::FRAME_INCREMENT_POINTER);
        assert_eq!(pointer, Some(tags::FRAME_TIME), "{uid}");
        assert_eq!(data_set.integer(tags::SERIES_NUMBER), Some(-4), "{uid}");
        assert_eq!(data_set.decimal(tags::SLICE_THICKNESS), Some(1.5), "{uid}");
        assert_eq!(data_set.decimal(tags::SLICE_LOCATION), None, "{uid}");
        assert_eq!(
            data_set.texts(tags::IMAGE_TYPE),
            ["ORIGINAL", "", "AXIAL"],
            "{uid}"
        );
        let expected = [
            Warning::NumberIrregular {
                tag: tags::SLICE_THICKNESS.into(),
            },
            Warning::NumberUnreadable {
                tag: tags::SLICE_LOCATION.into(),
            },
        ];
        assert_eq!(warnings, expected, "{uid}");
    }
}

#[test]
fn an_item_may_have_its_own_character_set_and_else_inherits() {
    let mut greek = ItemWriter::new();
    greek
        .text(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 126")
        .raw(tags::CODE_MEANING, VR::LO, [0xC1, 0xE1]);
    let mut inheriting = ItemWriter::new();
    inheriting.raw(tags::CODE_MEANING, VR::LO, [0xE9, 0x20]);
    let mut file = Writer::new(uids::EXPLICIT_VR_LITTLE_ENDIAN);
    file.text(tags::SPECIFIC_CHARACTER_SET, VR::CS, "ISO_IR 100")
        .raw(tags::STUDY_DESCRIPTION, VR::LO, [0xFC, 0x20])
        .sequence(tags::PROCEDURE_CODE_SEQUENCE, vec![greek, inheriting]);
    let (data_set, warnings) = read(&file.to_part10());
    let data_set = data_set.unwrap();
    assert_eq!(warnings, []);
    assert_eq!(data_set.text(tags::STUDY_DESCRIPTION).unwrap(), "ü");
    let items = data_set.items(tags::PROCEDURE_CODE_SEQUENCE);
    assert_eq!(items[0].text(tags::CODE_MEANING).unwrap(), "Αα");
    assert_eq!(items[1].text(tags::CODE_MEANING).unwrap(), "é");
}

#[test]
fn a_frames_own_functional_group_stands_before_the_shared_one() {
    let group = |tag, value: f64| {
        let mut measures = ItemWriter::new();
        measures.ds(tags::SLICE_THICKNESS, &[value]);
        let mut frame = ItemWriter::new();
        frame.sequence(tag, vec![measures]);
        frame
    };
    let shared = group(tags::PIXEL_MEASURES_SEQUENCE, 1.0);
    let own = group(tags::PIXEL_MEASURES_SEQUENCE, 2.0);
    let mut file = small_image(uids::EXPLICIT_VR_LITTLE_ENDIAN);
    file.sequence(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE, vec![shared]);
    let frames = vec![ItemWriter::new(), own];
    file.sequence(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames);
    let data_set = read(&file.to_part10()).0.unwrap();
    for (frame_number, expected) in [(0, None), (1, Some(1.0)), (2, Some(2.0)), (3, Some(1.0))] {
        let thickness = data_set
            .functional_group(frame_number, tags::PIXEL_MEASURES_SEQUENCE)
            .and_then(|group| group.decimal(tags::SLICE_THICKNESS));
        assert_eq!(thickness, expected, "{frame_number}");
    }
}

#[test]
fn the_offset_of_an_item_is_what_a_dicomdir_counts_in() {
    let bytes = small_image(uids::EXPLICIT_VR_LITTLE_ENDIAN).to_part10();
    let data_set = read(&bytes).0.unwrap();
    for item in data_set.items(tags::ANATOMIC_REGION_SEQUENCE) {
        let at = usize::try_from(item.offset()).unwrap();
        assert_eq!(bytes[at..][..4], [0xFE, 0xFF, 0x00, 0xE0]);
    }
}

#[test]
fn an_instance_is_read_whole_and_says_which_uids_it_lacks() {
    let mut file = small_image(uids::EXPLICIT_VR_LITTLE_ENDIAN);
    file.text(tags::PATIENT_BIRTH_DATE, VR::DA, "1950.01.31")
        .text(tags::STUDY_DATE, VR::DA, "20230230")
        .text(tags::LOSSY_IMAGE_COMPRESSION, VR::CS, "01")
        .text(tags::LOSSY_IMAGE_COMPRESSION_RATIO, VR::DS, "4\\10")
        .text(
            tags::LOSSY_IMAGE_COMPRESSION_METHOD,
            VR::CS,
            "ISO_10918_1\\ISO_15444_1",
        );
    let (data_set, _) = read(&file.to_part10());
    let mut warnings = Warnings::new();
    let instance = Instance::read(&data_set.unwrap(), &mut warnings);
    assert_eq!(instance.identity.patient_birth_date, "19500131");
    assert!(!instance.identity.is_weak());
    assert_eq!(instance.study.study_date, "");
    assert_eq!(instance.kind, InstanceKind::Image);
    assert_eq!(instance.series.anatomic_region, "Chest");
    assert_eq!(instance.instance.number_of_frames, 1);
    let lossy = instance.instance.lossy.unwrap();
    assert_eq!(
        (lossy.method.as_str(), lossy.ratio),
        ("ISO_15444_1", Some(10.0))
    );
    let expected = [
        Warning::DateUnreadable {
            tag: tags::STUDY_DATE.into(),
        },
        Warning::MissingUid {
            tag: tags::STUDY_INSTANCE_UID.into(),
        },
        Warning::MissingUid {
            tag: tags::SERIES_INSTANCE_UID.into(),
        },
    ];
    for warning in &expected {
        assert!(warnings.contains(warning), "{warning:?}");
    }
    assert_eq!(warnings.len(), expected.len());
}

#[test]
fn an_identity_is_weak_when_it_lacks_two_of_three() {
    for (id, name, birth_date, is_weak) in [
        ("1", "Doe", "19500101", false),
        ("", "Doe", "19500101", false),
        ("1", "Doe", "", false),
        ("1", "", "", true),
        ("", "Doe", "", true),
        ("", "", "", true),
    ] {
        let identity = Identity {
            patient_id: id.to_owned(),
            patient_name: crate::values::PersonName::parse(name),
            patient_birth_date: birth_date.to_owned(),
            ..Identity::default()
        };
        assert_eq!(identity.is_weak(), is_weak, "{id} {name} {birth_date}");
    }
}

#[test]
fn a_kind_follows_the_sop_class_and_else_the_content() {
    use InstanceKind::*;
    for (sop_class_uid, modality, expected) in [
        (uids::CT_IMAGE_STORAGE, "CT", Image),
        (uids::ENHANCED_MR_IMAGE_STORAGE, "MR", Image),
        (uids::VL_WHOLE_SLIDE_MICROSCOPY_IMAGE_STORAGE, "SM", Image),
        (uids::BASIC_TEXT_SR_STORAGE, "SR", StructuredReport),
        (
            uids::X_RAY_RADIATION_DOSE_SR_STORAGE,
            "SR",
            StructuredReport,
        ),
        (uids::KEY_OBJECT_SELECTION_DOCUMENT_STORAGE, "KO", KeyObject),
        (uids::ENCAPSULATED_PDF_STORAGE, "DOC", EncapsulatedPdf),
        (uids::ENCAPSULATED_CDA_STORAGE, "SR", EncapsulatedCda),
        (uids::ENCAPSULATED_STL_STORAGE, "M3D", OtherDocument),
        (
            uids::GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE,
            "PR",
            PresentationState,
        ),
        (uids::SEGMENTATION_STORAGE, "SEG", Segmentation),
        (uids::RT_DOSE_STORAGE, "RTDOSE", RtObject),
        (uids::RT_IMAGE_STORAGE, "RTIMAGE", Image),
        (uids::TWELVE_LEAD_ECG_WAVEFORM_STORAGE, "ECG", Waveform),
        (uids::VIDEO_ENDOSCOPIC_IMAGE_STORAGE, "ES", Video),
        (uids::RAW_DATA_STORAGE, "MR", Other),
        ("1.2.3.4", "CT", Image),
        ("", "SEG", Segmentation),
        ("", "PR", PresentationState),
    ] {
        let mut file = small_image(uids::EXPLICIT_VR_LITTLE_ENDIAN);
        file.text(tags::SOP_CLASS_UID, VR::UI, sop_class_uid);
        file.text(tags::MODALITY, VR::CS, modality);
        let data_set = read(&file.to_part10()).0.unwrap();
        let instance = Instance::read(&data_set, &mut Warnings::new());
        assert_eq!(instance.kind, expected, "{sop_class_uid} {modality}");
    }
    let mut film = small_image(uids::MPEG4HP41);
    film.encapsulated(vec![vec![vec![0; 4]]], OffsetTable::Empty);
    let data_set = read(&film.to_part10()).0.unwrap();
    let instance = Instance::read(&data_set, &mut Warnings::new());
    assert_eq!(instance.kind, Video);
}

#[test]
fn other_files_do_not_look_like_dicom() {
    for bytes in [
        b"".as_slice(),
        b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
        b"\x89PNG\r\n\x1A\n\x00\x00\x00\x0DIHDR\x00\x00\x02\x00\x00\x00\x02\x00\x08",
        b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00",
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xFF\xFF\x00\x00",
        b"[autorun]\r\nopen=viewer.exe\r\n",
        b"MSH|^~\\&|RIS|HOSPITAL|||20240102||ORU^R01|1|P|2.3\r",
        b"\x00\x00\x01\x00\x01\x00\x20\x20\x10\x00\x01\x00\x04\x00\xE8\x02",
        &[0; 256],
        &[8, 0, 0, 0],
        &[0xFF; 256],
    ] {
        assert!(!DataSet::looks_like_dicom(bytes), "{bytes:?}");
        assert!(read(bytes).0.is_err(), "{bytes:?}");
    }
}

#[test]
fn a_reader_may_ask_what_a_frame_takes_before_it_believes_the_header() {
    let data_set = read(&small_image(uids::EXPLICIT_VR_LITTLE_ENDIAN).to_part10())
        .0
        .unwrap();
    let extent = |tag| u32::try_from(data_set.integer(tag).unwrap()).unwrap();
    let bytes = checked_frame_bytes(extent(tags::ROWS), extent(tags::COLUMNS), 1, 16);
    assert_eq!(bytes, Some(12));
}
