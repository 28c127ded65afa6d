import type { FramePacket } from './packet'

/** Frames by key, bounded by their bytes; the longest unused go first. */
export class FrameCache {
  readonly #limit: number
  readonly #frames = new Map<string, FramePacket>()
  #bytes = 0

  constructor(limitBytes: number) {
    this.#limit = limitBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  has(key: string): boolean {
    return this.#frames.has(key)
  }

  /** The frame, which now counts as just used. */
  get(key: string): FramePacket | undefined {
    const frame = this.#frames.get(key)
    if (frame) {
      this.#frames.delete(key)
      this.#frames.set(key, frame)
    }
    return frame
  }

  put(key: string, frame: FramePacket): void {
    this.#drop(key)
    this.#frames.set(key, frame)
    this.#bytes += frame.byteLength
    for (const oldest of this.#frames.keys()) {
      if (this.#bytes <= this.#limit || oldest === key) break
      this.#drop(oldest)
    }
  }

  clear(): void {
    this.#frames.clear()
    this.#bytes = 0
  }

  #drop(key: string): void {
    const frame = this.#frames.get(key)
    if (!frame) return
    this.#bytes -= frame.byteLength
    this.#frames.delete(key)
  }
}
