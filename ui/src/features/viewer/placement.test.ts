import { expect, test } from 'vitest'
import { FITTED, fitScale, panBy, pictureRect, scaleOf, visiblePart, zoomAt } from './placement'

const VIEW = { width: 800, height: 600 }
const SQUARE = { columns: 512, rows: 512, aspect: 1 }

test('a fitted picture is whole, in the middle, and as large as can be', () => {
  expect(fitScale(VIEW, SQUARE)).toBeCloseTo(600 / 512)
  expect(pictureRect(FITTED, VIEW, SQUARE)).toEqual({ x: 100, y: 0, width: 600, height: 600 })
})

test('pixels that are not square are shown in their true proportion', () => {
  const flat = { columns: 100, rows: 100, aspect: 2 }
  expect(pictureRect(FITTED, VIEW, flat)).toEqual({ x: 250, y: 0, width: 300, height: 600 })
})

test('one to one lies on whole pixels, whatever the parity of the view', () => {
  const rect = pictureRect({ ...FITTED, scale: 1 }, { width: 801, height: 601 }, SQUARE)
  expect(rect.width).toBe(512)
  expect(Number.isInteger(rect.x) && Number.isInteger(rect.y)).toBe(true)
})

test('zooming keeps the point under the pointer where it is', () => {
  const [x, y] = [300, 200]
  const before = pictureRect(FITTED, VIEW, SQUARE)
  const placing = zoomAt(FITTED, VIEW, SQUARE, 2, x, y)
  const after = pictureRect(placing, VIEW, SQUARE)
  expect((x - after.x) / after.width).toBeCloseTo((x - before.x) / before.width, 2)
  expect((y - after.y) / after.height).toBeCloseTo((y - before.y) / before.height, 2)
})

test('zoom ends before the picture is a speck or a pixel fills the view', () => {
  let placing = FITTED
  for (let i = 0; i < 100; i++) placing = zoomAt(placing, VIEW, SQUARE, 2, 0, 0)
  expect(scaleOf(placing, VIEW, SQUARE)).toBe(32)
  for (let i = 0; i < 100; i++) placing = zoomAt(placing, VIEW, SQUARE, 0.5, 0, 0)
  expect(scaleOf(placing, VIEW, SQUARE)).toBe(0.02)
})

test('panning never loses the picture', () => {
  const far = panBy(FITTED, VIEW, SQUARE, 1e6, -1e6)
  const part = visiblePart(pictureRect(far, VIEW, SQUARE), VIEW)
  expect(part.width).toBeGreaterThan(0)
  expect(part.height).toBeGreaterThan(0)
})

test('the visible part is what lies inside the view', () => {
  expect(visiblePart({ x: -100, y: 50, width: 400, height: 1000 }, VIEW)).toEqual({
    x: 100,
    y: 0,
    width: 300,
    height: 550,
  })
  expect(visiblePart({ x: 900, y: 0, width: 10, height: 10 }, VIEW).width).toBe(0)
})
