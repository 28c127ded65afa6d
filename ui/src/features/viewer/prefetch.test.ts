import { expect, test } from 'vitest'
import { prefetchOrder } from './prefetch'

test.each([
  ['forward, with one behind in between', 10, 100, 1, 5, [10, 11, 12, 9, 13, 14]],
  ['backward', 10, 100, -1, 5, [10, 9, 8, 11, 7, 6]],
  ['at the last frame, back from there', 4, 5, 1, 4, [4, 3, 2, 1, 0]],
  ['the whole of a short series', 1, 4, 1, 12, [1, 2, 3, 0]],
  ['a single frame', 0, 1, 1, 12, [0]],
] as const)('frames are wished for %s', (_, wanted, count, direction, ahead, expected) => {
  expect(prefetchOrder(wanted, count, direction, ahead)).toEqual(expected)
})
