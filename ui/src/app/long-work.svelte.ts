import type { Progress } from '../ipc/generated/Progress'
import { ipc } from '../ipc/ipc'
import { Refused } from '../ipc/refused'
import type { Job } from '../ipc/door'

export interface RunningJob {
  job: number
  isLook: boolean
  progress: Progress
}

/** The one piece of long work that may go on: an import, or a look at a source. */
export class LongWork {
  running = $state.raw<RunningJob | null>(null)
  #lastJob = 0

  /** Runs it; a second one is refused. */
  async run<T>(isLook: boolean, ask: (job: Job) => Promise<T>): Promise<T> {
    this.refuseIfRunning()
    const job = ++this.#lastJob
    this.running = { job, isLook, progress: { phase: 'finding', medium: '', done: 0, total: 0 } }
    try {
      return await ask({ job, onProgress: (progress) => (this.running = { job, isLook, progress }) })
    } finally {
      this.running = null
    }
  }

  refuseIfRunning(): void {
    if (this.running) throw new Refused({ code: 'busy', params: {} })
  }

  async stop(): Promise<void> {
    if (this.running) await ipc.cancelJob(this.running.job)
  }
}
