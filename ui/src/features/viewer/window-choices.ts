import { tissuePresets } from '../../dicom/presets'
import { m } from '../../paraglide/messages.js'
import type { FramePacket } from './packet'
import { explanationOf, type Wish } from './shown'

/** A ready-made way of showing a frame. */
export interface Choice {
  id: string
  label: string
  /** Numbers for advanced mode, '' where there are none. */
  numbers: string
  wish: Wish
}

/**
 * Tissues for CT, else the file's own windows by their explanations; and the
 * first view of the file, so that one can always get back to it.
 */
export function windowChoices(packet: FramePacket, modality: string, bodyPart: string): Choice[] {
  const { header } = packet
  if (header.samples === 'rgb8') return []
  const tissues = tissuePresets(modality, header.modality.unit, bodyPart).map(
    ({ id, label, center, width }): Choice => ({
      id,
      label,
      numbers: m.window_numbers({ width, center }),
      wish: { by: 'preset', id, window: { center, width, function: 'linear' } },
    }),
  )
  const own: Choice = { id: 'own', label: m.window_original(), numbers: '', wish: { by: 'own' } }
  if (tissues.length > 0) return [...tissues, own]
  const fromFile = header.voi.map((voi, index): Choice => ({
    id: `file-${index}`,
    label: explanationOf(voi) ?? m.window_of_file({ number: index + 1 }),
    numbers:
      voi.kind === 'window' ? m.window_numbers({ width: voi.width, center: voi.center }) : m.window_table(),
    wish: { by: 'file', index },
  }))
  // The first of the file's own is what "original" shows.
  return [own, ...fromFile.slice(1)]
}

/** The choice in force, or '' when the window was set by hand. */
export function chosenId(choices: Choice[], wish: Wish, packet: FramePacket): string {
  if (wish.by === 'hand') return ''
  if (wish.by === 'preset') return wish.id
  if (wish.by === 'file') return `file-${wish.index}`
  // The file's own window may be one of the tissues to the number: then that word says more.
  const own = packet.header.defaultVoi
  const same = choices.find(
    ({ wish }) =>
      wish.by === 'preset' &&
      own.kind === 'window' &&
      wish.window.center === own.center &&
      wish.window.width === own.width,
  )
  return same?.id ?? 'own'
}

/** What the corner says about the window, in words. */
export function windowWords(choices: Choice[], wish: Wish, packet: FramePacket): string {
  const id = chosenId(choices, wish, packet)
  if (id === '') return m.window_by_hand()
  return choices.find((choice) => choice.id === id)?.label ?? ''
}
