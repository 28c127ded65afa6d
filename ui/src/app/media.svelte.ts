import type { Medium } from '../ipc/generated/Medium'
import { ipc } from '../ipc/ipc'

/** The discs and sticks in the computer, and which of them the person does not want to be asked about. */
export class Media {
  all = $state.raw<Medium[]>([])
  #passedOver = $state.raw<string[]>([])

  /** The one to offer: made by a hospital, and not passed over. */
  readonly offered = $derived(
    this.all.find(({ folder, hasDirectory }) => hasDirectory && !this.#passedOver.includes(folder)) ?? null,
  )

  /** Looks again: a disc may have been put in or taken out. One taken out is asked about again when it is back. */
  async refresh(): Promise<void> {
    this.all = await ipc.listMedia()
    this.#passedOver = this.#passedOver.filter((folder) =>
      this.all.some((medium) => medium.folder === folder),
    )
  }

  passOver({ folder }: Medium): void {
    this.#passedOver = [...this.#passedOver, folder]
  }
}
