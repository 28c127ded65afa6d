import type { Problem } from './generated/Problem'

/** A request that Rust refused, with the code the window has a sentence for. */
export class Refused extends Error {
  readonly code: string
  readonly params: Record<string, string>

  constructor(problem: Problem) {
    super(problem.code)
    this.name = 'Refused'
    this.code = problem.code
    this.params = problem.params
  }
}

/**
 * Anything thrown, as a problem: what Rust sent as `{code, params}`, and
 * `unexpected` for what nobody foresaw.
 */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Refused) return { code: thrown.code, params: thrown.params }
  if (isProblem(thrown)) return { code: thrown.code, params: thrown.params ?? {} }
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'unexpected', params: { detail } }
}

function isProblem(value: unknown): value is Partial<Problem> & { code: string } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
}
