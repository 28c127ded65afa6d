import { expect, test } from 'vitest'
import { examTitle } from '../../dicom/exam-titles'
import type { Outcome } from '../../ipc/generated/Outcome'
import { WAITING } from '../../ipc/fake/people'
import { PEOPLE, STUDIES } from '../../ipc/fake/records'
import {
  incompleteWords,
  outcomeCounts,
  outcomeText,
  outcomeTitle,
  programGroups,
  refusedGroups,
} from './outcome-words'

const EMPTY: Outcome = {
  files: 0,
  instances: 0,
  reports: 0,
  attachments: 0,
  duplicates: 0,
  ignored: 0,
  waiting: 0,
  gone: 0,
  rejected: [],
  programs: [],
  missing: [],
  incomplete: [],
  cutShort: [],
  differing: 0,
  studies: [],
  joined: [],
  people: [],
  waitingFor: [],
  unpairedReports: [],
  seconds: 0,
  isCancelled: false,
}
const refused = (path: string, code: string) => ({ path, code, format: '' })

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
  expect(outcomeText(outcome, null)).toContain('  b')
})

test('only counts that are not zero are named', () => {
  expect(outcomeCounts({ ...EMPTY, ignored: 3, instances: 1, reports: 2 })).toEqual([
    '1 image file or other DICOM file newly kept',
    '2 reports newly kept',
    expect.stringContaining('3'),
  ])
  expect(outcomeCounts(EMPTY)).toEqual([])
})

test('the text names who it is about, every exam with its plain title, and who waits', () => {
  const mine = STUDIES.filter((study) => study.person?.id === 2)
  const [one, other] = mine
  if (!one || !other) throw new Error('no made exams')
  const text = outcomeText(
    {
      ...EMPTY,
      files: 3,
      studies: [one],
      joined: [other],
      people: PEOPLE,
      waitingFor: [WAITING],
    },
    new Date(2026, 2, 12, 14, 5).toISOString(),
  )
  const lines = text.split('\n')
  expect(lines[1]).toBe('3 files, brought in on 12 March 2026 at 14:05.')
  const mum = lines.indexOf('Mum')
  expect(lines.slice(mum + 1, mum + 3).map((line) => line.split(',')[0])).toEqual(
    [one, other].map((study) => `  ${examTitle(study.title)}`),
  )
  expect(lines).not.toContain('Dad')
  expect(lines).toContain('Not said yet whose: Margaret A. Sample')
})

test('an exam of which something is missing says how much the disc lists', () => {
  const study = { studyInstanceUid: '2.25.1', studyDate: '20240131', studyDescription: 'MR BRAIN' }
  const check = (onlyImages: boolean, listed: number, found: number, expected: string) =>
    expect(incompleteWords({ study, onlyImages, listed, found })).toBe(expected)
  check(true, 60, 59, 'Exam of 31 January 2024: the disc lists 60 images, 59 are there.')
  check(false, 2, 1, 'Exam of 31 January 2024: the disc lists 2 files, 1 is there.')
  check(true, 1, 0, 'Exam of 31 January 2024: the disc lists 1 image, none is there.')
  const undated = { study: { ...study, studyDate: '' }, onlyImages: true, listed: 3, found: 2 }
  expect(outcomeText({ ...EMPTY, incomplete: [undated] }, null)).toContain(
    'One exam: the disc lists 3 images, 2 are there.',
  )
})

test('archives that are not opened are gathered by the name of their format', () => {
  const rejected = ['RAR', 'xz', 'RAR'].map((format, index) => ({
    path: `${index}`,
    code: 'archive_format',
    format,
  }))
  const groups = refusedGroups({ ...EMPTY, rejected })
  expect(groups.map(({ paths }) => paths)).toEqual([['0', '2'], ['1']])
  expect(groups[0]?.reason).toContain('RAR')
})

test('an archive packed in another way says in which', () => {
  const rejected = [{ path: 'a.7z/IM1', code: 'archive_method', format: 'Deflate64' }]
  expect(refusedGroups({ ...EMPTY, rejected })[0]?.reason).toContain('Deflate64')
})

test('programs that came along are listed by what they were made for', () => {
  const programs = [
    { path: 'VIEW.EXE', kind: 'windows' },
    { path: 'AUTORUN.INF', kind: 'autorun' },
    { path: 'SETUP.EXE', kind: 'windows' },
  ]
  const outcome = { ...EMPTY, programs }
  expect(programGroups(outcome).map(({ kind, paths }) => [kind, paths])).toEqual([
    ['windows', ['VIEW.EXE', 'SETUP.EXE']],
    ['autorun', ['AUTORUN.INF']],
  ])
  expect(outcomeText(outcome, null)).toContain('SETUP.EXE')
})
