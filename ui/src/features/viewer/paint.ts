import type { LayerKind } from '../../ipc/generated/LayerKind'
import { coverPixels } from './cover'
import { fillTable, gray, grayPixel, sharesTable, type Shown } from './gray-table'
import type { FramePacket, Layer, Samples } from './packet'
import { pictureRect, visiblePart, type Picture, type Placing, type Rect, type Size } from './placement'
import { shrink } from './shrink'

/** What is to be seen. The grey on screen is a function of this and nothing else. */
export interface Scene {
  frame: FramePacket
  shown: Shown
  placing: Placing
  /** Layers that the person does not want to see. */
  hidden: ReadonlySet<LayerKind>
}

/**
 * The one path from stored values to the screen: table, `putImageData`, and,
 * when enlarged, a smoothed draw of that. A picture larger than its place is
 * first sampled to it (`shrink`), so that a drawing costs at most the
 * screen's pixels. At one image pixel per screen pixel nothing is sampled or
 * smoothed at all. Shutters and overlays are drawn over it the same way.
 */
export class Painter {
  readonly #context: CanvasRenderingContext2D
  readonly #background: string
  readonly #stage: { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D }
  readonly #table = new Uint32Array(65536)
  #tableFor: { frame: FramePacket; shown: Shown } | null = null
  #shrunk: { frame: FramePacket; key: string; samples: Samples } | null = null
  #image: ImageData | null = null
  #cover: { layers: Layer[]; hidden: ReadonlySet<LayerKind>; canvas: HTMLCanvasElement | null } | null = null

  constructor(canvas: HTMLCanvasElement) {
    this.#background = getComputedStyle(canvas).backgroundColor
    this.#context = context2d(canvas)
    const stage = document.createElement('canvas')
    this.#stage = { canvas: stage, context: context2d(stage) }
  }

  /** Draws the scene, or bare film for null. */
  paint(scene: Scene | null): void {
    const context = this.#context
    const view: Size = context.canvas
    context.fillStyle = this.#background
    context.fillRect(0, 0, view.width, view.height)
    if (!scene) return

    const picture = pictureOf(scene.frame)
    const rect = pictureRect(scene.placing, view, picture)
    const part = visiblePart(rect, view)
    if (part.width === 0 || part.height === 0) return
    if (rect.width === picture.columns && rect.height === picture.rows) this.#paintExact(scene, rect, part)
    else if (rect.width < picture.columns || rect.height < picture.rows) this.#paintShrunk(scene, rect, part)
    else this.#paintEnlarged(scene, rect, part)
    this.#paintCover(scene, rect)
  }

  #paintExact(scene: Scene, rect: Rect, part: Rect): void {
    const { columns } = scene.frame.header
    const image = this.#imageOf(part.width, part.height)
    this.#color(scene, scene.frame.samples, columns, part, image)
    this.#context.putImageData(image, rect.x + part.x, rect.y + part.y)
  }

  #paintShrunk(scene: Scene, rect: Rect, part: Rect): void {
    const { frame } = scene
    const { columns, rows, samples } = frame.header
    const key = `${rect.width} ${rect.height} ${part.x} ${part.y} ${part.width} ${part.height}`
    if (this.#shrunk?.frame !== frame || this.#shrunk.key !== key) {
      const whole = { width: rect.width, height: rect.height }
      const shrunk = shrink(frame.samples, columns, rows, samples === 'rgb8' ? 3 : 1, whole, part)
      this.#shrunk = { frame, key, samples: shrunk }
    }
    const image = this.#imageOf(part.width, part.height)
    this.#color(scene, this.#shrunk.samples, part.width, { ...part, x: 0, y: 0 }, image)
    this.#context.putImageData(image, rect.x + part.x, rect.y + part.y)
  }

  #paintEnlarged(scene: Scene, rect: Rect, part: Rect): void {
    const { columns, rows } = scene.frame.header
    const scaleX = rect.width / columns
    const scaleY = rect.height / rows
    // Whole source pixels, one more on every side, so that smoothing at the edge of the view is the same as inside.
    const x = Math.max(0, Math.floor(part.x / scaleX) - 1)
    const y = Math.max(0, Math.floor(part.y / scaleY) - 1)
    const width = Math.min(columns, Math.ceil((part.x + part.width) / scaleX) + 1) - x
    const height = Math.min(rows, Math.ceil((part.y + part.height) / scaleY) + 1) - y

    const image = this.#imageOf(width, height)
    this.#color(scene, scene.frame.samples, columns, { x, y, width, height }, image)
    const { canvas, context } = this.#stage
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
    }
    context.putImageData(image, 0, 0)
    this.#context.imageSmoothingEnabled = true
    this.#context.imageSmoothingQuality = 'low' // bilinear: 'high' costs several times more in WebKit without a GPU
    this.#context.drawImage(canvas, rect.x + x * scaleX, rect.y + y * scaleY, width * scaleX, height * scaleY)
  }

  #paintCover({ frame, hidden }: Scene, rect: Rect): void {
    const { columns, rows } = frame.header
    if (frame.layers.length === 0) return
    if (this.#cover?.layers !== frame.layers || this.#cover.hidden !== hidden) {
      const pixels = coverPixels(frame.layers, hidden, columns * rows)
      const canvas = pixels && canvasOf(pixels, columns, rows)
      this.#cover = { layers: frame.layers, hidden, canvas }
    }
    if (!this.#cover.canvas) return
    this.#context.imageSmoothingEnabled = rect.width !== columns || rect.height !== rows
    this.#context.drawImage(this.#cover.canvas, rect.x, rect.y, rect.width, rect.height)
  }

  /** Stored values of `part` (in rows of `stride` pixels) into the image, through the table. */
  #color({ frame, shown }: Scene, samples: Samples, stride: number, part: Rect, image: ImageData): void {
    const pixels = new Uint32Array(image.data.buffer)
    const kind = frame.header.samples
    if (kind === 'rgb8') return colorRgb(samples, stride, part, pixels)
    if (kind === 'f32') return colorFloats(samples, stride, part, pixels, frame, shown)
    const held = this.#tableFor
    if (held?.shown !== shown || !sharesTable(held.frame.header, frame.header)) {
      fillTable(this.#table, frame.header, shown)
      this.#tableFor = { frame, shown }
    }
    const table = this.#table
    let out = 0
    for (let y = part.y; y < part.y + part.height; y++) {
      const end = y * stride + part.x + part.width
      for (let at = y * stride + part.x; at < end; at++)
        pixels[out++] = table[(samples[at] as number) & 0xffff] as number
    }
  }

  #imageOf(width: number, height: number): ImageData {
    if (this.#image?.width !== width || this.#image.height !== height)
      this.#image = new ImageData(width, height)
    return this.#image
  }
}

export function pictureOf({ header }: FramePacket): Picture {
  return { columns: header.columns, rows: header.rows, aspect: header.aspect }
}

function canvasOf(pixels: Uint32Array<ArrayBuffer>, columns: number, rows: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = columns
  canvas.height = rows
  const bytes = new Uint8ClampedArray(pixels.buffer)
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, columns, rows), 0, 0)
  return canvas
}

function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) throw new Error('no 2d context')
  return context
}

function colorRgb(samples: Samples, stride: number, part: Rect, pixels: Uint32Array): void {
  let out = 0
  for (let y = part.y; y < part.y + part.height; y++) {
    let at = (y * stride + part.x) * 3
    for (let x = 0; x < part.width; x++, at += 3) {
      const red = samples[at] as number
      const green = samples[at + 1] as number
      const blue = samples[at + 2] as number
      pixels[out++] = 0xff000000 | (blue << 16) | (green << 8) | red
    }
  }
}

function colorFloats(
  samples: Samples,
  stride: number,
  part: Rect,
  pixels: Uint32Array,
  { header }: FramePacket,
  shown: Shown,
): void {
  const { slope, intercept } = header.modality
  let out = 0
  for (let y = part.y; y < part.y + part.height; y++) {
    const end = y * stride + part.x + part.width
    for (let at = y * stride + part.x; at < end; at++) {
      const level = gray(slope * (samples[at] as number) + intercept, shown)
      pixels[out++] = grayPixel(header.inverted ? 255 - level : level)
    }
  }
}
