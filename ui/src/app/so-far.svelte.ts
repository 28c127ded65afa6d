import type { Key } from '../ipc/generated/Key'
import type { StudySummary } from '../ipc/generated/StudySummary'
import { ipc } from '../ipc/ipc'

const FIRST_MS = 150
const AGAIN_MS = 1000

/** What an import has copied and not kept yet, or a look has read so far: exams that can be seen meanwhile. */
export class SoFar {
  studies = $state.raw<StudySummary[]>([])
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Asks again and again, until it ends. `onlisted` hears of the exams each time there are some. */
  begin(onlisted: (studies: StudySummary[]) => void): void {
    const wait = this.studies.length === 0 ? FIRST_MS : AGAIN_MS
    this.#timer = setTimeout(async () => {
      const asked = this.#timer
      // What cannot be listed now is listed the next time, or is there as a whole by then.
      const studies = await ipc.listSoFar().catch(() => this.studies)
      if (this.#timer !== asked) return
      this.studies = studies
      if (studies.length > 0) onlisted(studies)
      this.begin(onlisted)
    }, wait)
  }

  /** The exam that was open, as it is kept or looked at; null when it is not. */
  async end(open: Key | null): Promise<Key | null> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.studies = []
    // The work is over whatever this says: its outcome is told, and the exam is opened from there.
    return ipc.endSoFar(open).catch(() => null)
  }
}

/** It is there only in part: more of it is being copied or read. */
export function isPartial(key: Key): boolean {
  return key.holding === 'copying' || key.holding === 'reading'
}
