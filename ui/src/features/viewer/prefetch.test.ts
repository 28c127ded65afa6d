import { expect, test } from 'vitest'
import { prefetchOrder } from './prefetch'

test.each([
  ['forward, with one behind in between', 10, 100, 1, 4, [10, 11, 12, 9, 13, 14]],
  ['backward', 10, 100, -1, 4, [10, 9, 8, 11, 7, 6]],
  ['at the last frame', 4, 5, 1, 4, [4, 3]],
  ['a single frame', 0, 1, 1, 12, [0]],
] as const)('frames are wished for %s', (_, wanted, count, direction, ahead, expected) => {
  expect(prefetchOrder(wanted, count, direction, ahead)).toEqual(expected)
})
