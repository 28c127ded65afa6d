import { isFromBelow, type StackEnds } from '../../dicom/facing'
import { words } from '../../dicom/sentences'
import { m } from '../../paraglide/messages.js'

/**
 * The bar beside the picture. Its upper end is the head wherever the frames
 * have one, so it may count them from below.
 *
 * Not here: where in the body a stack begins and ends (`dicom/facing.ts`).
 */

/** Down the bar, frames count on (1) or back (-1). */
export type Down = 1 | -1

/** How the bar stands, and what its ends are called. */
export function barEnds(ends: StackEnds | null): { down: Down; above: string; below: string } {
  const first = (ends && words('letter', ends.first.toLowerCase())) ?? m.scrub_first()
  const last = (ends && words('letter', ends.last.toLowerCase())) ?? m.scrub_last()
  return isFromBelow(ends) ? { down: -1, above: last, below: first } : { down: 1, above: first, below: last }
}

/** How far down the bar a frame lies, from 0 to 1. */
export function shareOf(frameIndex: number, last: number, down: Down): number {
  return down === 1 ? frameIndex / last : 1 - frameIndex / last
}

/** The frame that lies so far down the bar. */
export function frameAt(share: number, last: number, down: Down): number {
  const within = Math.min(Math.max(share, 0), 1)
  return Math.round((down === 1 ? within : 1 - within) * last)
}

/** Where a key takes the bar, or undefined when it means nothing to it. */
export function frameByKey(key: string, frameIndex: number, last: number, down: Down): number | undefined {
  const wanted: Record<string, number> = {
    ArrowUp: frameIndex - down,
    ArrowDown: frameIndex + down,
    ArrowLeft: frameIndex - 1,
    ArrowRight: frameIndex + 1,
    PageUp: frameIndex - 10 * down,
    PageDown: frameIndex + 10 * down,
    Home: 0,
    End: last,
  }
  return wanted[key]
}
