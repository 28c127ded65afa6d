/**
 * DICOM dates (PS3.5 §6.2, DA: `YYYYMMDD`) as people read them. A date that is
 * none is shown as it stands in the file, never guessed.
 */
const LONG = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })

function parse(date: string): Date | null {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(date)
  if (!parts) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const parsed = new Date(Date.UTC(year, month - 1, day))
  return parsed.getUTCMonth() === month - 1 && parsed.getUTCDate() === day ? parsed : null
}

/** `12 March 2026` */
export function longDate(date: string): string {
  const parsed = parse(date)
  return parsed ? LONG.format(parsed) : date
}

/** `12 March`, where the year stands beside. */
export function dayAndMonth(date: string): string {
  const parsed = parse(date)
  return parsed ? SHORT.format(parsed) : date
}

/** `2026-03-12` */
export function isoDate(date: string): string {
  return parse(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}` : date
}

/** `2026`, or '' when the date is none. */
export function yearOf(date: string): string {
  return parse(date) ? date.slice(0, 4) : ''
}

/** `12 March 2026 at 14:05`, where the reader is, of a moment in RFC 3339; '' when it is none. */
export function moment(time: string): string {
  const parsed = new Date(time)
  return Number.isNaN(parsed.getTime()) ? '' : MOMENT.format(parsed)
}
