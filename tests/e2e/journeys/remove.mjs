// Removed, had back, removed again, and ended: then it is gone from this computer.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

export default {
  'an exam is removed, had back, removed again, and gone from disk after the program ended': async () => {
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
    })
    // The driver ends the program as a kill would: what was removed goes with the next opening.
    const { persons } = JSON.parse(cli('--library', library, 'list', '--json'))
    same('people', persons.length, 0)
    same('files', keptFiles(library), 0)
    const journal = readFileSync(join(library, 'imports/000001.jsonl'), 'utf8')
    same('the journal says so', journal.includes('"removed"'), true)
  },
}
