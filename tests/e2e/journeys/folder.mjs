// The library in another folder than the usual one.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { holds, same } from '../expect.mjs'
import { press, sees } from '../pages.mjs'
import { newHome } from '../records.mjs'
import { within } from '../session.mjs'
import { say } from '../words.mjs'

export default {
  'another folder is chosen with its warning, is used, and is remembered': async () => {
    const home = newHome('folder')
    const dropbox = join(home, 'Dropbox')
    mkdirSync(dropbox)
    writeFileSync(join(dropbox, 'letter.txt'), 'mine')
    const folder = join(dropbox, 'Scanfolio')

    await within({ home, choose: [dropbox] }, async (browser) => {
      await press(browser, 'use_another_folder')
      const words = await sees(browser, say('folder_title'))
      holds('the dialog', words, folder)
      holds('the dialog', words, say('caution_synced_dropbox'))
      same('made before it is agreed to', existsSync(folder), false)
      await press(browser, 'folder_use')
      await browser.$('[role=dialog]').waitForDisplayed({ reverse: true })
      await sees(browser, folder)
    })
    same('a library there', existsSync(join(folder, 'library.json')), true)
    same('the index stays on this computer', existsSync(join(folder, 'index')), false)

    await within({ home }, async (browser) => {
      await sees(browser, folder)
    })
  },
}
