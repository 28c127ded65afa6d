import { expect, test } from 'vitest'
import { makePacket } from '../../ipc/fake/packets'
import { SERIES } from '../../ipc/fake/records'
import { gray } from './gray-table'
import { readPacket, type FramePacket } from './packet'
import { brightened, dragged, explanationOf, OWN, shownFor, wholeRange, windowOf } from './shown'

const packet = readPacket(makePacket(SERIES[14] as NonNullable<(typeof SERIES)[14]>, 30))
const withHeader = (part: Partial<FramePacket['header']>): FramePacket => ({
  ...packet,
  header: { ...packet.header, ...part },
})
const START = { center: 40, width: 400, function: 'linear' } as const

test('a frame is first shown as its file says', () => {
  expect(windowOf(shownFor(OWN, packet))).toMatchObject({ center: -550, width: 1500 })
})

test('a window the function cannot use gives way to the whole range', () => {
  const broken = withHeader({
    defaultVoi: { kind: 'window', center: 0, width: 0, function: 'linear', explanation: '' },
  })
  expect(windowOf(shownFor(OWN, broken))).toEqual(wholeRange(broken.header))
})

test('the whole range shows the darkest value black and the brightest white, also with a negative slope', () => {
  for (const slope of [1, -2]) {
    const { header } = withHeader({
      modality: { slope, intercept: 7, unit: '' },
      minStored: 10,
      maxStored: 900,
    })
    const shown = { window: wholeRange(header) }
    const ends = [10, 900].map((value) => gray(slope * value + 7, shown)).sort((a, b) => a - b)
    expect(ends).toEqual([0, 255])
  }
})

test('a VOI LUT of the file is used as it is, and dragging goes on from its range', () => {
  const lut = { kind: 'lut', firstMapped: 100, entries: 3, bits: 8, offset: 0, explanation: 'SOFT' } as const
  const own: FramePacket = {
    ...withHeader({ voi: [lut], defaultVoi: lut }),
    luts: [Uint16Array.of(0, 9, 255)],
  }
  const shown = shownFor(OWN, own)
  expect('lut' in shown && [...shown.lut.values]).toEqual([0, 9, 255])
  expect(windowOf(shown)).toMatchObject({ center: 101.5, width: 3 })
})

test('right is wider, up raises the centre or lowers it, as set', () => {
  const { header } = packet
  expect(dragged(START, header, 32, 0, true).width).toBeGreaterThan(400)
  expect(dragged(START, header, 0, -32, true).center).toBeGreaterThan(40)
  expect(dragged(START, header, 0, -32, false).center).toBeLessThan(40)
  expect(dragged(START, header, -1e9, 0, true).width).toBe(1)
})

test('brighter is brighter, also in a picture that is turned round', () => {
  for (const inverted of [false, true]) {
    const { header } = withHeader({ inverted })
    const seen = (window: typeof START) => {
      const level = gray(50, { window })
      return inverted ? 255 - level : level
    }
    expect(seen(brightened(START, header, 1) as typeof START)).toBeGreaterThan(seen(START))
    expect(seen(brightened(START, header, -1) as typeof START)).toBeLessThan(seen(START))
  }
})

test.each([
  ['NORMAL', 'NORMAL'],
  ['WINDOW1', null],
  ['window 2', null],
  ['', null],
  ['  ', null],
])('the explanation “%s” is worth showing: %s', (explanation, expected) => {
  expect(explanationOf({ kind: 'window', center: 0, width: 1, function: 'linear', explanation })).toBe(
    expected,
  )
})
