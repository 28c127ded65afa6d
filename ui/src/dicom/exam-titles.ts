import type { ExamTitle } from '../ipc/generated/ExamTitle'
import { m } from '../paraglide/messages.js'
import { words } from './sentences'

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** `CT scan of the chest`, `Mammogram, right side`: only what the file says, in plain words. */
export function examTitle({ modality, bodyPart, laterality }: ExamTitle): string {
  const exam =
    words('modality', modality.toLowerCase()) ?? (modality ? m.exam_of_modality({ modality }) : m.exam())
  const part = bodyParts(bodyPart)
  const side = laterality === '' ? null : words('side', laterality)
  const base = part === '' || modality === 'MG' ? exam : m.exam_of_part({ exam, part })
  return side === null ? base : m.exam_with_side({ exam: base, side })
}

/** `chest+abdomen+pelvis` as `chest, abdomen and pelvis`; a code without words is left out. */
function bodyParts(codes: string): string {
  return AND.format(codes.split('+').flatMap((code) => words('part', code) ?? []))
}
