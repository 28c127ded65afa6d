// The proof that "just look" leaves nothing behind: every file that the program
// and the webview's processes opened to write or made is listed by strace, and
// what of it is still there afterwards is read.
//
// So that the check cannot pass by looking at nothing, an import is seen to be found by it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { none, same } from './expect.mjs'
import { isTissue, shows, straced, tracedCalls } from './plain.mjs'
import { make, prove, ran, workFolder } from './proof.mjs'

const { SCANFOLIO_CLI } = process.env
/** Every call that opens a file to write, makes a name or moves one. */
const CALLS =
  'open,openat,openat2,creat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,symlinkat,mknod,mknodat'

const work = workFolder('traces')
const disc = join(work, 'DISC_OF_SOMEBODY')
const packed = join(work, 'PORTAL_OF_SOMEBODY.zip')
const image = join(work, 'IMAGE_OF_SOMEBODY.iso')
const solid = join(work, 'SOLID_OF_SOMEBODY.7z')
const sources = [disc, packed, image, solid]
make('ct', disc, '7', '12')
make('zip', packed, disc)
ran('genisoimage', ['-quiet', '-R', '-J', '-o', image, disc])
ran('7zz', ['a', solid, disc])
/** What would give the person away: the name, the ID, where it came from, and a piece of a picture. */
const marks = [
  'MADE00007',
  '7700000007',
  'Invented^',
  'DISC_OF_SOMEBODY',
  'PORTAL_OF_SOMEBODY',
  'IMAGE_OF_SOMEBODY',
  'SOLID_OF_SOMEBODY',
  ...readdirSync(disc).slice(0, 3).map((name) => readFileSync(join(disc, name)).subarray(-20_000, -19_936).toString('latin1')),
]

const checks = {
  'what an import keeps is found by this very search': () => {
    const trace = join(work, 'import.strace')
    const library = join(work, 'library-import')
    const words = [SCANFOLIO_CLI, '--library', library, 'import', disc, '--person', 'new', '--json']
    const { status, stderr } = spawnSync('strace', [...straced(CALLS, trace), ...words], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`import: ${status} ${stderr}`)
    const found = givenAway(touched(trace))
    if (!found.some((path) => path.startsWith(join(library, 'files')))) throw new Error('a kept image was not found')
    if (!found.some((path) => path.startsWith(join(library, 'index')))) throw new Error('the index was not found')
  },
  'looking at a folder leaves nothing behind': () => leavesNothing('folder', disc),
  'looking into a ZIP leaves nothing behind': () => leavesNothing('zip', packed),
  'looking into the image of a disc leaves nothing behind': () => leavesNothing('iso', image),
  'looking into a 7z archive leaves nothing behind': () => leavesNothing('7z', solid),
}

await prove(checks, work)

async function leavesNothing(name, source) {
  const trace = join(work, `${name}.strace`)
  const home = join(work, `home-${name}`)
  const library = join(work, `library-${name}`)
  const before = sources.map(state).join('\n')
  await shows({ name: `traces-${name}`, args: [source], isMeant: isTissue, home, env: { SCANFOLIO_LIBRARY: library }, calls: CALLS, trace })
  const paths = touched(trace)
  if (!paths.some((path) => path.startsWith(library))) throw new Error('strace did not even see the library being opened')
  none('files that give the person away', givenAway(paths))
  same('what was looked at', sources.map(state).join('\n'), before)
  none('kept files', names(join(library, 'files')))
}

/** Every path that was opened to write, made or moved to. */
function touched(trace) {
  const paths = new Set()
  for (const call of tracedCalls(trace)) {
    if (/ = -1 E/.test(call)) continue
    if (call.startsWith('open') && !/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(call)) continue
    for (const [, path] of call.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
      // A path relative to an open folder is looked for in every folder that was seen.
      paths.add(path)
    }
  }
  const folders = [...new Set([...paths].filter((path) => path.startsWith('/')).map(dirname))]
  return [...paths].flatMap((path) => (path.startsWith('/') ? [path] : folders.map((folder) => join(folder, path))))
}

/** Those of the paths that are still there and hold a mark, or are called by one. */
function givenAway(paths) {
  const isOwn = (path) => !sources.includes(path) && !path.startsWith(`${disc}/`)
  const isSystem = (path) => /^\/(proc|sys|dev)\//.test(path) && !path.startsWith('/dev/shm/')
  const left = [...new Set(paths)].filter((path) => isOwn(path) && !isSystem(path) && existsSync(path))
  return left.filter((path) => {
    const named = marks.some((mark) => basename(path).includes(mark))
    if (named || !statSync(path).isFile()) return named
    const text = readFileSync(path).toString('latin1')
    return marks.some((mark) => text.includes(mark))
  })
}

/** Names, times and bytes of what was looked at. */
function state(path) {
  const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path]
  return files.map((file) => `${file} ${statSync(file).mtimeMs} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`).join('\n')
}

function names(folder) {
  return existsSync(folder) ? readdirSync(folder) : []
}
