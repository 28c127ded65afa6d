// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { makeFakeDoor } from '../ipc/fake/door'
import type { Key } from '../ipc/generated/Key'
import type { StudySummary } from '../ipc/generated/StudySummary'
import { ipc } from '../ipc/ipc'
import App from './App.svelte'
import { Session } from './session.svelte'

/** The whole window on made data, without pixels: jsdom has no canvas. */

let app: ReturnType<typeof mount> | undefined

beforeAll(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray
      constructor(
        readonly width: number,
        readonly height: number,
      ) {
        this.data = new Uint8ClampedArray(width * height * 4)
      }
    },
  )
  const context = { fillRect: () => undefined, putImageData: () => undefined, drawImage: () => undefined }
  HTMLCanvasElement.prototype.getContext = (() => ({ ...context, canvas: { width: 1, height: 1 } })) as never
  Element.prototype.scrollIntoView = () => undefined
  URL.createObjectURL = () => 'blob:made'
})

afterEach(async () => {
  Object.assign(ipc, makeFakeDoor(new URLSearchParams()))
  if (app) await unmount(app)
  document.body.innerHTML = ''
})

async function open(): Promise<Session> {
  const session = await Session.start()
  app = mount(App, { target: document.body, props: { session } })
  flushSync()
  return session
}

const text = () => (document.body.textContent ?? '').replace(/\s+/g, ' ')
const until = (words: string) => vi.waitFor(() => expect(text()).toContain(words), { timeout: 20_000 })

function press(words: string): void {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.includes(words))
  if (!button) throw new Error(`no button "${words}"`)
  button.click()
  flushSync()
}

test('a person, an exam, and its report beside the image are three presses', async () => {
  await open()
  press('Mum')
  await until('CT scan of the chest')
  press('CT scan of the chest')
  await until('Solid')
  expect(text()).toContain('pulmonary nodule')
  // Nothing is put between the report's words, wherever one can be pressed.
  expect(text()).toContain('cannot be excluded (image 20).')
  // The picture that was pressed to come here: the middle one of 62.
  expect(document.querySelector('[data-testid="viewport"]')?.getAttribute('data-frame-index')).toBe('31')
  press('(series 4, image 37)')
  expect(document.querySelector('[data-testid="viewport"]')?.getAttribute('data-frame-index')).toBe('36')
  expect(text()).toContain('named in the report')
})

test('an exam of which something is missing says so in the list and beside its images', async () => {
  const { listStudies, openStudy } = makeFakeDoor(new URLSearchParams())
  const missing = { onlyImages: true, missing: 1, listed: 63 }
  const lacking = (study: StudySummary) => (study.studyDate === '20260312' ? { ...study, missing } : study)
  Object.assign(ipc, {
    listStudies: async (person: Key) => (await listStudies(person)).map(lacking),
    openStudy: async (key: Key) => {
      const study = await openStudy(key)
      return { ...study, summary: lacking(study.summary) }
    },
  } satisfies Partial<typeof ipc>)
  await open()
  press('Mum')
  await until('CT scan of the chest')
  const rows = [...document.querySelectorAll('[data-testid="study-row"]')]
  const saying = rows.filter((row) => row.textContent?.includes('The disc lists 63 images, 62 are here'))
  expect(saying).toHaveLength(1)
  press('CT scan of the chest')
  await until('The disc lists 63 images, 62 are here.')
  expect(document.querySelectorAll('[data-testid="lacking"]')).toHaveLength(1)
})

test('an import ends on a page that names what was refused', async () => {
  const session = await open()
  await session.importPaths(['/media/PORTAL_EXPORT'])
  await until('3 exams, 2 reports, 2 files that could not be used')
  expect(text()).toContain('INVOICE_0312.xlsx')
  expect(text()).toContain('PORTAL_EXPORT')
})

test('an exam that is being copied is looked at, grows, and stays open at its image when it is kept', async () => {
  Object.assign(ipc, makeFakeDoor(new URLSearchParams('copying')))
  const session = await open()
  const done = session.importPaths(['/media/PATIENT_CD'])
  await until('Look at it now')
  press('Look at it now')
  await until('Still copying')
  expect(text()).toContain('If a report comes with this exam, it stands here once it is copied.')
  expect(text()).not.toContain('No report yet')
  const viewport = () => document.querySelector('[data-testid="viewport"]')
  const image = viewport()?.getAttribute('data-frame-index')
  await until('of 20')
  expect(viewport()?.getAttribute('data-frame-index')).toBe(image)
  expect(text()).toContain('The exam is kept when all of it is copied.')
  await done
  await vi.waitFor(() => expect(text()).not.toContain('Still copying'))
  await until('of 62')
  expect(session.page).toMatchObject({ at: 'study', study: { holding: 'kept', id: 1 } })
  expect(viewport()?.getAttribute('data-frame-index')).toBe(image)
})

test('an exam that is looked at opens while it is read, grows, and stays open at its image', async () => {
  Object.assign(ipc, makeFakeDoor(new URLSearchParams('copying')))
  const session = await open()
  const done = session.look({ folder: '/media/PATIENT_CD', name: 'PATIENT_CD', hasDirectory: true })
  await until('Still reading')
  expect(session.page).toMatchObject({ at: 'study', study: { holding: 'reading', id: 1 } })
  expect(text()).toContain('Not kept')
  expect(text()).toContain('If a report comes with this exam, it stands here once all of it is read.')
  expect(text()).toContain('You see what is there so far. Nothing is kept.')
  const viewport = () => document.querySelector('[data-testid="viewport"]')
  const image = viewport()?.getAttribute('data-frame-index')
  await until('of 20')
  expect(viewport()?.getAttribute('data-frame-index')).toBe(image)
  await done
  await vi.waitFor(() => expect(text()).not.toContain('Still reading'))
  await until('of 62')
  expect(session.page).toMatchObject({ at: 'study', study: { holding: 'looked', id: 1 } })
  expect(viewport()?.getAttribute('data-frame-index')).toBe(image)
})

test('what the program was given and takes long to read is looked at by the window', async () => {
  const door = makeFakeDoor(new URLSearchParams())
  const appState = async () => ({ ...(await door.appState()), given: ['/media/LARGE_DISC'] })
  Object.assign(ipc, door, { appState })
  const session = await open()
  await until('You are looking at LARGE_DISC')
  expect(session.looking?.name).toBe('LARGE_DISC')
})

test('what is locked asks for its password, and is read with it', async () => {
  Object.assign(ipc, makeFakeDoor(new URLSearchParams('locked')))
  const session = await open()
  await session.importPaths(['/media/SCANS.zip'])
  await until('1 file locked with a password')
  expect(text()).toContain('often your date of birth')
  await session.unlock('01011900')
  await until('does not fit')
  press('Enter the password')
  await vi.waitFor(() => expect(document.querySelector('#archive-password')).not.toBeNull())
  const field = document.querySelector<HTMLInputElement>('#archive-password')
  if (!field) throw new Error('no field')
  field.value = '14031958'
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.form?.requestSubmit()
  await vi.waitFor(() => expect(text()).not.toContain('locked with a password'), { timeout: 4000 })
  expect(document.querySelector('[data-testid="locked"]')).toBeNull()
})

test('what was brought in is listed, opened again, and led back to', async () => {
  const session = await open()
  press('What was brought in')
  await until('from PORTAL_EXPORT.zip')
  expect(text()).toContain('You stopped it')
  press('from PORTAL_EXPORT.zip')
  await until('brought in on 12 March 2026')
  expect(text()).toContain('INVOICE_0312.xlsx')
  press('What was brought in')
  await until('Every import, the newest first')
  press('Library')
  expect(session.page.at).toBe('library')
})

test('an exam is removed after words, gone from the list, and had back by undo', async () => {
  const session = await open()
  press('Mum')
  await until('CT scan of the chest')
  const [study] = await ipc.listStudies(session.person?.key ?? { holding: 'kept', id: 0 })
  if (!study) throw new Error('no exam')
  session.removals.ask({ study: study.key }, 'CT scan of the chest')
  await until('Remove CT scan of the chest?')
  await until('240 images, 1 report')
  expect(text()).toContain('126 MB')
  expect(text()).toContain('you close Scanfolio; then it is gone from this computer')
  await until('Your library holds 3.4 GB. Its disk has 212 GB free.')
  press('Keep it')
  await vi.waitFor(() => expect(session.removals.asked).toBeNull())
  session.removals.ask({ study: study.key }, 'CT scan of the chest')
  await until('240 images, 1 report')
  const confirm = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === 'Remove')
  confirm?.click()
  await until('Removed: CT scan of the chest')
  expect((await ipc.listStudies(study.person ?? study.key)).some(({ key }) => key.id === study.key.id)).toBe(
    false,
  )
  press('What was brought in')
  await until('Removed since Scanfolio was opened')
  await until('What is removed takes up 126 MB')
  expect(text()).toContain('Your library holds 3.3 GB. Its disk has 212 GB free.')
  press('Undo')
  await vi.waitFor(() => expect(session.removals.removed).toEqual([]))
  await vi.waitFor(() => expect(text()).not.toContain('Removed'))
  expect((await ipc.listStudies(study.person ?? study.key)).some(({ key }) => key.id === study.key.id)).toBe(
    true,
  )
})

test('a second import while one is going on is refused in words', async () => {
  const session = await open()
  const first = session.importPaths(['/a'])
  await session.importPaths(['/b'])
  flushSync()
  expect(text()).toContain('Another import is going on')
  await first
})

test('a medium that is pulled out is missed in the job bar, with what to do, and read on when it is back', async () => {
  Object.assign(ipc, makeFakeDoor(new URLSearchParams('pulled')))
  const session = await open()
  const done = session.importPaths(['/a'])
  await until('“KINGSTON” is not there any more')
  expect(document.querySelector('[data-testid="job"] [role="status"]')?.textContent).toContain('KINGSTON')
  expect(text()).toContain('Put it back to go on, or stop. What was filed stays.')
  await vi.waitFor(() => expect(text()).not.toContain('KINGSTON'))
  await done
  expect(session.running).toBeNull()
})

test('what was damaged in the library is said, with what became of it, until it is put away', async () => {
  Object.assign(ipc, makeFakeDoor(new URLSearchParams('mended')))
  const session = await open()
  expect(text()).toContain('whose everything is was damaged. It was written again as it was')
  expect(text()).toContain('It was made anew; nothing is lost')
  session.mended = []
  flushSync()
  expect(text()).not.toContain('was damaged')
})

test('two people become one under the name somebody chose, and undo takes it back', async () => {
  const session = await open()
  const [, mum, dad] = session.people
  if (!mum || !dad) throw new Error('nobody')
  await session.merge(dad, mum)
  flushSync()
  expect(session.people.map((one) => one.label)).toEqual(['Me', 'Dad'])
  expect(text()).toContain('Everything is under Dad now')
  press('Undo')
  await vi.waitFor(() => expect(session.people.map((one) => one.label)).toEqual(['Me', 'Mum', 'Dad']))
  expect(text()).not.toContain('Everything is under')
})

test('looking keeps nothing, says so, and can be closed', async () => {
  const session = await open()
  await session.openSample()
  await until('Not kept')
  await session.closeLooking()
  flushSync()
  expect(text()).not.toContain('Not kept')
})

test('F10 changes the view and back', async () => {
  const session = await open()
  for (const mode of ['advanced', 'patient']) {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F10', cancelable: true }))
    flushSync()
    expect(session.settings.mode).toBe(mode)
    expect(document.documentElement.dataset['mode']).toBe(mode)
  }
})

test('paths a second start hands over are looked at, or offered while something else is', async () => {
  const session = await open()
  window.dispatchEvent(new Event('fake-given'))
  await until('LETTER.pdf')
  await vi.waitFor(() => expect(session.running).toBeNull())
  expect(session.looking?.name).toBe('LETTER.pdf')
  expect(text()).toContain('Not kept')

  await session.openSample()
  window.dispatchEvent(new Event('fake-given'))
  await until('You opened LETTER.pdf')
  expect(session.looking?.isSample).toBe(true)
  press('Look at it')
  await vi.waitFor(() => expect(session.looking?.name).toBe('LETTER.pdf'))
  await session.closeLooking()
})

test('what the program was given and cannot be looked at is said, with what to do', async () => {
  const session = await open()
  session.givenProblem = { code: 'unreadable', params: {} }
  flushSync()
  expect(text()).toContain('What you opened could not be looked at. The computer could not read it.')
  expect(text()).toContain('Check that the disc or stick is still in')
  press('Close')
  expect(text()).not.toContain('could not be looked at')
})

test('another folder for the library is agreed to with its warning, and opened', async () => {
  const session = await open()
  await session.chooseFolder()
  await until('Use this folder for the library?')
  expect(text()).toContain('synchronised by Dropbox')
  press('Use this folder')
  await until('/home/sam/Dropbox/Scanfolio')
  expect(session.people).toEqual([])
  expect(session.page.at).toBe('first')
})

test('what is said to the person stays when the window comes to the front', async () => {
  const session = await open()
  session.problem = { code: 'disk_full', params: {} }
  await session.refreshMedia()
  expect(session.problem).toEqual({ code: 'disk_full', params: {} })
})
