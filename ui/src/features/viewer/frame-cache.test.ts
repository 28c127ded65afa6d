import { expect, test } from 'vitest'
import { FrameCache } from './frame-cache'
import type { FramePacket } from './packet'

const frame = (byteLength: number) => ({ byteLength }) as FramePacket

test('the longest unused frames go first and the bytes stay within the limit', () => {
  const cache = new FrameCache(100)
  for (const key of ['a', 'b', 'c']) cache.put(key, frame(30))
  cache.get('a')
  cache.put('d', frame(30))
  expect(['a', 'b', 'c', 'd'].map((key) => cache.has(key))).toEqual([true, false, true, true])
  expect(cache.bytes).toBe(90)
})

test('a frame put twice counts once', () => {
  const cache = new FrameCache(100)
  cache.put('a', frame(30))
  cache.put('a', frame(40))
  expect(cache.bytes).toBe(40)
})

test('a frame larger than the limit is still held while it is shown', () => {
  const cache = new FrameCache(100)
  cache.put('small', frame(10))
  cache.put('huge', frame(500))
  expect([cache.has('small'), cache.has('huge'), cache.bytes]).toEqual([false, true, 500])
})
