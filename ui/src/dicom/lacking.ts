import type { MissingParts } from '../ipc/generated/MissingParts'
import { m } from '../paraglide/messages.js'

/** What a disc lists of an exam and is not held: `The disc lists 60 images, 59 are here`. */
export function lackingWords({ onlyImages, missing, listed }: MissingParts): string {
  if (listed === null) {
    const several = onlyImages ? m.lacking_images_of_several : m.lacking_files_of_several
    return several({ count: missing })
  }
  const count = listed - missing
  return m.lacking({
    list: onlyImages ? m.lacking_images({ count: listed }) : m.lacking_files({ count: listed }),
    here: count === 0 ? m.lacking_none() : m.lacking_here({ count }),
  })
}
