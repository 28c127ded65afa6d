import { expect, test } from 'vitest'
import type { SuvObstacle } from '../../ipc/generated/SuvObstacle'
import { words } from '../../dicom/sentences'
import { inSuv } from './quantities'

const WINDOW = { center: 10_000, width: 20_000, function: 'linear' } as const

test('a window in becquerels a millilitre has its ends in SUV', () => {
  expect(inSuv({ kind: 'body_weight', factor: 0.00035 }, WINDOW)).toEqual({ low: 0, high: 7 })
})

test('without a factor there is no SUV', () => {
  expect(inSuv(null, WINDOW)).toBeNull()
  expect(inSuv({ kind: 'unknown', obstacle: 'weight' }, WINDOW)).toBeNull()
})

const OBSTACLES: Record<SuvObstacle, true> = {
  units: true,
  correction: true,
  decay_reference: true,
  weight: true,
  dose: true,
  half_life: true,
  injection_time: true,
  scan_time: true,
}

test.each(Object.keys(OBSTACLES))('the reason %s against a SUV has its words', (obstacle) => {
  expect(words('suv', obstacle)).toBeTruthy()
})
