import { expect, it } from 'vitest'
import type { Outcome } from '../../ipc/generated/Outcome'
import { lockedFiles } from './locked'

function outcome(...codes: string[]): Outcome {
  return { rejected: codes.map((code, index) => ({ path: `a.zip/${index}`, code })) } as unknown as Outcome
}

it('asks for a password only where one can help', () => {
  expect(lockedFiles(outcome())).toEqual({ count: 0, isPasswordWrong: false })
  expect(lockedFiles(outcome('empty', 'archive_damaged'))).toEqual({ count: 0, isPasswordWrong: false })
  expect(lockedFiles(outcome('archive_encrypted', 'empty'))).toEqual({ count: 1, isPasswordWrong: false })
})

it('says that a password did not fit', () => {
  expect(lockedFiles(outcome('archive_password_wrong', 'archive_encrypted'))).toEqual({
    count: 2,
    isPasswordWrong: true,
  })
})
