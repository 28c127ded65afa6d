import { expect, test } from 'vitest'
import { isFromBelow, seenFrom, stackEnds } from './facing'

const edges = (left: string, right: string, top: string, bottom: string) => ({ left, right, top, bottom })
const AXIAL = edges('R', 'L', 'A', 'P')

test.each([
  ['an axial slice as radiology shows it', AXIAL, 'F'],
  ['a coronal slice', edges('R', 'L', 'H', 'F'), 'A'],
  ['a sagittal slice, face to the left', edges('A', 'P', 'H', 'F'), 'L'],
  ['an oblique axial slice', edges('RA', 'LP', 'AL', 'PR'), 'F'],
  ['a picture without letters', edges('', '', '', ''), null],
  ['no letters at all', null, null],
])('%s is seen from where its edges say', (_, letters, from) => {
  expect(seenFrom(letters)).toBe(from)
})

test('the ends of a stack follow the positions of its frames', () => {
  const at = (positionMm: number | null) => ({ instanceId: 1, frameNumber: 1, instanceNumber: 1, positionMm })
  expect(stackEnds([at(-100), at(-95)], AXIAL)).toEqual({ first: 'F', last: 'H' })
  expect(stackEnds([at(-95), at(-100)], AXIAL)).toEqual({ first: 'H', last: 'F' })
  expect(stackEnds([at(null), at(null)], AXIAL)).toBeNull()
  expect(stackEnds([at(3)], AXIAL)).toBeNull()
})

test('a stack is turned over only when its first frame is nearest the feet', () => {
  expect(isFromBelow({ first: 'F', last: 'H' })).toBe(true)
  expect(isFromBelow({ first: 'H', last: 'F' })).toBe(false)
  expect(isFromBelow({ first: 'A', last: 'P' })).toBe(false)
  expect(isFromBelow(null)).toBe(false)
})
