import { openingFrame } from '../features/viewer/position'
import { isSameFrame, isSameStack, isTargetIn } from '../features/viewer/stacks'
import { Viewport } from '../features/viewer/viewport.svelte'
import type { ReferenceTarget } from '../ipc/generated/ReferenceTarget'
import type { SeriesDetail } from '../ipc/generated/SeriesDetail'
import type { StudyDetail } from '../ipc/generated/StudyDetail'
import { ipc } from '../ipc/ipc'

/** The film beside a report: which series lies on it, and the way back from a link in the text. */
export class StudyFilm {
  readonly viewport = new Viewport(ipc)
  /** Where the film stood before a link in the report was followed. */
  before = $state.raw<{ series: SeriesDetail; frameIndex: number } | null>(null)
  /** A clinician begins with the first frame, everybody else with the one of the thumbnail. */
  isAdvanced = $state(false)
  readonly #study: () => StudyDetail | null

  constructor(study: () => StudyDetail | null) {
    this.#study = study
  }

  pick(series: SeriesDetail): void {
    this.before = null
    this.viewport.open(series, undefined, this.isAdvanced ? 0 : openingFrame(series))
  }

  /** The study was fetched anew: the film goes on with the stack that holds its image. */
  renew(series: SeriesDetail[]): void {
    const { series: shown, frameIndex } = this.viewport
    const frame = shown?.frames[frameIndex]
    const isIts = (one: SeriesDetail) =>
      one.seriesNumber === shown?.seriesNumber &&
      one.seriesDescription === shown.seriesDescription &&
      one.frames.some((other) => isSameFrame(other, frame, one.key.holding === shown.key.holding))
    const next = series.find(isIts)
    if (next) this.viewport.renew(next)
    else if (series[0]) this.pick(series[0])
  }

  /** The next series, or the previous one. */
  turn(by: 1 | -1): void {
    const series = this.#study()?.series ?? []
    const at = series.findIndex((one) => isSameStack(one, this.viewport.series))
    const next = series[at + by]
    if (next) this.pick(next)
  }

  /** Shows an image that the report names; false when the exam does not hold it. */
  follow(target: ReferenceTarget): boolean {
    const series = this.#study()?.series.find((one) => isTargetIn(target, one))
    if (!series) return false
    const { series: shown, frameIndex } = this.viewport
    if (shown && !this.before) this.before = { series: shown, frameIndex }
    this.viewport.open(series, target.frameIndex)
    return true
  }

  goBack(): void {
    if (this.before) this.viewport.open(this.before.series, this.before.frameIndex)
    this.before = null
  }

  isHere(target: ReferenceTarget): boolean {
    return isTargetIn(target, this.viewport.series) && this.viewport.frameIndex === target.frameIndex
  }
}
