import type { Door } from '../door'
import type { Key } from '../generated/Key'
import type { Removable } from '../generated/Removable'
import { Refused } from '../refused'

type RemovalDoor = Pick<Door, 'askRemoval' | 'heldSpace' | 'remove' | 'undoRemoval'>

/** What is removed from the made library: hidden, and brought back. */
export function makeRemovals(announce: () => void) {
  const removed = new Map<number, Removable>()
  let last = 0

  const door: RemovalDoor = {
    askRemoval: async (what) => ({
      studies: 1,
      images: 'report' in what ? 0 : 240,
      reports: 1,
      attachments: 0,
      files: 241,
      bytes: 126_000_000,
      metAgain: 'import' in what ? 2 : 0,
    }),
    heldSpace: async () => ({
      kept: 3_400_000_000,
      removed: removed.size * 126_000_000,
      free: 212_000_000_000,
    }),
    remove: async (what) => {
      removed.set(++last, what)
      announce()
      return last
    },
    undoRemoval: async (number) => {
      if (!removed.delete(number)) throw new Refused({ code: 'not_held', params: {} })
      announce()
    },
  }

  /** Whether a study, a person or a report is shown. */
  function isShown(kind: 'study' | 'person' | 'report', { id }: Key): boolean {
    return ![...removed.values()].some((what) => (what as Record<string, Key>)[kind]?.id === id)
  }

  return { door, isShown }
}
