import type { EdgeLetters } from '../ipc/generated/EdgeLetters'
import type { FrameRef } from '../ipc/generated/FrameRef'

/** Main direction of the patient, as the first of an edge's letters says it (LPS: +x left, +y back, +z head). */
export type Direction = 'L' | 'R' | 'P' | 'A' | 'H' | 'F'

const AXES: Record<Direction, readonly [number, number, number]> = {
  L: [1, 0, 0],
  R: [-1, 0, 0],
  P: [0, 1, 0],
  A: [0, -1, 0],
  H: [0, 0, 1],
  F: [0, 0, -1],
}

function direction(letters: string): Direction | null {
  const first = letters.slice(0, 1).toUpperCase()
  return first in AXES ? (first as Direction) : null
}

function towards(x: number, y: number, z: number): Direction | null {
  const found = Object.entries(AXES).find(([, [a, b, c]]) => a === x && b === y && c === z)
  return found ? (found[0] as Direction) : null
}

/** From which side of the patient one looks at the picture: right edge × top edge. */
export function seenFrom(letters: EdgeLetters | null): Direction | null {
  const right = direction(letters?.right ?? '')
  const top = direction(letters?.top ?? '')
  if (!right || !top) return null
  const [a, b, c] = AXES[right]
  const [x, y, z] = AXES[top]
  return towards(b * z - c * y, c * x - a * z, a * y - b * x)
}

const OPPOSITE: Record<Direction, Direction> = { L: 'R', R: 'L', P: 'A', A: 'P', H: 'F', F: 'H' }

/** Where the first and the last frame of a stack lie in the patient. */
export interface StackEnds {
  first: Direction
  last: Direction
}

/**
 * Where the first and the last frame of a stack lie in the patient, or null
 * when positions are unknown. Positions count along the stack's normal, which
 * points away from whoever looks at it.
 */
export function stackEnds(frames: FrameRef[], letters: EdgeLetters | null): StackEnds | null {
  const from = seenFrom(letters)
  const start = frames[0]?.positionMm ?? null
  const end = frames.at(-1)?.positionMm ?? null
  if (!from || start === null || end === null || start === end) return null
  const away = OPPOSITE[from]
  return end > start ? { first: from, last: away } : { first: away, last: from }
}

/**
 * Whether frames count from the feet towards the head. Shown with the first
 * frame above, such a stack would stand on its head.
 */
export function isFromBelow(ends: StackEnds | null): boolean {
  return ends?.first === 'F'
}
