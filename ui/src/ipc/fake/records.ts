import type { Holding } from '../generated/Holding'
import type { Key } from '../generated/Key'
import type { Person } from '../generated/Person'
import type { PersonName } from '../generated/PersonName'
import type { ReportBadge } from '../generated/ReportBadge'
import type { SeriesDetail } from '../generated/SeriesDetail'
import type { SeriesRole } from '../generated/SeriesRole'
import type { StudyDetail } from '../generated/StudyDetail'
import type { StudySummary } from '../generated/StudySummary'
import type { MadeSeries } from './packets'

export const kept = (id: number): Key => ({ holding: 'kept', id })

const NOBODY = { family: '', given: '', middle: '', prefix: '', suffix: '' }
export function named(family: string, given: string): PersonName {
  return { alphabetic: { ...NOBODY, family, given }, ideographic: NOBODY, phonetic: NOBODY }
}

function person(
  id: number,
  label: string,
  given: string,
  birth: string,
  studies: number,
  reports: number,
): Person {
  return {
    key: kept(id),
    label,
    patientName: named('SAMPLE', given),
    patientBirthDate: birth,
    patientSex: 'F',
    patientId: `SMP-2048${id}`,
    birthDates: [birth],
    identities: 1,
    studies,
    reports,
  }
}

export const PEOPLE: Person[] = [
  person(1, 'Me', 'Sam', '19790811', 0, 0),
  person(2, 'Mum', 'Margaret', '19510504', 7, 6),
  person(3, 'Dad', 'David', '19481230', 1, 1),
]

const AXIAL = { left: 'R', right: 'L', top: 'A', bottom: 'P' }
const CORONAL = { left: 'R', right: 'L', top: 'H', bottom: 'F' }
const LUNGS = { center: -550, width: 1500 }
const SOFT = { center: 50, width: 380 }

/** Every made series, by the number of its key. */
export const SERIES: Record<
  number,
  MadeSeries & { number: number; description: string; role: SeriesRole; plane: string }
> = {
  11: made('scout', 'CT', 1, { center: -200, width: 900 }, CORONAL, 1, 'Scout', 'localizer', 'coronal'),
  13: made('chest', 'CT', 62, SOFT, AXIAL, 3, 'Soft 5.0', 'image', 'axial'),
  14: made('chest', 'CT', 62, LUNGS, AXIAL, 4, 'Lung 5.0', 'image', 'axial'),
  15: made('head', 'CT', 24, { center: 40, width: 120 }, AXIAL, 5, 'Neck base 1.0', 'image', 'axial'),
  21: made('chest_xray', 'CR', 1, { center: 1900, width: 2600 }, CORONAL, 1, 'PA', 'image', 'coronal'),
  31: made('ultrasound', 'US', 26, { center: 90, width: 180 }, null, 1, 'Abdomen', 'image', ''),
  41: made('head', 'CT', 28, { center: 40, width: 120 }, AXIAL, 2, 'Head 5.0', 'image', 'axial'),
  51: made(
    'breast',
    'MG',
    1,
    { center: 1500, width: 2200 },
    { left: 'P', right: 'A', top: 'H', bottom: 'F' },
    1,
    'R MLO',
    'image',
    '',
  ),
  61: made('head', 'MR', 24, { center: 30, width: 90 }, AXIAL, 1, 'FLAIR', 'image', 'axial'),
  71: made('chest', 'PT', 40, { center: 0, width: 400 }, AXIAL, 1, 'WB', 'image', 'axial'),
  81: made('knee', 'MR', 30, { center: 330, width: 760 }, CORONAL, 1, 'PD COR', 'image', 'coronal'),
}

function made(
  phantom: MadeSeries['phantom'],
  modality: string,
  count: number,
  window: MadeSeries['window'],
  letters: MadeSeries['letters'],
  number: number,
  description: string,
  role: SeriesRole,
  plane: string,
) {
  return { phantom, modality, count, window, letters, spacingMm: 0.75, number, description, role, plane }
}

const BODY_PARTS: Record<MadeSeries['phantom'], string> = {
  scout: 'chest',
  chest: 'chest',
  chest_xray: 'chest',
  head: 'head',
  breast: 'breast',
  knee: 'knee',
  ultrasound: 'abdomen',
}

/** Made series whose file names a contrast agent. */
const CONTRAST = new Set([13, 14])

function badge(
  id: number,
  status: ReportBadge['status'],
  date: string,
  more: Partial<ReportBadge> = {},
): ReportBadge {
  return {
    key: kept(id),
    status,
    source: 'encapsulated_pdf',
    title: 'Radiology report',
    reportDate: date,
    isUnread: false,
    pairing: { study: kept(1), strength: 'attached', evidence: 'study_instance_uid', isConfirmed: false },
    ...more,
  }
}

function study(
  id: number,
  person: number,
  [modality, bodyPart, laterality]: [string, string, string],
  date: string,
  description: string,
  institutionName: string,
  series: number[],
  thumbnail: number,
  reports: ReportBadge[],
): StudySummary & { seriesIds: number[] } {
  return {
    key: kept(id),
    person: kept(person),
    title: { modality, bodyPart, laterality },
    contrastNoted: series.some((one) => CONTRAST.has(one)),
    studyDate: date,
    studyTime: '101500',
    studyDescription: description,
    institutionName,
    modalities: [modality],
    series: series.length,
    frames: series.reduce((sum, one) => sum + (SERIES[one]?.count ?? 0), 0),
    thumbnail: kept(thumbnail),
    reports: reports.map((report) => ({
      ...report,
      pairing: report.pairing && { ...report.pairing, study: kept(id) },
    })),
    isUnfinished: false,
    missing: null,
    seriesIds: series,
  }
}

const GENERAL = 'Sample General Hospital'
const CLINIC = 'Example Street Clinic'
const SUGGESTED = {
  study: kept(5),
  strength: 'suggested',
  evidence: 'same_media',
  isConfirmed: false,
} as const

export const STUDIES = [
  study(1, 2, ['CT', 'chest', ''], '20260312', 'CT THORAX W CONTRAST', GENERAL, [11, 13, 14, 15], 14, [
    badge(1, 'final', '20260313', { isUnread: true }),
  ]),
  study(2, 2, ['XR', 'chest', ''], '20260303', 'CR CHEST PA', CLINIC, [21], 21, [
    badge(2, 'preliminary', '20260303', { source: 'plain_text' }),
  ]),
  study(3, 2, ['US', 'abdomen', ''], '20260121', 'US ABDOMEN COMPLETE', CLINIC, [31], 31, []),
  study(4, 2, ['CT', 'head', ''], '20250903', 'CT HEAD WO CONTRAST', GENERAL, [41], 41, [
    badge(3, 'final', '20250904'),
  ]),
  study(
    5,
    2,
    ['MG', 'breast', 'right'],
    '20250217',
    'MG SCREENING, R MLO',
    'Breast Screening, Sampleton',
    [51],
    51,
    [badge(4, 'final', '20250218', { pairing: SUGGESTED })],
  ),
  study(6, 2, ['MR', 'brain', ''], '20231109', 'MR BRAIN WO, FLAIR', GENERAL, [61], 61, [
    badge(5, 'amended', '20231112'),
  ]),
  study(7, 2, ['PT', 'whole_body', ''], '20230602', 'PT WB', GENERAL, [71], 71, [
    badge(6, 'final', '20230603'),
  ]),
  study(8, 3, ['MR', 'knee', 'right'], '20260226', 'MR KNEE R', CLINIC, [81], 81, [
    badge(7, 'final', '20260227'),
  ]),
]

export function seriesDetail(id: number, holding: Holding): SeriesDetail {
  const series = SERIES[id]
  if (!series) throw new Error(`no made series ${id}`)
  return {
    key: { holding, id },
    stack: { number: 1, count: 1, differences: [] },
    title: {
      modality: series.modality === 'CR' ? 'XR' : series.modality,
      bodyPart: BODY_PARTS[series.phantom],
      laterality: '',
    },
    seriesNumber: series.number,
    modality: series.modality,
    seriesDescription: series.description,
    bodyPartExamined: '',
    role: series.role,
    plane: series.plane,
    isAside: series.role === 'localizer',
    contrastNoted: CONTRAST.has(id),
    frames: Array.from({ length: series.count }, (_, index) => ({
      instanceId: id * 1000 + index,
      frameNumber: 1,
      instanceNumber: index + 1,
      positionMm: series.plane === 'axial' ? -5 * index : null,
    })),
  }
}

export function studyDetail(id: number): StudyDetail {
  const summary = STUDIES.find((one) => one.key.id === id)
  const person = PEOPLE.find((one) => one.key.id === summary?.person?.id)
  if (!summary || !person) throw new Error(`no made study ${id}`)
  return {
    summary,
    person,
    patientName: person.patientName,
    patientId: person.patientId,
    patientBirthDate: person.patientBirthDate,
    accessionNumber: `A-${id}00`,
    series: summary.seriesIds
      .map((one) => seriesDetail(one, 'kept'))
      .sort((a, b) => Number(a.isAside) - Number(b.isAside)),
    attachments: 0,
    other: id === 1 ? [{ kind: 'presentation_state', count: 2 }] : [],
    reports: summary.reports,
  }
}
