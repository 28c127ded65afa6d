// A path given to the program is looked at; "Keep these" keeps it.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { holds, same } from '../expect.mjs'
import { press, sees } from '../pages.mjs'
import { newLibrary, records, studiesKept } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { say } from '../words.mjs'

export default {
  'looking keeps nothing, keeping keeps it': async () => {
    const library = newLibrary('look')
    await within({ args: [records().second], library }, async (browser) => {
      await shown(browser)
      holds('the page', await sees(browser, say('not_kept')), say('keep_these'))
      same('kept files while looking', countFiles(join(library, 'files')), 0)

      await press(browser, 'keep_these')
      await browser.$('[data-testid=looking]').waitForDisplayed({ reverse: true, timeout: 30_000 })
    })
    same('studies kept', studiesKept(library), 1)
  },
}

function countFiles(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
  } catch (error) {
    if (error.code === 'ENOENT') return 0
    throw error
  }
}
