import type { Removable } from '../ipc/generated/Removable'
import { ipc } from '../ipc/ipc'

/** What somebody wants removed, and what it is called. */
export interface Asked {
  what: Removable
  name: string
}

/** What is removed and can be had back. */
export interface Removed {
  number: number
  name: string
}

/** What was removed since the program was opened: asked about, done, undone. */
export class Removals {
  asked = $state.raw<Asked | null>(null)
  /** The newest last. */
  removed = $state.raw<Removed[]>([])
  /** The notice was put away; the page of imports still has the way back. */
  isNoticed = $state(false)

  readonly last = $derived(this.isNoticed ? undefined : this.removed.at(-1))

  ask(what: Removable, name: string): void {
    this.asked = { what, name }
  }

  async remove({ what, name }: Asked): Promise<void> {
    this.asked = null
    const number = await ipc.remove(what)
    this.removed = [...this.removed, { number, name }]
    this.isNoticed = false
  }

  async undo(number: number): Promise<void> {
    this.removed = this.removed.filter((one) => one.number !== number)
    this.isNoticed = true
    await ipc.undoRemoval(number)
  }

  /** Another library is open: what was removed from the one before is gone. */
  forget(): void {
    this.removed = []
  }
}
