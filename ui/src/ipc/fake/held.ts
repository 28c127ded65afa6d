import type { Holding } from '../generated/Holding'
import type { Key } from '../generated/Key'
import type { StudyDetail } from '../generated/StudyDetail'

/** The same thing, held elsewhere. */
export function heldIn<T extends { key: Key }>(holding: Holding, thing: T): T {
  return { ...thing, key: { ...thing.key, holding } }
}

export function detailIn(holding: Holding, detail: StudyDetail): StudyDetail {
  return {
    ...detail,
    summary: heldIn(holding, detail.summary),
    person: heldIn(holding, detail.person),
    series: detail.series.map((one) => heldIn(holding, one)),
  }
}

/** As far as it is copied or read: so many frames of every series, and no report yet. */
export function soFar(holding: Holding, detail: StudyDetail, frames: number): StudyDetail {
  const series = detail.series.map((one) => ({ ...one, frames: one.frames.slice(0, frames) }))
  const copied = series.reduce((sum, one) => sum + one.frames.length, 0)
  return detailIn(holding, {
    ...detail,
    series,
    reports: [],
    summary: { ...detail.summary, frames: copied, reports: [] },
  })
}
