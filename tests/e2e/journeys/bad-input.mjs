// What cannot be: each is said with what to do, nothing half is kept, and the window goes on.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { holds, none, same } from '../expect.mjs'
import { press, pressNamed, sees } from '../pages.mjs'
import { cli, keptLibrary, newHome, newLibrary, records, studiesKept } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'
import { say, sayUpToName } from '../words.mjs'

const IMPORT_MS = 60_000

export default {
  'a library folder that cannot be written is said; looking works, and so does another folder': async () => {
    const home = newHome('unwritable')
    const letter = join(home, 'letter.txt')
    writeFileSync(letter, 'mine')
    const unwritable = join(letter, 'library')

    await within({ home, library: unwritable, choose: [records().second] }, async (browser) => {
      await sees(browser, say('problem_library_not_writable'))
      await press(browser, 'choose_files')
      await sees(browser, say('problem_no_library'))
      await press(browser, 'just_look')
      await press(browser, 'look_folder')
      await shown(browser)
    })
    same('the letter', readFileSync(letter, 'utf8'), 'mine')

    const better = join(home, 'better')
    mkdirSync(better)
    await within({ home, library: unwritable, choose: [better] }, async (browser) => {
      await sees(browser, say('problem_library_not_writable'))
      await press(browser, 'use_another_folder')
      await press(browser, 'folder_use')
      await gone(browser, say('problem_library_not_writable'))
    })
    await within({ home, choose: [records().second] }, (browser) => importsAndOpens(browser))
    same('studies kept', studiesKept(better), 1)
  },

  'a library made by a newer version is left as it is, and something can still be looked at': async () => {
    const library = keptLibrary('newer')
    const file = join(library, 'library.json')
    const newer = JSON.parse(readFileSync(file, 'utf8'))
    newer.content.format_version = 4000
    writeFileSync(file, JSON.stringify(newer))
    const before = fingerprint(library)
    await within({ library, choose: [records().second] }, async (browser) => {
      await sees(browser, say('problem_library_newer'))
      await press(browser, 'just_look')
      await press(browser, 'look_folder')
      await shown(browser)
    })
    same('the newer library', fingerprint(library), before)
  },

  'a full disk stops an import: nothing half is kept, and with room it is completed': async () => {
    const library = newLibrary('full')
    mkdirSync(library, { recursive: true })
    if (!mounted(library)) return console.log('# skipped: this user may mount no file system of a given size')
    try {
      await within({ library, choose: [records().study] }, async (browser) => {
        await press(browser, 'choose_files')
        // Said before anything is copied; after these words come figures.
        await sees(browser, sayUpToName('problem_too_little_room'))
        await press(browser, 'close')
        none('half files', filesIn(join(library, 'files')).filter((path) => !isWhole(path)))

        execFileSync('mount', ['-o', 'remount,size=256m', library])
        await importsAndOpens(browser)
      })
      same('studies kept', studiesKept(library), 1)
      const { missing, changed, stray } = JSON.parse(cli('--library', library, 'verify', '--json'))
      none('kept files that are not as they came', [...missing, ...changed, ...stray])
    } finally {
      execFileSync('umount', [library])
    }
  },

  'a damaged archive is named with what to do, and downloaded again it is imported': async () => {
    const folder = emptied('given-damaged-archive')
    const archive = join(folder, 'PORTAL_EXPORT.zip')
    const { both } = records()
    copyFileSync(both, archive)
    truncateSync(archive, Math.floor(statSync(both).size / 2))
    const library = newLibrary('damaged-archive')
    await within({ library, choose: [archive] }, async (browser) => {
      await press(browser, 'choose_files')
      const refused = await refusals(browser)
      holds('the refusal', refused, 'PORTAL_EXPORT.zip')
      holds('the refusal', refused, say('refusal_archive_damaged'))
      holds('the refusal', refused, say('advice_archive_damaged'))
      await press(browser, 'library')
      copyFileSync(both, archive)
      await importsAndOpens(browser)
    })
    same('studies kept', studiesKept(library), 2)
  },

  'an empty file and one that ends too early are named, and what is good beside them is kept': async () => {
    const folder = emptied('given-broken-files')
    const [image] = records().images
    writeFileSync(join(folder, 'IM0001.dcm'), '')
    writeFileSync(join(folder, 'IM0002.dcm'), readFileSync(image).subarray(0, 200))
    const library = newLibrary('broken-files')
    await within({ library, choose: [folder] }, async (browser) => {
      await press(browser, 'choose_files')
      const refused = await refusals(browser)
      for (const words of ['IM0001.dcm', say('refusal_empty'), say('advice_empty'), 'IM0002.dcm']) {
        holds('the refusals', refused, words)
      }
      same('kept', filesIn(join(library, 'files')).length, 0)
      await press(browser, 'library')
      await sees(browser, say('first_title'))
      cpSync(records().second, folder, { recursive: true })
      await importsAndOpens(browser)
    })
    same('studies kept', studiesKept(library), 1)
  },
}

/** Imports what is chosen, says whose it is, and opens what came. */
async function importsAndOpens(browser) {
  await press(browser, 'choose_files')
  await browser.$('[data-testid=gate]').waitForDisplayed({ timeout: IMPORT_MS })
  await pressNamed(browser, sayUpToName('gate_keep_as'))
  await sees(browser, say('gate_filed'))
  await pressNamed(browser, sayUpToName('open_exam'))
  await shown(browser)
}

async function refusals(browser) {
  const list = await browser.$('[data-testid=refusals]')
  await list.waitForDisplayed({ timeout: IMPORT_MS })
  return list.getText()
}

function gone(browser, words) {
  return settled(`no "${words}" any more`, 20_000, async () => {
    const text = await browser.$('body').getText()
    return !text.replace(/\s+/g, ' ').includes(words)
  })
}

/** A file system of eight megabytes there, or false where that is not allowed. */
function mounted(folder) {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'scanfolio-full', folder], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

function emptied(name) {
  const folder = newLibrary(name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

function filesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

/** It is, to the byte, one of the files that were given. */
function isWhole(path) {
  whole ??= new Set(filesIn(records().study).map(hash))
  return whole.has(hash(path))
}
let whole

function hash(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** Every file of a folder and its bytes, in one value. */
function fingerprint(folder) {
  const lines = filesIn(folder).map((path) => `${path} ${hash(path)}`)
  return lines.sort().join('\n')
}
