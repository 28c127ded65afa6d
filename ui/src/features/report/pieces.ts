import type { Mark } from '../../ipc/generated/Mark'
import type { Reference } from '../../ipc/generated/Reference'
import type { ReportDetail } from '../../ipc/generated/ReportDetail'
import type { Term } from '../../ipc/generated/Term'

/** A stretch of the report's own text with at most one thing laid over it. All ranges count UTF-16 code units. */
export type Piece = { start: number; end: number; text: string } & (
  | { kind: 'text' }
  | { kind: 'reference'; reference: Reference }
  | { kind: 'measurement' }
  | { kind: 'term'; term: Term }
)

type Over =
  | { range: Mark; kind: 'reference'; reference: Reference }
  | { range: Mark; kind: 'measurement' }
  | { range: Mark; kind: 'term'; term: Term }

/**
 * Cuts `text[start..end)` into pieces that, put together, are the text itself.
 * Where things overlap, a reference goes before a measurement, a measurement
 * before a term; what lost, or reaches outside, is left as text.
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
  for (const { range, ...over } of kept) {
    plain(range.start)
    result.push({
      ...over,
      start: range.start,
      end: range.end,
      text: report.text.slice(range.start, range.end),
    })
    at = range.end
  }
  plain(end)
  return result
}
