import type { Key } from '../ipc/generated/Key'
import type { StudySummary } from '../ipc/generated/StudySummary'
import { ipc } from '../ipc/ipc'

const AGAIN_MS = 1000

/** What an import has copied and not kept yet: exams that can be looked at meanwhile. */
export class Copying {
  studies = $state.raw<StudySummary[]>([])
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Asks again and again, until it ends. */
  begin(): void {
    this.#timer = setTimeout(async () => {
      const asked = this.#timer
      // What cannot be listed now is listed in a second, or kept by then.
      const studies = await ipc.listCopying().catch(() => this.studies)
      if (this.#timer !== asked) return
      this.studies = studies
      this.begin()
    }, AGAIN_MS)
  }

  /** The exam that was open, as it is kept; null when it is not. */
  async end(open: Key | null): Promise<Key | null> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.studies = []
    // The import is over whatever this says: its outcome is told, and the exam is opened from there.
    return ipc.endCopying(open).catch(() => null)
  }
}
