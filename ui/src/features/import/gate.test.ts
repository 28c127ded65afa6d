// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeFakeDoor } from '../../ipc/fake/door'
import type { Outcome } from '../../ipc/generated/Outcome'
import { ipc } from '../../ipc/ipc'
import OutcomePage from './OutcomePage.svelte'

/** The outcome page of an import that brought one proposed and one unknown identity. */

let page: ReturnType<typeof mount> | undefined
const opened: number[] = []

beforeEach(async () => {
  Object.assign(ipc, makeFakeDoor(new URLSearchParams('waiting')))
  Object.assign(ipc, { thumbnailUrl: () => '' })
  const outcome: Outcome = await ipc.importPaths(['/media/STICK'], null, {
    job: 1,
    onProgress: () => undefined,
  })
  page = mount(OutcomePage, {
    target: document.body,
    props: {
      outcome,
      source: 'STICK',
      isLook: false,
      onback: () => undefined,
      onopen: (study) => opened.push(study.key.id),
      onunlock: () => undefined,
      onreport: () => undefined,
      onanswered: () => undefined,
    },
  })
  flushSync()
})

afterEach(async () => {
  if (page) await unmount(page)
  document.body.innerHTML = ''
  opened.length = 0
})

const text = () => (document.body.textContent ?? '').replace(/\s+/g, ' ')
const until = (words: string) => vi.waitFor(() => expect(text()).toContain(words), { timeout: 4000 })
const gates = () => [...document.querySelectorAll<HTMLElement>('[data-testid="gate"]')]

function press(words: string, within: ParentNode = document): void {
  const button = [...within.querySelectorAll('button')].find((one) => one.textContent?.includes(words))
  if (!button) throw new Error(`no button "${words}"`)
  button.click()
  flushSync()
}

test('the gate names what differs, and nothing of it can be opened before the answer', () => {
  expect(text()).toContain('4 exams')
  const [proposed, unknown] = gates()
  expect(proposed?.textContent).toContain('Is this Mum?')
  for (const words of [
    'SAMPLE, Margaret A.',
    'one letter more',
    'the same',
    'another clinic',
    '2 exams, 1 report, waiting',
  ])
    expect(proposed?.textContent?.replace(/\s+/g, ' ')).toContain(words)
  expect(unknown?.textContent).toContain('Whose are these?')
  expect([...(proposed?.querySelectorAll('button') ?? [])].map((one) => one.textContent?.trim())).toEqual([
    'Yes, this is Mum',
    'No, someone else',
    'Decide later',
  ])
})

test('yes files the exams under Mum, and undo asks again', async () => {
  press('Yes, this is Mum')
  await until('Filed as you said')
  expect(gates()).toHaveLength(1)
  press('X-ray of the chest')
  expect(opened).toEqual([2])
  press('Undo')
  await until('Is this Mum?')
  expect(gates()).toHaveLength(2)
})

test('no asks who it is, suggests the name in the files, and warns of another birth date', async () => {
  press('No, someone else', gates()[0])
  await until('Someone new')
  const gate = gates()[0]
  const label = gate?.querySelector<HTMLInputElement>('[data-testid="gate-label"]')
  expect(label?.value).toBe('Margaret A. Sample')
  const dad = [...(gate?.querySelectorAll('label') ?? [])].find((one) => one.textContent?.includes('Dad'))
  dad?.querySelector('input')?.click()
  flushSync()
  expect(gate?.textContent).toContain('birth date in these files is not Dad’s')
  press('These are of Dad', gate)
  await until('Filed as you said')
})

test('someone new is called as they wish, and later is an answer, too', async () => {
  const gate = gates()[1]
  press('Decide later', gate)
  expect(gate?.textContent).toContain('waiting for your answer')
  press('Answer now', gate)
  const label = gate?.querySelector<HTMLInputElement>('[data-testid="gate-label"]')
  if (!label) throw new Error('no field')
  label.value = 'Robin'
  label.dispatchEvent(new Event('input', { bubbles: true }))
  flushSync()
  press('Keep as Robin', gate)
  await until('Filed as you said')
  expect((await ipc.listPeople()).some((one) => one.label === 'Robin')).toBe(true)
})
