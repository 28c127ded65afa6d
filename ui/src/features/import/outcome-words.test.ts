import { expect, test } from 'vitest'
import type { Outcome } from '../../ipc/generated/Outcome'
import { WAITING } from '../../ipc/fake/people'
import { STUDIES } from '../../ipc/fake/records'
import { outcomeCounts, outcomeText, outcomeTitle, refusedGroups } from './outcome-words'

const EMPTY: Outcome = {
  files: 0,
  instances: 0,
  reports: 0,
  attachments: 0,
  duplicates: 0,
  ignored: 0,
  waiting: 0,
  rejected: [],
  missing: [],
  cutShort: [],
  differing: 0,
  studies: [],
  people: [],
  waitingFor: [],
  unpairedReports: [],
  seconds: 0,
  isCancelled: false,
}
const refused = (path: string, code: string) => ({ path, code })

test.each([
  [
    'what came',
    { studies: STUDIES.slice(0, 3), reports: 2, rejected: [refused('a', 'not_recognised')] },
    '3 exams, 2 reports, 1 file that is not an image',
  ],
  [
    'no image of what is one, but damaged',
    { rejected: [refused('a', 'not_recognised'), refused('b', 'dicom_damaged')] },
    '2 files that could not be used',
  ],
  [
    'what waits, too',
    { studies: STUDIES.slice(0, 1), waitingFor: [{ ...WAITING, studies: STUDIES.slice(1, 3) }] },
    '3 exams, 1 report',
  ],
  ['one exam', { studies: STUDIES.slice(0, 1) }, '1 exam'],
  ['all was there already', { duplicates: 4 }, 'All of it was in your library already'],
  ['nothing came', { ignored: 4 }, 'Nothing to keep was found'],
])('the title says %s', (_, part, title) => {
  expect(outcomeTitle({ ...EMPTY, ...part })).toBe(title)
})

test('files refused for one reason stand together, and a code nobody knows is shown', () => {
  const outcome = {
    ...EMPTY,
    rejected: [refused('a', 'truncated'), refused('b', 'odd_code'), refused('c', 'truncated')],
  }
  const groups = refusedGroups(outcome)
  expect(groups.map(({ code, paths }) => [code, paths])).toEqual([
    ['truncated', ['a', 'c']],
    ['odd_code', ['b']],
  ])
  expect(groups[1]?.reason).toContain('odd_code')
  expect(outcomeText(outcome)).toContain('  b')
})

test('only counts that are not zero are named', () => {
  expect(outcomeCounts({ ...EMPTY, ignored: 3, instances: 1, reports: 2 })).toEqual([
    '1 image file or other DICOM file newly kept',
    '2 reports newly kept',
    expect.stringContaining('3'),
  ])
  expect(outcomeCounts(EMPTY)).toEqual([])
})
