import type { Key } from '../../ipc/generated/Key'
import type { ReportBadge } from '../../ipc/generated/ReportBadge'
import type { SearchHit } from '../../ipc/generated/SearchHit'
import type { StudySummary } from '../../ipc/generated/StudySummary'
import type { Problem } from '../../ipc/generated/Problem'
import { ipc } from '../../ipc/ipc'
import { problemOf } from '../../ipc/refused'

const TYPING_PAUSE = 150

/** One person's record as the library page shows it. */
export class Shelf {
  studies = $state.raw<StudySummary[] | null>(null)
  unpaired = $state.raw<ReportBadge[]>([])
  hits = $state.raw<SearchHit[] | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** What `hits` were searched for. */
  searched = $state('')
  #asked = 0
  #pause: ReturnType<typeof setTimeout> | undefined

  async load(person: Key): Promise<void> {
    try {
      const [studies, unpaired] = await Promise.all([ipc.listStudies(person), ipc.unpairedReports(person)])
      this.studies = studies
      this.unpaired = unpaired
      this.problem = null
    } catch (thrown) {
      this.problem = problemOf(thrown)
    }
  }

  /** Searches once the typing rests; an empty search shows the timeline again. */
  search(words: string, person: Key | null): void {
    clearTimeout(this.#pause)
    const asked = ++this.#asked
    if (words.trim() === '') {
      this.hits = null
      return
    }
    this.#pause = setTimeout(async () => {
      try {
        const hits = await ipc.search(words, person)
        if (asked !== this.#asked) return
        this.hits = hits
        this.searched = words.trim()
      } catch (thrown) {
        this.problem = problemOf(thrown)
      }
    }, TYPING_PAUSE)
  }
}
