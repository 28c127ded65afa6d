import { words } from '../../dicom/sentences'
import type { FrameRef } from '../../ipc/generated/FrameRef'
import type { ReferenceTarget } from '../../ipc/generated/ReferenceTarget'
import type { SeriesDetail } from '../../ipc/generated/SeriesDetail'
import type { StackDifference } from '../../ipc/generated/StackDifference'
import { m } from '../../paraglide/messages.js'

/** Tells a stack from every other of the study: the series' key is shared by all its stacks. */
export function stackId({ key, stack }: Pick<SeriesDetail, 'key' | 'stack'>): string {
  return `${key.holding}/${key.id}/${stack.number}`
}

export function isSameStack(a: SeriesDetail | null, b: SeriesDetail | null): boolean {
  return a !== null && b !== null && stackId(a) === stackId(b)
}

/** In one index for certain; in two as far as the numbers of the image and its place tell. */
export function isSameFrame(a: FrameRef, b: FrameRef | undefined, isSameIndex: boolean): boolean {
  if (b === undefined || a.frameNumber !== b.frameNumber) return false
  if (isSameIndex) return a.instanceId === b.instanceId
  return a.instanceNumber === b.instanceNumber && a.positionMm === b.positionMm
}

/** The report's image lies in this stack. */
export function isTargetIn({ series, stack }: ReferenceTarget, one: SeriesDetail | null): boolean {
  return (
    one !== null && stackId({ ...one, key: series, stack: { ...one.stack, number: stack } }) === stackId(one)
  )
}

/** `1 of 3: b = 0`, `time 2 of 5`; null when the series has only this stack. */
export function stackWords({ stack, modality }: SeriesDetail): string | null {
  const { number, count, differences } = stack
  if (count < 2) return null
  // What counts as the stack itself is counted need not be said twice: "2 of 5: time 2 of 5".
  const isCounted = (one: StackDifference) => 'number' in one && one.number === number && one.count === count
  const called = (some: StackDifference[]) => some.flatMap((one) => differenceWords(one, modality) ?? [])
  const said = called(differences.filter((one) => !isCounted(one)))
  const place = m.stack_place({ number, count })
  if (said.length > 0) return m.stack_called({ place, called: said.join(', ') })
  return called(differences.filter(isCounted))[0] ?? place
}

/** Null for the plane, which the title says. */
function differenceWords(difference: StackDifference, modality: string): string | null {
  switch (difference.kind) {
    case 'plane':
      return null
    case 'b_value':
      return m.stack_b_value({ value: tidy(difference.bValue) })
    case 'echo_time':
      return m.stack_echo_time({ value: tidy(difference.echoTime) })
    case 'image_type':
      return difference.values.map((value) => imageTypeWords(value, modality)).join(' ')
    case 'time':
      return m.stack_time(difference)
    case 'heart_phase':
      return m.stack_heart_phase(difference)
    case 'direction':
      return m.stack_direction(difference)
    case 'stack_id':
      return m.stack_id({ id: difference.stackId })
    case 'acquisition':
      return m.stack_acquisition({ number: difference.acquisitionNumber })
    case 'dimension':
      return difference.label === '' ? m.stack_part(difference) : m.stack_dimension(difference)
    case 'size':
      return m.stack_size(difference)
  }
}

/** The standard's words for the parts of an MR image in plain ones; anything else as the file has it. */
function imageTypeWords(value: string, modality: string): string {
  return (modality === 'MR' ? words('imagetype', value.toLowerCase()) : null) ?? value
}

function tidy(value: number): string {
  return String(Number(value.toFixed(2)))
}

/** More stacks than this are picked from a list, so that the other series stay in sight. */
export const MOST_SHOWN = 6

export interface StackRow {
  shown: SeriesDetail
  /** All stacks of the series, when they are too many for a row each. */
  choices: SeriesDetail[]
}

/** A row for each stack; one for a series of many stacks, which shows the current one or the first. */
export function stackRows(stacks: SeriesDetail[], current: SeriesDetail | null): StackRow[] {
  return stacks.flatMap((one) => {
    if (one.stack.count <= MOST_SHOWN) return { shown: one, choices: [] }
    if (one.stack.number !== 1) return []
    const choices = stacks.filter((other) => other.key.id === one.key.id)
    return { shown: choices.find((other) => isSameStack(other, current)) ?? one, choices }
  })
}
