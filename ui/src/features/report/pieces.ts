import type { Mark } from '../../ipc/generated/Mark'
import type { Reference } from '../../ipc/generated/Reference'
import type { ReportDetail } from '../../ipc/generated/ReportDetail'
import type { Term } from '../../ipc/generated/Term'

/** A stretch of the report's own text with at most one thing laid over it. All ranges count UTF-16 code units. */
export type Piece = { start: number; end: number; text: string } & (
  | { kind: 'text' }
  | ({ kind: 'reference'; reference: Reference } & Marks)
  | { kind: 'measurement' }
  | ({ kind: 'term'; term: Term } & Marks)
)

/** Brackets and punctuation that touch something pressed, and are not pressed themselves. */
interface Marks {
  before: string
  after: string
}

type Over =
  | { range: Mark; kind: 'reference'; reference: Reference }
  | { range: Mark; kind: 'measurement' }
  | { range: Mark; kind: 'term'; term: Term }

/**
 * Cuts `text[start..end)` into pieces that, put together, are the text itself.
 * Where things overlap, a reference goes before a measurement, a measurement
 * before a term; what lost, or reaches outside, is left as text. A bracket or
 * full stop that touches a reference or a term goes with it, so that no line
 * begins or ends with it alone: the webview would break there.
 */
export function pieces(report: ReportDetail, start: number, end: number): Piece[] {
  const overs: Over[] = [
    ...report.references.map((reference): Over => ({ range: reference, kind: 'reference', reference })),
    ...report.measurements.map((range): Over => ({ range, kind: 'measurement' })),
    ...report.terms.map((term): Over => ({ range: term, kind: 'term', term })),
  ].filter(({ range }) => range.start >= start && range.end <= end && range.start < range.end)

  const kept: Over[] = []
  for (const over of overs) {
    if (kept.every(({ range }) => over.range.end <= range.start || over.range.start >= range.end))
      kept.push(over)
  }
  kept.sort((a, b) => a.range.start - b.range.start)

  const result: Piece[] = []
  let at = start
  const plain = (to: number) => {
    if (to > at) result.push({ kind: 'text', start: at, end: to, text: report.text.slice(at, to) })
  }
  kept.forEach(({ range, ...over }, index) => {
    const text = report.text.slice(range.start, range.end)
    const place = { start: range.start, end: range.end, text }
    if (over.kind === 'measurement') {
      plain(range.start)
      result.push({ ...over, ...place })
      at = range.end
      return
    }
    const before = OPENING.exec(report.text.slice(at, range.start))?.[0] ?? ''
    const next = kept[index + 1]?.range.start ?? end
    const after = CLOSING.exec(report.text.slice(range.end, next))?.[0] ?? ''
    plain(range.start - before.length)
    result.push({ ...over, ...place, before, after })
    at = range.end + after.length
  })
  plain(end)
  return result
}

const OPENING = /[([{“‘«"']+$/
const CLOSING = /^[)\]}”’»"'.,;:!?]+/
