import type { Door } from '../../ipc/door'
import type { Holding } from '../../ipc/generated/Holding'
import type { LayerKind } from '../../ipc/generated/LayerKind'
import type { Problem } from '../../ipc/generated/Problem'
import type { SeriesDetail } from '../../ipc/generated/SeriesDetail'
import { FrameCache } from './frame-cache'
import { FrameLoader, type FrameAddress } from './frame-loader'
import type { Shown, Window } from './gray-table'
import type { FramePacket } from './packet'
import { Painter, pictureOf } from './paint'
import { FITTED, panBy, scaleOf, zoomAt, type Placing, type Size } from './placement'
import { prefetchOrder } from './prefetch'
import type { Down } from './scrub'
import { brightened, dragged, OWN, shownFor, windowOf, type Wish } from './shown'
import { isSameFrame, isSameStack, stackId } from './stacks'

const CACHE_BYTES = 384 * 1024 * 1024
/** Of the cache, what one series may take before it is asked for: the rest keeps what was seen. */
const AHEAD_BYTES = CACHE_BYTES / 2
/** While the size of a frame is not known. */
const FIRST_FRAMES_AHEAD = 12
const PLAY_MS = 100

/** What dragging with the main button does: exactly one of these. */
export type Tool = 'scroll' | 'window' | 'zoom' | 'pan'

/**
 * One view of one stack: which frame is wanted, which is drawn, how it is
 * placed and how grey it is. The words around it read from here.
 *
 * Not here: what keys and drags mean (`gestures.ts`), pixels (`paint.ts`).
 */
export class Viewport {
  series = $state.raw<SeriesDetail | null>(null)
  /** The wanted frame, from 0. */
  frameIndex = $state(0)
  /** The frame on screen, or null for bare film. It may lag behind the wanted one. */
  drawn = $state.raw<{ index: number; packet: FramePacket } | null>(null)
  /** The last frame of this series that was drawn: what holds for the series while one frame is missing. */
  lastDrawn = $state.raw<FramePacket | null>(null)
  problem = $state.raw<Problem | null>(null)
  wish = $state.raw<Wish>(OWN)
  isInverted = $state(false)
  /** Shutters or overlays that are not to be seen. */
  hidden = $state.raw<ReadonlySet<LayerKind>>(new Set())
  placing = $state.raw<Placing>(FITTED)
  tool = $state<Tool>('scroll')
  isPlaying = $state(false)
  upRaisesCenter = $state(true)
  /** Which way along the stack is down: the way of the bar beside the picture, so that the head is above. */
  down = $state<Down>(1)
  /** Of the canvas, in device pixels. */
  size = $state.raw<Size>({ width: 1, height: 1 })

  readonly count = $derived(this.series?.frames.length ?? 0)
  readonly isReady = $derived(this.drawn?.index === this.frameIndex)
  readonly shown = $derived.by((): Shown | null =>
    this.drawn ? shownFor(this.wish, this.drawn.packet) : null,
  )
  readonly window = $derived.by((): Window | null => (this.shown ? windowOf(this.shown) : null))
  readonly scale = $derived.by(() =>
    this.drawn ? scaleOf(this.placing, this.size, pictureOf(this.drawn.packet)) : 1,
  )

  readonly #loader: FrameLoader
  #holding: Holding = 'kept'
  #canvas: HTMLCanvasElement | null = null
  #painter: Painter | null = null
  #drawRequest = 0
  #direction: 1 | -1 = 1
  #playTimer: ReturnType<typeof setTimeout> | undefined
  readonly #left = new Map<string, { frameIndex: number; wish: Wish }>()
  #seenAs: { packet: FramePacket; shown: Shown; isInverted: boolean; packetSeen: FramePacket } | null = null

  constructor(door: Pick<Door, 'frame' | 'cancelFrames' | 'raiseFrame'>) {
    this.#loader = new FrameLoader(door, new FrameCache(CACHE_BYTES), () => this.#arrived())
  }

  /** Gives the view a canvas to draw on; the result takes it away again. */
  attach = (canvas: HTMLCanvasElement): (() => void) => {
    this.#canvas = canvas
    this.#painter = new Painter(canvas)
    const observer = new ResizeObserver(([entry]) => {
      if (entry) this.#resize(deviceSize(entry))
    })
    // Device pixels where the webview knows them (WebKit does not): they also change with the screen.
    let exactSizes = true
    try {
      observer.observe(canvas, { box: 'device-pixel-content-box' })
    } catch {
      exactSizes = false
      observer.observe(canvas)
    }
    const rescale = () => {
      if (!exactSizes) this.#resize(scaledSize(canvas.clientWidth, canvas.clientHeight))
    }
    globalThis.addEventListener('resize', rescale)
    return () => {
      observer.disconnect()
      globalThis.removeEventListener('resize', rescale)
      this.stop()
      cancelAnimationFrame(this.#drawRequest)
      this.#drawRequest = 0
      this.#loader.close()
      this.#canvas = null
      this.#painter = null
    }
  }

  /** Shows a series at the given frame, else where it was left, else at its opening frame. */
  open(series: SeriesDetail, frameIndex?: number, opening = 0): void {
    if (this.series && !isSameStack(this.series, series)) {
      this.#left.set(stackId(this.series), { frameIndex: this.frameIndex, wish: this.wish })
    }
    if (!isSameStack(this.series, series)) {
      const left = this.#left.get(stackId(series))
      this.stop()
      this.series = series
      this.#holding = series.key.holding
      this.drawn = null
      this.lastDrawn = null
      this.wish = left?.wish ?? OWN
      this.isInverted = false
      this.hidden = new Set()
      this.placing = FITTED
      this.frameIndex = left?.frameIndex ?? opening
    }
    this.go(frameIndex ?? this.frameIndex)
  }

  /**
   * The stack on screen, with images that came since or as it is kept now: the
   * film stays at the same image. What is drawn stays only where its place is
   * certain; a picture is never shown under another one's number.
   */
  renew(series: SeriesDetail): void {
    const { drawn } = this
    const shown = this.series?.frames[this.frameIndex]
    const isSameIndex = series.key.holding === this.#holding
    const at = series.frames.findIndex((frame) => isSameFrame(frame, shown, isSameIndex))
    const isStill = isSameIndex && at >= 0 && drawn?.index === this.frameIndex
    this.series = series
    this.#holding = series.key.holding
    this.frameIndex = Math.max(0, at)
    this.drawn = isStill ? { index: at, packet: drawn.packet } : null
    this.#wish()
    this.#take()
  }

  /** Wants another frame; out of range is taken to the nearest end. */
  go(frameIndex: number): void {
    const wanted = Math.min(Math.max(Math.round(frameIndex), 0), this.count - 1)
    if (this.count === 0) return
    if (wanted !== this.frameIndex) this.#direction = wanted > this.frameIndex ? 1 : -1
    this.frameIndex = wanted
    this.#wish()
    this.#take()
  }

  /** Asks for the wanted frame, and after it for the others in the order in which they may be wanted. */
  #wish(): void {
    const frameBytes = this.lastDrawn?.byteLength
    const most = frameBytes ? Math.floor(AHEAD_BYTES / frameBytes) : FIRST_FRAMES_AHEAD
    const order = prefetchOrder(this.frameIndex, this.count, this.#direction, most)
    this.#loader.wish(order.map((index) => this.#address(index)))
  }

  step(by: number): void {
    this.go(this.frameIndex + by)
  }

  /** Steps so many frames down, or up where it is negative. */
  lower(by: number): void {
    this.step(by * this.down)
  }

  play(): void {
    if (this.count < 2) return
    this.isPlaying = true
    clearTimeout(this.#playTimer)
    this.#playTimer = setTimeout(() => {
      // The next frame waits for this one: no frame is skipped unseen.
      if (this.isReady || this.problem) this.go((this.frameIndex + 1) % this.count)
      if (this.isPlaying) this.play()
    }, PLAY_MS)
  }

  stop(): void {
    this.isPlaying = false
    clearTimeout(this.#playTimer)
  }

  choose(wish: Wish): void {
    this.wish = wish
    this.draw()
  }

  invert(): void {
    this.isInverted = !this.isInverted
    this.draw()
  }

  /** Shows what lies over the picture, or hides it. */
  toggleLayer(kind: LayerKind): void {
    const hidden = new Set(this.hidden)
    if (!hidden.delete(kind)) hidden.add(kind)
    this.hidden = hidden
    this.draw()
  }

  brighten(towards: 1 | -1): void {
    if (!this.window || !this.drawn) return
    const turned = this.isInverted ? (-towards as 1 | -1) : towards
    this.choose({ by: 'hand', window: brightened(this.window, this.drawn.packet.header, turned) })
  }

  /** Changes the window by a drag of so many CSS pixels from where it began. */
  dragWindow(start: Window, dx: number, dy: number): void {
    if (!this.drawn) return
    this.choose({ by: 'hand', window: dragged(start, this.drawn.packet.header, dx, dy, this.upRaisesCenter) })
  }

  /** Zooms about a point in device pixels, by default the middle. */
  zoom(factor: number, x = this.size.width / 2, y = this.size.height / 2): void {
    if (!this.drawn) return
    this.placing = zoomAt(this.placing, this.size, pictureOf(this.drawn.packet), factor, x, y)
    this.draw()
  }

  /** One image pixel for each device pixel. */
  zoomToPixels(): void {
    this.placing = { ...FITTED, scale: 1 }
    this.draw()
  }

  pan(dx: number, dy: number): void {
    if (!this.drawn) return
    this.placing = panBy(this.placing, this.size, pictureOf(this.drawn.packet), dx, dy)
    this.draw()
  }

  /** Back to the first view, but at the same frame. */
  reset(): void {
    this.stop()
    this.placing = FITTED
    this.wish = OWN
    this.isInverted = false
    this.hidden = new Set()
    this.tool = 'scroll'
    this.draw()
  }

  /** Asks for a drawing with the next frame of the screen; many askings make one drawing. */
  draw(): void {
    if (this.#drawRequest !== 0 || !this.#painter) return
    this.#drawRequest = requestAnimationFrame(() => {
      this.#drawRequest = 0
      this.#paint()
    })
  }

  #paint(): void {
    const { drawn, shown } = this
    if (!drawn || !shown) {
      this.#painter?.paint(null)
      return
    }
    this.#painter?.paint({
      frame: this.#asSeen(drawn.packet, shown),
      shown,
      placing: this.placing,
      hidden: this.hidden,
    })
  }

  /** The frame with the person's inversion on top of the file's own; the same object while nothing changes. */
  #asSeen(packet: FramePacket, shown: Shown): FramePacket {
    if (!this.isInverted) return packet
    const held = this.#seenAs
    if (held?.packet === packet && held.shown === shown) return held.packetSeen
    const packetSeen = { ...packet, header: { ...packet.header, inverted: !packet.header.inverted } }
    this.#seenAs = { packet, shown, isInverted: true, packetSeen }
    return packetSeen
  }

  #address(index: number): FrameAddress {
    const frame = this.series?.frames[index]
    return {
      holding: this.#holding,
      instanceId: frame?.instanceId ?? -1,
      frameNumber: frame?.frameNumber ?? 1,
    }
  }

  #arrived(): void {
    if (!this.isReady) this.#take()
  }

  /** Takes the wanted frame to the screen, when it is there. */
  #take(): void {
    const address = this.#address(this.frameIndex)
    const packet = this.#loader.get(address)
    this.problem = packet ? null : (this.#loader.problem(address) ?? null)
    if (packet) {
      const isFirst = this.lastDrawn === null
      this.drawn = { index: this.frameIndex, packet }
      this.lastDrawn = packet
      if (isFirst) this.#wish()
    } else if (this.problem) this.drawn = null
    this.draw()
  }

  #resize(size: Size): void {
    if (!this.#canvas || (size.width === this.#canvas.width && size.height === this.#canvas.height)) return
    this.#canvas.width = size.width
    this.#canvas.height = size.height
    this.size = size
    // At once: setting a canvas's size clears it, and a cleared film would flash.
    this.#paint()
  }
}

/** The canvas's size in device pixels, exact where the webview tells it. */
function deviceSize(entry: ResizeObserverEntry): Size {
  const exact = entry.devicePixelContentBoxSize?.[0]
  if (exact) return { width: Math.max(1, exact.inlineSize), height: Math.max(1, exact.blockSize) }
  return scaledSize(entry.contentRect.width, entry.contentRect.height)
}

function scaledSize(width: number, height: number): Size {
  const ratio = globalThis.devicePixelRatio || 1
  return { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) }
}
