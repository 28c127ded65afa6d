import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { VoiLutFunction } from '../../ipc/generated/VoiLutFunction'
import { fillTable, gray, grayPixel, usable, type Shown } from './gray-table'

const linear = (center: number, width: number): Shown => ({ window: { center, width, function: 'linear' } })

/** PS3.3 C.11.2.1.2.1: c = 2048, w = 4096 maps 0..4095 onto the whole output range. */
test.each([
  [0, 0],
  [1, 0],
  [2047, 127],
  [2048, 128],
  [4095, 255],
  [-1, 0],
  [5000, 255],
])('LINEAR with the standard’s example shows %d as %d', (value, expected) => {
  expect(gray(value, linear(2048, 4096))).toBe(expected)
})

/** The other example there: a width of 1 is a threshold. */
test('LINEAR of width 1 is a threshold', () => {
  expect([49, 50, 51].map((value) => gray(value, linear(50.5, 1)))).toEqual([0, 0, 255])
})

test('LINEAR_EXACT reaches its ends at half the width from the centre', () => {
  const exact: Shown = { window: { center: 0, width: 100, function: 'linear_exact' } }
  expect([-50, -25, 0, 25, 50, 51].map((value) => gray(value, exact))).toEqual([0, 64, 128, 191, 255, 255])
})

test('SIGMOID is in the middle at the centre and never leaves the range', () => {
  const sigmoid: Shown = { window: { center: 100, width: 50, function: 'sigmoid' } }
  expect([-1e9, 100, 1e9].map((value) => gray(value, sigmoid))).toEqual([0, 128, 255])
})

test('a LUT holds its ends and is scaled by its own bits', () => {
  const lut: Shown = { lut: { firstMapped: 10, bits: 12, values: Uint16Array.of(0, 2048, 4095) } }
  expect([-100, 10, 11, 12, 100].map((value) => gray(value, lut))).toEqual([0, 0, 128, 255, 255])
})

test.each<[VoiLutFunction, number, boolean]>([
  ['linear', 1, true],
  ['linear', 0.5, false],
  ['linear_exact', 0.5, true],
  ['linear_exact', 0, false],
  ['sigmoid', -1, false],
  ['sigmoid', Number.NaN, false],
])('%s can use a width of %d: %s', (kind, width, expected) => {
  expect(usable({ center: 0, width, function: kind })).toBe(expected)
})

test('the table holds every value that signed samples can have, turned round when inverted', () => {
  const table = new Uint32Array(65536)
  const stored = { samples: 'i16', modality: { slope: 2, intercept: -10, unit: '' }, inverted: true } as const
  fillTable(table, stored, linear(0, 256))
  for (const value of [-32768, -60, -1, 0, 1, 5, 60, 32767]) {
    expect(table[value & 0xffff]).toBe(grayPixel(255 - gray(2 * value - 10, linear(0, 256))))
  }
})

interface Golden {
  windows: { center: number; width: number; function: VoiLutFunction; inputs: number[]; gray: number[] }[]
  luts: { firstMapped: number; bits: number; values: number[]; inputs: number[]; gray: number[] }[]
}

/** Made by a test of the core: one formula, held on both sides of the door. */
const GOLDEN = new URL('../../../../tests/golden/voi.json', import.meta.url)

test.skipIf(!existsSync(GOLDEN))('the window and the core show the same greys', () => {
  const { windows, luts } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden
  expect(Math.min(windows.length, luts.length)).toBeGreaterThan(0)
  const cases: [Shown, number[], number[]][] = [
    ...windows.map(({ inputs, gray, ...window }): [Shown, number[], number[]] => [{ window }, inputs, gray]),
    ...luts.map(({ inputs, gray, values, ...lut }): [Shown, number[], number[]] => [
      { lut: { ...lut, values: Uint16Array.from(values) } },
      inputs,
      gray,
    ]),
  ]
  for (const [shown, inputs, expected] of cases) {
    expect({ shown, grays: inputs.map((value) => gray(value, shown)) }).toEqual({ shown, grays: expected })
  }
})
