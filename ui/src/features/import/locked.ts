import type { Outcome } from '../../ipc/generated/Outcome'

/** Refusals that a password may lift. */
export const LOCKED = new Set(['archive_encrypted', 'archive_password_wrong'])

/** What of an outcome a password may still open. */
export interface Locked {
  count: number
  /** A password was given and did not fit. */
  isPasswordWrong: boolean
}

export function lockedFiles(outcome: Outcome): Locked {
  const codes = outcome.rejected.map(({ code }) => code)
  const wrong = codes.filter((code) => code === 'archive_password_wrong').length
  const waiting = codes.filter((code) => code === 'archive_encrypted').length
  return { count: wrong + waiting, isPasswordWrong: wrong > 0 }
}
