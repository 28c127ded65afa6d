import { expect, test } from 'vitest'
import { seriesDetail } from '../../ipc/fake/records'
import { frameLabel, numberInReport, openingFrame } from './position'

const series = (numbers: (number | null)[]) => ({
  ...seriesDetail(11, 'kept'),
  frames: numbers.map((instanceNumber, at) => ({
    instanceId: at,
    frameNumber: 1,
    instanceNumber,
    positionMm: null,
  })),
})

test.each([
  ['the file’s number, also when the stack runs the other way', [3, 2, 1], 0, 3],
  ['the place, when the numbers do not run from 1', [101, 102, 103], 1, 2],
  ['the place, when numbers are missing', [1, null, 3], 2, 3],
  ['the place, when numbers occur twice', [1, 1, 2], 1, 2],
])('an image is called by %s', (_, numbers, index, expected) => {
  expect(frameLabel(series(numbers), index)).toBe(expected)
})

test('a report’s number is the file’s own, wherever the image lies in its stack', () => {
  expect(numberInReport(series([11, 12, 13]), 1)).toBe(12)
  expect(numberInReport(series([null, null]), 1)).toBe(2)
  const one = series([1, 1, 1])
  const film = {
    ...one,
    frames: one.frames.map((frame, at) => ({ ...frame, instanceId: 1, frameNumber: 7 + at })),
  }
  expect(numberInReport(film, 2)).toBe(9)
})

const stack = (positions: (number | null)[]) => ({
  ...series([]),
  frames: positions.map((positionMm, at) => ({
    instanceId: at,
    frameNumber: 1,
    instanceNumber: at,
    positionMm,
  })),
})

test.each([
  ['a stack through the body in its middle, as its thumbnail shows it', [-10, -5, 0, 5], 2],
  ['frames at one place, which run in time, at the first', [3, 3, 3], 0],
  ['frames of unknown place at the first', [null, null, null], 0],
  ['a series without frames at none', [], 0],
])('one begins with %s', (_, positions, expected) => {
  expect(openingFrame(stack(positions))).toBe(expected)
})
