import type { FrameHeader } from '../../ipc/generated/FrameHeader'
import type { VoiHeader } from '../../ipc/generated/VoiHeader'
import type { FramePacket } from './packet'
import { usable, type Shown, type Window } from './gray-table'

/**
 * How the person wants to see a series. `own` follows each frame's own
 * default, so that a change from frame to frame in the file is kept.
 */
export type Wish =
  | { by: 'own' }
  | { by: 'file'; index: number }
  | { by: 'preset'; id: string; window: Window }
  | { by: 'hand'; window: Window }

export const OWN: Wish = { by: 'own' }

/** What a wish means for this very frame. */
export function shownFor(wish: Wish, packet: FramePacket): Shown {
  const { header } = packet
  switch (wish.by) {
    case 'preset':
    case 'hand':
      return { window: wish.window }
    case 'file': {
      const voi = header.voi[wish.index]
      const chosen = voi && applied(voi, packet.luts[wish.index])
      return chosen ?? ownFor(packet)
    }
    case 'own':
      return ownFor(packet)
  }
}

function ownFor({ header, luts }: FramePacket): Shown {
  const index = header.voi.findIndex((voi) => same(voi, header.defaultVoi))
  return applied(header.defaultVoi, luts[index]) ?? { window: wholeRange(header) }
}

function same(a: VoiHeader, b: VoiHeader): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function applied(voi: VoiHeader, values: Uint16Array | undefined): Shown | null {
  if (voi.kind === 'window') return usable(voi) ? { window: voi } : null
  return values ? { lut: { firstMapped: voi.firstMapped, bits: voi.bits, values } } : null
}

/** From the darkest to the brightest stored value. */
export function wholeRange({ modality, minStored, maxStored }: FrameHeader): Window {
  const ends = [minStored, maxStored].map((value) => modality.slope * value + modality.intercept)
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  return { center: (low + high) / 2 + 0.5, width: Math.max(1, high - low + 1), function: 'linear' }
}

/** The window to go on from when a person drags: a LUT becomes the window over its range. */
export function windowOf(shown: Shown): Window {
  if ('window' in shown) return shown.window
  const { firstMapped, values } = shown.lut
  return { center: firstMapped + values.length / 2, width: Math.max(1, values.length), function: 'linear' }
}

/** The smallest step worth seeing when dragging, in modality units per CSS pixel. */
function step(window: Window, header: FrameHeader): number {
  const range = Math.abs(header.modality.slope) * (header.maxStored - header.minStored)
  return Math.max(window.width, range / 64) / 320
}

/** Right is wider; up raises or lowers the centre, as the person set it. */
export function dragged(
  start: Window,
  header: FrameHeader,
  dx: number,
  dy: number,
  upRaises: boolean,
): Window {
  const by = step(start, header)
  const least = start.function === 'linear' ? 1 : by / 10
  return {
    function: start.function,
    center: start.center + (upRaises ? -dy : dy) * by,
    width: Math.max(least, start.width + dx * by),
  }
}

/** A tenth of the width brighter (1) or darker (-1). Inverted pictures turn it round. */
export function brightened(window: Window, header: FrameHeader, towards: 1 | -1): Window {
  const sign = header.inverted ? 1 : -1
  return { ...window, center: window.center + (sign * towards * window.width) / 10 }
}

/** What the file calls one of its windows, or null when it says nothing more than a number. */
export function explanationOf(voi: VoiHeader): string | null {
  const text = voi.explanation.trim()
  return text === '' || /^(window|lut)?\s*\d*$/i.test(text) ? null : text
}
