import { expect, test } from 'vitest'
import { sizeWords } from './sizes'

test.each([
  [0, 'less than 1 MB'],
  [999_999, 'less than 1 MB'],
  [1_600_000, '2 MB'],
  [120_400_000, '120 MB'],
  [1_250_000_000, '1.3 GB'],
  [53_400_000_000, '53 GB'],
  [1_200_000_000_000, '1,200 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})
