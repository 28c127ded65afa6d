// An exam is looked at while the rest of it is still being copied.
import { renameSync } from 'node:fs'
import { same } from '../expect.mjs'
import { press, sees } from '../pages.mjs'
import { cli, newLibrary, stick } from '../records.mjs'
import { within } from '../session.mjs'
import { shown } from '../viewport.mjs'
import { settled } from '../wait.mjs'
import { say } from '../words.mjs'

const IMAGES = 400
/** What is said on the film; the driver's own reading leaves some of its corners out. */
const onFilm = (browser) => browser.execute(() => document.querySelector('[data-testid=viewport]').parentElement.textContent)

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
      await settled('its mark', 20_000, async () => (await onFilm(browser)).includes(say('still_copying')))
      renameSync(away, folder)
      await sees(browser, say('see_what_came'))
      await shown(browser)
      same('still copying', (await onFilm(browser)).includes(say('still_copying')), false)
      await settled('all images', 20_000, async () => (await onFilm(browser)).includes(`of ${IMAGES}`))
    })
    const { persons } = JSON.parse(cli('--library', library, 'list', '--json'))
    same('people', persons.length, 1)
  },
}
