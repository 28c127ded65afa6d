import type { Door } from '../../ipc/door'
import type { Holding } from '../../ipc/generated/Holding'
import type { Problem } from '../../ipc/generated/Problem'
import { problemOf } from '../../ipc/refused'
import { FrameCache } from './frame-cache'
import { readPacket, type FramePacket } from './packet'

/** A frame as the byte door names it. */
export interface FrameAddress {
  holding: Holding
  instanceId: number
  frameNumber: number
}

export function addressKey({ holding, instanceId, frameNumber }: FrameAddress): string {
  return `${holding}/${instanceId}/${frameNumber}`
}

const AT_ONCE = 4

interface Flight {
  key: string
  request: number
  isAhead: boolean
  abort: AbortController
}

type ByteDoor = Pick<Door, 'frame' | 'cancelFrames' | 'raiseFrame'>

let lastRequest = 0

/**
 * Fetches frames, most wanted first, at most four at once, into a bounded
 * cache. A new list of wishes takes back what is under way and no longer
 * wished for, here and in Rust. The first wish is the frame to be shown: Rust
 * decodes it before those asked for ahead of need.
 */
export class FrameLoader {
  readonly #door: ByteDoor
  readonly #cache: FrameCache
  readonly #onArrival: (key: string) => void
  #wishes: FrameAddress[] = []
  /** The frame to be shown; all other wishes are ahead of need. */
  #shown: string | null = null
  readonly #flights = new Map<string, Flight>()
  readonly #problems = new Map<string, Problem>()

  constructor(door: ByteDoor, cache: FrameCache, onArrival: (key: string) => void) {
    this.#door = door
    this.#cache = cache
    this.#onArrival = onArrival
  }

  get(address: FrameAddress): FramePacket | undefined {
    return this.#cache.get(addressKey(address))
  }

  /** Why a frame cannot be shown, once that is known. */
  problem(address: FrameAddress): Problem | undefined {
    return this.#problems.get(addressKey(address))
  }

  /** Replaces the list of wishes, most wanted first. */
  wish(wishes: FrameAddress[]): void {
    const [first] = wishes
    this.#shown = first ? addressKey(first) : null
    this.#wishes = wishes.filter((wish) => {
      const key = addressKey(wish)
      return !this.#cache.has(key) && !this.#problems.has(key)
    })
    this.#takeBack()
    if (first) this.#raise(first)
    this.#depart()
  }

  /** Forgets everything: another study is shown, or none. */
  close(): void {
    this.#wishes = []
    this.#shown = null
    this.#takeBack()
    this.#problems.clear()
  }

  #takeBack(): void {
    const wished = new Set(this.#wishes.map(addressKey))
    // A prefetch that is still wished for is left to finish, unless it keeps the wanted frame waiting.
    const first = this.#wishes[0]
    const crowded =
      first !== undefined && !this.#flights.has(addressKey(first)) && this.#flights.size >= AT_ONCE
    const gone: number[] = []
    for (const flight of this.#flights.values()) {
      const spare = crowded && gone.length === 0 && flight === [...this.#flights.values()].at(-1)
      if (wished.has(flight.key) && !spare) continue
      flight.abort.abort()
      this.#flights.delete(flight.key)
      gone.push(flight.request)
    }
    if (gone.length > 0) this.#door.cancelFrames(gone).catch(() => undefined)
  }

  /** A prefetch under way that is now to be shown need not be asked for again. */
  #raise(shown: FrameAddress): void {
    const flight = this.#flights.get(addressKey(shown))
    if (!flight?.isAhead) return
    flight.isAhead = false
    const { holding, instanceId, frameNumber } = shown
    this.#door.raiseFrame({ holding, id: instanceId }, frameNumber).catch(() => undefined)
  }

  #depart(): void {
    for (const wish of this.#wishes) {
      if (this.#flights.size >= AT_ONCE) return
      const key = addressKey(wish)
      if (this.#flights.has(key) || this.#cache.has(key) || this.#problems.has(key)) continue
      void this.#fly(key, wish)
    }
  }

  async #fly(key: string, address: FrameAddress): Promise<void> {
    const isAhead = key !== this.#shown
    const flight: Flight = { key, request: ++lastRequest, isAhead, abort: new AbortController() }
    this.#flights.set(key, flight)
    try {
      const bytes = await this.#door.frame(
        { ...address, request: flight.request, isAhead },
        flight.abort.signal,
      )
      this.#cache.put(key, readPacket(bytes))
    } catch (thrown) {
      if (flight.abort.signal.aborted) return
      this.#problems.set(key, problemOf(thrown))
    }
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
    this.#onArrival(key)
    this.#depart()
  }
}
