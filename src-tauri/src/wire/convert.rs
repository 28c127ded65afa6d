//! From the library's types to what crosses: keys for row numbers, UTF-16 for
//! UTF-8, nothing else.

use scanfolio_library as library;

use super::{
    FrameRef, Holding, Incomplete, Key, Mark, MissingParts, OtherContent, Outcome, Pairing, Person,
    Program, Progress, Reference, ReferenceTarget, Refusal, ReportBadge, ReportDetail, SearchHit,
    Section, SeriesDetail, StackPlace, StudyDetail, StudySummary, Term,
};

/// Counts in UTF-16 code units, as the window does, what the program counts in
/// UTF-8 bytes.
pub struct Utf16<'a>(&'a str);

impl<'a> Utf16<'a> {
    /// Over a text whose ranges are to be told.
    #[must_use]
    pub const fn of(text: &'a str) -> Self {
        Self(text)
    }

    /// Code units before byte `offset`; an offset inside a character counts
    /// the character whole.
    #[must_use]
    pub fn count(&self, offset: usize) -> u32 {
        let units: usize = self
            .0
            .char_indices()
            .take_while(|(at, _)| *at < offset)
            .map(|(_, character)| character.len_utf16())
            .sum();
        u32::try_from(units).unwrap_or(u32::MAX)
    }
}

impl Holding {
    const fn key(self, id: i64) -> Key {
        Key { holding: self, id }
    }

    /// A person.
    #[must_use]
    pub fn person(self, person: library::Person) -> Person {
        Person {
            key: self.key(person.id),
            label: person.label,
            patient_name: person.patient_name,
            patient_birth_date: person.patient_birth_date,
            patient_sex: person.patient_sex,
            patient_id: person.patient_id,
            birth_dates: person.birth_dates,
            identities: person.identities,
            studies: person.studies,
            reports: person.reports,
        }
    }

    /// A line of the timeline.
    #[must_use]
    pub fn study(self, study: library::StudySummary) -> StudySummary {
        StudySummary {
            key: self.key(study.id),
            person: study.person_id.map(|id| self.key(id)),
            title: study.title,
            study_date: study.study_date,
            study_time: study.study_time,
            study_description: study.study_description,
            institution_name: study.institution_name,
            modalities: study.modalities,
            series: study.series,
            frames: study.frames,
            contrast_noted: study.contrast_noted,
            thumbnail: study.thumbnail_series_id.map(|id| self.key(id)),
            reports: self.badges(study.reports),
            is_unfinished: study.is_unfinished,
            missing: study.missing.map(|parts| MissingParts {
                only_images: parts.only_images,
                missing: parts.missing,
                listed: parts.listed,
            }),
        }
    }

    /// Several lines.
    #[must_use]
    pub fn studies(self, studies: Vec<library::StudySummary>) -> Vec<StudySummary> {
        studies.into_iter().map(|study| self.study(study)).collect()
    }

    /// A report in one glance.
    #[must_use]
    pub fn badge(self, badge: library::ReportBadge) -> ReportBadge {
        ReportBadge {
            key: self.key(badge.id),
            status: badge.status,
            source: badge.source,
            title: badge.title,
            report_date: badge.report_date,
            is_unread: badge.is_unread,
            pairing: badge.pairing.map(|pairing| Pairing {
                study: self.key(pairing.study_id),
                strength: pairing.strength,
                evidence: pairing.evidence,
                is_confirmed: pairing.is_confirmed,
            }),
        }
    }

    /// Several reports.
    #[must_use]
    pub fn badges(self, badges: Vec<library::ReportBadge>) -> Vec<ReportBadge> {
        badges.into_iter().map(|badge| self.badge(badge)).collect()
    }

    /// A study, opened; `None` while nobody has said whose it is.
    #[must_use]
    pub fn study_detail(self, study: library::StudyDetail) -> Option<StudyDetail> {
        Some(StudyDetail {
            summary: self.study(study.summary),
            person: self.person(study.person?),
            patient_name: study.patient_name,
            patient_id: study.patient_id,
            patient_birth_date: study.patient_birth_date,
            accession_number: study.accession_number,
            series: study
                .series
                .into_iter()
                .flat_map(|series| self.stacks(series))
                .collect(),
            attachments: study.attachments,
            other: study
                .other
                .into_iter()
                .map(|other| OtherContent {
                    kind: other.kind,
                    count: other.count,
                })
                .collect(),
            reports: self.badges(study.reports),
        })
    }

    /// The stacks of a series, each as the window lists it.
    fn stacks(self, series: library::SeriesDetail) -> Vec<SeriesDetail> {
        let count = to_u32(series.stacks.len() as u64);
        (1..)
            .zip(&series.stacks)
            .map(|(number, stack)| SeriesDetail {
                key: self.key(series.id),
                stack: StackPlace {
                    number,
                    count,
                    differences: stack.differences.clone(),
                },
                title: series.title.clone(),
                series_number: series.series_number,
                modality: series.modality.clone(),
                series_description: series.series_description.clone(),
                body_part_examined: series.body_part_examined.clone(),
                role: series.role,
                is_aside: series.role.is_aside(),
                plane: stack.plane.clone(),
                contrast_noted: series.contrast_noted,
                frames: series
                    .frames_of(number)
                    .unwrap_or_default()
                    .iter()
                    .map(|frame| FrameRef {
                        instance_id: frame.instance_id,
                        frame_number: frame.frame_number,
                        instance_number: frame.instance_number,
                        position_mm: frame.position_mm,
                    })
                    .collect(),
            })
            .collect()
    }

    /// A report, opened, with the words explained that `terms` found.
    #[must_use]
    pub fn report(self, detail: library::ReportDetail, terms: Vec<Term>) -> ReportDetail {
        let report = detail.report;
        let units = Utf16::of(&report.text);
        let sections = report
            .sections
            .iter()
            .map(|section| Section {
                kind: section.kind,
                heading: section.heading.clone(),
                start: units.count(section.range.start),
                end: units.count(section.range.end),
            })
            .collect();
        let references = detail
            .references
            .into_iter()
            .map(|resolved| Reference {
                start: units.count(resolved.reference.range.start),
                end: units.count(resolved.reference.range.end),
                is_sure: resolved.reference.certainty == scanfolio_core::report::Certainty::Sure,
                targets: resolved
                    .targets
                    .into_iter()
                    .map(|target| ReferenceTarget {
                        series: self.key(target.series_id),
                        series_number: target.series_number,
                        stack: target.stack_number,
                        frame_index: target.frame_index,
                        image_number: target.image_number,
                    })
                    .collect(),
                reason: resolved.reason.to_owned(),
            })
            .collect();
        let measurements = detail
            .measurements
            .iter()
            .map(|measurement| Mark {
                start: units.count(measurement.range.start),
                end: units.count(measurement.range.end),
            })
            .collect();
        ReportDetail {
            badge: self.badge(detail.badge),
            study: detail.study_id.map(|id| self.key(id)),
            language: report.language,
            author: report.author,
            study_date: report.study_date,
            accession_number: report.accession_number,
            patient_name: report.identity.patient_name,
            sections,
            references,
            measurements,
            terms,
            has_document: detail.has_document,
            warnings: report.warnings.iter().cloned().collect(),
            text: report.text,
        }
    }

    /// A hit of the search.
    #[must_use]
    pub fn hit(self, hit: library::SearchHit) -> SearchHit {
        let units = Utf16::of(&hit.snippet);
        let marks = hit
            .marks
            .iter()
            .map(|(start, end)| Mark {
                start: units.count(*start as usize),
                end: units.count(*end as usize),
            })
            .collect();
        SearchHit {
            study: hit.study.map(|study| self.study(study)),
            report: hit.report.map(|report| self.badge(report)),
            marks,
            snippet: hit.snippet,
        }
    }
}

impl From<library::Progress> for Progress {
    fn from(progress: library::Progress) -> Self {
        let (phase, medium) = match progress.phase {
            library::Phase::Finding => ("finding", String::new()),
            library::Phase::Reading => ("reading", String::new()),
            library::Phase::Filing => ("filing", String::new()),
            library::Phase::Verifying => ("verifying", String::new()),
            library::Phase::MediumGone(medium) => ("medium_gone", medium),
            library::Phase::MediumSlow(medium) => ("medium_slow", medium),
        };
        Self {
            phase: phase.to_owned(),
            medium,
            done: to_u32(progress.done),
            total: to_u32(progress.total),
        }
    }
}

impl Outcome {
    /// The numbers of an outcome; people, studies and loose reports are looked
    /// up by whoever knows the index.
    #[must_use]
    pub fn of(outcome: &library::ImportOutcome) -> Self {
        Self {
            files: to_u32(outcome.files),
            instances: to_u32(outcome.instances),
            reports: to_u32(outcome.reports),
            attachments: to_u32(outcome.attachments),
            duplicates: to_u32(outcome.duplicates),
            ignored: to_u32(outcome.ignored),
            waiting: to_u32(outcome.waiting),
            gone: to_u32(outcome.gone),
            rejected: outcome
                .rejected
                .iter()
                .map(|rejected| Refusal {
                    path: rejected.path.clone(),
                    code: rejected.code.as_str().to_owned(),
                    format: match rejected.code {
                        library::RejectCode::ArchiveFormat | library::RejectCode::ArchiveMethod => {
                            rejected.reason.clone()
                        }
                        _ => String::new(),
                    },
                })
                .collect(),
            programs: outcome
                .programs
                .iter()
                .map(|program| Program {
                    path: program.path.clone(),
                    kind: program.kind.as_str().to_owned(),
                })
                .collect(),
            missing: outcome.missing.clone(),
            incomplete: outcome
                .incomplete
                .iter()
                .map(|incomplete| Incomplete {
                    study: incomplete.study.clone(),
                    only_images: incomplete.only_images,
                    listed: incomplete.listed,
                    found: incomplete.found,
                })
                .collect(),
            cut_short: outcome.cut_short.clone(),
            differing: to_u32(outcome.differing),
            seconds: outcome.seconds,
            is_cancelled: outcome.is_cancelled,
            ..Self::default()
        }
    }
}

pub(super) fn to_u32(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_counts_code_units() {
        let text = "é 😀 mm";
        let check = |bytes, expected| assert_eq!(Utf16::of(text).count(bytes), expected, "{bytes}");
        check(0, 0);
        check("é".len(), 1);
        check("é ".len(), 2);
        check("é 😀".len(), 4);
        check(text.len(), 7);
        check(text.len() + 50, 7);
    }
}
