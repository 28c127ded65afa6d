import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** The import rules of the house (ARCHITECTURE.md), as a function of a file's place and text. */

const ROOT = import.meta.dirname
const GENERATED = /^(paraglide|ipc\/generated)\//

interface Source {
  /** From `ui/src`, with forward slashes. */
  path: string
  text: string
}

function sources(): Source[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|svelte|css)$/.test(path) && !GENERATED.test(path) && path !== 'walls.test.ts')
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}

/** Every module the file imports: ours as a path from `ui/src`, others by name. */
function imports({ path, text }: Source): string[] {
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()\s*['"]([^'"]+)['"]/g)].map(
    ([, module = '']) =>
      module.startsWith('.')
        ? relative(ROOT, resolve(ROOT, dirname(path), module)).replaceAll('\\', '/')
        : module,
  )
}

const room = (path: string) => path.split('/')[0] ?? ''
const feature = (path: string) => (room(path) === 'features' ? path.split('/')[1] : undefined)
const isOurs = (module: string) =>
  ['app', 'features', 'elements', 'ipc', 'dicom', 'styles', 'paraglide'].includes(room(module))
const isTest = (path: string) => path.endsWith('.test.ts')

/** What each room may import of ours; `app` composes all, tests may read the made data. */
const MAY: Record<string, string[]> = {
  features: ['features', 'elements', 'ipc', 'dicom', 'paraglide'],
  elements: ['elements'],
  ipc: ['ipc'],
  dicom: ['dicom', 'ipc', 'paraglide'],
}

function breaches(source: Source): string[] {
  const { path, text } = source
  const found: string[] = []
  for (const module of imports(source)) {
    const say = (why: string) => found.push(`${path} imports ${module}: ${why}`)
    if (module.startsWith('@tauri-apps') && room(path) !== 'ipc') say('only ipc knows Tauri')
    if (!isOurs(module)) continue
    const may = MAY[room(path)]
    if (may && !may.includes(room(module))) say(`${room(path)} may not`)
    if (feature(path) && feature(module) && feature(path) !== feature(module))
      say('features never import one another')
    if (module.startsWith('ipc/fake') && room(path) !== 'ipc' && !isTest(path)) say('made data are for tests')
    if (
      room(path) === 'dicom' &&
      module.startsWith('ipc/') &&
      !module.startsWith('ipc/generated/') &&
      !isTest(path)
    )
      say('dicom knows types only')
  }
  if (path !== 'styles/tokens.css' && !isTest(path)) {
    const style = path.endsWith('.css') ? text : (/<style[^>]*>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '')
    const color = /#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hwb|lab|lch|oklab|oklch)\(/i.exec(style)
    if (color) found.push(`${path} has a colour of its own: ${color[0]}`)
  }
  // The page's policy allows no style attributes; `style:` sets the same by script.
  if (path.endsWith('.svelte') && /<[a-z][^>]*\sstyle=/.test(text))
    found.push(`${path} has a style attribute`)
  return found
}

test('no file breaks a wall', () => {
  const all = sources()
  expect(all.length).toBeGreaterThan(60)
  expect(all.flatMap(breaches)).toEqual([])
})

test.each([
  ['features/viewer/a.ts', "import x from '../report/b'", 'features never import one another'],
  ['features/viewer/a.svelte', "<script>import App from '../../app/App.svelte'</script>", 'features may not'],
  ['elements/a.svelte', "<script>import { m } from '../paraglide/messages.js'</script>", 'elements may not'],
  ['features/viewer/a.ts', "import { invoke } from '@tauri-apps/api/core'", 'only ipc knows Tauri'],
  ['app/a.ts', "const door = await import('../ipc/fake/door')", 'made data are for tests'],
  ['dicom/a.ts', "import { ipc } from '../ipc/ipc'", 'dicom knows types only'],
  ['ipc/a.ts', "export { x } from '../dicom/dates'", 'ipc may not'],
  ['elements/a.svelte', '<p>x</p><style>p { color: #fff; }</style>', 'a colour of its own'],
  ['styles/base.css', 'p { color: rgb(0 0 0); }', 'a colour of its own'],
  ['elements/a.svelte', '<p style="top:0">x</p>', 'a style attribute'],
])('a planted breach in %s is seen: %s', (path, text, why) => {
  expect(breaches({ path, text }).join()).toContain(why)
})
