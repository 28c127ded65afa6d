import { expect, test } from 'vitest'
import { STUDIES } from '../ipc/fake/records'
import type { ReportBadge } from '../ipc/generated/ReportBadge'
import { isWithdrawn, studyReportState } from './report-states'

const [first] = STUDIES.flatMap((study) => study.reports)
const badge = (part: Partial<ReportBadge>): ReportBadge => ({
  ...(first as ReportBadge),
  isUnread: false,
  ...part,
})
const study = { holding: 'kept', id: 1 } as const
const suggested = { study, strength: 'suggested', evidence: 'same_media', isConfirmed: false } as const

test.each([
  ['none', [], 'none', 'No report yet'],
  ['a final one', [badge({})], 'final', 'Final report'],
  ['an unread one', [badge({ isUnread: true })], 'unread', 'Final report, not read yet'],
  [
    'a preliminary one that is unread',
    [badge({ status: 'preliminary', isUnread: true })],
    'preliminary',
    'Preliminary report',
  ],
  ['one that may belong', [badge({ pairing: suggested })], 'maybe', 'A report that may belong here'],
  ['one the person tied', [badge({ pairing: { ...suggested, isConfirmed: true } })], 'final', 'Final report'],
  [
    'only one that was refused',
    [badge({ pairing: { ...suggested, strength: 'refused' } })],
    'none',
    'No report yet',
  ],
] as const)('a study with %s says so', (_, reports, icon, words) => {
  expect(studyReportState([...reports])).toMatchObject({ icon, words })
})

test('withdrawn reports are known as such', () => {
  expect((['cancelled', 'entered_in_error', 'wrong_patient', 'final'] as const).map(isWithdrawn)).toEqual([
    true,
    true,
    true,
    false,
  ])
})
