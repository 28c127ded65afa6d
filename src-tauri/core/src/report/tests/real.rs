//! Every structured report, PDF and text report of the shared test data.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read real files; the crate itself does not"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::hostile::{Numbers, mutated};
use crate::dataset::test_files::{files_below, shared_data};
use crate::dataset::{DataSet, Item};
use crate::report::{ReportSource, SectionKind, looks_like_report, read_report};
use crate::tags;
use crate::warning::Warnings;

/// The words of a text: runs of letters and digits.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        *counted.entry(word.to_owned()).or_default() += 1;
    }
    counted
}

/// Everything that the content tree says, gathered without the renderer's rules:
/// every value of every element below Content Sequence that is not a code's
/// technical part.
fn everything_said(item: Item<'_>, said: &mut String) {
    const TECHNICAL: &[tags::Tag] = &[
        tags::RELATIONSHIP_TYPE,
        tags::VALUE_TYPE,
        tags::CONTINUITY_OF_CONTENT,
        tags::CODE_VALUE,
        tags::CODING_SCHEME_DESIGNATOR,
        tags::CODING_SCHEME_VERSION,
        tags::CONTEXT_IDENTIFIER,
        tags::CONTEXT_UID,
        tags::MAPPING_RESOURCE,
        tags::MAPPING_RESOURCE_UID,
        tags::MAPPING_RESOURCE_NAME,
        tags::CONTEXT_GROUP_VERSION,
        tags::TEMPLATE_IDENTIFIER,
        tags::REFERENCED_SOP_CLASS_UID,
        tags::GRAPHIC_DATA,
        tags::PIXEL_ORIGIN_INTERPRETATION,
        tags::REFERENCED_FRAME_OF_REFERENCE_UID,
        tags::DATE,
        tags::TIME,
        tags::DATE_TIME,
        tags::OBSERVATION_DATE_TIME,
        tags::OBSERVATION_UID,
        tags::FLOATING_POINT_VALUE,
        tags::RATIONAL_NUMERATOR_VALUE,
        tags::RATIONAL_DENOMINATOR_VALUE,
        tags::REFERENCED_SEGMENT_NUMBER,
        tags::REFERENCED_WAVEFORM_CHANNELS,
        tags::CODING_SCHEME_UID,
    ];
    // UCUM `1` means "no units": the number stands bare.
    let is_no_unit = item.text(tags::CODE_VALUE).as_deref() == Some("1");
    for element in item.elements() {
        let tag = element.tag();
        if tag == tags::CONTENT_TEMPLATE_SEQUENCE
            || tag == tags::EQUIVALENT_CODE_SEQUENCE
            || tag.group() % 2 == 1
        {
            continue;
        }
        for child in element.items() {
            everything_said(child, said);
        }
        if !TECHNICAL.contains(&tag)
            && element.items().next().is_none()
            && !(is_no_unit && tag == tags::CODE_MEANING)
        {
            said.push_str(&item.long_text(tag).unwrap_or_default().replace('^', " "));
            said.push('\n');
        }
    }
}

fn readable(path: &PathBuf) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

#[test]
fn no_word_of_any_structured_report_is_missing_from_its_text() {
    let Some(data) = shared_data() else { return };
    let (mut reports, mut tokens, mut sections) = (0, 0, 0);
    for path in files_below(&data) {
        let bytes = readable(&path);
        if !DataSet::looks_like_dicom(&bytes[..bytes.len().min(256)]) {
            continue;
        }
        let Ok(data_set) = DataSet::read(&bytes, &mut Warnings::new()) else {
            continue;
        };
        if data_set.text(tags::MODALITY).as_deref() != Some("SR")
            || !data_set.has(tags::CONTENT_SEQUENCE)
        {
            continue;
        }
        let report = read_report("", &bytes).unwrap();
        assert_eq!(report.source, ReportSource::StructuredReport);
        let mut said = String::new();
        for item in data_set.items(tags::CONTENT_SEQUENCE) {
            everything_said(item, &mut said);
        }
        let kept = words(&report.text);
        for (word, count) in words(&said) {
            tokens += count;
            let found = kept.get(&word).copied().unwrap_or(0);
            assert!(
                found >= count,
                "{}: {word:?} {found} of {count} times",
                path.display()
            );
        }
        for section in &report.sections {
            assert!(report.text.get(section.range.clone()).is_some());
        }
        for image in &report.image_uids {
            assert!(report.text[image.range.clone()].starts_with(&image.sop_instance_uid));
        }
        reports += 1;
        sections += report.sections.len();
    }
    eprintln!("{reports} structured reports, {sections} sections, {tokens} words, none missing");
    assert!(reports >= 20, "{reports}");
}

#[test]
fn text_reports_are_recognised_and_split_at_their_headings() {
    let Some(data) = shared_data() else { return };
    let reports = data.join("reports");
    for (name, kinds) in [
        (
            "ncbi-nlp__NegBio/00000086.txt",
            vec![SectionKind::Findings, SectionKind::Impression],
        ),
        ("ncbi-nlp__NegBio/00019248.txt", vec![SectionKind::Findings]),
        (
            "bionlplab__radtext/example.csv",
            vec![SectionKind::Indication, SectionKind::Impression],
        ),
    ] {
        let bytes = readable(&reports.join(name));
        assert_eq!(
            looks_like_report(&bytes),
            Some(ReportSource::PlainText),
            "{name}"
        );
        let report = read_report(name, &bytes).unwrap();
        assert_eq!(report.language, "en", "{name}");
        assert_eq!(
            report.text,
            String::from_utf8(bytes).unwrap().replace("\r\n", "\n"),
            "{name}"
        );
        for kind in kinds {
            assert!(
                report.sections.iter().any(|section| section.kind == kind),
                "{name}: {kind:?}"
            );
        }
    }
}

#[test]
fn other_formats_are_not_taken_for_text() {
    let Some(data) = shared_data() else { return };
    for path in files_below(&data.join("reports")) {
        let name = path.display().to_string();
        let bytes = readable(&path);
        let expected = match path.extension().and_then(|extension| extension.to_str()) {
            Some("pdf") => Some(ReportSource::Pdf),
            Some("txt" | "csv") => Some(ReportSource::PlainText),
            Some("hl7" | "xml" | "json") => None,
            _ => continue,
        };
        assert_eq!(looks_like_report(&bytes), expected, "{name}");
        assert_eq!(
            read_report(&name, &bytes).ok().map(|report| report.source),
            expected,
            "{name}"
        );
    }
}

#[test]
fn pdfs_are_read_and_their_damaged_copies_never_panic() {
    let Some(data) = shared_data() else { return };
    let mut pdfs: Vec<PathBuf> = files_below(&data)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .collect();
    pdfs.push(data.join("synthesised/encapsulated-pdf-ct-head.dcm"));
    assert!(pdfs.len() >= 6);
    let mut numbers = Numbers(11);
    for path in &pdfs {
        let bytes = readable(path);
        let report = read_report("", &bytes).unwrap();
        assert!(
            report.text.split_whitespace().count() > 5,
            "{}: {:?}",
            path.display(),
            report.warnings
        );
        for _ in 0..12 {
            let _ = read_report("", &mutated(&bytes, &mut numbers));
        }
    }
}
