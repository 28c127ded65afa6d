import type { Suv } from '../../ipc/generated/Suv'
import type { Window } from './gray-table'

/** The ends of a window in SUV by body weight; null where the image has none. */
export function inSuv(suv: Suv | null, { center, width }: Window): { low: number; high: number } | null {
  if (suv?.kind !== 'body_weight') return null
  return { low: (center - width / 2) * suv.factor, high: (center + width / 2) * suv.factor }
}
