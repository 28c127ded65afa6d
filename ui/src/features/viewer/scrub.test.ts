import { expect, test } from 'vitest'
import { barEnds, frameAt, frameByKey, shareOf } from './scrub'

test.each([
  ['counted from above', 1, 0, 0],
  ['counted from above', 1, 8, 0.8],
  ['counted from below', -1, 0, 1],
  ['counted from below', -1, 8, 0.2],
] as const)('of ten frames and one %s (%i), frame %i lies at %d of the bar', (_, down, index, share) => {
  expect(shareOf(index, 10, down)).toBeCloseTo(share)
  expect(frameAt(share, 10, down)).toBe(index)
})

test('a drag beyond the bar stays at its end', () => {
  expect(frameAt(-0.3, 10, 1)).toBe(0)
  expect(frameAt(1.2, 10, 1)).toBe(10)
  expect(frameAt(1.2, 10, -1)).toBe(0)
})

test('up and down follow the bar, left and right the numbers', () => {
  expect(frameByKey('ArrowUp', 4, 10, 1)).toBe(3)
  expect(frameByKey('ArrowUp', 4, 10, -1)).toBe(5)
  expect(frameByKey('PageDown', 14, 20, -1)).toBe(4)
  expect(frameByKey('ArrowRight', 4, 10, -1)).toBe(5)
  expect(frameByKey('Home', 4, 10, -1)).toBe(0)
  expect(frameByKey('a', 4, 10, 1)).toBeUndefined()
})

test.each([
  ['counted from the feet', { first: 'F', last: 'H' }, -1, 'head', 'feet'],
  ['counted from the head', { first: 'H', last: 'F' }, 1, 'head', 'feet'],
  ['counted from the front', { first: 'A', last: 'P' }, 1, 'front', 'back'],
  ['whose place is unknown', null, 1, 'First', 'Last'],
] as const)('the bar of frames %s', (_, ends, down, above, below) => {
  expect(barEnds(ends)).toEqual({ down, above, below })
})
