import { expect, test } from 'vitest'
import { coverPixels } from './cover'
import type { Layer } from './packet'

const shutter: Layer = { kind: 'shutter', gray: 0, bits: Uint8Array.of(0b0000_0011, 0b1) }
const overlay: Layer = { kind: 'overlay', gray: 255, bits: Uint8Array.of(0b0000_0110, 0) }
const [BLACK, WHITE] = [0xff000000, 0xffffffff]

test('the later layer lies over the earlier, and what none covers is transparent', () => {
  const cover = coverPixels([shutter, overlay], new Set(), 9)
  expect([...(cover ?? [])]).toEqual([BLACK, WHITE, WHITE, 0, 0, 0, 0, 0, BLACK])
})

test('a hidden kind is not drawn', () => {
  expect([...(coverPixels([shutter, overlay], new Set(['overlay']), 3) ?? [])]).toEqual([BLACK, BLACK, 0])
  expect(coverPixels([overlay], new Set(['overlay']), 3)).toBeNull()
  expect(coverPixels([], new Set(), 3)).toBeNull()
})
