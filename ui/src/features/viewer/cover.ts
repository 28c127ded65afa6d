import type { LayerKind } from '../../ipc/generated/LayerKind'
import { grayPixel } from './gray-table'
import type { Layer } from './packet'

/**
 * What lies over a picture of so many pixels: an opaque grey where a layer
 * covers it (the later over the earlier), transparent elsewhere. Null where
 * there is nothing to draw.
 */
export function coverPixels(
  layers: readonly Layer[],
  hidden: ReadonlySet<LayerKind>,
  pixels: number,
): Uint32Array<ArrayBuffer> | null {
  const drawn = layers.filter(({ kind }) => !hidden.has(kind))
  if (drawn.length === 0) return null
  const cover = new Uint32Array(pixels)
  for (const { gray, bits } of drawn) {
    const opaque = grayPixel(gray)
    for (let at = 0; at < pixels; at++) {
      if (((bits[at >> 3] ?? 0) >> (at & 7)) & 1) cover[at] = opaque
    }
  }
  return cover
}
