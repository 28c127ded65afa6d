import type { Key } from '../ipc/generated/Key'
import type { Problem } from '../ipc/generated/Problem'
import type { ReportBadge } from '../ipc/generated/ReportBadge'
import type { ReportDetail } from '../ipc/generated/ReportDetail'
import type { SeriesDetail } from '../ipc/generated/SeriesDetail'
import type { StudyDetail } from '../ipc/generated/StudyDetail'
import { isTargetIn } from '../features/viewer/stacks'
import { ipc } from '../ipc/ipc'
import { problemOf } from '../ipc/refused'

/** A study and the report that is read beside it, fetched. */
export class OpenedStudy {
  study = $state.raw<StudyDetail | null>(null)
  report = $state.raw<ReportDetail | null>(null)
  problem = $state.raw<Problem | null>(null)
  reportProblem = $state.raw<Problem | null>(null)

  /** Reports to choose from: those a person said do not belong are gone. */
  readonly reports = $derived<ReportBadge[]>(this.study?.reports ?? [])

  async load(key: Key, wanted: Key | null): Promise<void> {
    try {
      this.study = await ipc.openStudy(key)
      this.problem = null
      const first = this.reports.find((report) => report.key.id === wanted?.id) ?? this.reports[0]
      if (first) await this.read(first.key)
      else this.report = null
    } catch (thrown) {
      this.problem = problemOf(thrown)
    }
  }

  /** More of it was copied, or it is kept now. */
  async renew(key: Key): Promise<void> {
    try {
      const study = await ipc.openStudy(key)
      const isMoved = this.study?.summary.key.holding !== key.holding
      this.study = study
      const [first] = this.reports
      if (first && (isMoved || !this.report)) await this.read(first.key)
    } catch (thrown) {
      this.problem = problemOf(thrown)
    }
  }

  async read(report: Key): Promise<void> {
    try {
      this.report = await ipc.readReport(report)
      this.reportProblem = null
    } catch (thrown) {
      this.report = null
      this.reportProblem = problemOf(thrown)
    }
  }

  async decide(report: Key, isYes: boolean): Promise<void> {
    const study = this.study?.summary.key
    if (!study) return
    try {
      await ipc.decidePairing(report, study, isYes ? 'confirmed' : 'refused')
      await this.load(study, isYes ? report : null)
    } catch (thrown) {
      this.reportProblem = problemOf(thrown)
    }
  }
}

/** The series to begin with: the one of the thumbnail, else the first that is no overview. */
export function firstSeries({ series, summary }: StudyDetail): SeriesDetail | undefined {
  return (
    series.find((one) => one.key.id === summary.thumbnail?.id) ??
    series.find((one) => one.role === 'image') ??
    series[0]
  )
}

/** Frames of the stack that the report names, from 0, each once. */
export function namedFrames(report: ReportDetail | null, series: SeriesDetail | null): number[] {
  const targets = report?.references.flatMap((reference) => reference.targets) ?? []
  const frames = targets.filter((target) => isTargetIn(target, series)).map((target) => target.frameIndex)
  return [...new Set(frames)].sort((a, b) => a - b)
}
