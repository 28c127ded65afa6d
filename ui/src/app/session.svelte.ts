import { whoseNameStays } from '../dicom/person-names'
import type { AppState } from '../ipc/generated/AppState'
import type { ImportEntry } from '../ipc/generated/ImportEntry'
import type { Key } from '../ipc/generated/Key'
import type { Looking } from '../ipc/generated/Looking'
import type { Medium } from '../ipc/generated/Medium'
import type { Outcome } from '../ipc/generated/Outcome'
import type { Person } from '../ipc/generated/Person'
import type { Problem } from '../ipc/generated/Problem'
import type { ProposedFolder } from '../ipc/generated/ProposedFolder'
import type { Settings } from '../ipc/generated/Settings'
import type { Waiting } from '../ipc/generated/Waiting'
import type { Job } from '../ipc/door'
import { ipc } from '../ipc/ipc'
import { problemOf } from '../ipc/refused'
import { LongWork, type RunningJob } from './long-work.svelte'
import { Media } from './media.svelte'
import { type Asked, Removals } from './removals.svelte'
import { isPartial, SoFar } from './so-far.svelte'
import { offeredSize, type TextSize } from './text-size'

/** What is open. */
export type Page =
  | { at: 'first' }
  | { at: 'library'; isSearching: boolean }
  /** `visit` stays when the exam that was being copied is kept. */
  | { at: 'study'; study: Key; report: Key | null; visit: number }
  | { at: 'report'; report: Key }
  | { at: 'waiting' }
  | { at: 'history' }
  | {
      at: 'outcome'
      outcome: Outcome
      source: string
      isLook: boolean
      paths: string[]
      startedAt: string | null
    }

/**
 * The running window: which page is open, whose record, and the one piece of
 * long work. Pages read from here and call back; they know nothing of each other.
 */
export class Session {
  page = $state.raw<Page>({ at: 'library', isSearching: false })
  state = $state.raw<AppState>() as AppState
  settings = $state.raw<Settings>() as Settings
  people = $state.raw<Person[]>([])
  looking = $state.raw<Looking | null>(null)
  /** Whose it is was not said yet. */
  waiting = $state.raw<Waiting[]>([])
  /** Whom others were merged into last, to take it back. */
  merged = $state.raw<Person | null>(null)
  person = $state.raw<Person | null>(null)
  /** An outcome that came while a study was being read. */
  news = $state.raw<Page | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** What was damaged in the library, and what became of it: told until the person puts it away. */
  mended = $state.raw<string[]>([])
  /** Why what the program was started with could not be looked at. */
  givenProblem = $state.raw<Problem | null>(null)
  /** Paths a second start handed over that wait for the person's word. */
  given = $state.raw<string[]>([])
  /** A folder chosen for the library and not yet agreed to. */
  proposal = $state.raw<ProposedFolder | null>(null)
  /** Grows with every change of the library. */
  revision = $state(0)
  isDropHovering = $state(false)

  /** Kept people, and before them those of what is only looked at. */
  readonly everyone = $derived([...(this.looking?.people ?? []), ...this.people])
  readonly media = new Media()
  readonly soFar = new SoFar()
  /** What was removed since the program was opened. */
  readonly removals = new Removals()
  readonly #work = new LongWork()
  #visits = 0

  get #isEmpty(): boolean {
    const held = this.everyone.length + this.waiting.length
    // What can be had back is led to from the library's page.
    return held + this.removals.removed.length === 0
  }

  static async start(): Promise<Session> {
    const session = new Session()
    session.state = await ipc.appState()
    session.settings = session.state.settings
    await session.#readPeople()
    session.#takeLooking(session.state.looking)
    session.mended = session.state.mended
    session.givenProblem = session.state.givenProblem
    if (session.state.openFirst) session.openStudy(session.state.openFirst)
    else if (session.looking) session.showLookingOutcome()
    else if (session.state.isFirstStart && session.#isEmpty) session.page = { at: 'first' }
    // A slow disc keeps nobody waiting.
    void session.refreshMedia()
    if (session.state.given.length > 0) session.#takeGiven(session.state.given)
    await Promise.all([
      ipc.onLibraryChanged(() => void session.#readPeople()),
      ipc.onPathsGiven((paths) => session.#takeGiven(paths)),
      ipc.onPathsDropped((paths) => void session.importPaths(paths)),
      ipc.onDropHover((hovering) => (session.isDropHovering = hovering)),
    ])
    return session
  }

  get textSize(): TextSize {
    return offeredSize(this.settings.textSize)
  }

  get running(): RunningJob | null {
    return this.#work.running
  }

  /** Without a library a change holds until the window closes: there is nowhere to keep it. */
  change(settings: Settings): void {
    this.settings = settings
    if (this.state.libraryProblem) return
    ipc.saveSettings(settings).catch((thrown: unknown) => this.#tell(thrown))
  }

  toggleMode(): void {
    this.change({ ...this.settings, mode: this.settings.mode === 'patient' ? 'advanced' : 'patient' })
  }

  goLibrary(isSearching = false): void {
    this.page = this.#isEmpty ? { at: 'first' } : { at: 'library', isSearching }
  }

  openPerson(person: Person): void {
    this.merged = null
    this.person = person
    this.page = { at: 'library', isSearching: false }
  }

  openStudy(study: Key, report: Key | null = null): void {
    this.page = { at: 'study', study, report, visit: ++this.#visits }
  }

  openReport(report: Key): void {
    this.page = { at: 'report', report }
  }

  /** The page may be drawn before its person is known (a path given to the program). */
  namePerson(person: Person): void {
    const known = this.everyone.find(
      (one) => one.key.id === person.key.id && one.key.holding === person.key.holding,
    )
    this.person = known ?? person
  }

  async rename(person: Person, label: string): Promise<void> {
    await this.#try(async () => {
      await ipc.renamePerson(person.key, label)
      await this.#readPeople()
    })
  }

  openWaiting(): void {
    this.page = { at: 'waiting' }
  }

  openHistory(): void {
    this.page = { at: 'history' }
  }

  /** What came of an import of earlier. */
  async openImport({ number, sourceNames, startedAt }: ImportEntry): Promise<void> {
    await this.#try(async () => {
      const outcome = await ipc.importOutcome(number)
      this.page = {
        at: 'outcome',
        outcome,
        source: sourceNames.join(', '),
        isLook: false,
        paths: [],
        startedAt,
      }
    })
  }

  /** Both are one person from now on. */
  async merge(open: Person, other: Person): Promise<void> {
    const into = whoseNameStays(open, other)
    await this.#try(async () => {
      await ipc.mergePeople((into === open ? other : open).key, into.key)
      this.person = into
      await this.#readPeople()
      this.merged = this.person
    })
  }

  async unmerge(): Promise<void> {
    const into = this.merged
    if (!into) return
    this.merged = null
    await this.#try(async () => {
      await ipc.unmergePeople(into.key)
      await this.#readPeople()
    })
  }

  async takeOut(identity: string): Promise<void> {
    this.merged = null
    await this.#try(async () => {
      await ipc.takeOutIdentity(identity)
      await this.#readPeople()
    })
  }

  /** Hidden at once; a page that may show some of it closes. */
  async remove(asked: Asked): Promise<void> {
    await this.#try(async () => {
      await this.removals.remove(asked)
      this.merged = null
      this.news = null
      await this.#readPeople()
      if (this.page.at !== 'history') this.goLibrary()
    })
  }

  async undoRemoval(number: number): Promise<void> {
    await this.#try(async () => {
      await this.removals.undo(number)
      await this.#readPeople()
      if (this.page.at === 'first') this.goLibrary()
    })
  }

  async chooseAndImport(): Promise<void> {
    await this.#try(async () => this.importPaths(await ipc.choosePaths('files')))
  }

  /** Looks at a disc that is in, or at what the person chooses. */
  async look(what: Medium | 'files' | 'folder'): Promise<void> {
    await this.#try(async () => {
      const isChosen = what === 'files' || what === 'folder'
      await this.#look(isChosen ? await ipc.choosePaths(what) : [what.folder])
    })
  }

  /** Asks again which discs and sticks are in the computer. */
  async refreshMedia(): Promise<void> {
    // It happens whenever the window comes to the front: what is said to the person stays.
    await this.media.refresh().catch((thrown: unknown) => this.#tell(thrown))
  }

  /** Looks at what a second start handed over. */
  async lookAtGiven(): Promise<void> {
    await this.#try(async () => {
      const paths = this.given
      this.#work.refuseIfRunning()
      this.given = []
      await this.#look(paths)
    })
  }

  async importPaths(paths: string[], password: string | null = null): Promise<void> {
    this.isDropHovering = false
    if (paths.length === 0) return
    await this.#try(async () => {
      const outcome = await this.#shown(false, (job) => ipc.importPaths(paths, password, job))
      await this.#showOutcome(outcome, paths.length === 1 ? lastPart(paths[0] ?? '') : '', paths)
    })
  }

  /** What is there so far can be seen; an exam that is open stays open as it is kept or looked at. */
  async #shown<T>(
    isLook: boolean,
    ask: (job: Job) => Promise<T>,
    take: (result: T) => void = () => undefined,
  ): Promise<T> {
    this.#work.refuseIfRunning()
    this.soFar.begin(([first]) => {
      const isFree = this.page.at !== 'study' && this.page.at !== 'report'
      if (isLook && first && isFree) this.openStudy(first.key)
    })
    try {
      const result = await this.#work.run(isLook, ask)
      take(result)
      return result
    } finally {
      const { page } = this
      const open = page.at === 'study' && isPartial(page.study) ? page : null
      const whole = await this.soFar.end(open?.study ?? null)
      if (open && this.page === open) {
        if (whole) this.page = { ...open, study: whole }
        else this.goLibrary()
      }
    }
  }

  /** Reads the same again with a password; what is kept already is known again. */
  async unlock(password: string): Promise<void> {
    if (this.page.at !== 'outcome') return
    const { paths, isLook } = this.page
    if (!isLook) return this.importPaths(paths, password)
    await this.#try(async () => {
      await this.#read(paths, password)
      this.showLookingOutcome()
    })
  }

  async openSample(): Promise<void> {
    await this.#try(async () => {
      const looking = await ipc.openSample()
      this.#takeLooking(looking)
      this.#openLooking(looking)
    })
  }

  async keepLooking(): Promise<void> {
    const { name: source, paths } = this.looking ?? { name: '', paths: [] }
    await this.#try(async () => {
      const outcome = await this.#shown(false, (job) => ipc.keepLooking(job))
      if (!outcome.isCancelled) this.#takeLooking(null)
      this.person = null
      await this.#showOutcome(outcome, source, paths, 'now')
    })
  }

  async closeLooking(): Promise<void> {
    await this.#try(async () => {
      await ipc.closeLooking()
      this.#takeLooking(null)
      this.goLibrary()
    })
  }

  showLookingOutcome(): void {
    if (this.looking) {
      const { outcome, name, paths } = this.looking
      this.page = { at: 'outcome', outcome, source: name, isLook: true, paths, startedAt: null }
    }
  }

  stopJob(): void {
    this.#work.stop().catch((thrown: unknown) => this.#tell(thrown))
  }

  showKeptFolder(): void {
    ipc.showKeptFolder().catch((thrown: unknown) => this.#tell(thrown))
  }

  async chooseFolder(): Promise<void> {
    await this.#try(async () => {
      this.proposal = await ipc.proposeLibraryFolder()
    })
  }

  /** Goes over to the library in the proposed folder. */
  async useFolder(): Promise<void> {
    const { proposal } = this
    this.proposal = null
    if (!proposal) return
    await this.#try(async () => {
      this.#work.refuseIfRunning()
      this.state = await ipc.useLibraryFolder(proposal.folder)
      this.settings = this.state.settings
      this.news = null
      this.removals.forget()
      this.person = null
      await this.#readPeople()
      this.goLibrary()
    })
  }

  /** What the person opened is looked at, unless that would close what they look at or stop work. */
  #takeGiven(paths: string[]): void {
    this.given = paths
    this.givenProblem = null
    if (!this.looking && !this.running) void this.lookAtGiven()
  }

  async #look(paths: string[]): Promise<void> {
    if (paths.length === 0) return
    this.givenProblem = null
    const { page } = this
    const looking = await this.#read(paths, null)
    // An exam of it that was opened meanwhile stays open.
    if (this.page === page || this.page.at !== 'study') this.#openLooking(looking)
  }

  async #read(paths: string[], password: string | null): Promise<Looking> {
    return this.#shown(
      true,
      (job) => ipc.look(paths, password, job),
      (looking) => this.#takeLooking(looking),
    )
  }

  async #showOutcome(
    outcome: Outcome,
    source: string,
    paths: string[],
    when: 'now' | 'unless reading' = 'unless reading',
  ): Promise<void> {
    await this.#readPeople()
    const [first] = outcome.people
    if (first && this.page.at !== 'study')
      this.person = this.people.find((one) => one.key.id === first.key.id) ?? this.person
    const page: Page = { at: 'outcome', outcome, source, isLook: false, paths, startedAt: null }
    if (when === 'now' || this.page.at !== 'study') this.page = page
    else this.news = page
  }

  #openLooking(looking: Looking): void {
    const { studies } = looking.outcome
    const only = studies.length === 1 ? studies[0] : undefined
    if (studies.length === 0) this.showLookingOutcome()
    else if (only) this.openStudy(only.key)
    else this.goLibrary()
  }

  #takeLooking(looking: Looking | null): void {
    this.looking = looking
    this.person =
      looking?.people[0] ??
      this.people.find((one) => one.key.id === this.person?.key.id) ??
      this.people[0] ??
      null
  }

  async #readPeople(): Promise<void> {
    // Why there is nobody to list is said already.
    if (this.state.libraryProblem) return
    try {
      const [people, waiting] = await Promise.all([ipc.listPeople(), ipc.listWaiting()])
      this.people = people
      this.waiting = waiting
      this.revision += 1
      const open = this.person
      this.person =
        this.everyone.find((one) => one.key.id === open?.key.id && one.key.holding === open.key.holding) ??
        this.everyone[0] ??
        null
    } catch (thrown) {
      this.#tell(thrown)
    }
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    this.problem = null
    try {
      await act()
    } catch (thrown) {
      this.#tell(thrown)
    }
  }

  #tell(thrown: unknown): void {
    this.problem = problemOf(thrown)
  }
}

export function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}
