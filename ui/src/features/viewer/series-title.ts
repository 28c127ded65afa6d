import type { SeriesDetail } from '../../ipc/generated/SeriesDetail'
import { m } from '../../paraglide/messages.js'

/** What a series is called: what it is, where that is known, else what the file calls it. */
export function seriesTitle({ role, seriesDescription, seriesNumber, modality }: SeriesDetail): string {
  if (role === 'localizer') return m.series_overview()
  if (role === 'dose_sheet') return m.series_dose_sheet()
  if (seriesDescription !== '') return seriesDescription
  if (role === 'secondary_capture') return m.series_saved_picture()
  return seriesNumber === null ? modality : m.series_number({ series: seriesNumber })
}

/** `Se 2, HEAD AXIAL`, as film has it; nothing follows the number when nothing is said. */
export function seriesOnFilm({ seriesNumber, seriesDescription: description }: SeriesDetail): string {
  const number = seriesNumber ?? '?'
  return description === '' ? m.film_series({ number }) : m.film_series_described({ number, description })
}
