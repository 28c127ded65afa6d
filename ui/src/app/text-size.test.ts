import { expect, test } from 'vitest'
import { isNarrow, offeredSize, sizeByKey } from './text-size'

test.each([
  [100, 100],
  [130, 125],
  [900, 200],
  [0, 100],
  [Number.NaN, 100],
])('a size of %d is taken as %i', (percent, size) => {
  expect(offeredSize(percent)).toBe(size)
})

const press = (key: string, more = {}) => ({ key, ctrlKey: true, metaKey: false, altKey: false, ...more })

test('Ctrl with plus, minus and nought makes words larger, smaller, and as they were', () => {
  expect(sizeByKey(press('+'), 100)).toBe(125)
  expect(sizeByKey(press('='), 150)).toBe(200)
  expect(sizeByKey(press('+'), 200)).toBe(200)
  expect(sizeByKey(press('-'), 125)).toBe(100)
  expect(sizeByKey(press('-'), 100)).toBe(100)
  expect(sizeByKey(press('0'), 200)).toBe(100)
})

test('the same keys alone are the picture’s', () => {
  expect(sizeByKey(press('+', { ctrlKey: false }), 100)).toBeNull()
  expect(sizeByKey(press('f'), 100)).toBeNull()
})

test('a window of 1440 with text twice as large shows one pane', () => {
  expect(isNarrow(1440, 100)).toBe(false)
  expect(isNarrow(1440, 200)).toBe(true)
  expect(isNarrow(820, 100)).toBe(true)
})
