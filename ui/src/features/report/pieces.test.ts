import { expect, test } from 'vitest'
import { reportDetail } from '../../ipc/fake/report-text'
import { pieces } from './pieces'

const report = reportDetail(1)

test('the pieces put together are the text itself', () => {
  for (const { start, end } of report.sections) {
    const text = pieces(report, start, end).map((piece) => piece.text)
    expect(text.join('')).toBe(report.text.slice(start, end))
  }
})

test('a reference, a measurement and a term are each found in the impression', () => {
  const impression = report.sections.find((section) => section.kind === 'impression')
  const kinds = pieces(report, impression?.start ?? 0, impression?.end ?? 0).map((piece) => piece.kind)
  expect(kinds).toEqual(expect.arrayContaining(['reference', 'measurement', 'term', 'text']))
})

test('where things overlap the reference wins and nothing is shown twice', () => {
  const text = 'nodule of 6 mm (image 4)'
  const overlapping = {
    ...report,
    text,
    references: [{ start: 10, end: 24, isSure: true, targets: [], reason: 'no_series' }],
    measurements: [{ start: 10, end: 14 }],
    terms: [{ start: 0, end: 12, headword: 'nodule', definition: '', source: '' }],
  }
  const cut = pieces(overlapping, 0, text.length)
  expect(cut.map((piece) => piece.kind)).toEqual(['text', 'reference'])
  expect(cut.map((piece) => piece.text).join('')).toBe(text)
})

test('what reaches outside the section is left as text', () => {
  const cut = pieces({ ...report, measurements: [{ start: 0, end: 1000 }], references: [], terms: [] }, 0, 10)
  expect(cut.map((piece) => piece.kind)).toEqual(['text'])
})
