import type { Samples } from './packet'
import type { Rect } from './placement'

/**
 * For each output pixel of one axis: the first source pixel it covers and how
 * much of each. `stride` weights an output pixel, summing to 1.
 */
interface Cover {
  first: Int32Array
  weights: Float32Array
  stride: number
}

function cover(sourceLength: number, wholeLength: number, start: number, length: number): Cover {
  const step = sourceLength / wholeLength
  const stride = Math.ceil(step) + 1
  const first = new Int32Array(length)
  const weights = new Float32Array(length * stride)
  for (let out = 0; out < length; out++) {
    const from = (start + out) * step
    const to = Math.min(from + step, sourceLength)
    const begin = Math.min(Math.floor(from), sourceLength - 1)
    first[out] = begin
    for (let k = 0; k < stride; k++) {
      const overlap = Math.min(begin + k + 1, to) - Math.max(begin + k, from)
      weights[out * stride + k] = Math.max(0, overlap) / (to - from)
    }
  }
  return { first, weights, stride }
}

/**
 * The part `part` of a picture of `columns * rows` pixels when drawn at
 * `whole` (smaller than the picture): every output pixel is the mean of the
 * stored values it covers, by area. Means are rounded to whole stored values
 * unless the samples are floats, so that the same table serves.
 */
export function shrink(
  samples: Samples,
  columns: number,
  rows: number,
  channels: 1 | 3,
  whole: { width: number; height: number },
  part: Rect,
): Samples {
  const across = cover(columns, whole.width, part.x, part.width)
  const down = cover(rows, whole.height, part.y, part.height)
  const out = new (samples.constructor as new (length: number) => Samples)(
    part.width * part.height * channels,
  )
  const exact = samples instanceof Float32Array
  const line = new Float32Array(part.width * channels)
  const sum = new Float32Array(part.width * channels)

  // Output rows share source rows at their seams: the last one shrunk across is kept.
  let heldRow = -1
  for (let y = 0; y < part.height; y++) {
    sum.fill(0)
    const first = down.first[y] ?? 0
    for (let k = 0; k < down.stride; k++) {
      const weight = down.weights[y * down.stride + k] ?? 0
      if (weight === 0) continue
      const row = Math.min(first + k, rows - 1)
      if (row !== heldRow) {
        shrinkLine(samples, row * columns * channels, columns, channels, across, line)
        heldRow = row
      }
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (line[i] ?? 0) * weight
    }
    const at = y * sum.length
    if (exact) out.set(sum, at)
    else for (let i = 0; i < sum.length; i++) out[at + i] = Math.floor((sum[i] ?? 0) + 0.5)
  }
  return out
}

function shrinkLine(
  samples: Samples,
  at: number,
  columns: number,
  channels: 1 | 3,
  { first, weights, stride }: Cover,
  line: Float32Array,
): void {
  for (let x = 0; x < first.length; x++) {
    const begin = first[x] ?? 0
    for (let channel = 0; channel < channels; channel++) {
      let total = 0
      for (let k = 0; k < stride; k++) {
        const weight = weights[x * stride + k] ?? 0
        if (weight !== 0)
          total += (samples[at + Math.min(begin + k, columns - 1) * channels + channel] ?? 0) * weight
      }
      line[x * channels + channel] = total
    }
  }
}
