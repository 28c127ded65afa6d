import { expect, test } from 'vitest'
import { reportDetail } from '../../ipc/fake/report-text'
import { pieces, type Piece } from './pieces'

const report = reportDetail(1)
const together = (cut: Piece[]) =>
  cut.map((piece) => ('before' in piece ? piece.before + piece.text + piece.after : piece.text)).join('')

test('the pieces put together are the text itself', () => {
  for (const { start, end } of report.sections) {
    expect(together(pieces(report, start, end))).toBe(report.text.slice(start, end))
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
  expect(together(cut)).toBe(text)
})

test('brackets and a full stop stay with what is pressed', () => {
  const text = 'A nodule (image 4). See ("nodule").'
  const at = (words: string, from = 0) => {
    const start = text.indexOf(words, from)
    return { start, end: start + words.length }
  }
  const made = {
    ...report,
    text,
    references: [{ ...at('image 4'), isSure: true, targets: [], reason: '' }],
    measurements: [],
    terms: [{ ...at('nodule', 15), headword: 'nodule', definition: '', source: '' }],
  }
  const cut = pieces(made, 0, text.length)
  expect(together(cut)).toBe(text)
  expect(cut).toMatchObject([
    { text: 'A nodule ' },
    { text: 'image 4', before: '(', after: ').' },
    { text: ' See ' },
    { text: 'nodule', before: '("', after: '").' },
  ])
})

test('what reaches outside the section is left as text', () => {
  const cut = pieces({ ...report, measurements: [{ start: 0, end: 1000 }], references: [], terms: [] }, 0, 10)
  expect(cut.map((piece) => piece.kind)).toEqual(['text'])
})
