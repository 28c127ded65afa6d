import type { ReportDetail } from '../generated/ReportDetail'
import type { Reference } from '../generated/Reference'
import type { SectionKind } from '../generated/SectionKind'
import { kept, named, STUDIES } from './records'

const TEXT = `FINDINGS
MEDIASTINUM: Largest lymph node, right paratracheal, 8 mm in short axis (series 9, image 4).

LUNGS: In the superior segment of the right lower lobe there is a solid, smooth pulmonary nodule of 6 mm (series 4, image 37). No other nodule. An early inflammatory focus cannot be excluded (image 20). Airways are clear.

BONES: Mild degenerative change of the thoracic spine.

COMPARISON
Chest radiograph of 3 March 2026. CT of 14 May 2019 (series 2, image 11).

TECHNIQUE
Helical CT from the lung apices to the adrenal glands after 70 ml of intravenous contrast medium.

IMPRESSION
1. Solid pulmonary nodule in the right lower lobe, 6 mm (series 4, image 37).
2. Follow-up CT at 6 to 12 months is suggested.
3. No enlarged lymph nodes. No pleural effusion.
`

const TERMS = [
  {
    headword: 'pulmonary nodule',
    definition:
      'A small, round spot in the lung, up to 3 cm across. Scars, old infections and growths can all look like this on a scan.',
    source: 'Fleischner Society glossary',
  },
  {
    headword: 'cannot be excluded',
    definition:
      'The pictures alone do not settle it. The words say how sure the reader of the scan is, not how likely a thing is.',
    source: 'Scanfolio glossary',
  },
  {
    headword: 'degenerative change',
    definition: 'Wear of joints or discs that comes with time. It is named in most scans of adults.',
    source: 'Scanfolio glossary',
  },
]

function every(quote: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (let at = TEXT.indexOf(quote); at >= 0; at = TEXT.indexOf(quote, at + 1))
    found.push({ start: at, end: at + quote.length })
  return found
}

function target(series: number, seriesNumber: number, image: number): Reference['targets'][number] {
  return { series: kept(series), seriesNumber, stack: 1, frameIndex: image - 1, imageNumber: image }
}

function references(): Reference[] {
  const one = (quote: string, rest: Omit<Reference, 'start' | 'end'>) =>
    every(quote).map((range) => ({ ...range, ...rest }))
  return [
    ...one('(series 4, image 37)', { isSure: true, targets: [target(14, 4, 37)], reason: '' }),
    ...one('(image 20)', { isSure: false, targets: [target(13, 3, 20), target(14, 4, 20)], reason: '' }),
    ...one('(series 9, image 4)', { isSure: true, targets: [], reason: 'no_series' }),
    ...one('(series 2, image 11)', { isSure: true, targets: [], reason: 'prior_exam' }),
  ]
}

const HEADINGS: [string, SectionKind][] = [
  ['FINDINGS', 'findings'],
  ['COMPARISON', 'comparison'],
  ['TECHNIQUE', 'technique'],
  ['IMPRESSION', 'impression'],
]

/** The report of nobody's exam, and those of the made studies. */
export function reportDetail(id: number, stray?: ReportDetail['badge']): ReportDetail {
  const study = STUDIES.find((one) => one.reports.some((report) => report.key.id === id))
  const badge = stray ?? study?.reports.find((report) => report.key.id === id)
  if (!badge) throw new Error(`no made report ${id}`)
  const starts = HEADINGS.map(([heading]) => TEXT.indexOf(`${heading}\n`))
  const isChest = id === 1
  return {
    badge: { ...badge },
    study: study?.key ?? null,
    language: 'en',
    author: 'Dr A. Example, radiologist',
    studyDate: study?.studyDate ?? '',
    accessionNumber: '',
    patientName: named('SAMPLE', 'Margaret'),
    text: TEXT,
    sections: HEADINGS.map(([heading, kind], at) => ({
      kind,
      heading,
      start: (starts[at] ?? 0) + heading.length + 1,
      end: starts[at + 1] ?? TEXT.length,
    })),
    references: isChest ? references() : [],
    measurements: [...every('6 mm'), ...every('8 mm')],
    terms: TERMS.flatMap((term) => every(term.headword).map((range) => ({ ...range, ...term }))),
    hasDocument: badge.source === 'encapsulated_pdf',
    warnings: [],
  }
}
