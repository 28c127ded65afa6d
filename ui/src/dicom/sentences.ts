import { m } from '../paraglide/messages.js'
import { sizeWords } from './sizes'

type Message = (params: Record<string, string>) => string

/** Parameters of a problem that are bytes. */
const BYTES = new Set(['needed', 'free'])

const CATALOGUE = m as unknown as Record<string, Message | undefined>

/** What kind of code it is: the first part of the message's key. */
export type CodeKind =
  | 'refusal'
  | 'warning'
  | 'likeness'
  | 'problem'
  | 'pairing'
  | 'unlinked'
  | 'caution'
  | 'modality'
  | 'part'
  | 'other'
  | 'letter'
  | 'from'
  | 'side'
  | 'plane'
  | 'imagetype'
  | 'phase'
  | 'wait'
  | 'mended'
  | 'source'
  | 'program'
  | 'suv'

/**
 * The sentence for a code, or null when there is none: a newer Rust may know
 * codes that this page does not.
 */
export function words(kind: CodeKind, code: string, params: Record<string, string> = {}): string | null {
  return CATALOGUE[`${kind}_${code}`]?.(params) ?? null
}

/** Why a file was not taken. */
export function refusalWords(code: string, params: Record<string, string> = {}): string {
  return words('refusal', code, params) ?? m.refusal_unknown_code({ code })
}

/** What to do about a file that was not taken, '' when there is nothing to do. */
export function refusalAdvice(code: string): string {
  return CATALOGUE[`advice_${code}`]?.({}) ?? ''
}

export function warningWords(code: string): string {
  return words('warning', code) ?? m.warning_unknown_code({ code })
}

/** What could not be done, and what to do now. */
export function problemWords(code: string, params: Record<string, string>): string {
  const read = Object.entries(params).map(([name, value]) => [
    name,
    BYTES.has(name) ? sizeWords(Number(value)) : value,
  ])
  return (
    words('problem', code, Object.fromEntries(read)) ??
    words('refusal', code) ??
    m.problem_unknown_code({ code })
  )
}
