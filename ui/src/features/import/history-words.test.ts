import { expect, test } from 'vitest'
import { IMPORTS } from '../../ipc/fake/imports'
import { entryCounts, entryEnd, entrySource, entryWhen } from './history-words'

const [entry] = IMPORTS
if (!entry) throw new Error('no made import')
const bare = {
  ...entry,
  studies: 0,
  reports: 0,
  attachments: 0,
  rejected: 0,
  missing: 0,
  gone: 0,
  isCancelled: false,
}

test.each([
  [{ studies: 2, reports: 1, rejected: 1 }, '2 exams, 1 report, 1 file that is not an image'],
  [{ studies: 1, attachments: 3, gone: 4 }, '1 exam, 3 other documents, 4 files not in the library any more'],
  [{ studies: 1, missing: 1 }, '1 exam, 1 file its list names was not there'],
  [{ duplicates: 4 }, 'All of it was in your library already'],
  [{}, 'Nothing to keep was found'],
])('an import says what is held of it: %j', (part, expected) => {
  expect(entryCounts({ ...bare, ...part })).toBe(expected)
})

test('an import says when it was and from where, as far as anybody knows', () => {
  const startedAt = new Date(2026, 2, 12, 14, 5).toISOString()
  expect(entryWhen({ ...bare, startedAt })).toBe('12 March 2026 at 14:05')
  expect(entryWhen({ ...bare, startedAt: '' })).toBe('Date not known')
  expect(entrySource({ ...bare, sourceNames: ['a.zip', 'b'] })).toBe('from a.zip, b')
  expect(entrySource({ ...bare, sourceNames: [] })).toBe('')
  expect(entrySource({ ...bare, number: 0 })).toContain('library folder')
})

test('how it ended is said when it did not end by itself', () => {
  expect(entryEnd(bare)).toBe('')
  expect(entryEnd({ ...bare, isCancelled: true })).toContain('You stopped it')
  expect(entryEnd({ ...bare, wasInterrupted: true })).toContain('interrupted')
})
