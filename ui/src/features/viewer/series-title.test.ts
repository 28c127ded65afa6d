import { expect, it } from 'vitest'
import type { SeriesDetail } from '../../ipc/generated/SeriesDetail'
import { seriesCounts, seriesGroups, seriesTitle } from './series-title'

function series(more: Partial<SeriesDetail>): SeriesDetail {
  return {
    key: { holding: 'kept', id: 1 },
    stack: { number: 1, count: 1, differences: [] },
    title: { modality: 'MR', bodyPart: 'brain', laterality: '' },
    seriesNumber: 3,
    modality: 'MR',
    seriesDescription: 't1_mprage_sag',
    bodyPartExamined: '',
    role: 'image',
    isAside: false,
    plane: 'sagittal',
    contrastNoted: false,
    frames: [{ instanceId: 1, frameNumber: 1, instanceNumber: 1, positionMm: null }],
    ...more,
  }
}

it('says what the series is and from where it is seen', () => {
  const check = (more: Partial<SeriesDetail>, expected: string) =>
    expect(seriesTitle(series(more))).toBe(expected)
  check({}, 'MRI scan of the brain, from the side')
  check({ plane: 'coronal' }, 'MRI scan of the brain, from the front')
  check({ plane: 'axial' }, 'MRI scan of the brain, in cross-section')
  check({ plane: 'oblique' }, 'MRI scan of the brain, at an angle')
  check({ plane: '' }, 'MRI scan of the brain')
  check({ title: { modality: 'CT', bodyPart: '', laterality: '' } }, 'CT scan, from the side')
  check({ role: 'localizer' }, 'Overview')
  check({ role: 'dose_sheet' }, 'Dose sheet')
  check({ role: 'secondary_capture' }, 'Saved picture')
  check({ modality: '', plane: '' }, 't1_mprage_sag')
})

it('notes contrast where the file does, and is silent where the file is', () => {
  expect(seriesCounts(series({ contrastNoted: true }))).toBe('Series 3, 1 image, contrast noted')
  expect(seriesCounts(series({}))).toBe('Series 3, 1 image')
  expect(seriesCounts(series({ seriesNumber: null }))).toBe('1 image')
})

it('sets apart what is not an image of the body, unless there is nothing else', () => {
  const body = series({})
  const aside = series({ isAside: true, role: 'localizer' })
  const headings = (all: SeriesDetail[]) => seriesGroups(all).map((group) => group.heading)
  expect(headings([body, aside])).toEqual([null, 'Overviews and saved pictures'])
  expect(headings([body])).toEqual([null])
  expect(headings([aside])).toEqual([null])
  expect(seriesGroups([body, aside]).flatMap((group) => group.series)).toEqual([body, aside])
})
