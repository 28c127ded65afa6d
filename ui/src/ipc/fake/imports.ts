import type { ImportEntry } from '../generated/ImportEntry'

const BARE: ImportEntry = {
  number: 1,
  startedAt: '2026-03-12T13:05:00Z',
  sourceNames: ['PORTAL_EXPORT.zip'],
  studies: 3,
  instances: 241,
  reports: 2,
  attachments: 0,
  waiting: 0,
  gone: 0,
  duplicates: 0,
  rejected: 2,
  missing: 1,
  isCancelled: false,
  wasInterrupted: false,
}

/** What was brought into the made library, the newest first. */
export const IMPORTS: ImportEntry[] = [
  {
    ...BARE,
    number: 3,
    startedAt: '2026-04-02T08:30:00Z',
    sourceNames: ['CD_KNEE'],
    studies: 1,
    reports: 0,
    rejected: 0,
    missing: 0,
    isCancelled: true,
  },
  {
    ...BARE,
    number: 2,
    startedAt: '2026-03-12T14:05:00Z',
    sourceNames: ['letter-2019.pdf'],
    studies: 0,
    instances: 0,
    reports: 1,
    rejected: 0,
    missing: 0,
  },
  BARE,
]
