use super::*;
use crate::study::{Identity, Instance, InstanceAttributes, InstanceKind};

fn series(modality: &str, body_part_examined: &str) -> SeriesAttributes {
    SeriesAttributes {
        modality: modality.to_owned(),
        body_part_examined: body_part_examined.to_owned(),
        ..SeriesAttributes::default()
    }
}

fn title(description: &str, series: &[SeriesAttributes]) -> (String, String, String) {
    let study = StudyAttributes {
        study_description: description.to_owned(),
        ..StudyAttributes::default()
    };
    let title = ExamTitle::of(&study, &series.iter().collect::<Vec<_>>());
    (title.modality, title.body_part, title.laterality)
}

#[test]
fn modalities_are_grouped_and_companions_do_not_count() {
    for (modalities, expected) in [
        (&["CT"][..], "CT"),
        (&["SR", "SR", "CT"], "CT"),
        (&["MR", "PR", "MR", "KO"], "MR"),
        (&["CR"], "XR"),
        (&["DX", "SR"], "XR"),
        (&["CT", "PT", "CT"], "PTCT"),
        (&["MR", "PT"], "PTMR"),
        (&["US", "OT", "OT"], "US"),
        (&["SR"], "SR"),
        (&[""], ""),
        (&[], ""),
    ] {
        let all: Vec<SeriesAttributes> = modalities.iter().map(|m| series(m, "")).collect();
        assert_eq!(title("", &all).0, expected, "{modalities:?}");
    }
}

#[test]
fn descriptions_in_six_languages_name_the_part() {
    for (description, expected) in [
        ("CT CHEST W CONTRAST", "chest"),
        ("CT Thorax/Abdomen/Becken mit KM", "chest+abdomen+pelvis"),
        ("CT abdomen and pelvis", "abdomen+pelvis"),
        ("CT CAP", "chest+abdomen+pelvis"),
        ("Scanner thoraco-abdomino-pelvien", "chest+abdomen+pelvis"),
        ("TDM cérébrale", "brain"),
        ("MRT Schädel nativ", "head"),
        ("MRI brain w/wo", "brain"),
        ("RM columna lumbar", "lumbar_spine"),
        ("RX columna dorsal", "thoracic_spine"),
        ("MRI thoracic spine", "thoracic_spine"),
        ("Rachis cervical F/P", "cervical_spine"),
        ("LWS 2 Ebenen", "lumbar_spine"),
        ("MRT Kniegelenk rechts", "knee"),
        ("IRM du genou gauche", "knee"),
        ("RM rodilla derecha", "knee"),
        ("RMN ginocchio sinistro", "knee"),
        ("MRI knie links", "knee"),
        ("Röntgen Hüfte beidseits", "hip"),
        ("Rx anca dx", "hip"),
        ("X-bekken", "pelvis"),
        ("Rx torace", "chest"),
        ("Echo buik", "abdomen"),
        ("TC addome superiore", "abdomen"),
        ("TC senos paranasales", "sinuses"),
        ("Main droite face", "face+hand"),
        ("Main series", ""),
        ("Mammographie bilatérale", "breast"),
        ("Echographie thyroïdienne", "thyroid"),
        ("PET/CT Ganzkörper", "whole_body"),
        ("Kopf-Hals", "head+neck"),
        ("Routine", ""),
        ("", ""),
    ] {
        assert_eq!(
            title(description, &[series("CT", "")]).1,
            expected,
            "{description}"
        );
    }
}

#[test]
fn defined_terms_are_read_and_the_description_comes_first() {
    for (term, expected) in [
        ("CHEST", "chest"),
        ("LSPINE", "lumbar_spine"),
        ("L-SPINE", "lumbar_spine"),
        ("TLSPINE", "thoracic_spine+lumbar_spine"),
        ("CHESTABDPELVIS", "chest+abdomen+pelvis"),
        ("Knee", "knee"),
        ("LOWER EXTREMITY", "leg"),
        ("Thorax", "chest"),
        ("SCHULTER", "shoulder"),
        ("UNKNOWN", ""),
    ] {
        assert_eq!(title("", &[series("CT", term)]).1, expected, "{term}");
    }
    let two = [
        series("CT", "CHEST"),
        series("CT", "ABDOMEN"),
        series("SR", "KNEE"),
    ];
    assert_eq!(title("", &two).1, "chest+abdomen");
    assert_eq!(title("MRI left knee", &[series("MR", "BRAIN")]).1, "knee");
}

#[test]
fn a_side_is_named_only_for_parts_that_come_in_pairs() {
    for (description, stated, expected) in [
        ("MRI left knee", "", "left"),
        ("MRT Kniegelenk rechts", "", "right"),
        ("IRM du genou gauche", "", "left"),
        ("RM rodilla derecha", "", "right"),
        ("Rx ginocchio dx", "", "right"),
        ("Röntgen Hüfte beidseits", "", "both"),
        ("Knee left and right", "", "both"),
        ("MRT der Schulter", "", ""),
        ("MRI knee", "L", "left"),
        ("MRI right knee", "L", "right"),
        ("MRI knee", "B", "both"),
        ("CT chest left lateral", "L", ""),
    ] {
        let series = SeriesAttributes {
            laterality: stated.to_owned(),
            ..series("MR", "")
        };
        assert_eq!(title(description, &[series]).2, expected, "{description}");
    }
}

#[test]
fn roles_come_from_image_type_class_and_description() {
    let check = |kind, sop_class_uid: &str, image_type: &str, description: &str, expected| {
        let instance = Instance {
            identity: Identity::default(),
            study: StudyAttributes::default(),
            series: SeriesAttributes {
                series_description: description.to_owned(),
                ..SeriesAttributes::default()
            },
            instance: InstanceAttributes {
                sop_class_uid: sop_class_uid.to_owned(),
                image_type: image_type.split('\\').map(str::to_owned).collect(),
                ..InstanceAttributes::default()
            },
            kind,
        };
        assert_eq!(
            SeriesRole::of(&instance),
            expected,
            "{image_type} {description}"
        );
    };
    let ct = "1.2.840.10008.5.1.4.1.1.2";
    let captured = "1.2.840.10008.5.1.4.1.1.7";
    let image = InstanceKind::Image;
    check(image, ct, "ORIGINAL\\PRIMARY\\AXIAL", "", SeriesRole::Image);
    check(
        image,
        ct,
        "ORIGINAL\\PRIMARY\\LOCALIZER",
        "",
        SeriesRole::Localizer,
    );
    check(
        image,
        ct,
        "DERIVED\\SECONDARY\\MPR",
        "",
        SeriesRole::Derived,
    );
    check(image, ct, "DERIVED\\PRIMARY\\AXIAL", "", SeriesRole::Image);
    check(
        image,
        ct,
        "DERIVED\\SECONDARY\\SCREEN SAVE",
        "Dose Report",
        SeriesRole::DoseSheet,
    );
    check(
        image,
        captured,
        "DERIVED\\SECONDARY",
        "Patient Protocol",
        SeriesRole::DoseSheet,
    );
    check(
        image,
        captured,
        "DERIVED\\SECONDARY",
        "3D",
        SeriesRole::SecondaryCapture,
    );
    check(
        image,
        "1.2.840.10008.5.1.4.1.1.7.4",
        "",
        "",
        SeriesRole::SecondaryCapture,
    );
    // Another class whose UID only begins alike.
    check(
        image,
        "1.2.840.10008.5.1.4.1.1.77.1.4",
        "",
        "",
        SeriesRole::Image,
    );
    let report = InstanceKind::StructuredReport;
    check(
        report,
        "1.2.840.10008.5.1.4.1.1.88.67",
        "",
        "",
        SeriesRole::DoseSheet,
    );
    check(
        report,
        "1.2.840.10008.5.1.4.1.1.88.11",
        "",
        "",
        SeriesRole::Report,
    );
}

#[test]
fn a_picture_made_at_a_workstation_is_no_image_of_the_body() {
    let role = |conversion_type: &str| {
        SeriesRole::of(&Instance {
            identity: Identity::default(),
            study: StudyAttributes::default(),
            series: SeriesAttributes::default(),
            instance: InstanceAttributes {
                sop_class_uid: "1.2.840.10008.5.1.4.1.1.2".to_owned(),
                conversion_type: conversion_type.to_owned(),
                ..InstanceAttributes::default()
            },
            kind: InstanceKind::Image,
        })
    };
    for captured in ["WSD", "SD", "SI", "SYN", "DRW"] {
        assert_eq!(role(captured), SeriesRole::SecondaryCapture, "{captured}");
    }
    // A digitised film or video shows the body.
    for body in ["", "DF", "DV", "DI"] {
        assert_eq!(role(body), SeriesRole::Image, "{body}");
    }
}

#[test]
fn a_series_is_named_by_its_own_description_before_the_study_s() {
    let check = |of_study: &str, description: &str, examined: &str, expected: &str| {
        let study = StudyAttributes {
            study_description: of_study.to_owned(),
            ..StudyAttributes::default()
        };
        let series = SeriesAttributes {
            series_description: description.to_owned(),
            ..series("MR", examined)
        };
        let title = ExamTitle::of_series(&study, &series);
        assert_eq!(
            (title.modality.as_str(), title.body_part.as_str()),
            ("MR", expected),
            "{of_study} {description} {examined}"
        );
    };
    check("CT CAP", "Chest lung 1.0", "ABDOMEN", "chest");
    check("MRI brain", "t1_mprage_sag", "", "brain");
    check("MRI brain", "t1_mprage_sag", "HEAD", "brain");
    check("", "AX T2", "KNEE", "knee");
    check("", "AX T2", "", "");
}
