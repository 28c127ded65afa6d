// Removed, had back, removed again, and ended: then it is gone from this computer.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { same } from '../expect.mjs'
import { press, pressNamed, sees } from '../pages.mjs'
import { cli, libraryOf } from '../records.mjs'
import { within } from '../session.mjs'
import { settled } from '../wait.mjs'
import { say, sayUpToName } from '../words.mjs'

/** Kept files below the library folder. */
function keptFiles(library) {
  const folder = join(library, 'files')
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
}

const rows = (browser, count) =>
  settled(`${count} exams`, 20_000, async () => (await browser.$$('[data-testid=study-row]').length) === count)

async function removeTheExam(browser) {
  await pressNamed(browser, sayUpToName('exam_menu'))
  await press(browser, 'remove_exam')
  await browser.$('[data-testid=remove]').waitForDisplayed()
  await sees(browser, say('remove_explained'))
  await press(browser, 'remove_now')
}

/** Closes the window as a person does: it is asked to (WM_DELETE_WINDOW), not destroyed. */
function closeTheWindow() {
  execFileSync('python3', [fileURLToPath(new URL('../close-window.py', import.meta.url)), 'Scanfolio'])
}

/** Gone from disk; the last step is that the removals are forgotten. */
async function gone(library) {
  const removals = join(library, 'decisions/removals.json')
  await settled('nothing left to remove', 20_000, () => !readFileSync(removals, 'utf8').includes('"files"'))
  same('kept files', keptFiles(library), 0)
  const journal = readFileSync(join(library, 'imports/000001.jsonl'), 'utf8')
  same('the journal says so', journal.includes('"removed"'), true)
}

export default {
  'an exam is removed, had back, removed again, and gone from disk once the window is closed': async () => {
    const library = libraryOf('Mum', 'remove')
    const before = keptFiles(library)
    await within({ library, size: [1440, 900] }, async (browser) => {
      await rows(browser, 1)
      await removeTheExam(browser)
      await rows(browser, 0)
      same('files while it can be had back', keptFiles(library), before)
      await press(browser, 'undo')
      await rows(browser, 1)
      await removeTheExam(browser)
      await rows(browser, 0)
      await press(browser, 'history')
      await sees(browser, say('removed_title'))
      await sees(browser, sayUpToName('space_removed'))
      await sees(browser, sayUpToName('space_held'))
      same('files before the window is closed', keptFiles(library), before)
      closeTheWindow()
      // No other program opens the library: what is gone was deleted on the way out.
      await gone(library)
    })
  },

  'what was removed when the program was killed is gone at the next start': async () => {
    const library = libraryOf('Mum', 'remove-killed')
    const before = keptFiles(library)
    // The driver ends the program as a kill would.
    await within({ library, size: [1440, 900] }, async (browser) => {
      await rows(browser, 1)
      await removeTheExam(browser)
      await rows(browser, 0)
    })
    same('files after it was killed', keptFiles(library), before)
    const { persons } = JSON.parse(cli('--library', library, 'list', '--json'))
    same('people', persons.length, 0)
    await gone(library)
  }
}
