import type { Answer } from '../../ipc/generated/Answer'
import type { Person } from '../../ipc/generated/Person'
import type { Problem } from '../../ipc/generated/Problem'
import type { Waiting } from '../../ipc/generated/Waiting'
import { ipc } from '../../ipc/ipc'
import { problemOf } from '../../ipc/refused'

/** One who waits, and what was answered since the page was opened. */
export interface Entry {
  waiting: Waiting
  answered: Person | null
  /** An answer was taken back. */
  isAskedAgain: boolean
}

/** The questions of one page: asked, answered, taken back. */
export class Gate {
  entries = $state.raw<Entry[]>([])
  /** Everybody who can be chosen. */
  people = $state.raw<Person[]>([])
  problem = $state.raw<Problem | null>(null)

  readonly #onanswered: (person: Person) => void

  constructor(waiting: Waiting[], onanswered: (person: Person) => void) {
    this.#onanswered = onanswered
    this.entries = waiting.map((one) => ({ waiting: one, answered: null, isAskedAgain: false }))
    if (waiting.length > 0) void this.#try(() => this.#refresh())
  }

  async answer(key: string, answer: Answer): Promise<void> {
    await this.#try(async () => {
      const person = await ipc.answerIdentity(key, answer)
      this.#put(key, person)
      this.#onanswered(person)
      await this.#refresh()
    })
  }

  async undo(key: string): Promise<void> {
    await this.#try(async () => {
      await ipc.unanswerIdentity(key)
      this.#put(key, null)
      await this.#refresh()
    })
  }

  #put(key: string, answered: Person | null): void {
    this.entries = this.entries.map((entry) =>
      entry.waiting.key === key ? { ...entry, answered, isAskedAgain: answered === null } : entry,
    )
  }

  /** Whoever is known since the last answer may be one of those who still wait. */
  async #refresh(): Promise<void> {
    const [now, people] = await Promise.all([ipc.listWaiting(), ipc.listPeople()])
    this.people = people
    this.entries = this.entries.map((entry) => {
      const waiting = now.find((one) => one.key === entry.waiting.key)
      return waiting && !entry.answered ? { ...entry, waiting } : entry
    })
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.problem = null
    try {
      await act()
    } catch (thrown) {
      this.problem = problemOf(thrown)
    }
  }
}
