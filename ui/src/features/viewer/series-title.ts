import { examTitle } from '../../dicom/exam-titles'
import { words } from '../../dicom/sentences'
import type { SeriesDetail } from '../../ipc/generated/SeriesDetail'
import { m } from '../../paraglide/messages.js'

/** What a series is, in plain words: `MRI scan of the brain, from the side`. The file's own words stand beside it. */
export function seriesTitle({ role, title, plane, modality, seriesDescription }: SeriesDetail): string {
  if (role === 'localizer') return m.series_overview()
  if (role === 'dose_sheet') return m.series_dose_sheet()
  if (role === 'secondary_capture') return m.series_saved_picture()
  if (modality === '' && seriesDescription !== '') return seriesDescription
  const series = examTitle(title)
  const direction = plane === '' ? null : words('plane', plane)
  return direction === null ? series : m.series_in_plane({ series, direction })
}

/** `Series 3, 24 images, contrast noted`; of contrast nothing unless the file names it. */
export function seriesCounts({ seriesNumber, frames, contrastNoted }: SeriesDetail): string {
  const counts =
    seriesNumber === null
      ? m.images_count({ count: frames.length })
      : m.series_and_images({ series: seriesNumber, count: frames.length })
  return contrastNoted ? m.with_contrast_noted({ counts }) : counts
}

/** `Se 2, HEAD AXIAL`, as film has it; nothing follows the number when nothing is said. */
export function seriesOnFilm({ seriesNumber, seriesDescription: description }: SeriesDetail): string {
  const number = seriesNumber ?? '?'
  return description === '' ? m.film_series({ number }) : m.film_series_described({ number, description })
}

export interface SeriesGroup {
  /** What the group is called; null for the images of the body, which need no heading. */
  heading: string | null
  series: SeriesDetail[]
}

/** The images of the body, then what stands apart from them; without a heading when there is only one kind. */
export function seriesGroups(series: SeriesDetail[]): SeriesGroup[] {
  const body = series.filter((one) => !one.isAside)
  const aside = series.filter((one) => one.isAside)
  if (body.length === 0 || aside.length === 0) return [{ heading: null, series }]
  return [
    { heading: null, series: body },
    { heading: m.series_aside(), series: aside },
  ]
}
