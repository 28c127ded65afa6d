import { expect, test, vi } from 'vitest'
import type { Holding } from '../../ipc/generated/Holding'
import type { SeriesDetail } from '../../ipc/generated/SeriesDetail'
import { SERIES, studyDetail } from '../../ipc/fake/records'
import { makePacket } from '../../ipc/fake/packets'
import { Viewport } from './viewport.svelte'

const [made] = studyDetail(1).series
if (!made) throw new Error('no made series')

/** Its images in this order, numbered only by the index. */
function stack(instances: number[], holding: Holding = 'copying'): SeriesDetail {
  const frames = instances.map((instanceId) => ({
    instanceId,
    frameNumber: 1,
    instanceNumber: null,
    positionMm: null,
  }))
  return { ...(made as SeriesDetail), key: { holding, id: 1 }, frames }
}

function viewport(): { view: Viewport; hold: (isHeld: boolean) => void } {
  let isHeld = false
  const view = new Viewport({
    frame: async ({ instanceId }) => {
      const series = SERIES[13]
      if (isHeld || !series) return new Promise(() => undefined)
      return makePacket(series, instanceId)
    },
    cancelFrames: async () => undefined,
    raiseFrame: async () => undefined,
  })
  return { view, hold: (next) => (isHeld = next) }
}

test('images that come before and after the one on screen change its number and not the picture', async () => {
  const { view } = viewport()
  view.open(stack([5, 7]), 1)
  await vi.waitFor(() => expect(view.isReady).toBe(true))
  const { packet } = view.drawn ?? {}
  view.renew(stack([4, 5, 6, 7, 8]))
  expect(view.frameIndex).toBe(3)
  expect(view.drawn?.index).toBe(3)
  expect(view.drawn?.packet).toBe(packet)
})

test('a picture that lags behind is not shown under the number of the one wanted', async () => {
  const { view, hold } = viewport()
  view.open(stack([5]), 0)
  await vi.waitFor(() => expect(view.isReady).toBe(true))
  hold(true)
  view.renew(stack([5, 6]))
  view.go(1)
  expect(view.drawn?.index).toBe(0)
  view.renew(stack([4, 5, 6]))
  expect(view.frameIndex).toBe(2)
  expect(view.drawn).toBeNull()
})

test('an exam that is kept now is drawn from what is kept', async () => {
  const { view, hold } = viewport()
  view.open(stack([5, 7]), 1)
  await vi.waitFor(() => expect(view.isReady).toBe(true))
  hold(true)
  view.renew(stack([1, 2], 'kept'))
  expect(view.drawn).toBeNull()
  hold(false)
})
