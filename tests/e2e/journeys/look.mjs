// A path given to the program is looked at; "Keep these" keeps it.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { holds, same } from '../expect.mjs'
import { press, sees } from '../pages.mjs'
import { cli, records } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'
import { say } from '../words.mjs'

const kept = (library) =>
  JSON.parse(cli('--library', library, 'list', '--json')).persons.reduce((sum, { studies }) => sum + studies.length, 0)

export default {
  'looking keeps nothing, keeping keeps it': () =>
    within({ args: [records().second] }, async (browser, { library }) => {
      await shown(browser)
      holds('the page', await sees(browser, say('not_kept')), say('keep_these'))
      const files = join(library, 'files')
      same('kept files while looking', countFiles(files), 0)

      await press(browser, 'keep_these')
      await settled('the study in the library', 30_000, () => kept(library) === 1)
      await browser.$('[data-testid=looking]').waitForDisplayed({ reverse: true, timeout: 10_000 })
    }),
}

function countFiles(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
  } catch (error) {
    if (error.code === 'ENOENT') return 0
    throw error
  }
}
