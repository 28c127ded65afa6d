// The records that the journeys bring in: a real head CT where the developers'
// test data lie beside the checkout, a made one elsewhere; with a report, a
// second person, and files that cannot be used.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const { SCANFOLIO_CLI, SCANFOLIO_MAKE, SCANFOLIO_SHARED, SCANFOLIO_TARGET } = process.env
const shared = SCANFOLIO_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url))
const realCt = join(shared, 'data/neurolabusc__dcm_qa_ct/In/GE')

/** A word that stands in the report and nowhere else. */
export const RARE_WORD = 'xanthogranuloma'
/** A sentence of the report, as it must stand on the screen. */
export const SENTENCE = 'The ventricles are of normal size.'
/** DICOM by its mark, garbage behind it. */
export const DAMAGED = 'IM9999.dcm'

const REPORT = `RADIOLOGY REPORT
Patient name: REMOVED
Patient ID: QMNx85rKkkg
Study Instance UID: 1.2.826.0.1.3680043.9.4245.1760717064491086528325869788156915668
Status: Final

EXAMINATION: CT head without contrast

FINDINGS:
${SENTENCE} A calcification of 4 mm lies in the falx (series 2, image 3). Incidental ${RARE_WORD}.

IMPRESSION:
No acute finding.
`

/** Lays the records out below the target folder, once a run. */
export function records() {
  const folder = join(SCANFOLIO_TARGET, 'e2e', 'records')
  if (laid) return laid
  rmSync(folder, { recursive: true, force: true })
  const study = join(folder, 'hospital')
  mkdirSync(study, { recursive: true })
  const isReal = existsSync(realCt)
  if (isReal) {
    for (const name of readdirSync(realCt)) copyFileSync(join(realCt, name), join(study, name))
    writeFileSync(join(study, 'report.txt'), REPORT)
  } else {
    console.log('# no ../shared/data here: the journeys use a made head CT')
    make('ct', study, '1', '28')
  }
  const images = readdirSync(study).filter((name) => name !== 'report.txt')
  const damaged = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(40, 0xff)])
  writeFileSync(join(study, DAMAGED), damaged)
  writeFileSync(join(study, 'Thumbs.db'), 'not a picture')
  const second = join(folder, 'second-person')
  make('ct', second, '7', '12')
  // The second person as another clinic writes them, and both of it and a third in one archive.
  const elsewhere = join(folder, 'elsewhere')
  respelt(second, elsewhere, { 'Invented^': 'Inventid^', MADE00007: 'EX-700007', '7700000007': '7700000907', ACC000007: 'ACC000907' })
  const third = join(folder, 'third-person')
  make('ct', third, '3', '12')
  const both = join(folder, 'PORTAL_EXPORT.zip')
  make('zip', both, elsewhere, third)
  laid = { study, second, both, images: images.map((name) => join(study, name)), isReal }
  return laid
}
let laid

/** An exam whose PDF report brings no fonts of its own. */
export function borrowingDocument() {
  const folder = join(SCANFOLIO_TARGET, 'e2e', 'document')
  rmSync(folder, { recursive: true, force: true })
  make('document', folder)
  return folder
}

/** The first person's disc, as hospitals hand them out: with a directory, here an empty one. */
export function hospitalDisc() {
  const disc = join(SCANFOLIO_TARGET, 'e2e', 'HOSPITAL_CD')
  rmSync(disc, { recursive: true, force: true })
  make('ct', disc, '5', '12')
  writeFileSync(join(disc, 'DICOMDIR'), '')
  return disc
}

/** A stick with so many images of the second person's exam; what was pulled out of an earlier run is gone, too. */
export function stick(images) {
  const folder = join(SCANFOLIO_TARGET, 'e2e', 'STICK')
  for (const old of [folder, `${folder}-pulled`]) rmSync(old, { recursive: true, force: true })
  make('ct', folder, '7', `${images}`)
  return folder
}

/** A library folder that does not exist yet. */
export function newLibrary(name) {
  const library = join(SCANFOLIO_TARGET, 'e2e', `library-${name}`)
  rmSync(library, { recursive: true, force: true })
  return library
}

/** A home of somebody who never had the program. */
export function newHome(name) {
  const home = newLibrary(`home-${name}`)
  mkdirSync(home, { recursive: true })
  return home
}

/** How many studies are kept, waiting ones among them. Only once the window is closed: it locks its library. */
export function studiesKept(library) {
  const { persons, waiting } = JSON.parse(cli('--library', library, 'list', '--json'))
  return [...persons, ...waiting].reduce((sum, { studies }) => sum + studies.length, 0)
}

/** The second person alone, under the name that the window calls them by. */
export function libraryOf(person, name) {
  const library = newLibrary(name)
  cli('--library', library, 'import', records().second, '--person', person, '--json')
  return library
}

/** Both people, kept already. */
export function keptLibrary(name) {
  const library = newLibrary(name)
  const { study, second } = records()
  const outcome = cli('--library', library, 'import', study, second, '--person', 'new', '--json')
  const { studies, reports } = JSON.parse(outcome)
  if (studies !== 2 || reports !== 2) throw new Error(`import: ${outcome}`)
  return library
}

/** What scanfolio-cli prints; 1 only says that something was refused. */
export function cli(...words) {
  const { status, stdout, stderr, error } = spawnSync(SCANFOLIO_CLI, words, { encoding: 'utf8' })
  if (error || ![0, 1].includes(status)) throw new Error(`scanfolio-cli ${words.join(' ')}: ${error ?? stderr}`)
  return stdout
}

/** What core says the screen shows of a file, as a PNG's bytes. */
export function rendered(file, frameNumber, window) {
  const out = join(SCANFOLIO_TARGET, 'e2e', 'rendered.png')
  const wanted = window ? ['--window', window.join(',')] : []
  cli('render', file, '--frame', `${frameNumber}`, ...wanted, '--out', out)
  return readFileSync(out)
}

/** The made files of a folder with other words of the same length. */
function respelt(from, to, others) {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    let text = readFileSync(join(from, name), 'latin1')
    for (const [word, other] of Object.entries(others)) text = text.replaceAll(word, other)
    writeFileSync(join(to, name), text, 'latin1')
  }
}

function make(...words) {
  const { status, stderr, error } = spawnSync(SCANFOLIO_MAKE, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`make-files: ${error ?? stderr}`)
}
