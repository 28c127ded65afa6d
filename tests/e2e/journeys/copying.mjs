// An exam is looked at while the rest of it is still being copied.
import { renameSync } from 'node:fs'
import { same } from '../expect.mjs'
import { press, sees } from '../pages.mjs'
import { cli, newLibrary, stick } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'
import { say } from '../words.mjs'

const IMAGES = 3000

export default {
  'the first image is there while a stick is still being copied, and stays when the exam is kept': async () => {
    const library = newLibrary('copying')
    const folder = stick(IMAGES)
    const away = `${folder}-pulled`
    await within({ library, choose: [folder], size: [1440, 900] }, async (browser) => {
      await press(browser, 'choose_files')
      await browser.$('[data-testid=job]').waitForDisplayed({ timeout: 20_000 })
      await settled('some of it copied', 20_000, async () => {
        const words = await browser.$('[data-testid=job] .fig').getText()
        return / of /.test(words)
      })
      // The stick is pulled out, so that the import cannot end meanwhile.
      renameSync(folder, away)
      await press(browser, 'copying_look')
      await shown(browser)
      await sees(browser, say('still_copying'))
      await sees(browser, say('still_copying_note'))
      renameSync(away, folder)
      await settled('the exam kept', 60_000, async () => {
        const text = await browser.$('body').getText()
        return !text.includes(say('still_copying'))
      })
      await shown(browser)
      await sees(browser, say('see_what_came'))
    })
    const { persons } = JSON.parse(cli('--library', library, 'list', '--json'))
    same('people', persons.length, 1)
  },
}
