import { yearOf } from '../../dicom/dates'
import type { StudySummary } from '../../ipc/generated/StudySummary'

/** Studies of one year, newest first. */
export interface Year {
  /** '' for studies without a date, which come last. */
  year: string
  studies: StudySummary[]
}

export function byYear(studies: StudySummary[]): Year[] {
  const years = new Map<string, StudySummary[]>()
  const when = (study: StudySummary) =>
    yearOf(study.studyDate) === '' ? '' : study.studyDate + study.studyTime
  for (const study of studies.toSorted((a, b) => (when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : 0))) {
    const year = yearOf(study.studyDate)
    years.set(year, [...(years.get(year) ?? []), study])
  }
  return [...years].map(([year, studies]) => ({ year, studies }))
}
