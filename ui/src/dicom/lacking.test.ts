import { expect, test } from 'vitest'
import { lackingWords } from './lacking'

test.each([
  [{ onlyImages: true, missing: 1, listed: 60 }, 'The disc lists 60 images, 59 are here'],
  [{ onlyImages: true, missing: 2, listed: 3 }, 'The disc lists 3 images, 1 is here'],
  [{ onlyImages: false, missing: 1, listed: 1 }, 'The disc lists 1 file, none is here'],
  [{ onlyImages: true, missing: 3, listed: null }, 'Images that its discs list and that are not here: 3'],
  [{ onlyImages: false, missing: 3, listed: null }, 'Files that its discs list and that are not here: 3'],
])('an exam says how much of what its disc lists is here: %j', (parts, expected) => {
  expect(lackingWords(parts)).toBe(expected)
})
