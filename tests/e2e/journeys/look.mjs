// A path given to the program is looked at; "Keep these" keeps it.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { holds, same } from '../expect.mjs'
import { press, pressNamed, sees } from '../pages.mjs'
import { hospitalDisc, newLibrary, records, studiesKept } from '../records.mjs'
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
  'a disc in the computer is offered, looked at and closed, and nothing is kept': async () => {
    const library = newLibrary('disc')
    const disc = hospitalDisc()
    await within({ media: [disc, records().second], library }, async (browser) => {
      holds('the offer', await sees(browser, 'HOSPITAL_CD'), say('medium_lead'))
      await press(browser, 'medium_look')
      await shown(browser)
      same('offered while a study is open', await browser.$('[data-testid=medium]').isExisting(), false)
      await press(browser, 'close')
      await browser.$('[data-testid=looking]').waitForDisplayed({ reverse: true, timeout: 30_000 })
      await sees(browser, 'HOSPITAL_CD')
      await press(browser, 'not_now')
      await browser.$('[data-testid=medium]').waitForDisplayed({ reverse: true, timeout: 5_000 })

      // What has no DICOMDIR is not pressed on anybody, but stands in the menu.
      await press(browser, 'just_look')
      await pressNamed(browser, 'second-person')
      await shown(browser)
    })
    same('kept files', countFiles(join(library, 'files')), 0)
    same('studies kept', studiesKept(library), 0)
  },
  'a ZIP is looked at from the window': async () => {
    const library = newLibrary('look-zip')
    await within({ choose: [records().both], library }, async (browser) => {
      await press(browser, 'just_look')
      await press(browser, 'look_files')
      await sees(browser, say('not_kept'))
    })
    same('kept files', countFiles(join(library, 'files')), 0)
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
