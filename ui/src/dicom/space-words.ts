import type { HeldSpace } from '../ipc/generated/HeldSpace'
import { m } from '../paraglide/messages.js'
import { sizeWords } from './sizes'

/** `Your library holds 3.4 GB; 212 GB are free on its disk.` */
export function heldWords({ kept, removed, free }: HeldSpace): string {
  const held = sizeWords(kept - removed)
  return free === null ? m.space_held({ held }) : m.space_held_and_free({ held, free: sizeWords(free) })
}

/** `Removed and not gone yet: 126 MB.` */
export function removedWords({ removed }: HeldSpace): string {
  return m.space_removed({ size: sizeWords(removed) })
}
