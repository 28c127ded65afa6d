import type { FrameHeader } from '../../ipc/generated/FrameHeader'
import type { VoiLutFunction } from '../../ipc/generated/VoiLutFunction'

/** A window in modality units, fit to be applied (see `usable`). */
export interface Window {
  center: number
  width: number
  function: VoiLutFunction
}

/** A VOI LUT: `values[0]` is what `firstMapped` and everything below it becomes. */
export interface VoiLut {
  firstMapped: number
  bits: number
  values: Uint16Array
}

/** How modality values become grey: exactly one of the two. */
export type Shown = { window: Window } | { lut: VoiLut }

/**
 * Whether a window's function can use it.
 * PS3.3 C.11.2.1.2: LINEAR needs a width of at least 1, the others more than 0.
 */
export function usable({ center, width, function: kind }: Window): boolean {
  return Number.isFinite(center) && Number.isFinite(width) && (kind === 'linear' ? width >= 1 : width > 0)
}

/**
 * Grey of a modality value, 0..255 before rounding (PS3.3 C.11.2.1.2, C.11.2.1.3).
 */
function windowed(x: number, { center: c, width: w, function: kind }: Window): number {
  switch (kind) {
    case 'linear':
      if (x <= c - 0.5 - (w - 1) / 2) return 0
      if (x > c - 0.5 + (w - 1) / 2) return 255
      return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255
    case 'linear_exact':
      if (x <= c - w / 2) return 0
      if (x > c + w / 2) return 255
      return ((x - c) / w + 0.5) * 255
    case 'sigmoid':
      return 255 / (1 + Math.exp((-4 * (x - c)) / w))
  }
}

/** Grey of a modality value, a whole number 0..255: rounded half up, then clamped. */
export function gray(x: number, shown: Shown): number {
  if ('window' in shown) return clamp(Math.floor(windowed(x, shown.window) + 0.5))
  const { firstMapped, bits, values } = shown.lut
  const index = Math.min(Math.max(Math.floor(x + 0.5) - firstMapped, 0), values.length - 1)
  return clamp(Math.floor(((values[index] ?? 0) * 255) / (2 ** bits - 1) + 0.5))
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value
}

const OPAQUE = 0xff000000

/** An opaque grey pixel as ImageData holds it, read as a little-endian u32. */
export function grayPixel(value: number): number {
  return (OPAQUE | (value << 16) | (value << 8) | value) >>> 0
}

type Stored = Pick<FrameHeader, 'samples' | 'modality' | 'inverted'>

/**
 * Fills `table` (65,536 entries) so that `table[stored & 0xffff]` is the pixel
 * to show: for every value the samples can hold, because padding lies outside
 * the frame's own range. Not for `f32`, whose values are no indices.
 */
export function fillTable(table: Uint32Array, { samples, modality, inverted }: Stored, shown: Shown): void {
  const { slope, intercept } = modality
  const first = samples === 'i16' ? -32768 : 0
  const last = samples === 'u8' ? 255 : first + 65535
  for (let value = first; value <= last; value++) {
    const level = gray(slope * value + intercept, shown)
    table[value & 0xffff] = grayPixel(inverted ? 255 - level : level)
  }
}

/** The same table serves another frame: nothing that goes into it differs. */
export function sharesTable(a: Stored, b: Stored): boolean {
  return (
    a.samples === b.samples &&
    a.inverted === b.inverted &&
    a.modality.slope === b.modality.slope &&
    a.modality.intercept === b.modality.intercept
  )
}
