import { expect, test } from 'vitest'
import { heldWords, removedWords } from './space-words'

test.each([
  [{ kept: 3.4e9, removed: 0, free: 212e9 }, 'Your library holds 3.4 GB. Its disk has 212 GB free.'],
  [{ kept: 3.4e9, removed: 1e9, free: null }, 'Your library holds 2.4 GB.'],
  [{ kept: 0, removed: 0, free: 0 }, 'Your library holds less than 1 MB. Its disk has less than 1 MB free.'],
])('what is held and what is free is said in sizes people know: %j', (space, expected) => {
  expect(heldWords(space)).toBe(expected)
})

test('what is removed is still on the disk, and counted by itself', () => {
  expect(removedWords({ kept: 2e9, removed: 126e6, free: 0 })).toBe(
    'What is removed takes up 126 MB, which come free when you close Scanfolio.',
  )
})
