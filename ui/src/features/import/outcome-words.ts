import { longDate, moment } from '../../dicom/dates'
import { isTied } from '../../dicom/report-states'
import { refusalAdvice, refusalWords, words } from '../../dicom/sentences'
import type { Incomplete } from '../../ipc/generated/Incomplete'
import type { Outcome } from '../../ipc/generated/Outcome'
import { m } from '../../paraglide/messages.js'
import { LOCKED, lockedFiles } from './locked'
import { peopleLines } from './outcome-people'

/** `3 exams, 2 reports, 1 file that is not an image`: counts instead of a verdict. */
export function outcomeTitle(outcome: Outcome): string {
  const waiting = outcome.waitingFor.flatMap(({ studies }) => studies)
  const exams = outcome.studies.length + waiting.length
  const reports = outcome.reports + waiting.flatMap((study) => study.reports.filter(isTied)).length
  const parts = [
    exams > 0 ? m.exams_count({ count: exams }) : '',
    reports > 0 ? m.reports_count({ count: reports }) : '',
    refusedCount(outcome),
  ].filter(Boolean)
  if (parts.length > 0) return parts.join(', ')
  return outcome.duplicates > 0 ? m.outcome_all_there() : m.outcome_nothing()
}

/** Refusals of what was no image to begin with. A damaged image is one: that is another sentence. */
const NO_IMAGES = new Set(['not_recognised', 'not_medical'])

/** How many files are locked, and how many were refused for another reason; '' when none was. */
export function refusedCount(outcome: Outcome): string {
  const locked = lockedFiles(outcome).count
  const refused = outcome.rejected.filter(({ code }) => !LOCKED.has(code))
  const said = refused.every(({ code }) => NO_IMAGES.has(code)) ? m.refused_count : m.unusable_count
  return [
    locked > 0 ? m.locked_count({ count: locked }) : '',
    refused.length > 0 ? said({ count: refused.length }) : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** Where every file went, in words; only what is not zero. */
export function outcomeCounts(outcome: Outcome): string[] {
  return [
    outcome.instances > 0 ? m.count_instances({ count: outcome.instances }) : '',
    outcome.reports > 0 ? m.count_reports({ count: outcome.reports }) : '',
    outcome.attachments > 0 ? m.count_attachments({ count: outcome.attachments }) : '',
    outcome.duplicates > 0 ? m.count_duplicates({ count: outcome.duplicates }) : '',
    outcome.ignored > 0 ? m.count_ignored({ count: outcome.ignored }) : '',
    outcome.waiting > 0 ? m.count_waiting({ count: outcome.waiting }) : '',
    outcome.gone > 0 ? m.count_gone({ count: outcome.gone }) : '',
  ].filter(Boolean)
}

/** Refused files gathered by reason, so that a hundred of one kind are one paragraph. */
export interface RefusedGroup {
  code: string
  paths: string[]
  reason: string
  /** '' when there is nothing to do. */
  advice: string
}

export function refusedGroups(outcome: Outcome): RefusedGroup[] {
  const groups = new Map<string, RefusedGroup>()
  for (const { code, path, format } of outcome.rejected) {
    const reason = refusalWords(code, { format })
    const group = groups.get(reason) ?? { code, paths: [], reason, advice: refusalAdvice(code) }
    group.paths.push(path)
    groups.set(reason, group)
  }
  return [...groups.values()]
}

/** Programs that came along, gathered by what they were made for. */
export interface ProgramGroup {
  kind: string
  paths: string[]
  what: string
}

export function programGroups(outcome: Outcome): ProgramGroup[] {
  const groups = new Map<string, string[]>()
  for (const { kind, path } of outcome.programs) groups.set(kind, [...(groups.get(kind) ?? []), path])
  return [...groups].map(([kind, paths]) => ({
    kind,
    paths,
    what: words('program', kind) ?? m.program_other(),
  }))
}

/** How many files it was; of an import of earlier when, of this one how long it took. */
export function outcomeRead({ files, seconds }: Outcome, startedAt: string | null): string {
  return startedAt === null
    ? m.outcome_read({ count: files, seconds: Math.max(1, Math.round(seconds)) })
    : m.outcome_told({ count: files, when: moment(startedAt) || m.history_when_unknown() })
}

/** `Exam of 31 January 2024: the disc lists 60 images, 59 are there.` */
export function incompleteWords({ study, onlyImages, listed, found }: Incomplete): string {
  const exam =
    study.studyDate === '' ? m.incomplete_exam() : m.incomplete_exam_of({ date: longDate(study.studyDate) })
  const list = onlyImages ? m.incomplete_images({ count: listed }) : m.incomplete_files({ count: listed })
  const there = found === 0 ? m.incomplete_none() : m.incomplete_there({ count: found })
  return m.incomplete_says({ exam, list, there })
}

/** The whole outcome as plain text, as the page shows it: people, exams, and where every file went. */
export function outcomeText(outcome: Outcome, startedAt: string | null): string {
  return [
    outcomeTitle(outcome),
    outcomeRead(outcome, startedAt),
    ...peopleLines(outcome),
    '',
    ...outcomeCounts(outcome),
    ...refusedGroups(outcome).flatMap(({ reason, code, paths }) => [
      '',
      `${reason} (${code})`,
      ...paths.map((path) => `  ${path}`),
    ]),
    ...programGroups(outcome).flatMap(({ what, paths }) => ['', what, ...paths.map((path) => `  ${path}`)]),
    ...(outcome.incomplete.length > 0 ? [''] : []),
    ...outcome.incomplete.map((one) => incompleteWords(one)),
    ...(outcome.missing.length > 0 ? ['', m.missing_title({ count: outcome.missing.length })] : []),
    ...outcome.missing.map((path) => `  ${path}`),
  ].join('\n')
}
