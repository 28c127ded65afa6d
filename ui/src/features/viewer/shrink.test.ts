import { expect, test } from 'vitest'
import { shrink } from './shrink'

const whole = (width: number, height: number) => ({ width, height })
const all = (width: number, height: number) => ({ x: 0, y: 0, width, height })

test('every output pixel is the mean of what it covers', () => {
  const samples = Int16Array.of(0, 2, 10, 20, 4, 6, 30, 40)
  expect([...shrink(samples, 4, 2, 1, whole(2, 1), all(2, 1))]).toEqual([3, 25])
})

test('a pixel covered in part counts in part', () => {
  const samples = Uint16Array.of(0, 300, 600)
  expect([...shrink(samples, 3, 1, 1, whole(2, 1), all(2, 1))]).toEqual([100, 500])
})

test('an even picture stays even at any size', () => {
  const samples = new Int16Array(37 * 23).fill(-777)
  const out = shrink(samples, 37, 23, 1, whole(11, 9), all(11, 9))
  expect(new Set(out)).toEqual(new Set([-777]))
})

test('colours are kept apart', () => {
  const samples = Uint8Array.of(255, 0, 10, 0, 255, 20)
  expect([...shrink(samples, 2, 1, 3, whole(1, 1), all(1, 1))]).toEqual([128, 128, 15])
})

test('floats are not rounded', () => {
  expect([...shrink(Float32Array.of(0, 0.5), 2, 1, 1, whole(1, 1), all(1, 1))]).toEqual([0.25])
})

test('a part is the same as that part of the whole', () => {
  const samples = Uint16Array.from({ length: 100 * 80 }, (_, at) => (at * 7919) % 4096)
  const full = shrink(samples, 100, 80, 1, whole(41, 33), all(41, 33))
  const part = shrink(samples, 100, 80, 1, whole(41, 33), { x: 5, y: 7, width: 20, height: 10 })
  for (let y = 0; y < 10; y++) {
    const row = full.slice((y + 7) * 41 + 5, (y + 7) * 41 + 25)
    expect(part.slice(y * 20, y * 20 + 20)).toEqual(row)
  }
})
