import type { Door, Job, Unlisten } from '../door'
import type { AppState } from '../generated/AppState'
import type { Key } from '../generated/Key'
import type { Looking } from '../generated/Looking'
import type { Outcome } from '../generated/Outcome'
import type { SearchHit } from '../generated/SearchHit'
import type { Settings } from '../generated/Settings'
import { Refused } from '../refused'
import { detailIn, heldIn, soFar } from './held'
import { IMPORTS } from './imports'
import { onePagePdf } from './one-page-pdf'
import { makePacket, makeThumbnail } from './packets'
import { makeGate } from './people'
import { kept, PEOPLE, SERIES, STUDIES, studyDetail } from './records'
import { makeRemovals } from './removals'
import { reportDetail } from './report-text'

/** Address parameters: `first`, `given` (what the program was given could not be opened), `disc` (one is in the computer), `waiting` (an import brings somebody unknown), `locked` (an import brings a locked archive, which `14031958` opens), `pulled` (a medium goes away and comes back), `mended` (the library was damaged), `copying` (an import or a look takes long enough to see what is there so far), `theme=`, `mode=`, `open=<study>`, `broken` (image 12 cannot be shown), `slow`. */
export function makeFakeDoor(params: URLSearchParams): Door {
  const isFirstStart = params.has('first')
  let people = isFirstStart ? [] : PEOPLE.map((person) => ({ ...person }))
  let settings: Settings = {
    mode: params.get('mode') === 'advanced' ? 'advanced' : 'patient',
    theme: asTheme(params.get('theme')),
    impressionFirst: true,
    dragUpRaisesCenter: true,
    textSize: Number(params.get('text') ?? 100),
    firstStartSeen: !isFirstStart,
  }
  let looking: Looking | null = null
  /** Frames of each series, while an import or a look runs. */
  let copied = 0
  let isReading = false
  const stopped = new Set<number>()
  const thumbnails = new Map<number, string>()
  const changed = new Set<() => void>()
  const removals = makeRemovals(() => {
    for (const react of changed) react()
  })
  const gate = makeGate(
    () => people,
    (next) => {
      people = next
      for (const react of changed) react()
    },
  )

  async function work({ job, onProgress }: Job): Promise<boolean> {
    const total = 244
    for (let done = 0; done <= total; done += params.has('slow') ? 1 : 12) {
      if (stopped.has(job)) return true
      const isGone = params.has('pulled') && done > 100 && done < 200
      const phase = isGone ? 'medium_gone' : done < 20 ? 'finding' : 'reading'
      const medium = isGone ? 'KINGSTON' : ''
      onProgress({ phase, medium, done, total: done < 20 ? 0 : total })
      await pause(params.has('slow') ? 120 : params.has('copying') ? 180 : 30)
    }
    return false
  }

  async function imported(job: Job, password: string | null = null): Promise<Outcome> {
    isReading = false
    const isCancelled = await work(job)
    people = PEOPLE.map((person) => ({ ...person }))
    for (const react of changed) react()
    return {
      ...outcome(),
      ...(params.has('waiting') ? gate.arrive() : {}),
      ...(params.has('locked') ? lockedBy(password) : {}),
      isCancelled,
    }
  }

  function lookingAt(name: string, isSample: boolean): Looking {
    looking = {
      name,
      isSample,
      paths: [`/media/${name}`],
      outcome: outcome(),
      people: PEOPLE.slice(1, 2).map((person) => heldIn('looked', person)),
    }
    return looking
  }

  let libraryFolder = '/home/sam/.local/share/scanfolio'
  const appState = async (): Promise<AppState> => ({
    libraryFolder,
    libraryFolderCaution: null,
    libraryProblem: null,
    mended: params.has('mended') ? ['persons_restored', 'index_made_anew'] : [],
    isFirstStart: people.length === 0 && !settings.firstStartSeen,
    version: '0.1.0',
    settings,
    looking,
    given: [],
    givenProblem: params.has('given') ? { code: 'unreadable', params: {} } : null,
    openFirst: params.has('open') ? kept(Number(params.get('open'))) : null,
  })

  return {
    appState,
    saveSettings: async (next) => {
      settings = next
    },
    listPeople: async () => people.filter(({ key }) => removals.isShown('person', key)),
    renamePerson: async (key, label) => {
      people = people.map((person) => (person.key.id === key.id ? { ...person, label } : person))
    },
    listStudies: async (person) =>
      STUDIES.filter(({ key, person: of }) => of?.id === person.id && removals.isShown('study', key)).map(
        (study) => heldIn(person.holding, study),
      ),
    search: async (words, person): Promise<SearchHit[]> => found(words, person),
    openStudy: async (key) => {
      const detail = studyDetail(key.id)
      const isPart = key.holding === 'copying' || key.holding === 'reading'
      return isPart ? soFar(key.holding, detail, copied) : detailIn(key.holding, detail)
    },
    readReport: async (key) => reportDetail(key.id, key.id === 9 ? strayReport() : undefined),
    decidePairing: async (report, study, decision) => {
      for (const one of STUDIES) {
        one.reports = one.reports.flatMap((badge) => {
          if (badge.key.id !== report.id || !badge.pairing) return [badge]
          return decision === 'confirmed'
            ? [{ ...badge, pairing: { ...badge.pairing, study, isConfirmed: true } }]
            : []
        })
      }
    },
    unpairedReports: async (person) => (person?.id === 2 ? [strayReport()] : []),
    listImports: async () => (people.length > 0 ? IMPORTS : []),
    importOutcome: async () => outcome(),
    ...gate.door,
    ...removals.door,
    importPaths: (_, password, job) => imported(job, password),
    look: async (paths, _, job) => {
      isReading = true
      await work(job)
      return lookingAt(paths[0]?.split('/').at(-1) ?? '', false)
    },
    openSample: async () => lookingAt('', true),
    keepLooking: async (job) => {
      const result = await imported(job)
      looking = null
      return result
    },
    closeLooking: async () => {
      looking = null
    },
    listSoFar: async () => {
      copied += 10
      if (!params.has('copying')) return []
      return [soFar(isReading ? 'reading' : 'copying', studyDetail(1), copied).summary]
    },
    endSoFar: async (open) => {
      copied = 0
      return open && (isReading ? { ...open, holding: 'looked' } : kept(open.id))
    },
    listMedia: async () =>
      params.has('disc') ? [{ folder: '/media/PATIENT_CD', name: 'PATIENT_CD', hasDirectory: true }] : [],
    choosePaths: async () => ['/media/PORTAL_EXPORT'],
    cancelJob: async (job) => {
      stopped.add(job)
    },
    showKeptFolder: async () => undefined,
    proposeLibraryFolder: async () => ({
      folder: '/home/sam/Dropbox/Scanfolio',
      holdsLibrary: false,
      caution: 'synced_dropbox',
    }),
    useLibraryFolder: async (folder) => {
      libraryFolder = folder
      people = []
      return appState()
    },

    cancelFrames: async () => undefined,
    raiseFrame: async () => undefined,
    frame: async ({ instanceId }, signal) => {
      await pause(params.has('slow') ? 400 : 4)
      if (signal.aborted) throw new DOMException('gone', 'AbortError')
      const series = SERIES[Math.floor(instanceId / 1000)]
      const index = instanceId % 1000
      if (!series || (params.has('broken') && index === 11))
        throw new Refused({ code: 'truncated', params: {} })
      return makePacket(series, index)
    },
    document: async () => onePagePdf(),
    thumbnailUrl: ({ id }) => {
      const series = SERIES[id]
      if (series && !thumbnails.has(id)) thumbnails.set(id, makeThumbnail(series))
      return thumbnails.get(id) ?? ''
    },

    onLibraryChanged: async (react): Promise<Unlisten> => {
      changed.add(react)
      return () => changed.delete(react)
    },
    onPathsGiven: async (react) => heard('fake-given', () => react(['/media/LETTER.pdf'])),
    onPathsDropped: async (react) => heard('fake-drop', () => react(['/media/PORTAL_EXPORT'])),
    onDropHover: async (react) => heard('fake-hover', () => react(true)),
  }
}

/** `window.dispatchEvent(new Event('fake-drop'))` stands in for the system's drag and drop. */
function heard(event: string, react: () => void): Unlisten {
  globalThis.addEventListener?.(event, react)
  return () => globalThis.removeEventListener?.(event, react)
}

function lockedBy(password: string | null): Pick<Outcome, 'rejected'> {
  const code = password === null ? 'archive_encrypted' : 'archive_password_wrong'
  return { rejected: password === '14031958' ? [] : [{ path: 'SCANS.zip/IM1', code, format: '' }] }
}

function asTheme(given: string | null): Settings['theme'] {
  return given === 'light' || given === 'dark' ? given : 'system'
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function found(words: string, person: Key | null): SearchHit[] {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return []
  return STUDIES.filter((study) => !person || study.person?.id === person.id).flatMap(
    (study): SearchHit[] => {
      const report = study.reports[0]
      const text = report ? reportDetail(report.key.id).text : study.studyDescription
      const at = text.toLowerCase().indexOf(wanted)
      if (at < 0) return []
      const start = Math.max(0, at - 60)
      const snippet = text.slice(start, at + wanted.length + 60).replaceAll('\n', ' ')
      return [
        {
          study,
          report: report ?? null,
          snippet,
          marks: [{ start: at - start, end: at - start + wanted.length }],
        },
      ]
    },
  )
}

function strayReport() {
  return {
    key: kept(9),
    status: 'final' as const,
    source: 'pdf' as const,
    title: 'letter-2019.pdf',
    reportDate: '20190514',
    isUnread: true,
    pairing: null,
  }
}

function outcome(): Outcome {
  return {
    files: 248,
    instances: 241,
    reports: 2,
    attachments: 0,
    duplicates: 0,
    ignored: 3,
    waiting: 0,
    gone: 0,
    rejected: [
      { path: 'DOCS/INVOICE_0312.xlsx', code: 'not_medical', format: '' },
      { path: 'IMAGES/IM00217', code: 'truncated', format: '' },
    ],
    programs: [
      { path: 'AUTORUN.INF', kind: 'autorun' },
      { path: 'VIEWER/VIEW.EXE', kind: 'windows' },
    ],
    missing: ['IMAGES/IM00218'],
    incomplete: [
      {
        study: { studyInstanceUid: '2.25.1', studyDate: '20260121', studyDescription: 'US ABDOMEN COMPLETE' },
        onlyImages: true,
        listed: 27,
        found: 26,
      },
    ],
    cutShort: [],
    differing: 0,
    studies: [STUDIES[1], STUDIES[2], STUDIES[7]].flatMap((study) => study ?? []),
    joined: [],
    people: PEOPLE.slice(1),
    waitingFor: [],
    unpairedReports: [strayReport()],
    seconds: 9.2,
    isCancelled: false,
  }
}
