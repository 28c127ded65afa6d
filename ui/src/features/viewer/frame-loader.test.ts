import { expect, test } from 'vitest'
import type { FrameRequest } from '../../ipc/door'
import { makePacket } from '../../ipc/fake/packets'
import { SERIES } from '../../ipc/fake/records'
import type { Key } from '../../ipc/generated/Key'
import { Refused } from '../../ipc/refused'
import { FrameCache } from './frame-cache'
import { FrameLoader, type FrameAddress } from './frame-loader'

const at = (instanceId: number): FrameAddress => ({ holding: 'kept', instanceId, frameNumber: 1 })
const BYTES = makePacket(SERIES[11] as NonNullable<(typeof SERIES)[11]>, 0)

/** A byte door whose answers the test gives by hand. */
function slowDoor() {
  const asked: {
    instanceId: number
    request: number
    isAhead: boolean
    signal: AbortSignal
    answer: (bytes: ArrayBuffer | Refused) => void
  }[] = []
  const cancelled: number[] = []
  const raised: string[] = []
  return {
    asked,
    cancelled,
    raised,
    frame: ({ instanceId, request, isAhead }: FrameRequest, signal: AbortSignal) =>
      new Promise<ArrayBuffer>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')))
        asked.push({
          instanceId,
          request,
          isAhead,
          signal,
          answer: (bytes) => (bytes instanceof Refused ? reject(bytes) : resolve(bytes)),
        })
      }),
    cancelFrames: async (requests: number[]) => void cancelled.push(...requests),
    raiseFrame: async (instance: Key, frameNumber: number) =>
      void raised.push(`${instance.holding}/${instance.id}/${frameNumber}`),
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))
const ids = (asked: { instanceId: number }[]) => asked.map(({ instanceId }) => instanceId)

test('at most four frames are under way, the most wanted first, and the next follows an answer', async () => {
  const door = slowDoor()
  const loader = new FrameLoader(door, new FrameCache(1e9), () => undefined)
  loader.wish([1, 2, 3, 4, 5, 6].map(at))
  expect(ids(door.asked)).toEqual([1, 2, 3, 4])
  door.asked[0]?.answer(BYTES)
  await settle()
  expect(ids(door.asked)).toEqual([1, 2, 3, 4, 5])
  expect(loader.get(at(1))?.header.frameNumber).toBe(1)
})

test('only the frame to be shown is asked for at once, and a prefetch that is to be shown is raised', async () => {
  const door = slowDoor()
  const loader = new FrameLoader(door, new FrameCache(1e9), () => undefined)
  loader.wish([1, 2, 3].map(at))
  expect(door.asked.map(({ isAhead }) => isAhead)).toEqual([false, true, true])
  loader.wish([2, 3].map(at))
  loader.wish([2, 3, 4].map(at))
  expect(door.raised).toEqual(['kept/2/1'])
  expect(ids(door.asked)).toEqual([1, 2, 3, 4])
  expect(door.asked[3]?.isAhead).toBe(true)
})

test('while the shown frame is there already, all that is asked for is ahead of need', async () => {
  const door = slowDoor()
  const loader = new FrameLoader(door, new FrameCache(1e9), () => undefined)
  loader.wish([at(1)])
  door.asked[0]?.answer(BYTES)
  await settle()
  loader.wish([1, 2].map(at))
  expect(door.asked[1]).toMatchObject({ instanceId: 2, isAhead: true })
})

test('what is no longer wished for is taken back, here and in Rust', async () => {
  const door = slowDoor()
  const loader = new FrameLoader(door, new FrameCache(1e9), () => undefined)
  loader.wish([1, 2, 3].map(at))
  const [one, two, three] = door.asked
  loader.wish([3, 9].map(at))
  await settle()
  expect([one?.signal.aborted, two?.signal.aborted, three?.signal.aborted]).toEqual([true, true, false])
  expect(door.cancelled).toEqual([one?.request, two?.request])
  expect(ids(door.asked)).toEqual([1, 2, 3, 9])
})

test('the wanted frame does not wait behind four prefetches', () => {
  const door = slowDoor()
  const loader = new FrameLoader(door, new FrameCache(1e9), () => undefined)
  loader.wish([1, 2, 3, 4].map(at))
  loader.wish([50, 1, 2, 3, 4].map(at))
  expect(ids(door.asked).at(-1)).toBe(50)
  expect(door.cancelled).toHaveLength(1)
})

test('a frame that is refused is known to be, and not asked for again', async () => {
  const door = slowDoor()
  const arrived: string[] = []
  const loader = new FrameLoader(door, new FrameCache(1e9), (key) => arrived.push(key))
  loader.wish([at(7)])
  door.asked[0]?.answer(new Refused({ code: 'codec', params: {} }))
  await settle()
  expect(loader.problem(at(7))?.code).toBe('codec')
  expect(arrived).toEqual(['kept/7/1'])
  loader.wish([at(7)])
  expect(door.asked).toHaveLength(1)
})

test('bytes that are no packet are a problem, not a crash', async () => {
  const door = slowDoor()
  const loader = new FrameLoader(door, new FrameCache(1e9), () => undefined)
  loader.wish([at(8)])
  door.asked[0]?.answer(new ArrayBuffer(3))
  await settle()
  expect(loader.problem(at(8))?.code).toBe('unexpected')
})
