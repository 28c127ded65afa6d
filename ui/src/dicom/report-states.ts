import type { ReportBadge } from '../ipc/generated/ReportBadge'
import type { ReportStatus } from '../ipc/generated/ReportStatus'
import { m } from '../paraglide/messages.js'

/** How a report's state is shown: never by colour alone. */
export interface ReportState {
  icon: 'unread' | 'final' | 'preliminary' | 'maybe' | 'withdrawn' | 'none'
  tone: 'plain' | 'new' | 'heed' | 'faint'
  words: string
}

const STATUS: Record<ReportStatus, { words: () => string; icon: ReportState['icon'] }> = {
  unknown: { words: m.report_unknown, icon: 'final' },
  preliminary: { words: m.report_preliminary, icon: 'preliminary' },
  final: { words: m.report_final, icon: 'final' },
  amended: { words: m.report_amended, icon: 'final' },
  corrected: { words: m.report_corrected, icon: 'final' },
  addendum: { words: m.report_addendum, icon: 'final' },
  cancelled: { words: m.report_cancelled, icon: 'withdrawn' },
  entered_in_error: { words: m.report_entered_in_error, icon: 'withdrawn' },
  wrong_patient: { words: m.report_wrong_patient, icon: 'withdrawn' },
}

/** A withdrawn report is never shown as current. */
export function isWithdrawn(status: ReportStatus): boolean {
  return STATUS[status]?.icon === 'withdrawn'
}

export function isTied({ pairing }: ReportBadge): boolean {
  return pairing !== null && (pairing.isConfirmed || pairing.strength === 'attached')
}

export function statusState(status: ReportStatus): ReportState {
  const { words, icon } = STATUS[status] ?? STATUS.unknown
  return { icon, words: words(), tone: icon === 'final' ? 'plain' : 'heed' }
}

/** The state of a study's reports in one line: its first tied report, else one that may belong, else none. */
export function studyReportState(reports: ReportBadge[]): ReportState {
  const tied = reports.find(isTied)
  if (!tied) {
    return reports.some(({ pairing }) => pairing !== null && pairing.strength !== 'refused')
      ? { icon: 'maybe', tone: 'heed', words: m.report_may_belong() }
      : { icon: 'none', tone: 'faint', words: m.report_none() }
  }
  const state = statusState(tied.status)
  if (!tied.isUnread || state.icon !== 'final') return state
  return { icon: 'unread', tone: 'new', words: m.report_not_read_yet({ state: state.words }) }
}
