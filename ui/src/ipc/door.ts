import type { PairingDecision } from './generated/PairingDecision'
import type { Answer } from './generated/Answer'
import type { AppState } from './generated/AppState'
import type { HeldSpace } from './generated/HeldSpace'
import type { Holding } from './generated/Holding'
import type { Identified } from './generated/Identified'
import type { ImportEntry } from './generated/ImportEntry'
import type { Key } from './generated/Key'
import type { Looking } from './generated/Looking'
import type { Medium } from './generated/Medium'
import type { Outcome } from './generated/Outcome'
import type { Person } from './generated/Person'
import type { Progress } from './generated/Progress'
import type { Proposal } from './generated/Proposal'
import type { ProposedFolder } from './generated/ProposedFolder'
import type { Removable } from './generated/Removable'
import type { Removing } from './generated/Removing'
import type { ReportBadge } from './generated/ReportBadge'
import type { ReportDetail } from './generated/ReportDetail'
import type { SearchHit } from './generated/SearchHit'
import type { Settings } from './generated/Settings'
import type { StudyDetail } from './generated/StudyDetail'
import type { StudySummary } from './generated/StudySummary'
import type { Waiting } from './generated/Waiting'

/** Which frame is asked for, and the number by which the asking can be taken back. */
export interface FrameRequest {
  holding: Holding
  instanceId: number
  /** From 1, as the standard counts. */
  frameNumber: number
  request: number
  /** Not shown yet: it may wait behind what is. */
  isAhead: boolean
}

export type Unlisten = () => void

/** Long work: its number (for `cancelJob`) and who is told how far it is. */
export interface Job {
  job: number
  onProgress: (progress: Progress) => void
}

/**
 * Everything the window can ask of Rust: one function per command, then the
 * byte door, then what Rust announces. A refusal is a thrown `Refused`.
 *
 * Not here: words. What comes back are codes and values.
 */
export interface Door {
  appState(): Promise<AppState>
  saveSettings(settings: Settings): Promise<void>
  listPeople(): Promise<Person[]>
  renamePerson(key: Key, label: string): Promise<void>
  listStudies(person: Key): Promise<StudySummary[]>
  search(words: string, person: Key | null): Promise<SearchHit[]>
  openStudy(key: Key): Promise<StudyDetail>
  /** Opens a report, and marks it as read. */
  readReport(key: Key): Promise<ReportDetail>
  /** `study` null says: not this one. */
  decidePairing(report: Key, study: Key, decision: PairingDecision): Promise<void>
  unpairedReports(person: Key | null): Promise<ReportBadge[]>
  /** What was brought in, the newest first. */
  listImports(): Promise<ImportEntry[]>
  /** What came of an import, as it is held today. */
  importOutcome(number: number): Promise<Outcome>
  /** What a removal would take; nothing is done. */
  askRemoval(what: Removable): Promise<Removing>
  /** How large the library is, what goes of it, and what its disk has free. */
  heldSpace(): Promise<HeldSpace>
  /** Hides something at once; gives the number by which it is undone. */
  remove(what: Removable): Promise<number>
  undoRemoval(number: number): Promise<void>
  listWaiting(): Promise<Waiting[]>
  /** Whose the studies of an identity are; gives the person. */
  answerIdentity(identity: string, answer: Answer): Promise<Person>
  unanswerIdentity(identity: string): Promise<void>
  listIdentities(person: Key): Promise<Identified[]>
  /** Who may be the same person, the likest first. */
  listAlike(person: Key): Promise<Proposal[]>
  /** Both are one person, called as `into` is. */
  mergePeople(from: Key, into: Key): Promise<void>
  /** Takes the last merge into a person back. */
  unmergePeople(into: Key): Promise<void>
  takeOutIdentity(identity: string): Promise<void>
  /** `password` opens what is locked; it is kept nowhere. */
  importPaths(paths: string[], password: string | null, job: Job): Promise<Outcome>
  look(paths: string[], password: string | null, job: Job): Promise<Looking>
  openSample(): Promise<Looking>
  keepLooking(job: Job): Promise<Outcome>
  closeLooking(): Promise<void>
  /** The exams of which the work that runs has copied or read something. */
  listSoFar(): Promise<StudySummary[]>
  /** The work is over: gives the exam that was open as it is kept or looked at, if it is. */
  endSoFar(open: Key | null): Promise<Key | null>
  listMedia(): Promise<Medium[]>
  choosePaths(kind: 'files' | 'folder'): Promise<string[]>
  cancelJob(job: number): Promise<void>
  showKeptFolder(): Promise<void>
  /** The person chooses a folder for the library; null when they chose none. Nothing is made yet. */
  proposeLibraryFolder(): Promise<ProposedFolder | null>
  /** Goes over to the library in a folder that was proposed. */
  useLibraryFolder(folder: string): Promise<AppState>

  cancelFrames(requests: number[]): Promise<void>
  /** A frame asked for ahead of need is needed now. */
  raiseFrame(instance: Key, frameNumber: number): Promise<void>
  /** The frame packet's bytes (see `features/viewer/packet.ts`). */
  frame(request: FrameRequest, signal: AbortSignal): Promise<ArrayBuffer>
  /** The bytes of a report that came as a PDF. */
  document(report: Key): Promise<ArrayBuffer>
  /** Of a stack of a series, numbered from 1; the first where a series stands for its study. */
  thumbnailUrl(series: Key, stack?: number): string

  onLibraryChanged(react: () => void): Promise<Unlisten>
  /** The program was started again with these paths. */
  onPathsGiven(react: (paths: string[]) => void): Promise<Unlisten>
  onPathsDropped(react: (paths: string[]) => void): Promise<Unlisten>
  onDropHover(react: (hovering: boolean) => void): Promise<Unlisten>
}
