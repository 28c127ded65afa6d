import type { ExamTitle } from '../ipc/generated/ExamTitle'
import { m } from '../paraglide/messages.js'
import { words } from './sentences'

/** `CT scan of the chest`, `Mammogram, right side`: only what the file says, in plain words. */
export function examTitle({ modality, bodyPart, laterality }: ExamTitle): string {
  const exam =
    words('modality', modality.toLowerCase()) ?? (modality ? m.exam_of_modality({ modality }) : m.exam())
  const part = bodyPart === '' ? null : words('part', bodyPart)
  const side = laterality === '' ? null : words('side', laterality)
  const base = part === null || modality === 'MG' ? exam : m.exam_of_part({ exam, part })
  return side === null ? base : m.exam_with_side({ exam: base, side })
}
