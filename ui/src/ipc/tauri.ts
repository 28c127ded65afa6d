import { Channel, convertFileSrc, invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { Door, Job } from './door'
import type { Key } from './generated/Key'
import type { Progress } from './generated/Progress'
import { problemOf, Refused } from './refused'

/** The real door. */
export const tauriDoor: Door = {
  appState: () => call('app_state'),
  saveSettings: (settings) => call('save_settings', { settings }),
  listPeople: () => call('list_people'),
  renamePerson: (key, label) => call('rename_person', { key, label }),
  listStudies: (person) => call('list_studies', { person }),
  search: (words, person) => call('search', { words, person }),
  openStudy: (key) => call('open_study', { key }),
  readReport: (key) => call('read_report', { key }),
  decidePairing: (report, study, decision) => call('decide_pairing', { report, study, decision }),
  unpairedReports: (person) => call('unpaired_reports', { person }),
  listImports: () => call('list_imports'),
  importOutcome: (number) => call('import_outcome', { number }),
  askRemoval: (what) => call('ask_removal', { what }),
  heldSpace: () => call('held_space'),
  remove: (what) => call('remove', { what }),
  undoRemoval: (number) => call('undo_removal', { number }),
  listWaiting: () => call('list_waiting'),
  answerIdentity: (identity, answer) => call('answer_identity', { identity, answer }),
  unanswerIdentity: (identity) => call('unanswer_identity', { identity }),
  listIdentities: (person) => call('list_identities', { person }),
  listAlike: (person) => call('list_alike', { person }),
  mergePeople: (from, into) => call('merge_people', { from, into }),
  unmergePeople: (into) => call('unmerge_people', { into }),
  takeOutIdentity: (identity) => call('take_out_identity', { identity }),
  importPaths: (paths, password, job) => call('import_paths', { paths, password, ...spoken(job) }),
  look: (paths, password, job) => call('look', { paths, password, ...spoken(job) }),
  openSample: () => call('open_sample'),
  keepLooking: (job) => call('keep_looking', spoken(job)),
  closeLooking: () => call('close_looking'),
  listSoFar: () => call('list_so_far'),
  endSoFar: (open) => call('end_so_far', { open }),
  listMedia: () => call('list_media'),
  choosePaths: (kind) => call('choose_paths', { kind }),
  cancelJob: (job) => call('cancel_job', { job }),
  showKeptFolder: () => call('show_kept_folder'),
  proposeLibraryFolder: () => call('propose_library_folder'),
  useLibraryFolder: (folder) => call('use_library_folder', { folder }),

  cancelFrames: (requests) => call('cancel_frames', { requests }),
  raiseFrame: (instance, frameNumber) => call('raise_frame', { instance, frameNumber }),
  frame: ({ holding, instanceId, frameNumber, request, isAhead }, signal) =>
    bytes(`frame/${holding}/${instanceId}/${frameNumber}?r=${request}${isAhead ? '&p=1' : ''}`, signal),
  document: (report) => bytes(`document/${held(report)}`),
  thumbnailUrl: (series, stack = 1) => `${byteDoor()}thumb/${held(series)}/${stack}`,

  onLibraryChanged: (react) => listen('library-changed', () => react()),
  onPathsGiven: (react) => listen<{ paths: string[] }>('paths-given', ({ payload }) => react(payload.paths)),
  onPathsDropped: (react) =>
    listen<{ paths: string[] }>('paths-dropped', ({ payload }) => react(payload.paths)),
  onDropHover: (react) =>
    listen<{ hovering: boolean }>('drop-hover', ({ payload }) => react(payload.hovering)),
}

async function call<T>(command: string, args?: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args)
  } catch (thrown) {
    throw new Refused(problemOf(thrown))
  }
}

function spoken({ job, onProgress }: Job): { job: number; progress: Channel<Progress> } {
  return { job, progress: new Channel<Progress>(onProgress) }
}

/** `frames://localhost/`, or `http://frames.localhost/` where the webview wants it so. */
function byteDoor(): string {
  return convertFileSrc('', 'frames')
}

function held(key: Key): string {
  return `${key.holding}/${key.id}`
}

async function bytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(byteDoor() + path, signal ? { signal } : {})
  if (!response.ok)
    throw new Refused(problemOf(await response.json().catch(() => new Error(`${response.status}`))))
  return response.arrayBuffer()
}
