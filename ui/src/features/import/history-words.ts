import { moment } from '../../dicom/dates'
import type { ImportEntry } from '../../ipc/generated/ImportEntry'
import { m } from '../../paraglide/messages.js'

/** `12 March 2026 at 14:05`. */
export function entryWhen({ startedAt }: ImportEntry): string {
  return moment(startedAt) || m.history_when_unknown()
}

/** `from PORTAL_EXPORT.zip, letter.pdf`. */
export function entrySource({ number, sourceNames }: ImportEntry): string {
  if (number === 0) return m.history_found()
  return sourceNames.length > 0 ? m.from_source({ source: sourceNames.join(', ') }) : ''
}

/** What is held of it today, and what is not, in counts. */
export function entryCounts(entry: ImportEntry): string {
  const held = [
    entry.studies > 0 ? m.exams_count({ count: entry.studies }) : '',
    entry.reports > 0 ? m.reports_count({ count: entry.reports }) : '',
    entry.attachments > 0 ? m.documents_count({ count: entry.attachments }) : '',
    entry.rejected > 0 ? m.refused_count({ count: entry.rejected }) : '',
    entry.missing > 0 ? m.missing_count({ count: entry.missing }) : '',
    entry.gone > 0 ? m.count_gone({ count: entry.gone }) : '',
  ].filter(Boolean)
  if (held.length > 0) return held.join(', ')
  return entry.duplicates > 0 ? m.outcome_all_there() : m.outcome_nothing()
}

/** How it ended, when that was not by itself; '' otherwise. */
export function entryEnd(entry: ImportEntry): string {
  if (entry.isCancelled) return m.history_stopped()
  return entry.wasInterrupted ? m.history_interrupted() : ''
}
